"""A query as a tree (检索式): what the query line, the builder and the console all come to.

Trees are values: they compare, hash and print. Field names are those of the collection they are asked of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Unit(Enum):
    """What a distance counts, or the stretch both words stand in."""

    CHARACTERS = "characters"
    CLAUSE = "clause"
    SENTENCE = "sentence"


@dataclass(frozen=True)
class Everything:
    """Matches every record (全部)."""


@dataclass(frozen=True)
class Ids:
    """These records and no others (限定记录): a kept list, within which is searched. No line says it."""

    ids: tuple[int, ...]


@dataclass(frozen=True)
class Term:
    """The atoms of ``text`` stand next to each other in one of ``fields``; ``*`` and ``?`` are signs here.

    ``begins`` and ``ends``: at the beginning, at the end of a value; both together: the whole of it.
    """

    fields: tuple[str, ...]
    text: str
    begins: bool = False
    ends: bool = False


@dataclass(frozen=True)
class Pattern:
    """A truncated term (截词): ``?`` is one character and never a break, ``*`` any number of them.

    Beside a letter or a digit both stand for letters and digits, elsewhere for what the clause holds.
    """

    fields: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Near:
    """Two terms near each other in one field (邻近): neither overlaps the other, both in one sentence.

    With ``CHARACTERS`` at most ``distance`` characters stand between them, breaks not counted. With
    ``CLAUSE`` at most ``distance`` ends of a clause do: none means the same clause. ``SENTENCE`` has no
    distance.
    Each side is one term or several of which one is enough; all are asked of ``fields``, whatever they name.
    """

    fields: tuple[str, ...]
    left: tuple[Term | Pattern, ...]
    right: tuple[Term | Pattern, ...]
    unit: Unit
    distance: int = 0
    is_ordered: bool = False


@dataclass(frozen=True)
class OneOf:
    """The field holds one of these values, whole (等于、列表)."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Prefix:
    """The field holds a value that begins with this (分类号前缀)."""

    field: str
    beginning: str


@dataclass(frozen=True)
class Range:
    """A day or a number from ``low`` to ``high``, both included; none: open. Days are written 20240930."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class And:
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    part: Node


Node = Everything | Ids | Term | Pattern | Near | OneOf | Prefix | Range | And | Or | Not
Leaf = Everything | Ids | Term | Pattern | Near | OneOf | Prefix | Range


def leaves(node: Node) -> Iterator[Leaf]:
    """Every leaf, from left to right; trees may be deep, so without recursion."""
    waiting: list[Node] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, And | Or):
            waiting.extend(reversed(one.parts))
        elif isinstance(one, Not):
            waiting.append(one.part)
        else:
            yield one
