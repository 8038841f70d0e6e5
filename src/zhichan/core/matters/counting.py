"""What measures of matters count (事项计数): steps taken within a time, as they were known at an instant.

A step counts on the day it took effect, as corrected by then. An event recorded later was not known yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Right
from zhichan.core.calendar.queries import Calendar
from zhichan.core.matters.clocks import end_of
from zhichan.core.matters.horizon import horizon_at
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.looks import Looking
from zhichan.core.matters.models import Matter, MatterEvent
from zhichan.core.matters.queries import matters_visible_to
from zhichan.core.matters.rights import MATTER_VIEW
from zhichan.core.registers.moments import Moment
from zhichan.core.tables.declaration import Table


@dataclass(frozen=True)
class MatterBook:
    """Matters as what figures open to (``core.measures.books.ListedBook``)."""

    name: str = "matters"

    @property
    def view(self) -> Right:
        return MATTER_VIEW

    def table_at(self, moment: Moment) -> Table:
        """The list of matters. It shows how they stand now: a matter keeps its history on its own page."""
        from zhichan.core.matters.pages.queue.table import list_table

        day_of = Calendar().day
        return list_table(Looking(horizon_at(moment.known_at, day_of), day_of))

    def rows_at(
        self,
        ids: QuerySet[Matter],
        moment: Moment,  # noqa: ARG002  matters are listed as they stand
        actor: Actor,
    ) -> QuerySet[Matter]:
        from zhichan.core.matters.pages.queue.table import drawn

        return drawn(matters_visible_to(actor).filter(pk__in=ids))


MATTER_BOOK = MatterBook()


@dataclass(frozen=True)
class Span:
    """The days from first to last, both included, as known at an instant."""

    first: date
    last: date
    known_at: datetime

    def holds(self, at: datetime) -> bool:
        return self.first <= timezone.localdate(at) <= self.last

    @property
    def condition(self) -> Q:
        """The same of ``happened_at`` in the database."""
        return Q(happened_at__gte=end_of(self.first - timedelta(days=1)), happened_at__lt=end_of(self.last))


def steps_in(steps: QuerySet[MatterEvent], span: Span) -> QuerySet[MatterEvent]:
    """Those of some steps that took effect within the span, each with its matter as ``subject_id``."""
    known = steps.filter(recorded_at__lte=span.known_at)
    gone, come = _corrected(known, span)
    found = known.filter((span.condition & ~Q(pk__in=gone)) | Q(pk__in=come))
    return found.annotate(subject_id=F("matter_id"))


def closings(names: tuple[str, ...]) -> QuerySet[MatterEvent]:
    """The steps that settled matters of these procedures: one for each settled matter."""
    ends = Q(pk__in=[])
    for procedure in all_procedures():
        if procedure.name not in names:
            continue
        final = [state.name for state in procedure.states if state.is_final]
        ends |= Q(
            matter__procedure=procedure.name, matter__version=procedure.version, to_state__in=final
        ) & ~Q(from_state__in=final)
    return MatterEvent.objects.filter(ends, kind=MatterEvent.Kind.MOVED)


def moves(names: tuple[str, ...], *move_names: str) -> QuerySet[MatterEvent]:
    """These moves of matters of these procedures."""
    return MatterEvent.objects.filter(
        kind=MatterEvent.Kind.MOVED, name__in=move_names, matter__procedure__in=names
    )


def sum_of(steps: QuerySet[MatterEvent], fields: tuple[str, ...], *, known_at: datetime) -> int:
    """The sum of number fields of some steps' forms, as corrected by then. One walk over the steps."""
    put_right = _corrected_values(known_at)
    total = 0
    for matter_id, seq, values in steps.values_list("matter_id", "seq", "values").iterator():
        known = {**values, **put_right.get((matter_id, seq), {})}
        total += sum(int(known.get(name) or 0) for name in fields)
    return total


def _corrected_values(known_at: datetime) -> dict[tuple[int, int], dict[str, object]]:
    found: dict[tuple[int, int], dict[str, object]] = {}
    rows = MatterEvent.objects.filter(kind=MatterEvent.Kind.CORRECTED, recorded_at__lte=known_at)
    for matter_id, values in rows.order_by("pk").values_list("matter_id", "values").iterator():
        if isinstance(right := values.get("values"), dict):
            found.setdefault((matter_id, int(values["seq"])), {}).update(right)
    return found


def _corrected(known: QuerySet[MatterEvent], span: Span) -> tuple[list[int], list[int]]:
    """Steps whose corrected day lies outside the span, and those it brings inside. Two queries."""
    days = dict(_corrected_days(span.known_at))
    if not days:
        return [], []
    touched = known.filter(matter_id__in={matter for matter, _seq in days})
    gone: list[int] = []
    come: list[int] = []
    for pk, matter_id, seq in touched.values_list("pk", "matter_id", "seq"):
        if (at := days.get((matter_id, seq))) is not None:
            (come if span.holds(at) else gone).append(pk)
    return gone, come


def _corrected_days(known_at: datetime) -> Iterator[tuple[tuple[int, int], datetime]]:
    """When each corrected step took effect, the latest correction last."""
    rows = MatterEvent.objects.filter(kind=MatterEvent.Kind.CORRECTED, recorded_at__lte=known_at)
    for matter_id, values in rows.order_by("pk").values_list("matter_id", "values").iterator():
        if values.get("at"):
            yield (matter_id, int(values["seq"])), datetime.fromisoformat(values["at"])
