"""The end of a term (期限届满), computed and marked; nothing here ends a right by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from zhichan.rooms.registry.status.machine import Machine, Mark, Term, weakest
from zhichan.rooms.registry.status.machine_file import patents
from zhichan.rooms.registry.status.spans import Facts, Span


class Expiry(NamedTuple):
    """The first day after a term, before and after compensation, and how sure the rule is."""

    term_ends_on: date
    ends_on: date
    mark: Mark

    @property
    def last_day(self) -> date:
        """The last day on which the right stands."""
        return self.ends_on - timedelta(days=1)


def expiry_on(
    kind: str, filed_on: date, *, compensation_days: int = 0, machine: Machine | None = None
) -> Expiry | None:
    """When the term of a patent is full: the first day on which it no longer stands.

    Source: 专利法 第四十二条 [verified]; the design cut-over by filing day and that no holiday moves the day
    [memory]. None where the machine has no term for that filing day.
    """
    return _computed(machine or patents(), kind, filed_on, 0, compensation_days)


def surely_over_on(machine: Machine, kind: str, filed_on: date) -> date | None:
    """The first day on which a term is over by any [verified] rule of its kind, whichever applies.

    Of two lengths the longer one counts: 15 years for any design. None where no rule is verified.
    """
    years = _surely(machine, kind)
    return add_years(filed_on, years) if years else None


@lru_cache(maxsize=64)
def _surely(machine: Machine, kind: str) -> int:
    verified = (
        one.years
        for one in machine.terms.get(kind, ())
        if weakest([basis.mark for basis in one.basis]) is Mark.VERIFIED
    )
    return max(verified, default=0)


def add_years(day: date, years: int) -> date:
    """The same-numbered day, or the last of a month without it (专利法实施细则 第五条 [verified])."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def term_of(machine: Machine, kind: str, facts: Facts, right_from: date, renewals: int) -> Expiry | None:
    """The end of the term of a right as its facts and renewals make it; the later of computed and stated."""
    from_filing = machine.term_rule.counted_from == "filing"
    start = facts.filed_on if from_filing else facts.right_from or right_from
    computed = _computed(machine, kind, start, renewals, facts.compensation_days)
    if facts.term_ends_on is None:
        return computed
    stated = Expiry(facts.term_ends_on, facts.term_ends_on, Mark.STATED)
    return stated if computed is None or stated.ends_on > computed.ends_on else computed


@lru_cache(maxsize=65536)
def _computed(
    machine: Machine, kind: str, start: date, renewals: int, compensation_days: int
) -> Expiry | None:
    term = _term_for(machine.terms.get(kind, ()), start)
    if term is None:
        return None
    ends_on = add_years(start, term.years * (1 + renewals))
    if machine.term_rule.extended not in machine.tables[kind]:
        compensation_days = 0  # only inventions are compensated
    marks = [one.mark for one in (*term.basis, *machine.term_rule.basis)]
    return Expiry(ends_on, ends_on + timedelta(days=compensation_days), weakest(marks))


def with_term(machine: Machine, spans: Sequence[Span], expiry: Expiry) -> list[Span]:
    """Cut every span in which the term runs where it runs out; what follows is computed and says so."""
    runs, last = machine.term_rule.runs, expiry.term_ends_on
    found: list[Span] = []
    for span in spans:
        if span.state in runs and (span.ends_on is None or span.ends_on > last):
            found += _cut(machine, span, expiry)
        else:
            found.append(span)
    return found


def _cut(machine: Machine, span: Span, expiry: Expiry) -> list[Span]:
    """The recorded part of a span, the compensated part of its term, and what stands after the term."""
    rule, (full_on, ends_on, mark) = machine.term_rule, expiry
    if span.ends_on is None and span.starts_on < full_on == ends_on:  # nearly every right in force
        starts_on, _, state, by, recorded, _, _ = span
        after = Span(full_on, None, rule.after, by, recorded, True, mark)
        return [Span(starts_on, full_on, state, by, recorded), after]
    extended = rule.extended if span.state == rule.extends else span.state
    parts = [(span.starts_on, full_on, span.state), (ends_on, date.max, rule.after)]
    if ends_on > full_on:
        parts.insert(1, (full_on, ends_on, extended))
    return [piece for part in parts if (piece := _piece(span, *part, mark))]


def _piece(span: Span, from_on: date, to_on: date, state: str, mark: Mark) -> Span | None:
    """The part of a span between two days, or None where there is none; an unchanged part stays recorded."""
    starts_on = max(from_on, span.starts_on)
    ends_on = span.ends_on if to_on == date.max else min(to_on, span.ends_on or to_on)
    if ends_on is not None and starts_on >= ends_on:
        return None
    if state == span.state:
        return Span(starts_on, ends_on, state, span.by, span.recorded)
    return Span(starts_on, ends_on, state, span.by, span.recorded, True, mark)


def _term_for(terms: tuple[Term, ...], day: date) -> Term | None:
    for term in terms:
        if term.starts_on <= day <= term.ends_on:
            return term
    return None
