"""Resident identity numbers are checked and digested, and never come back out."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rooms.registry.identifiers import second_way
from zhichan.rooms.registry.identifiers.check_characters import resident_check
from zhichan.rooms.registry.identifiers.persons import check_number, digest_of, masked
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
EXAMPLE = "360426199101010071"  # invented, printed in the documentation of a public library


def refusal_of(text: str) -> IdentifierRefused:
    with pytest.raises(IdentifierRefused) as caught:
        check_number(text)
    return caught.value


def test_a_right_number_passes_in_any_width():
    check_number(EXAMPLE)
    check_number("３６０４２６ 19910101 0071")


@pytest.mark.parametrize(
    ("written", "code", "expected", "position"),
    [
        ("", "resident_number.empty", None, None),
        ("360426910101007", "resident_number.wrong_length", "18", None),
        ("36042619910101007Y", "resident_number.wrong_character", None, None),
        ("360426199102300071", "resident_number.wrong_date", None, 7),
        ("360426000001010071", "resident_number.wrong_date", None, 7),
        ("360426199101010072", "resident_number.wrong_check", "1", 18),
    ],
)
def test_refusals_name_what_is_wrong(written, code, expected, position):
    refusal = refusal_of(written)
    assert (refusal.code, refusal.expected, refusal.position) == (code, expected, position)


def test_a_refusal_does_not_carry_the_number():
    refusal = refusal_of("360426199101010072")
    assert refusal.written == "36***************2"
    assert "19910101" not in repr(refusal) + str(refusal)


def test_the_digest_is_keyed_and_the_same_for_every_spelling():
    expected = hmac.new(KEY, EXAMPLE.encode(), hashlib.sha256).hexdigest()
    assert digest_of(EXAMPLE, key=KEY) == digest_of(" 360426 19910101 0071", key=KEY) == expected
    assert digest_of(EXAMPLE, key=OTHER_KEY) != expected
    assert EXAMPLE not in expected


def test_a_wrong_number_or_a_weak_key_gives_no_digest():
    with pytest.raises(IdentifierRefused):
        digest_of("360426199101010072", key=KEY)
    with pytest.raises(ValueError, match="16 bytes"):
        digest_of(EXAMPLE, key=b"short")


def test_masking_hides_the_middle():
    assert masked(EXAMPLE) == "36***************1"
    assert masked("12") == "**"


@given(st.text("0123456789", min_size=17, max_size=17))
def test_the_check_agrees_with_a_second_arithmetic(body):
    assert resident_check(body) == second_way.resident_check(body)


@given(st.one_of(st.text(max_size=30), st.text("0123456789X", min_size=18, max_size=18)))
def test_no_text_breaks_the_reader(text):
    try:
        check_number(text)
    except IdentifierRefused:
        return
    assert len(digest_of(text, key=KEY)) == 64
