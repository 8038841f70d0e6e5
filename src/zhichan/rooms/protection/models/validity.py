"""Rows that are valid from a day to a day (有效期): appointments, certificates, designations.

A row stays in its register after its last day, marked 已到期, until somebody takes it out or enters a later
day: a certificate that ran out is a thing to see, not to lose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhichan.core.imports.ledger import Problem
from zhichan.core.registers.bitemporal import Segment
from zhichan.core.registers.declaration import RegisterField, Replay
from zhichan.core.registers.moments import BEGINNING, FOREVER
from zhichan.core.registers.values import ValueEvent, Values, last_value_stands
from zhichan.core.tables.declaration import Label

FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2199, 12, 31)
_ONE = timedelta(days=1)


class State(models.TextChoices):
    """How a row stands on a day, computed from its two days."""

    VALID = "valid", _("有效")
    NOT_YET = "not_yet", _("未开始")
    EXPIRED = "expired", _("已到期")


TONES: dict[str, str] = {State.VALID: "ok", State.NOT_YET: "idle", State.EXPIRED: "bad"}


def valid_between(fields: Sequence[RegisterField]) -> Replay:
    """The replay of a register with ``begins_on``, ``ends_on`` and ``state`` among its tracked fields.

    Each value stands until the next; ``state`` follows from the two days, the last one included. What is
    first said of a row holds since the day it begins on, where that is earlier than the entry. O(events).
    """
    tracked = [field for field in fields if field.is_tracked]
    empty = {field.name: field.kind.empty for field in tracked}
    begins, ends, state = (list(empty).index(name) for name in ("begins_on", "ends_on", "state"))

    def replay(_subject: Any, events: Sequence[ValueEvent]) -> list[Segment[Values]]:
        said = last_value_stands(events, empty)
        if said and (since := said[0].state[begins]) and since < said[0].valid_from:
            said = [Segment(since, said[0].valid_to, said[0].state), *said[1:]]
        return [
            Segment(first, last, (*one.state[:state], word, *one.state[state + 1 :]))
            for one in said
            for first, last, word in _stretches(one, one.state[begins], one.state[ends])
        ]

    return replay


def _stretches(
    said: Segment[Values], begins_on: date | None, ends_on: date | None
) -> Iterator[tuple[date, date, State]]:
    """What is said at once, cut where it begins to be valid and where it no longer is."""
    since = begins_on or BEGINNING
    after = FOREVER if ends_on is None or ends_on >= FOREVER else max(ends_on + _ONE, since)
    cuts = ((BEGINNING, since, State.NOT_YET), (since, after, State.VALID), (after, FOREVER, State.EXPIRED))
    for start, end, word in cuts:
        first, last = max(start, said.valid_from), min(end, said.valid_to)
        if first < last:
            yield first, last, word


class Days:
    """The check of a register whose rows are valid from a day to a day, in the words of its two fields."""

    def __init__(self, begins: Label, ends: Label) -> None:
        self.begins, self.ends = begins, ends

    def __call__(self, values: Mapping[str, Any]) -> Iterable[Problem]:
        """Days that cannot be, and an end before the beginning."""
        begins_on, ends_on = values.get("begins_on"), values.get("ends_on")
        for label, day in ((self.begins, begins_on), (self.ends, ends_on)):
            if day is not None and not FIRST_DAY <= day <= LAST_DAY:
                yield Problem(str(label), day.isoformat(), gettext("年份不合常理"), gettext("核对日期"))
        if begins_on and ends_on and ends_on < begins_on:
            reason = gettext("早于“%(begins)s”") % {"begins": self.begins}
            yield Problem(str(self.ends), ends_on.isoformat(), reason, gettext("核对这两个日期"))
