"""What an English and a Chinese name of one firm have in common at all, which bounds what names can find.

Independent of blocking and scoring: the letters of the two names are compared directly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from zhichan.rooms.registry.names import OrganisationName, parse_name
from zhichan.rooms.registry.names.pinyin import reading

from .measuring import found_at_all, sides
from .truth import Mention


@dataclass(frozen=True)
class Bound:
    """Due names by what they share with a Chinese name of their firm, and how many of each were found."""

    due: int
    sound: int
    sound_found: int
    place_and_trade: int
    place_and_trade_found: int
    nothing: int
    rivals: int  # the middle number of other known firms with the same place and trade

    @property
    def found_of_sound(self) -> float:
        return self.sound_found / self.sound


def shares_sound(latin: OrganisationName, han: OrganisationName) -> bool:
    """Whether the first two characters of the Chinese stem are spelled out anywhere in the English name."""
    syllables = [reading(character) for character in han.stem[:2]]
    return len(syllables) == 2 and all(syllables) and "".join(syllables) in latin.core.replace(" ", "")


def shares_place_and_trade(latin: OrganisationName, han: OrganisationName) -> bool:
    return bool(
        latin.region_code and latin.region_code == han.region_code and set(latin.concepts) & set(han.concepts)
    )


def bound(shared: Path, *, testing: bool) -> Bound:
    """The bound of the English names of one side of the truth; all firms of both sides are known."""
    new, known = sides("english_of_firm", shared, testing=testing)
    fulls = _parsed(known)
    found = found_at_all(new, known)
    told = [_evidence(parse_name(m.printed, person=False), fulls[m.firm]) for m in new]
    counts = Counter(told)
    right = Counter(kind for kind, is_found in zip(told, found, strict=True) if is_found)
    without = [m for m, kind in zip(new, told, strict=True) if kind == "place and trade"]
    return Bound(
        len(new), counts["sound"], right["sound"], counts["place and trade"], right["place and trade"],
        counts["nothing"], _rivals(without, fulls),
    )  # fmt: skip


def _evidence(latin: OrganisationName, names: Iterable[OrganisationName]) -> str:
    names = list(names)
    if any(shares_sound(latin, han) for han in names):
        return "sound"
    return "place and trade" if any(shares_place_and_trade(latin, han) for han in names) else "nothing"


def _rivals(mentions: list[Mention], fulls: dict[str, list[OrganisationName]]) -> int:
    counts = []
    for mention in mentions:
        latin = parse_name(mention.printed, person=False)
        others = [names for firm, names in fulls.items() if firm != mention.firm]
        counts.append(sum(any(shares_place_and_trade(latin, han) for han in names) for names in others))
    return sorted(counts)[len(counts) // 2]


def _parsed(known: Iterable[Mention]) -> dict[str, list[OrganisationName]]:
    names: dict[str, list[OrganisationName]] = {}
    for mention in known:
        names.setdefault(mention.firm, []).append(parse_name(mention.printed, person=False))
    return names
