"""Reads gazette codes (公报事务代码) and the words services export for a legal status (法律状态).

Every entry is data with a mark. A word that is not in the list is given back as unknown: a status is never
guessed from a part of a word.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from zhichan.core.errors import InvalidInput
from zhichan.rooms.registry.status.machine import Effect, Machine, Mark, PublicClass
from zhichan.rooms.registry.status.machine_file import copyrights, overseas, package_text, patents, trademarks

_SEPARATORS = re.compile(r"[;,、|/>()\[\]\s—–-]+")
_NUMBERING = re.compile(r"^[0-9]+[.、]?")


class Entry(NamedTuple):
    """What a code or word says: an event, a public class, or both.

    ``needs_named_day``: it does not work from the day of the gazette; the row must name the day.
    """

    word: str
    event: str | None
    public: PublicClass | None
    mark: Mark
    needs_named_day: bool


class Reading(NamedTuple):
    """What was understood of a text, in its order, and the pieces that were not."""

    entries: tuple[Entry, ...]
    unknown: tuple[str, ...]

    @property
    def events(self) -> tuple[str, ...]:
        """The events said, each once."""
        return tuple(dict.fromkeys(entry.event for entry in self.entries if entry.event))

    @property
    def classes(self) -> frozenset[PublicClass]:
        """The public classes said; more than one is a contradiction of the source."""
        return frozenset(entry.public for entry in self.entries if entry.public)


class _Words(NamedTuple):
    codes: Mapping[str, Entry]
    words: Mapping[str, Entry]
    headings: tuple[str, ...]
    heads: tuple[Entry, ...]


def read_gazette_code(code: str) -> Entry | None:
    """What a gazette code of the Chinese office says; None when the code is not in the list."""
    return _lists()["patents"].codes.get(_clean(code).upper())


def read_status_words(text: str, *, machine: str = "patents") -> Reading:
    """What an exported legal status says, for the machine of that name."""
    lists = _lists()[machine]
    cleaned = _clean(text)
    whole = _look_up(lists, cleaned)
    if whole is not None:
        return Reading((whole,), ())
    pieces = [piece for piece in _SEPARATORS.split(cleaned) if piece]
    read = [(piece, _look_up(lists, piece)) for piece in pieces]
    entries = tuple(entry for _, entry in read if entry is not None)
    return Reading(entries, tuple(piece for piece, entry in read if entry is None))


def status_choices(machine: str) -> list[Entry]:
    """One word for each thing a status can say, in the order of the list; not those that say only that a
    right has ended, of which no event can be made."""
    return [one for one in _lists()[machine].heads if one.event or one.public is not PublicClass.ENDED]


def _clean(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _look_up(lists: _Words, piece: str) -> Entry | None:
    """The entry of a piece as it stands, without its number, or without the heading it is filed under."""
    bare = _NUMBERING.sub("", piece.replace(" ", ""))
    if bare in lists.words:
        return lists.words[bare]
    for heading in lists.headings:
        rest = _NUMBERING.sub("", bare.removeprefix(heading).strip("()-:"))
        if bare.startswith(heading) and rest in lists.words:
            return lists.words[rest]
    return None


@cache
def _lists() -> dict[str, _Words]:
    return {machine.name: _read(machine) for machine in (patents(), trademarks(), copyrights(), overseas())}


def _read(machine: Machine) -> _Words:
    found = tomllib.loads(package_text(f"{machine.name}_wording.toml"))
    words: dict[str, Entry] = {}
    for row in found["status"]:
        words |= {_fresh(_clean(word), words): _entry(machine, word, row) for word in row["words"]}
    codes = {row["code"]: _entry(machine, row["code"], row) for row in found.get("gazette", [])}
    heads = tuple(_entry(machine, row["words"][0], row) for row in found["status"])
    return _Words(codes, words, tuple(_clean(heading) for heading in found["headings"]), heads)


def _fresh(word: str, words: Mapping[str, Entry]) -> str:
    if word in words:
        raise InvalidInput(f"法律状态用语重复: {word}", code="word_twice")
    return word


def _entry(machine: Machine, word: str, row: Mapping[str, Any]) -> Entry:
    event = row.get("event")
    if event is not None and event not in machine.labels:
        raise InvalidInput(f"{word} 指向未知事件 {event}", code="unknown_event")
    public = PublicClass(row["public"]) if "public" in row else None
    return Entry(word, event, public, Mark(row["mark"]), event in _named_day(machine))


@cache
def _named_day(machine: Machine) -> frozenset[str]:
    return frozenset(item.event for item in machine.transitions if item.effect is Effect.NAMED_DAY)
