"""What became of the documents plans promised (拟制定文件): the list, one of them, and the counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.errors import NotFound
from zhichan.rooms.plan.models import InstrumentEvent, PlanVersion, PromisedInstrument
from zhichan.rooms.plan.queries.tasks import tasks_visible_to
from zhichan.rooms.plan.rights import INSTRUMENT_FOLLOW, INSTRUMENT_VIEW

State = PromisedInstrument.State
OPEN = (State.NOT_STARTED, State.DRAFTING, State.CONSULTING, State.REVIEWING)


def instruments_visible_to(actor: Actor) -> QuerySet[Any]:
    """Whoever sees plans sees what they promised; ``due`` is its own day, else that of its task."""
    visible = (
        PromisedInstrument.objects.all() if may(actor, INSTRUMENT_VIEW) else PromisedInstrument.objects.none()
    )
    return followed(visible)


def followed(instruments: QuerySet[PromisedInstrument]) -> QuerySet[Any]:
    """Those a version in force promises, and those begun whose plan no longer lists them."""
    due = Coalesce("due_on", "task__deadline_on", output_field=DateField())
    standing = Q(version__state=PlanVersion.State.IN_FORCE) | ~Q(state=State.NOT_STARTED)
    return instruments.filter(standing).annotate(due=due)


def late_on(day: date) -> Q:
    """The condition of being late: not issued and past its day."""
    return Q(state__in=OPEN, due__lt=day)


@dataclass(frozen=True)
class InstrumentCounts:
    """``by_state`` has every state; ``issued`` counts what was issued, revised and repealed ones included."""

    total: int
    by_state: Mapping[str, int]
    late: int

    @property
    def not_issued(self) -> int:
        return sum(self.by_state[state] for state in OPEN)

    @property
    def issued(self) -> int:
        return self.total - self.not_issued


def instrument_counts(at: datetime) -> InstrumentCounts:
    """The instruments now followed, each in the state it was known to have at an instant. Two queries.

    For dashboard and reports, over all plans; pages narrow by ``instruments_visible_to``.
    """
    rows = list(followed(PromisedInstrument.objects.all()).values_list("pk", "due"))
    steps = InstrumentEvent.objects.filter(known_at__lte=at).order_by("known_at", "pk")
    known = dict(steps.values_list("instrument_id", "state"))
    by_state = dict.fromkeys(State.values, 0)
    late, today = 0, timezone.localdate(at)
    for pk, due in rows:
        state = known.get(pk, State.NOT_STARTED)
        by_state[state] += 1
        late += state in OPEN and due is not None and due < today
    return InstrumentCounts(len(rows), by_state, late)


@dataclass(frozen=True)
class InstrumentPage:
    """``sees_task``: whether the actor may open the task that promises it."""

    instrument: PromisedInstrument
    due: date | None
    is_late: bool
    is_listed: bool
    events: Sequence[InstrumentEvent]
    sees_task: bool
    may_follow: bool

    @property
    def may_remove(self) -> bool:
        """Whether it was added by hand and nothing was recorded of it."""
        return self.may_follow and bool(self.instrument.basis) and not self.events


def instrument_page(actor: Actor, pk: int, today: date) -> InstrumentPage:
    """One instrument with its steps, the latest first; NotFound where it may not be seen. Three queries."""
    joined = instruments_visible_to(actor).select_related("plan", "version", "task", "drafting_unit")
    found = joined.defer("version__text", "version__reading", "task__text").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这份拟制定文件。"), instrument=pk)
    due: date | None = found.due
    events = InstrumentEvent.objects.filter(instrument=found).select_related("person", "file")
    return InstrumentPage(
        instrument=found,
        due=due,
        is_late=found.state in OPEN and due is not None and due < today,
        is_listed=found.version.state == PlanVersion.State.IN_FORCE,
        events=list(events.order_by(F("known_at").desc(), "-pk")),
        sees_task=found.task_id is not None and tasks_visible_to(actor).filter(pk=found.task_id).exists(),
        may_follow=may(actor, INSTRUMENT_FOLLOW),
    )
