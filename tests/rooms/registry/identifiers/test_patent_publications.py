"""Document numbers: shape, the meaning of the letter on a day, and which documents are of one application."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.rooms.registry.identifiers.kind_codes import CODES, KINDS, Stage, meanings_on
from zhichan.rooms.registry.identifiers.patent_applications import PatentKind
from zhichan.rooms.registry.identifiers.patent_publications import Numbering, parse
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused


def code_of(text: str) -> str:
    with pytest.raises(IdentifierRefused) as caught:
        parse(text)
    return caught.value.code


@pytest.mark.parametrize(
    ("written", "key", "numbering", "right"),
    [
        ("CN101690801A", "CN101690801A", Numbering.NINE, PatentKind.INVENTION),
        ("CN 101025382 A", "CN101025382A", Numbering.NINE, PatentKind.INVENTION),
        ("ＣＮ２０１６００３７０ｕ", "CN201600370U", Numbering.NINE, PatentKind.UTILITY_MODEL),
        ("303441915S", "CN303441915S", Numbering.NINE, PatentKind.DESIGN),
        ("CN1034724", "CN1034724", Numbering.SEVEN, PatentKind.INVENTION),
        ("2230584", "CN2230584", Numbering.SEVEN, PatentKind.UTILITY_MODEL),
        ("CN87100603A", "CN87100603A", Numbering.APPLICATION, PatentKind.INVENTION),
        ("CN10034567C", "CN10034567C", Numbering.EIGHT, PatentKind.INVENTION),
        ("CN101736987B8", "CN101736987B8", Numbering.NINE, PatentKind.INVENTION),
    ],
)
def test_document_numbers_are_read(written, key, numbering, right):
    read = parse(written)
    assert (read.key, read.numbering, read.right) == (key, numbering, right)
    assert parse(read.printed) == read


@pytest.mark.parametrize(
    ("kind", "day", "stage"),
    [
        ("A", date(1985, 9, 10), Stage.PUBLISHED),
        ("A", date(2020, 1, 3), Stage.PUBLISHED),
        ("B", date(1992, 12, 31), Stage.EXAMINED),
        ("B", date(2010, 4, 7), Stage.GRANTED),
        ("C", date(1993, 1, 1), Stage.GRANTED),
        ("C", date(2010, 4, 6), Stage.GRANTED),
        ("C3", date(2012, 5, 2), Stage.PARTLY_INVALID),
        ("A8", date(2011, 5, 2), Stage.CORRECTED),
    ],
)
def test_a_letter_means_what_it_meant_on_the_day(kind, day, stage):
    assert parse(f"CN101690801{kind}").meaning(day).stage is stage


@pytest.mark.parametrize(
    ("kind", "day", "expected"),
    [
        ("B", date(1993, 1, 1), "A, C"),
        ("B", date(2010, 4, 6), "A, C"),
        ("C", date(1992, 12, 31), "A, B"),
        ("C", date(2010, 4, 7), "A, A8, A9, B, B8, B9, C1, C2, C3, C4, C5, C6, C7"),
        ("C1", date(2009, 1, 1), "A, C"),
    ],
)
def test_a_letter_out_of_its_time_is_refused(kind, day, expected):
    with pytest.raises(IdentifierRefused) as caught:
        parse(f"CN101690801{kind}").meaning(day)
    assert (caught.value.code, caught.value.expected) == (
        "patent_publication.kind_not_of_that_time",
        expected,
    )


def test_a_missing_letter_is_asked_for():
    with pytest.raises(IdentifierRefused) as caught:
        parse("CN201600370").meaning(date(2008, 1, 2))
    assert (caught.value.code, caught.value.expected) == ("patent_publication.kind_missing", "Y")


def test_utility_models_and_designs_were_announced_before_they_were_granted():
    assert parse("CN2030001U").meaning(date(1989, 2, 1)).stage is Stage.ANNOUNCED
    assert parse("CN2230584Y").meaning(date(1996, 7, 10)).stage is Stage.GRANTED
    assert parse("CN201600370U").meaning(date(2010, 10, 6)).stage is Stage.GRANTED
    assert parse("CN3003001S").meaning(date(1989, 2, 1)).stage is Stage.ANNOUNCED


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ("CN102102000A", "CN102102000B", True),
        ("CN102102000B", "CN102102000C1", True),
        ("CN202644312U", "CN202644312Y2", True),
        ("CN102102000", "CN102102000B", True),
        ("CN87100603A", "CN87100603B", True),
        ("CN1034724A", "CN1034724C", False),
        ("CN1034724A", "CN1034724B", False),
        ("CN100344567A", "CN100344567C", False),
        ("CN102102000A", "CN102102001A", False),
        ("CN1034724A", "CN1034724A", True),
    ],
)
def test_equal_digits_prove_one_application_only_where_they_do(first, second, shared):
    assert parse(first).shares_application(parse(second)) is shared
    assert parse(second).shares_application(parse(first)) is shared


def test_documents_of_the_first_years_carry_their_application_number():
    assert parse("CN87100603A").application_key == "CN87100603"
    assert parse("CN101690801A").application_key is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "patent_publication.empty"),
        ("CN12345", "patent_publication.wrong_shape"),
        ("CN1016908011A", "patent_publication.wrong_shape"),
        ("US5428898", "patent_publication.wrong_shape"),
        ("CN401690801A", "patent_publication.wrong_type"),
        ("CN101690801U", "patent_publication.wrong_kind"),
        ("CN201600370B", "patent_publication.wrong_kind"),
        ("CN101690801A1", "patent_publication.wrong_kind"),
    ],
)
def test_refusals_have_stable_codes(written, code):
    assert code_of(written) == code


@given(st.dates(date(1985, 9, 10), date(2030, 1, 1)), st.sampled_from(PatentKind))
def test_on_no_day_a_code_means_two_things(day, right):
    holding = [kind.code for kind in KINDS if kind.right == right and kind.holds_on(day)]
    assert len(holding) == len(set(holding)) == len(meanings_on(right, day))
    assert set(holding) <= CODES[right]


@given(st.one_of(st.text(max_size=30), st.text("0123456789CNABUYSD ", max_size=14)))
def test_no_text_breaks_the_reader(text):
    try:
        read = parse(text)
    except IdentifierRefused:
        return
    assert parse(read.printed) == read
