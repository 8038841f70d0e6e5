"""A sheet to be written: headings, formats and rows that come one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhichan.core.exports.cells import Cell

PERCENT_FORMAT = "0%"
MONEY_FORMAT = "#,##0.00"


@dataclass(frozen=True)
class Heading:
    """One column of a file. ``number_format`` in the words of spreadsheets; ``width`` in characters."""

    label: str
    number_format: str = "General"
    width: int = 14


@dataclass(frozen=True)
class Sheet:
    """``rows`` is read once, in order, and may be longer than memory. ``notes``: lines above the headings.
    ``foot``: asked once the rows are read, gives lines below them."""

    title: str
    headings: Sequence[Heading]
    rows: Iterable[Sequence[Cell]]
    notes: Sequence[str] = ()
    foot: Callable[[], Sequence[str]] = tuple


def percent_text(cell: Decimal | int | float) -> str:
    """A share of one as people write it: ``60%``."""
    return f"{(Decimal(str(cell)) * 100).normalize():f}%"
