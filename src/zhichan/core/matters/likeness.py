"""By what matters are compared (查重): each text as the key under which it is kept and found.

A room says how its texts are compared in ``rooms/<room>/likeness.py``:

    @compared("place")
    def place(text: str) -> str: ...

The empty text means that nothing can be told by it (too short, or said by everybody).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from zhichan.core.by_name import ByName

if TYPE_CHECKING:
    from zhichan.core.matters.procedure import Alike, Procedure

Compare = Callable[[str], str]
LONGEST = 120
_COMPARED: ByName[Compare] = ByName("key")


def compared(name: str) -> Callable[[Compare], Compare]:
    """Register how a kind of text is compared; a second one of the same name stops the start."""

    def register(compare: Compare) -> Compare:
        _COMPARED.add(name, compare)
        return compare

    return register


def key_names() -> frozenset[str]:
    return frozenset(_COMPARED)


class Seated(Protocol):
    """Whoever sits in a seat: a participant, or one to be."""

    @property
    def seat(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def identifier(self) -> str: ...


@dataclass(frozen=True)
class Trait:
    """What a matter can be found by, and the words for having it in common."""

    key: str
    alike: Alike


def traits_of(
    procedure: Procedure, values: Mapping[str, object], seated: Sequence[Seated]
) -> Iterator[Trait]:
    """What a matter is compared by, each key once. Pure."""
    seen: set[str] = set()
    for alike in procedure.alike:
        for text in _texts(alike, values, seated):
            key = _COMPARED[alike.key](text)
            whole = f"{alike.key}:{key}"[:LONGEST]
            if key and whole not in seen:
                seen.add(whole)
                yield Trait(whole, alike)


def _texts(alike: Alike, values: Mapping[str, object], seated: Sequence[Seated]) -> Iterator[str]:
    if alike.field:
        given = values.get(alike.field)
        if isinstance(given, str) and given:
            yield given
        return
    for one in seated:
        if one.seat == alike.seat and (text := str(getattr(one, alike.of)).strip()):
            yield text
