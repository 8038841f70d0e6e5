"""What a source of inputs is (数据来源)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from zhichan.core.access.actor import Actor
from zhichan.core.tables.declaration import Label

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Asked:
    """Of which units, from ``first`` to ``on`` (both included), as known at an instant."""

    unit_ids: frozenset[int]
    first: date
    on: date
    known_at: datetime


@dataclass(frozen=True)
class Row:
    """A thing behind the figures: its id, the mark it bears, and its own figure where it has one."""

    pk: int
    mark: str
    figure: Decimal | None = None


@dataclass(frozen=True)
class Gathered:
    """What a source knows of one unit.

    ``values``: None for what is not known. ``lacking``: of an input that was computed all the same, how many
    things had no data. ``in_doubt``: of how many things it is no longer kept how they stood then.
    """

    values: Mapping[str, Decimal | None]
    rows: tuple[Row, ...] = ()
    lacking: Mapping[str, int] = field(default_factory=dict)
    in_doubt: int = 0


@dataclass(frozen=True)
class Input:
    """``name``: as formulas write it. ``marks``: of the rows it counts; all of the source where empty."""

    name: str
    help: Label
    unit: Label = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A row as people read it."""

    text: str
    url: str


Show = Callable[[Actor, Collection[int]], Mapping[int, Shown]]


@dataclass(frozen=True)
class Source:
    """``gather`` answers for every unit asked, in a number of queries that does not grow with units or rows.

    ``show`` names those rows the actor may see. ``marks``: the words of each mark. ``doubt``: why something
    may no longer be known as it was.
    """

    name: str
    label: Label
    place: int
    inputs: tuple[Input, ...]
    gather: Callable[[Asked], Mapping[int, Gathered]]
    marks: Mapping[str, Label]
    show: Show
    noun: Label
    doubt: Label = ""


def mean_of(figures: Collection[Decimal]) -> Decimal | None:
    """The mean, rounded half up to two places; None of nothing."""
    if not figures:
        return None
    return (sum(figures, Decimal(0)) / len(figures)).quantize(CENT, ROUND_HALF_UP)
