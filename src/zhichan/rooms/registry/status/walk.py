"""Walks one right through its machine, event by event.

This is one class because the walk is one loop over shared state, and its speed decides how long a load of a
million rights takes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zhichan.rooms.registry.status.machine import RETURN, STAY, UNDO, Machine, Memory, Step
from zhichan.rooms.registry.status.spans import LegalEvent, Misfit, Problem, Span


class Walk:
    """One walk over events in order. Stops early when a decision is undone: see ``undone``."""

    __slots__ = (
        "applied",
        "by",
        "force_since",
        "machine",
        "memory",
        "problems",
        "since",
        "spans",
        "state",
        "table",
        "undone",
        "waiting",
    )

    def __init__(self, machine: Machine, kind: str, start: date) -> None:
        self.machine = machine
        self.table = machine.tables[kind]
        self.state = machine.start
        self.since = start
        self.by: LegalEvent | None = None
        self.force_since: date | None = None
        self.memory: tuple[str, ...] = ()
        self.spans: list[Span] = []
        self.problems: list[Problem] = []
        self.applied: list[LegalEvent] = []
        self.waiting: list[LegalEvent] = []
        self.undone: tuple[LegalEvent, LegalEvent] | None = None

    def run(self, events: Iterable[LegalEvent]) -> None:
        """Apply events in order; on each day the first that fits is taken, until none does."""
        for event in events:
            if self.waiting and event.effective_on != self.waiting[0].effective_on:
                self._give_up()
            if not self._fits(event):
                self.waiting.append(event)
            elif self.waiting:
                self._retry()
            if self.undone:
                return
        self._give_up()

    def all_spans(self) -> list[Span]:
        """The spans so far, with the one that lasts."""
        return [*self.spans, Span(self.since, None, self.state, self.by, self.state)]

    def renewals(self) -> int:
        """How many applied events renewed the term."""
        renewed_by = self.machine.term_rule.renewed_by
        return sum(event.code == renewed_by for event in self.applied) if renewed_by else 0

    def _fits(self, event: LegalEvent) -> bool:
        step = self.table[self.state].get(event.code)
        if step is None:
            return event.code in self.machine.silent
        if event.effective_on < self.since:
            return False
        if step.is_plain:
            self._enter(step.to, event.effective_on, event)
            self.applied.append(event)
            return True
        return self._take(step, event)

    def _take(self, step: Step, event: LegalEvent) -> bool:
        """Apply a step that remembers, returns, undoes or reaches back; false when it cannot."""
        if step.to == UNDO:
            return self._undo(step, event)
        if step.to == RETURN:
            if not self.memory:
                return False
            self._enter(self.memory[-1], event.effective_on, event)
            self.memory = self.memory[:-1]
        elif step.to != STAY:
            self._move(step, event)
        self.applied.append(event)
        return True

    def _move(self, step: Step, event: LegalEvent) -> None:
        if step.memory is Memory.PUSH:
            self.memory = (*self.memory, self.state)
        elif step.memory is Memory.CLEAR:
            self.memory = ()
        if step.is_ab_initio and self.force_since is not None:
            self._reach_back(self.force_since)
        self._enter(step.to, event.effective_on if not step.is_ab_initio else self.since, event)

    def _enter(self, state: str, day: date, by: LegalEvent) -> None:
        if day != self.since:
            self.spans.append(Span(self.since, day, self.state, self.by, self.state))
            self.since = day
        if self.force_since is None and state in self.machine.in_force:
            self.force_since = day
        self.state = state
        self.by = by

    def _reach_back(self, day: date) -> None:
        """Forget the history from the first day of force on: the right is treated as never given."""
        while self.spans and self.spans[-1].starts_on >= day:
            self.spans.pop()
        self.since = day

    def _undo(self, step: Step, event: LegalEvent) -> bool:
        for earlier in reversed(self.applied):
            if earlier.code in step.undoes:
                self.undone = (earlier, event)
                return True
        return False

    def _retry(self) -> None:
        """Try the waiting events of the day again, from the first, after one has been taken."""
        at = 0
        while at < len(self.waiting) and not self.undone:
            if self._fits(self.waiting[at]):
                del self.waiting[at]
                at = 0
            else:
                at += 1

    def _give_up(self) -> None:
        self.problems += [Problem(event, self.state, self._misfit(event)) for event in self.waiting]
        self.waiting.clear()

    def _misfit(self, event: LegalEvent) -> Misfit:
        if event.code not in self.machine.labels:
            return Misfit.UNKNOWN
        if event.effective_on < self.since:
            return Misfit.EARLY
        if self.state in self.machine.targets_of(event.code):
            return Misfit.REPEATED
        if self.by is not None and self.by.known_at > event.known_at:
            return Misfit.OVERTAKEN
        return Misfit.UNFIT
