"""The law of a budget line (预算口径): paid ≤ committed ≤ budget on every day.

It holds for the line and for each commitment. Pure: no database. The ledger is replayed by the day of each
entry, so that an entry dated back is judged by what stood on its own day and on every later one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

Column = Literal["budget", "committed", "paid"]
COLUMN_OF_KIND: dict[str, Column] = {
    "approved": "budget",
    "adjusted": "budget",
    "committed": "committed",
    "recommitted": "committed",
    "paid": "paid",
}


@dataclass(frozen=True)
class Effect:
    """What an entry does. ``amount_fen`` may be negative; ``commitment`` is its id."""

    on: date
    column: Column
    amount_fen: int
    commitment: int | None = None


@dataclass(frozen=True)
class Totals:
    """Sums in fen."""

    budget: int = 0
    committed: int = 0
    paid: int = 0


@dataclass(frozen=True)
class Breach:
    """The first day on which the law would not hold. ``most``: what may be there; ``wanted``: what would be.

    ``commitment`` is None where the line as a whole is overdrawn.
    """

    on: date
    column: Column
    commitment: int | None
    most: int
    wanted: int


def totals_of(effects: Iterable[Effect]) -> Totals:
    """The sums of the three columns. O(entries)."""
    sums: dict[str, int] = defaultdict(int)
    for effect in effects:
        sums[effect.column] += effect.amount_fen
    return Totals(sums["budget"], sums["committed"], sums["paid"])


def first_breach(effects: Iterable[Effect]) -> Breach | None:
    """The first day, in order, at whose end the law does not hold; None where it always does.

    Entries of one day count together. O(entries · log entries).
    """
    ordered = sorted(effects, key=lambda effect: effect.on)
    line: dict[Column, int] = defaultdict(int)
    by_commitment: dict[int | None, dict[Column, int]] = defaultdict(lambda: defaultdict(int))
    for on, of_day in groupby(ordered, key=lambda effect: effect.on):
        touched = set()
        for effect in of_day:
            line[effect.column] += effect.amount_fen
            if effect.commitment is not None:
                by_commitment[effect.commitment][effect.column] += effect.amount_fen
                touched.add(effect.commitment)
        if line["committed"] > line["budget"]:
            return Breach(on, "committed", None, line["budget"], line["committed"])
        for key in sorted(touched):
            sums = by_commitment[key]
            if sums["paid"] > sums["committed"]:
                return Breach(on, "paid", key, sums["committed"], sums["paid"])
    return None
