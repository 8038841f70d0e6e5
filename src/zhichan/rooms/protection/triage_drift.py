"""How far the roads cases took drift from those proposed (繁简分流偏离). Pure: over the rows it is given.

A rule nobody follows is a wrong rule: the report says in which months, and which way, people decided
otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Routed:
    """One case: the road that was proposed (``triage``) and the one it took; ``on``: when it was decided."""

    number: str
    on: date
    proposed: str
    taken: str

    @property
    def differs(self) -> bool:
        return self.proposed != self.taken


@dataclass(frozen=True)
class MonthOfRoads:
    """One month, by its first day. ``ways``: how many went from which proposed road to which other."""

    month: date
    cases: int
    differing: int
    ways: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Drift:
    """The months that have cases, in order, and every case that differs, in the order it was given."""

    months: tuple[MonthOfRoads, ...]
    differing: tuple[Routed, ...]

    @property
    def cases(self) -> int:
        return sum(month.cases for month in self.months)

    @property
    def share_permille(self) -> int | None:
        """Differing cases of a thousand, cut; None without cases."""
        return len(self.differing) * 1000 // self.cases if self.cases else None


def drift_of(rows: Iterable[Routed]) -> Drift:
    """The drift of the cases given. O(rows)."""
    months: dict[date, list[Routed]] = {}
    differing = []
    for row in rows:
        months.setdefault(row.on.replace(day=1), []).append(row)
        if row.differs:
            differing.append(row)
    return Drift(tuple(_month(first, months[first]) for first in sorted(months)), tuple(differing))


def _month(first: date, rows: list[Routed]) -> MonthOfRoads:
    ways = Counter((row.proposed, row.taken) for row in rows if row.differs)
    counted = tuple((*way, n) for way, n in sorted(ways.items()))
    return MonthOfRoads(first, len(rows), ways.total(), counted)
