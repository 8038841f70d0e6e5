"""One row per name for the comparing tables, with the columns blocking and comparing need."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from zhichan.core.folding import letters

from ..names import OrganisationName, Script, parse_name, region_code
from ..names.organisation import Kind
from ..names.pinyin import first_syllables, sound

_TEXT = [
    "script",
    "stem",
    "core",
    "sound",
    "region",
    "province",
    "place",
    "form",
    "b_stem",
    "b_front",
    "b_rest",
    "b_second",
    "b_sound",
    "b_start",
    "b_pair",
    "b_head",
    "b_tail",
]
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "unique_id": pl.Int64,
    "fresh": pl.Boolean,
    **dict.fromkeys(_TEXT, pl.String),
    "concepts": pl.String,
    "words": pl.String,
}


_NUMERALS = re.compile("[0-9一二三四五六七八九十百零〇]")
_SOUND = 4  # letters
_COUNTY = tuple("区县旗镇乡")


class Seen(NamedTuple):
    """A parsed name with the region that holds for it: its own, else that of its context."""

    name: OrganisationName
    region: str
    credit_code: str = ""
    address: str = ""

    @property
    def identity(self) -> tuple[str, str]:
        """What makes two names one before any comparing: key, and address where it is a person."""
        return self.name.key, self.address if self.name.is_person else ""

    @property
    def is_specific(self) -> bool:
        """Whether the name alone points to one body: with form and region, or long enough without."""
        name = self.name
        if not name.form and name.kind not in (Kind.UNIVERSITY, Kind.GOVERNMENT):
            return False
        least = 4 if name.script == Script.HAN else 5
        return bool(name.region_code) or len(name.core) >= least


def seen(printed: str, region: str, address: str, person: bool | None, *, branches_too: bool = False) -> Seen:
    """A printed name parsed; with ``branches_too`` a branch counts as its head."""
    name = parse_name(printed, person)
    if branches_too and name.branch:
        name = parse_name(name.head, person)
    folded = letters(address) if address else ""
    return Seen(name, name.region_code or _code(region) or _code(address), "", folded)


@lru_cache(maxsize=20_000)
def _code(text: str) -> str:
    """The code of a region given in words or as a code; a county counts as its prefecture."""
    if text.isascii() and text.isdigit():
        return text[:4]
    return region_code(text) if text else ""


def columns_of(names: list[Seen], fresh: list[bool]) -> pl.DataFrame:
    """The table of all names; a row's number is its id, ``fresh`` marks those that look for a party."""
    columns = list(zip(*map(_row, names), strict=True)) or [()] * (len(SCHEMA) - 2)
    told = dict(zip(SCHEMA, [range(len(names)), fresh, *columns], strict=True))
    return pl.DataFrame([pl.Series(name, told[name], dtype=SCHEMA[name]) for name in SCHEMA])


def _row(known: Seen) -> tuple[object, ...]:
    name = known.name
    words = dict.fromkeys(name.core.split()) if name.script == Script.LATIN else name.industries
    return (
        str(name.script), name.stem, name.core, name.sound, known.region or None, known.region[:2] or None,
        _county(name), _form_class(name), *_keys(name), " ".join(name.concepts), " ".join(words),
    )  # fmt: skip


def _county(name: OrganisationName) -> str | None:
    for word in name.regions:
        if word.endswith(_COUNTY):
            return word
    return None


def _form_class(name: OrganisationName) -> str | None:
    """Which forms one firm may change between: limited and by shares; None when no form is printed."""
    if name.form in ("", "公司", "集团"):
        return None
    if name.script == Script.LATIN:
        return "firm"
    if name.kind == Kind.COMPANY and name.form.endswith("公司"):
        return "shares" if "股份" in name.form else "group" if "集团" in name.form else "limited"
    return name.form


def _keys(name: OrganisationName) -> Sequence[str | None]:
    """Keys of which two names must share one to be compared; None keeps a name out of that blocking.

    A branch is not its head, and No. 1 is not No. 2: both are part of each key.
    """
    blocks = _blocks(name)
    told = name.branch + "".join(_NUMERALS.findall(name.core))
    return [block and f"{block}|{told}" for block in blocks] if told else blocks


def _blocks(name: OrganisationName) -> tuple[str | None, ...]:
    """By stem, its front, the core but its first, the core but its second letter; by sound; by Latin ends."""
    if name.kind in (Kind.PERSON, Kind.GOVERNMENT):
        return (None,) * 9
    if name.script == Script.HAN:
        return (*_han_blocks(name), *_sounds(name.sound, sound(name.stem[:2])), None, None)
    joined = name.core.replace(" ", "")
    ends = (joined[:8], joined[-7:]) if len(joined) >= 6 else (joined, None)
    return (None,) * 4 + (*_sounds(name.sound, first_syllables(name.sound, 2)), *ends)


def _sounds(whole: str, pair: str) -> tuple[str | None, str | None, str | None]:
    """The whole sound, its start, its first two syllables; nothing of a sound too short to tell anything."""
    if len(whole) < _SOUND:
        return None, None, None
    return whole, whole[:6], pair if len(pair) >= _SOUND else None


def _han_blocks(name: OrganisationName) -> tuple[str | None, ...]:
    core = name.core
    stem = name.stem if len(name.stem) > 1 else None
    rest, second = (core[1:], core[0] + core[2:]) if len(core) > 3 else (None, None)
    return stem, stem and stem[:2], rest, second
