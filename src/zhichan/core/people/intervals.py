"""Membership intervals derived from append-only events (ARCHITECTURE §3.1); pure.

An event counts once it is known and until another event withdraws it. Of several events on one day the
last known decides. Nothing here asks the database, so the law "derived = replayed day by day" is testable.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby


@dataclass(frozen=True)
class Change:
    """One event of one unit in one collective. ``withdraws``: the id of the event it takes back."""

    id: int
    joined: bool
    effective_on: date
    known_at: datetime
    withdraws: int | None = None


@dataclass(frozen=True)
class Interval:
    """From a day until the day before ``until_on``; None: still a member."""

    from_on: date
    until_on: date | None

    def contains(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


def intervals(changes: Iterable[Change], *, known_at: datetime | None = None) -> tuple[Interval, ...]:
    """The intervals that follow from what was known at an instant (None: everything), in order."""
    found: list[Interval] = []
    began: date | None = None
    for day, group in groupby(_counting(changes, known_at), key=lambda change: change.effective_on):
        is_member = list(group)[-1].joined
        if is_member and began is None:
            began = day
        elif not is_member and began is not None:
            found.append(Interval(began, day))
            began = None
    if began is not None:
        found.append(Interval(began, None))
    return tuple(found)


def _counting(changes: Iterable[Change], known_at: datetime | None) -> list[Change]:
    """The events that count, in the order in which they take effect."""
    known = [change for change in changes if known_at is None or change.known_at <= known_at]
    withdrawn = {change.withdraws for change in known if change.withdraws is not None}
    counting = [change for change in known if change.withdraws is None and change.id not in withdrawn]
    return sorted(counting, key=lambda change: (change.effective_on, change.known_at, change.id))
