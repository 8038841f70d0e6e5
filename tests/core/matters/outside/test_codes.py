"""Codes and numbers: what people type is what was printed, and nothing else opens."""

from __future__ import annotations

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.matters.codes import (
    LENGTH,
    SIGNS,
    digest_of,
    is_digest,
    new_code,
    read_code,
    read_number,
    shown_code,
)
from zhichan.core.matters.loading import all_procedures

CODES = st.text(SIGNS, min_size=LENGTH, max_size=LENGTH)
WORDS = sorted({one.number_word or str(one.label) for one in all_procedures()})


def test_a_code_has_eight_signs_none_of_which_looks_like_another() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == LENGTH and set(code) <= set(SIGNS) for code in codes)
    assert len(set(SIGNS)) == len(SIGNS) == 26
    assert not set(SIGNS) & set("01OIL" + "BGSUZ")
    assert set("".join(codes)) == set(SIGNS)


@given(CODES, st.randoms(use_true_random=False))
def test_a_code_is_read_however_it_is_typed(code: str, draw) -> None:
    wide = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(0x21, 0x7F)})
    alike = str.maketrans("865V2", "BGSUZ")
    ways = (str.lower, str.upper, lambda t: t.translate(wide), lambda t: t.translate(alike))
    typed = "".join(draw.choice(ways)(sign) + draw.choice(("", " ", "-", "\u3000")) for sign in code)
    assert read_code(typed) == read_code(shown_code(code)) == code


@given(CODES, CODES)
def test_only_the_code_itself_has_its_digest(code: str, other: str) -> None:
    kept = digest_of("示援〔2026〕1号", code)
    assert is_digest(kept, digest_of("示援〔2026〕1号", other)) is (code == other)
    assert not is_digest(kept, digest_of("示援〔2026〕2号", code))
    assert len(kept) == 64
    assert code not in kept


def test_a_matter_without_a_code_is_opened_by_nothing() -> None:
    assert not is_digest("", "")
    assert not is_digest("", digest_of("", ""))


def test_the_digest_is_keyed_with_the_secret_of_the_installation() -> None:
    here = digest_of("示援〔2026〕1号", "AAAA2222")
    with override_settings(SECRET_KEY="x" * 50):
        assert digest_of("示援〔2026〕1号", "AAAA2222") != here


@pytest.mark.parametrize("word", WORDS)
@given(year=st.integers(1990, 2099), running=st.integers(1, 999_999_999))
def test_a_number_is_read_as_printed_and_as_typed_on_a_telephone(word: str, year: int, running: int) -> None:
    number = f"{word}〔{year}〕{running}号"
    for typed in (
        number,
        f" {word}[{year}]{running} ",
        f"{word}{year}-{running}",
        f"{word} （{year}） {running}号",
        f"{word}【{year}】{running:04}号",
    ):
        assert read_number(typed) == number


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_and_can_be_asked_for(typed: str) -> None:
    number, code = read_number(typed), read_code(typed)
    assert number.isprintable()
    assert " " not in number
    assert read_number(number) == number
    assert len(digest_of(number, code)) == 64
