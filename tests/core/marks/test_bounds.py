"""What the figures of marks rule out is never alike; and they rule out most of what is not."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest

from tests.core.marks.test_likeness import WORDS, _synthetic
from zhichan.core.marks.bounds import Packed, packed_marks, plausible
from zhichan.core.marks.elements import mark_of
from zhichan.core.marks.keys import LEAST_FOUND, keys_of, matches, searches
from zhichan.core.marks.looking_alike import learn, likeness_to
from zhichan.core.marks.meaning import NO_WORDS, Words, words_of
from zhichan.core.marks.packing import CODES, RARE, SEEN, character_of, code_of, packed
from zhichan.core.marks.scoring import compare
from zhichan.core.marks.shape import seen
from zhichan.core.marks.sound import heard, spellings
from zhichan.core.marks.ways import is_held

ENDS = ("大米", "牌", " rice", "8", "A", "365", " LUMO", "云川")


def rows_of(names: Sequence[str]) -> Packed:
    marks = [mark_of(name) for name in names]
    assert all(0 <= figure < 1 << 60 for one in marks for figure in packed(one))
    return packed_marks(marks)


def varied(names: Sequence[str], chance: random.Random) -> list[str]:
    """Each in one way that makes marks alike, or nearly."""
    made = []
    for name in names:
        place, other = chance.randrange(len(name)), chance.choice(names)
        spelled = (*spellings(name), name)[0]
        made.append(
            chance.choice(
                (
                    name[:place] + chance.choice(other) + name[place:],
                    name[:place] + chance.choice(other) + name[place + 1 :],
                    name[:place] + name[place + 1 :],
                    name + name,
                    "".join(character * 2 for character in name),
                    name + chance.choice(ENDS),
                    chance.choice(ENDS) + name,
                    name[::-1],
                    spelled,
                    f"{spelled[:place]}{spelled[place + 1 :]}",
                    f"{name}{other} {spelled}",
                )
            )
        )
    return [name for name in made if name.strip()]


TRANSLATED = words_of(
    [("云", "cloud"), ("川", "river"), ("海", "sea"), ("云", "cirrus")], ["大米", "rice", "牌"]
)


def test_what_means_the_same_has_keys_and_figures_that_say_so() -> None:
    crowd = [
        "云",
        "川",
        "云川",
        "云川大米",
        "cloud",
        "cloudriver",
        "cloudriver rice",
        "海牌",
        "sea",
        "sea 8",
        "海川A",
    ]
    rows, alike = rows_of(crowd), 0
    for asked in [*crowd, "Cirrus River", "SEA RIVER", "海云"]:
        search, may_be = searches(asked, TRANSLATED), plausible(asked, TRANSLATED, LEAST_FOUND, rows)
        for name, is_plausible in zip(crowd, may_be, strict=True):
            if compare(asked, name, TRANSLATED).meaning:
                alike += 1
                assert matches(keys_of(name), search), (asked, name)
                assert is_plausible, (asked, name)
    assert alike > 20


@pytest.mark.parametrize("words", [NO_WORDS, WORDS], ids=["plain", "lists"])
def test_what_is_alike_has_keys_and_figures_that_say_so(words: Words) -> None:
    """Against a walk through every pair: of marks with common parts, made longer, shorter, and spelled."""
    chance = random.Random(21)
    first = chance.sample(_synthetic(400, 3, characters=90), 150)
    crowd = [
        *first,
        *varied(first, chance),
        *varied(first, chance),
        "云川",
        "cloudriver",
        "𠮷祥",
        "吉祥",
        "8",
    ]
    keys, rows = [keys_of(name) for name in crowd], rows_of(crowd)
    alike = 0
    for asked in chance.sample(crowd[:-5], 40) + crowd[-5:]:
        search, may_be = searches(asked, words), plausible(asked, words, LEAST_FOUND, rows)
        for name, its_keys, is_plausible in zip(crowd, keys, may_be, strict=True):
            if compare(asked, name, words).score >= LEAST_FOUND:
                alike += 1
                assert matches(its_keys, search), (asked, name)
                assert is_plausible, (asked, name)
    assert alike > 150


def test_what_holds_a_mark_or_is_held_is_not_ruled_out() -> None:
    crowd = ["云川", "云川天下大同米业集团", "川云", "LUMO 云川", "lumos", "云川365", "365", "8"]
    rows = rows_of(crowd)
    for asked in ("云川", "天云川下", "LUMO", "云川 lumo", "365"):
        may_be = plausible(asked, NO_WORDS, 90, rows)
        for name, is_plausible in zip(crowd, may_be, strict=True):
            assert is_plausible or not is_held(mark_of(asked), mark_of(name)), (asked, name)


def test_most_of_what_is_unlike_is_ruled_out() -> None:
    crowd = [name for name in _synthetic(3_000, 4) if len(name) <= SEEN]
    for asked in crowd[:20]:
        assert plausible(asked, NO_WORDS, LEAST_FOUND, rows_of(crowd)).sum() < 60, asked


def test_a_higher_limit_rules_out_more() -> None:
    crowd = _synthetic(1_000, 6, characters=200)
    rows = rows_of(crowd)
    for asked in crowd[:30]:
        at_60, at_90 = (plausible(asked, WORDS, least, rows) for least in (60, 90))
        assert not (at_90 & ~at_60).any()


def test_every_character_has_a_figure_of_its_own_but_the_rare() -> None:
    every = [chr(one) for first, end in ((0x4E00, 0xA000), (0x3400, 0x4DC0)) for one in range(first, end)]
    codes = {code_of(one) for one in every}
    assert len(codes) == len(every)
    assert 0 < min(codes) <= max(codes) < RARE < CODES
    assert [character_of(code_of(one)) for one in every] == every
    assert code_of("𠮷") == code_of("〇") == RARE
    assert likeness_to("𠮷")[code_of("云")] == 100
    for code in (RARE, CODES):
        with pytest.raises(ValueError, match=str(code)):
            character_of(code)


def test_what_is_learned_later_counts_as_what_was_learned_before() -> None:
    learn(np.array([code_of("铧")]))
    before = likeness_to("桦")
    learn(np.array([code_of("骅"), code_of("哗")]))
    after = likeness_to("桦")
    assert after[code_of("铧")] == before[code_of("铧")] > 0
    assert after[code_of("骅")] == max(seen("桦", "骅"), -(-heard("桦", "骅") * 9 // 10)) > 0


def test_likeness_of_characters_is_what_scoring_says() -> None:
    chance = random.Random(2)
    every = [bytes([high, low]).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFE)]
    learn(np.array([code_of(one) for one in [*every, "耘", "未"]]))
    for one in [*chance.sample(every, 12), "云", "末"]:
        table = likeness_to(one)
        for other in [*chance.sample(every, 400), "耘", "未", one]:
            assert table[code_of(other)] == max(seen(one, other), -(-heard(one, other) * 9 // 10))
