"""What is called plainly unlike never scores enough, nor holds the other."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhichan.core.marks.apart import is_apart
from zhichan.core.marks.elements import mark_of
from zhichan.core.marks.keys import LEAST_FOUND
from zhichan.core.marks.meaning import NO_WORDS, Words, words_of
from zhichan.core.marks.scoring import compare
from zhichan.core.marks.ways import is_held

WORDS = words_of([("moon", "luna"), ("moon", "月"), ("river", "川")], ["rice", "wine", "de", "川"])
names = st.lists(
    st.sampled_from(
        [
            "ko",
            "lumo",
            "moon",
            "luna",
            "rice",
            "wine",
            "de",
            "a",
            "phonix",
            "fonicks",
            "云",
            "云川",
            "yun",
            "yunchuan",
            "8",
        ]
    )
    | st.text("abcklmno ", max_size=7),
    max_size=3,
).map(" ".join)


@pytest.mark.parametrize("words", [NO_WORDS, WORDS], ids=["plain", "lists"])
@given(one=names, other=names)
@example(one="phonix", other="fonicks")
@example(one="ko", other="kokoko")
@example(one="lumo rice", other="de lumo wine")
@example(one="moon", other="luna")
@example(one="云川 a", other="yun chuan")
@example(one="云 lumo", other="yun")
def test_nothing_alike_is_called_apart(words: Words, one: str, other: str) -> None:
    if is_apart(mark_of(one), mark_of(other), words):
        assert compare(one, other, words).score < LEAST_FOUND
        assert not is_held(mark_of(one), mark_of(other))


def test_most_words_are_apart_and_variants_are_not() -> None:
    chance = random.Random(3)
    syllables = ("ka", "lo", "mi", "ren", "tu", "sha", "wex", "dor")
    every = ["".join(chance.choices(syllables, k=chance.choice((2, 3, 4)))) for _ in range(200)]
    pairs = [(mark_of(one), mark_of(other)) for one in every[:40] for other in every]
    assert sum(is_apart(one, other, NO_WORDS) for one, other in pairs) > len(pairs) // 2
    for one in every:
        changed = one[:2] + "q" + one[3:]
        assert not is_apart(mark_of(one), mark_of(changed), NO_WORDS)
    assert is_apart(mark_of("云川"), mark_of("lumo"), NO_WORDS)
    assert not is_apart(mark_of("云川"), mark_of("yunchuan"), NO_WORDS)
