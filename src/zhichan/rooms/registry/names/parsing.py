"""Reading one printed name (名称解析)."""

from __future__ import annotations

from functools import lru_cache

from zhichan.core.folding import plain

from .chinese import Parts, parts_of
from .former import without_former
from .industries import concepts, industries_at_end
from .latin import latin_words, parts_of_latin
from .organisation import Kind, OrganisationName, Script
from .persons import is_person
from .pinyin import sound
from .places import finer, trailing_region


@lru_cache(maxsize=50_000)
def parse_name(printed: str, person: bool | None = None) -> OrganisationName:
    """The parts of one printed name; a cell with several goes through ``parse_cell`` first.

    Width, script, brackets and spaces between Chinese characters never matter, and parsing what ``normal``
    says gives the same parts again. ``person`` is what the source says of the name; without it the shape
    decides, and some short names of firms look like a person's. An empty name gives empty parts.
    """
    text, former = without_former(plain(printed))
    if is_person(text) if person is None else person:
        return _person(printed, text)
    if any(map(_is_east_asian, text)):
        letters = text if text.isalnum() else "".join(filter(str.isalnum, text))
        return _chinese(printed, letters, former)
    return _latin(printed, text, former)


def _is_east_asian(letter: str) -> bool:
    return letter >= "\u3040" and letter.isalpha()


def _person(printed: str, text: str) -> OrganisationName:
    if any(map(_is_east_asian, text)):
        normal, script = "".join(text.split()).replace("•", "·"), Script.HAN
    else:
        normal, script = " ".join(text.replace(",", ", ").split()), Script.LATIN
    key = normal.replace(" ", "")
    return OrganisationName(printed, normal, key, Kind.PERSON, script, stem=normal, core=normal, head=normal)


def _chinese(printed: str, text: str, former: tuple[str, ...]) -> OrganisationName:
    parts = parts_of(text)
    stem, words = industries_at_end(parts.core)
    stem = _without_inner_region(stem, parts) if words else stem
    head = parts.head
    normal = head + parts.branch
    return OrganisationName(
        printed, normal, normal, parts.kind, Script.HAN, _regions(parts), parts.code, stem, words,
        "".join((stem, *words)), concepts(words), parts.ownership, parts.form, parts.branch, head,
        sound(stem), former,
    )  # fmt: skip


def _without_inner_region(stem: str, parts: Parts) -> str:
    """甲乙(天津)科技: a region between stem and industry is read as one."""
    found = trailing_region(stem)
    if not found or len(stem) - len(found[0]) < 2:
        return stem
    parts.inner, parts.code = found[0], finer(found[1], parts.code)
    return stem[: -len(found[0])]


def _regions(parts: Parts) -> tuple[str, ...]:
    return tuple(filter(None, (*parts.regions, parts.inner, parts.tail.removeprefix("集团"))))


def _latin(printed: str, text: str, former: tuple[str, ...]) -> OrganisationName:
    parts = parts_of_latin(latin_words(text))
    stem, words = parts.stem, tuple(parts.words)
    key = parts.normal.replace(" ", "")
    return OrganisationName(
        printed, parts.normal, key, parts.kind, Script.LATIN, tuple(parts.regions), parts.code,
        " ".join(stem), words[len(stem) :], " ".join(words), concepts(words), "", parts.form, "",
        parts.normal, "".join(stem), former,
    )  # fmt: skip
