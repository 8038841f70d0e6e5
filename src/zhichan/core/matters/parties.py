"""Registers in which those who take part may be found (主体登记册). A room that keeps one offers it:

    offer_parties(PARTY_BOOK)

A participant then names its row (``register`` and ``row_id``): what it is called changes, the reference does
not. Core knows no room, and asks only what is said here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from zhichan.core.access.actor import Actor

MOST_FOUND = 8
SHORTEST_WORDS = 2


@dataclass(frozen=True)
class FoundParty:
    """A row of such a register as of a day. ``kind``: as ``Participant.Kind``. ``note``: what else tells it
    from others of the name."""

    register: str
    row_id: int
    kind: str
    name: str
    identifier: str = ""
    address: str = ""
    note: str = ""

    @property
    def reference(self) -> str:
        return f"{self.register}:{self.row_id}"


class PartyBook(Protocol):
    """A register of organisations and persons."""

    @property
    def register(self) -> str:
        """Its name, such as ``registry.party``."""

    def search(self, actor: Actor, words: str, on: date) -> list[FoundParty]:
        """Those the actor may see whose name, a name they had, or code begins so; at most ``MOST_FOUND``."""

    def one(self, actor: Actor, row_id: int, on: date) -> FoundParty | None:
        """A row the actor may see, or the one it was joined to since; None for any other."""

    def address(self, row_id: int) -> str:
        """Its page."""


_BOOKS: dict[str, PartyBook] = {}


def offer_parties(book: PartyBook) -> None:
    """Make a register known; a second one of the same name stops the start."""
    if book.register in _BOOKS:
        raise ValueError(f"parties of {book.register} offered twice")
    _BOOKS[book.register] = book


@dataclass(frozen=True)
class Finder:
    """Looks parties up for somebody, as of a day."""

    actor: Actor
    on: date

    def search(self, words: str) -> list[FoundParty]:
        """Nothing for words that are too short to tell anybody by."""
        words = " ".join(words.split())
        if len(words) < SHORTEST_WORDS:
            return []
        found = [one for book in _BOOKS.values() for one in book.search(self.actor, words, self.on)]
        return found[:MOST_FOUND]

    def one(self, reference: str) -> FoundParty | None:
        """The party of a reference, None for what there is not or the actor may not see."""
        register, _colon, key = reference.rpartition(":")
        book = _BOOKS.get(register)
        if book is None or not (key.isascii() and key.isdigit() and len(key) < 16):
            return None
        return book.one(self.actor, int(key), self.on)


def party_address(register: str, row_id: int | None) -> str:
    """The page of the party a participant was taken from; empty for one that was typed."""
    book = _BOOKS.get(register)
    return book.address(row_id) if book is not None and row_id is not None else ""
