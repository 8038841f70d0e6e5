"""Chinese application numbers: every spelling, every refusal, and the laws of the check character."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rooms.registry.identifiers import second_way
from zhichan.rooms.registry.identifiers.check_characters import application_check
from zhichan.rooms.registry.identifiers.patent_applications import (
    PatentKind,
    Route,
    application_key,
    parse,
)
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused

PUBLIC = [
    "201010596747.X",
    "201110459001.9",
    "201710601862.3",
    "201811490544.5",
    "202110580692.1",
    "97101765.4",
    "95115608.X",
]
long_digits = st.builds(
    lambda year, kind, serial: f"{year}{kind}{serial:07d}",
    st.integers(2003, 2099),
    st.sampled_from("12389"),
    st.integers(0, 9_999_999),
)
short_digits = st.builds(
    lambda year, kind, serial: f"{year}{kind}{serial:05d}",
    st.sampled_from([f"{n:02d}" for n in (*range(85, 100), *range(4))]),
    st.sampled_from("12389"),
    st.integers(0, 99_999),
)
numbers = st.one_of(long_digits, short_digits)
FULL_WIDTH = str.maketrans("0123456789.XCNZL ", "０１２３４５６７８９．ＸＣＮＺＬ　")


def refusal_of(text: str) -> IdentifierRefused:
    with pytest.raises(IdentifierRefused) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize("number", PUBLIC)
def test_public_numbers_are_read_and_printed_alike(number):
    read = parse(number)
    assert read.printed == number
    assert read.key == "CN" + number[:-2]
    assert read.check == number[-1]
    assert not read.derived


@pytest.mark.parametrize(
    "written",
    [
        "CN201010596747.X",
        "ZL201010596747.X",
        "ZL 2010 1 0596747.X",
        "cn201010596747.x",
        "２０１０１０５９６７４７．Ｘ",
        "201010596747。x",
        "201010596747X",
        "CN201010596747XA",
        "\u200eCN 201010596747.X\n",
        "CN ZL 201010596747.X",
        "201010596747",
        "201010596747.",
        "CN 201010596747 A",
        "102010000596747",
    ],
)
def test_all_spellings_are_one_number(written):
    read = parse(written)
    assert read == parse("201010596747.X")
    assert read.derived == ("X" not in written.upper() and "Ｘ" not in written)


def test_a_wrong_check_names_the_right_character():
    refusal = refusal_of("202310999716.5")
    assert refusal.code == "patent_application.wrong_check"
    assert (refusal.written, refusal.expected, refusal.position) == ("202310999716.5", "6", 13)
    spaced = refusal_of("ZL 2023 1 0999716.5")
    assert (spaced.written, spaced.expected) == ("ZL 2023 1 0999716.5", "6")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "patent_application.empty"),
        (" \u3000\u200b", "patent_application.empty"),
        ("待补", "patent_application.wrong_shape"),
        ("2.0101E+11", "patent_application.wrong_shape"),
        ("20101059674", "patent_application.wrong_shape"),
        ("CNCN201010596747.X", "patent_application.wrong_shape"),
        ("²01010596747.X", "patent_application.wrong_shape"),
        ("٢٠١٠١٠٥٩٦٧٤٧", "patent_application.wrong_shape"),
        ("201040596747", "patent_application.wrong_type"),
        ("97601765", "patent_application.wrong_type"),
        ("199910596747", "patent_application.wrong_year"),
        ("04101765", "patent_application.wrong_year"),
        ("101997001017650", "patent_application.wrong_shape"),
    ],
)
def test_refusals_have_stable_codes(written, code):
    assert refusal_of(written).code == code


@pytest.mark.parametrize(
    ("number", "kind", "route", "year"),
    [
        ("201010596747", PatentKind.INVENTION, Route.NATIONAL, 2010),
        ("201220249767", PatentKind.UTILITY_MODEL, Route.NATIONAL, 2012),
        ("201530448495", PatentKind.DESIGN, Route.NATIONAL, 2015),
        ("200880114428", PatentKind.INVENTION, Route.PCT, 2008),
        ("201190000123", PatentKind.UTILITY_MODEL, Route.PCT, 2011),
        ("85102475", PatentKind.INVENTION, Route.NATIONAL, 1985),
        ("03257012", PatentKind.UTILITY_MODEL, Route.NATIONAL, 2003),
    ],
)
def test_the_digits_say_kind_route_and_year(number, kind, route, year):
    read = parse(number)
    assert (read.kind, read.route, read.filing_year) == (kind, route, year)


def test_a_number_of_before_1989_has_no_check_unless_one_is_written():
    bare, given_later = parse("CN87101357"), parse("CN87101357.6")
    assert (bare.check, bare.derived, bare.printed) == ("", False, "87101357")
    assert (given_later.check, given_later.derived) == ("6", False)
    assert bare.key == given_later.key == "CN87101357"
    assert refusal_of("CN87101357.7").expected == "6"


def test_the_first_number_that_is_given_its_check_is_of_1989():
    assert (parse("88105304").check, parse("88105304").derived) == ("", False)
    assert (parse("89103229").printed, parse("89103229").derived) == ("89103229.0", True)


def test_the_patent_number_has_the_same_digits():
    assert parse("CN201010596747XA").patent_number == "ZL201010596747.X"


@pytest.mark.parametrize(
    ("exchange", "number"),
    [
        ("102015000481495", "201510481495.9"),
        ("102021000991218", "202110991218.8"),
        ("102009000190429", "200910190429.0"),
        ("102019000302430", "201910302430.1"),
        ("112010000031094", "201080031094.9"),
        ("202016000111010", "201620111010.7"),
        ("101997000001765", "97101765.4"),
        ("202003000108834", "200320108834.1"),
        ("202003000057012", "03257012.0"),
    ],
)
def test_the_exchange_form_of_fifteen_digits_is_the_same_number(exchange, number):
    read = parse(exchange)
    assert (read.printed, read.derived) == (number, True)


def test_a_refusal_travels_between_processes():
    refusal = refusal_of("202310999716.5")
    copy = pickle.loads(pickle.dumps(refusal))
    assert (copy.code, copy.written, copy.expected, copy.position) == refusal.args
    assert (copy.family, copy.reason) == ("patent_application", "wrong_check")


def test_a_refusal_keeps_only_the_beginning_of_a_long_text():
    assert refusal_of("甲" * 5000).written == "甲" * 60 + "…"


@given(numbers)
def test_reading_what_is_printed_gives_the_same_number(digits):
    read = parse(digits)
    again = parse(read.printed)
    assert again == read
    assert again.printed == read.printed
    assert again.derived is False


@given(numbers, st.sampled_from(["", "CN", "ZL", "cn ", "zl  "]), st.booleans(), st.integers(0, 12))
def test_width_spaces_and_prefix_change_nothing(digits, prefix, wide, place):
    number = f"{digits}.{application_check(digits)}"
    spaced = f"{prefix}{number[:place]} {number[place:]}"
    read = parse(spaced.upper().translate(FULL_WIDTH) if wide else spaced.lower())
    assert (read, read.derived) == (parse(number), False)


@given(numbers)
def test_the_check_agrees_with_a_second_arithmetic(digits):
    assert application_check(digits) == second_way.application_check(digits)


@given(long_digits, st.integers(0, 11), st.integers(1, 9))
def test_one_changed_digit_always_changes_the_check(digits, place, shift):
    """Every weight is from 2 to 9 and 11 is prime, so no single change can hide."""
    changed = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    assert application_check(changed) != application_check(digits)
    found = application_key(f"{changed}.{application_check(digits)}")
    assert isinstance(found, IdentifierRefused)


@given(long_digits, st.integers(0, 10))
def test_two_exchanged_neighbours_are_caught_unless_equal(digits, place):
    """Neighbouring weights differ by 1, and by 7 from the eighth place to the ninth: never by 11."""
    left, right = digits[place], digits[place + 1]
    swapped = digits[:place] + right + left + digits[place + 2 :]
    assert (application_check(swapped) == application_check(digits)) == (left == right)


@given(st.one_of(st.text(max_size=40), st.text("0123456789.XZLCN ０９．x", max_size=20)))
def test_no_text_breaks_the_reader(text):
    found = application_key(text)
    if isinstance(found, IdentifierRefused):
        assert found.code.startswith("patent_application.")
    else:
        assert parse(text).key == found[0]
