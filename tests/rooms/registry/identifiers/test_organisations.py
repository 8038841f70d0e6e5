"""Codes of organisations: both checks, the position of what is wrong, letters where they are allowed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.rooms.registry.identifiers import second_way
from zhichan.rooms.registry.identifiers.check_characters import (
    SOCIAL_CREDIT_ALPHABET,
    organisation_check,
    register_check,
    social_credit_check,
)
from zhichan.rooms.registry.identifiers.organisations import parse, parse_organisation, parse_register_number
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused

PUBLIC = ["11120223000200715W", "11120110MB1923237B", "114502247537121335", "91110000600037341L"]
letters = st.sampled_from(SOCIAL_CREDIT_ALPHABET)
bodies = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8)


def made(head: str, place: str, body: str) -> str:
    inner = head + place + body + organisation_check(body)
    return inner + social_credit_check(inner)


codes = st.builds(
    made,
    st.text(SOCIAL_CREDIT_ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    bodies,
)


def refusal_of(read, text: str) -> IdentifierRefused:
    with pytest.raises(IdentifierRefused) as caught:
        read(text)
    return caught.value


@pytest.mark.parametrize("code", PUBLIC)
def test_public_codes_are_right(code):
    read = parse(code)
    assert read.printed == read.key == code
    assert read.organisation.key == code[8:17]
    assert parse_organisation(read.organisation.printed) == read.organisation


def test_the_parts_of_a_code():
    read = parse(" 1112 0110 mb19 2323 7b ")
    assert (read.department, read.kind, read.first_place) == ("1", "1", "120110")
    assert read.organisation.printed == "MB192323-7"


@pytest.mark.parametrize("head", ["A1", "N2", "Y1", "5A"])
def test_letters_may_stand_in_the_first_two_places(head):
    assert parse(made(head, "120110", "MB192323")).department == head[0]


@pytest.mark.parametrize(
    ("written", "code", "expected", "position"),
    [
        ("", "social_credit_code.empty", None, None),
        ("1112022300020071W", "social_credit_code.wrong_length", "18", None),
        ("11120223O00200715W", "social_credit_code.wrong_character", "0", 9),
        ("1112O223000200715W", "social_credit_code.wrong_character", "0", 5),
        ("1112A223000200715W", "social_credit_code.wrong_character", None, 5),
        ("1112022A000200715W", "social_credit_code.wrong_character", None, 8),
        ("11120223000200715S", "social_credit_code.wrong_character", "5", 18),
        ("11120223000200715X", "social_credit_code.wrong_check", "W", 18),
        ("11120224000200715W", "social_credit_code.wrong_check", "B", 18),
        ("11120223000200716W", "social_credit_code.wrong_inner_check", "5", 17),
    ],
)
def test_refusals_name_the_place_and_the_right_character(written, code, expected, position):
    refusal = refusal_of(parse, written)
    assert (refusal.code, refusal.expected, refusal.position) == (code, expected, position)


def test_organisation_codes_are_read_with_and_without_hyphen():
    assert parse_organisation("00020071-5") == parse_organisation("000200715")
    assert parse_organisation("ＭＢ１９２３２３－７").printed == "MB192323-7"
    wrong = refusal_of(parse_organisation, "00020071-6")
    assert (wrong.code, wrong.expected, wrong.position) == ("organisation_code.wrong_check", "5", 9)
    assert refusal_of(parse_organisation, "0002").code == "organisation_code.wrong_shape"


def test_old_register_numbers_are_checked():
    assert parse_register_number("140000100028286").printed == "140000100028286"
    wrong = refusal_of(parse_register_number, "140000100028287")
    assert (wrong.code, wrong.expected) == ("business_register_number.wrong_check", "6")
    assert refusal_of(parse_register_number, "1400001000282").code == "business_register_number.wrong_shape"


@given(codes)
def test_reading_what_is_printed_gives_the_same_code(code):
    assert parse(parse(code).printed) == parse(code.lower()) == parse(code)


@given(codes, st.integers(0, 17), letters)
def test_one_changed_character_is_always_caught(code, place, letter):
    assume(code[place] != letter)
    refusal_of(parse, code[:place] + letter + code[place + 1 :])


@given(codes)
def test_both_checks_agree_with_a_second_arithmetic(code):
    assert second_way.social_credit_check(code[:17]) == code[17]
    assert second_way.organisation_check(code[8:16]) == code[16]


@given(st.text("0123456789", min_size=14, max_size=14))
def test_the_register_check_agrees_with_a_second_arithmetic(body):
    assert register_check(body) == second_way.register_check(body)
    assert parse_register_number(body + register_check(body)).digits[:14] == body


@given(st.one_of(st.text(max_size=30), st.text("0123456789ABCXYZ-", min_size=9, max_size=18)))
@pytest.mark.parametrize("read", [parse, parse_organisation, parse_register_number])
def test_no_text_breaks_the_readers(read, text):
    try:
        found = read(text)
    except IdentifierRefused:
        return
    assert read(found.printed) == found
