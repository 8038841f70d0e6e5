"""From the events of a right to what stood when, by a status machine: for registers of plain rights.

Patents and trademark items have replays of their own, which know documents, evidence and goods.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.registers.actions.record import RECORDED
from zhichan.core.registers.bitemporal import Segment
from zhichan.core.registers.moments import FOREVER
from zhichan.core.registers.values import ValueEvent, Values
from zhichan.rooms.registry.holding import first_of, last_value, until_ended
from zhichan.rooms.registry.status import Facts, LegalEvent, Machine, Mark, Span, Timeline, timeline

HELD = "HELD"
SEEN = "SEEN"
"""A file speaks of a right and says nothing of what happened to it."""
TERM_STATED = "TERM_STATED"
EXPIRY = "expires_on"
_KNOWN = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class MachineHistory:
    """The replay of one register. ``steps``: the fields that hold the day of an event, with its code.

    States are in the order holder, public class, status, all holders, region, and the stated last day of the
    term where ``has_term``.
    """

    machine: Callable[[], Machine]
    steps: Mapping[str, str]
    has_term: bool = False

    @property
    def statuses(self) -> list[tuple[str, str]]:
        return [(state.id, state.label) for state in self.machine().states.values()]

    def label(self, code: str) -> str:
        """The word for an event."""
        own = {HELD: _("权利人"), SEEN: _("见于文件"), TERM_STATED: _("载明的期限")}
        return own.get(code) or self.machine().labels.get(code, code)

    def __call__(self, subject: Any, events: Sequence[ValueEvent]) -> list[Segment[Values]]:
        """What the events say; without any there is nothing.

        The days count as they were known, by the events that set them. A right begins with the first thing
        that happened to it, and where nothing is known of that, on the day from which it was known.
        """
        if not events:
            return []
        ordered = self._ordered(events)
        return list(until_ended(self._filled(self._line(subject, ordered).spans, ordered), ordered))

    def line(self, subject: Any, events: Sequence[ValueEvent]) -> Timeline:
        """The timeline of the machine by itself; ``events`` are not empty."""
        return self._line(subject, self._ordered(events))

    def _ordered(self, events: Sequence[ValueEvent]) -> list[ValueEvent]:
        placed = [self._placed(event) for event in events]
        return sorted(placed, key=lambda event: (event.effective_on, event.known_from, event.order))

    def _line(self, subject: Any, ordered: Sequence[ValueEvent]) -> Timeline:
        legal = [*self.legal(ordered)]
        began = min((event.effective_on for event in legal), default=ordered[0].effective_on)
        stated = last_value(ordered, EXPIRY, FOREVER, None) if self.has_term else None
        facts = Facts(began, term_ends_on=stated + timedelta(days=1) if stated else None)
        return timeline(self.machine(), subject.kind, facts, legal)

    def _placed(self, event: ValueEvent) -> ValueEvent:
        """What was recorded of a right first holds from the first day that it names."""
        if event.code != RECORDED:
            return event
        named = (day for name in self.steps if (day := event.values.get(name)))
        return event._replace(effective_on=min(named, default=event.effective_on))

    def legal(self, events: Sequence[ValueEvent]) -> Iterator[LegalEvent]:
        """The events of the machine, and the days of the right that a person entered or decided.

        Such a day is the day of its event whatever files say: the last one entered stands. Of two days that
        files give for one step the one known first stands, until a person decides.
        """
        entered, firsts = self._entered(events), self._firsts(events)
        for event in events:
            is_second = firsts.get(event.code, event) is not event
            if event.code in self.machine().labels and event.code not in entered and not is_second:
                yield LegalEvent(event.code, event.effective_on, _KNOWN, event.order, "")
        yield from entered.values()

    def _firsts(self, events: Sequence[ValueEvent]) -> dict[str, ValueEvent]:
        """Of each step the event that was known first."""
        found: dict[str, ValueEvent] = {}
        for event in sorted(events, key=lambda one: (one.known_from, one.order)):
            if event.code in self.steps.values():
                found.setdefault(event.code, event)
        return found

    def _entered(self, events: Sequence[ValueEvent]) -> dict[str, LegalEvent]:
        found = {}
        for event in sorted(events, key=lambda one: (one.known_from, one.order)):
            for name, code in self.steps.items():
                if event.code not in self.machine().labels and (day := event.values.get(name)):
                    found[code] = LegalEvent(code, day, _KNOWN, event.order, "")
        return found

    def _filled(self, spans: Sequence[Span], ordered: Sequence[ValueEvent]) -> Iterator[Segment[Values]]:
        """Segments with holders and region, cut where one of them changes."""
        cuts = {event.effective_on for event in ordered if event.values}
        for span in spans:
            end = span.ends_on or FOREVER
            inside = sorted(day for day in cuts if span.starts_on < day < end)
            for since, until in zip([span.starts_on, *inside], [*inside, end], strict=True):
                yield Segment(since, until, self._state(_shown(span), since, ordered))

    def _state(self, status: str, day: date, ordered: Sequence[ValueEvent]) -> Values:
        public = self.machine().public_class(status).value
        holders = last_value(ordered, "holder_ids", day, "")
        state = first_of(holders), public, status, holders, last_value(ordered, "region", day, "")
        return (*state, last_value(ordered, EXPIRY, day, None)) if self.has_term else state


def _shown(span: Span) -> str:
    """The state of a span: where a term ran out as a source states it, what follows; else as recorded."""
    return span.state if span.mark in (None, Mark.VERIFIED, Mark.STATED) else span.recorded
