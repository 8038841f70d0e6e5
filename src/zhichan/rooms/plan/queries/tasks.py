"""Which tasks an actor may see, and the one filter that board, list, calendar and export share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of, units_of
from zhichan.core.errors import NotFound
from zhichan.rooms.plan.alarms import OPEN_STATES, Alarm, Today
from zhichan.rooms.plan.models import PlanVersion, Responsibility, Task
from zhichan.rooms.plan.models.task import BESIDE_THE_PLAN
from zhichan.rooms.plan.rights import TASK_VIEW

# The parts in which a unit answers for a task; the others help.
ANSWERING = (Responsibility.Role.LEAD, Responsibility.Role.JOINT)
# Promises hold once their version is or was in force; a draft's tasks are nobody's yet.
KEPT_VERSIONS = (PlanVersion.State.IN_FORCE, PlanVersion.State.SUPERSEDED)
# What units are reminded of and followed up for: also what meetings decided and agreements say.
IN_FORCE = Q(version__state=PlanVersion.State.IN_FORCE) | Q(kind__in=BESIDE_THE_PLAN)


def tasks_visible_to(actor: Actor, *, walk: bool = False) -> QuerySet[Task]:
    """The office and its leaders see every task; a unit's contact those its units lead, share or join.

    ``walk``: for a first page of very many tasks, see ``of_units``.
    """
    reach = reach_of(actor, TASK_VIEW)
    if reach is Reach.ALL:
        return Task.objects.all()
    if reach is None:
        return Task.objects.none()
    own = of_units(units_of(actor, TASK_VIEW), walk=walk)
    return Task.objects.filter(own, version__state__in=KEPT_VERSIONS)


def task_visible_to(actor: Actor, pk: int) -> Task:
    """One task with its plan and version (without its text); NotFound where the actor may not see it."""
    tasks = (
        tasks_visible_to(actor).select_related("plan", "version").defer("version__text", "version__reading")
    )
    task = tasks.filter(pk=pk).first()
    if task is None:
        raise NotFound(_("没有找到这项任务。"), task=pk)
    return task


def starts_on_of(task: Task) -> date:
    """The day from which progress on a task is expected: its own, else that of its version's issue."""
    version = task.version
    return task.starts_on or start_of_version(version.issued_on, version.in_force_at, version.created_at)


def start_of_version(issued_on: date | None, in_force_at: datetime | None, made_at: datetime) -> date:
    """The day from which progress on a version's tasks is expected where they say no other."""
    return issued_on or timezone.localdate(in_force_at or made_at)


@dataclass(frozen=True)
class TaskFilter:
    """What stands in the address of board and list. Empty means all.

    ``unit`` finds tasks the unit leads, shares or joins, with ``part`` "answers" those alone for which it
    answers; ``without`` "cancelled" leaves out what the board does not show; ``due_within`` counts days from
    today and leaves out what is settled.
    """

    plan: int | None = None
    chapter: str = ""
    unit: int | None = None
    deadline: str = ""
    state: str = ""
    alarm: str = ""
    due_within: int | None = None
    q: str = ""
    part: str = ""
    without: str = ""

    @classmethod
    def read(cls, params: Mapping[str, str]) -> TaskFilter:
        """The filter an address names; what cannot be read counts as not asked."""
        return cls(
            plan=_number(params.get("plan")),
            chapter=_words(params.get("chapter"), 200),
            unit=_number(params.get("unit")),
            deadline=_one_of(params.get("deadline"), Task.DeadlineKind.values),
            state=_one_of(params.get("state"), Task.State.values),
            alarm=_one_of(params.get("alarm"), Alarm.values),
            due_within=_number(params.get("due_within")),
            q=_words(params.get("q"), 60),
            part=_one_of(params.get("part"), ["answers"]),
            without=_one_of(params.get("without"), ["cancelled"]),
        )

    def params(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items() if value not in (None, "")}

    def without_state(self) -> TaskFilter:
        """The same filter for counting: every state and alarm."""
        return replace(self, state="", alarm="")

    def address(self, **changes: object) -> str:
        """The query string of this filter, with some of it changed: ``?plan=3&alarm=overdue``."""
        changed = replace(self, **changes) if changes else self  # type: ignore[arg-type]
        return f"?{urlencode(changed.params())}"


def filtered(
    tasks: QuerySet[Task], wanted: TaskFilter, today: Today, *, walk: bool = False
) -> QuerySet[Task]:
    """Only the tasks the filter names."""
    if wanted.unit is not None:
        roles = ANSWERING if wanted.part else None
        tasks = tasks.filter(of_units([wanted.unit], roles=roles, walk=walk))
    for name, narrow in _NARROW.items():
        value = getattr(wanted, name)
        if value not in (None, ""):
            tasks = narrow(tasks, value, today)
    return tasks


def parts_found(actor: Actor, wanted: TaskFilter) -> QuerySet[Responsibility] | None:
    """The parts a unit has in tasks, one for each task found, where the filter names a unit and nothing else.

    They tell which tasks and how many from their index alone. None: the tasks themselves must be looked at.
    """
    if wanted != TaskFilter(unit=wanted.unit) or wanted.unit is None:
        return None
    if reach_of(actor, TASK_VIEW) is not Reach.ALL:
        return None
    return Responsibility.objects.filter(unit_id=wanted.unit)


def with_alarm(alarm: Alarm, today: Today) -> Q:
    """The condition that ``alarm_of`` gives this alarm; a test holds the two together."""
    is_open = Q(state__in=OPEN_STATES)
    later = is_open & Q(sort_on__gt=today.soon_until)
    lags = Q(lags_on__lte=today.on)
    return {
        Alarm.DONE: Q(state=Task.State.DONE),
        Alarm.CANCELLED: Q(state=Task.State.CANCELLED),
        Alarm.TO_VERIFY: Q(state=Task.State.TO_VERIFY),
        Alarm.OVERDUE: is_open & Q(sort_on__lt=today.on),
        Alarm.SOON: is_open & Q(sort_on__range=(today.on, today.soon_until)),
        Alarm.LAGGING: later & lags,
        Alarm.NOT_STARTED: later & Q(state=Task.State.NOT_STARTED) & _not(lags),
        Alarm.NORMAL: later & Q(state=Task.State.UNDER_WAY) & _not(lags),
    }[alarm]


def alarm_case(today: Today) -> Case:
    """The alarm of each row as the database sees it: the same rule once more, for counting."""
    settled = (Task.State.DONE, Task.State.CANCELLED, Task.State.TO_VERIFY)
    return Case(
        When(state__in=settled, then=F("state")),
        When(sort_on__lt=today.on, then=Value(Alarm.OVERDUE.value)),
        When(sort_on__lte=today.soon_until, then=Value(Alarm.SOON.value)),
        When(lags_on__lte=today.on, then=Value(Alarm.LAGGING.value)),
        When(state=Task.State.NOT_STARTED, then=Value(Alarm.NOT_STARTED.value)),
        default=Value(Alarm.NORMAL.value),
        output_field=CharField(),
    )


def _not(lags: Q) -> Q:
    return ~lags | Q(lags_on__isnull=True)


def of_units(unit_ids: Collection[int], *, roles: Collection[str] | None = None, walk: bool = False) -> Q:
    """Tasks for which any of the units answers or helps, or in which it has one of the ``roles``.

    Two ways to the same rows. By the units' own index: quick to count, and to read where they are few.
    ``walk``: task by task in the order asked for, looking up the units of each: quick for the first page
    where a good part of the tasks fits.
    """
    parts = Responsibility.objects.filter(unit_id__in=list(unit_ids))
    if roles is not None:
        parts = parts.filter(role__in=roles)
    if walk:
        return Q(Exists(parts.filter(task=OuterRef("pk"))))
    return Q(pk__in=parts.values("task_id"))


def _by_words(tasks: QuerySet[Task], words: str, _today: Today) -> QuerySet[Task]:
    return tasks.filter(Q(title__icontains=words) | Q(number=words))


def _by_due(tasks: QuerySet[Task], days: int, today: Today) -> QuerySet[Task]:
    last = today.on + timedelta(days=min(days, 3660))
    return tasks.filter(state__in=OPEN_STATES, sort_on__range=(today.on, last))


_Narrow = Callable[..., QuerySet[Task]]
_NARROW: dict[str, _Narrow] = {
    "plan": lambda tasks, value, _today: tasks.filter(plan_id=value),
    "chapter": lambda tasks, value, _today: tasks.filter(chapter=value),
    "deadline": lambda tasks, value, _today: tasks.filter(deadline_kind=value),
    "state": lambda tasks, value, _today: tasks.filter(state=value),
    "alarm": lambda tasks, value, today: tasks.filter(with_alarm(Alarm(value), today)),
    "due_within": _by_due,
    "q": _by_words,
    "without": lambda tasks, _value, _today: tasks.exclude(state=Task.State.CANCELLED),
}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None


def _words(text: str | None, most: int) -> str:
    """Words without the zero character, which PostgreSQL cannot look for."""
    return (text or "").replace("\x00", "").strip()[:most]


def _one_of(text: str | None, allowed: list[str]) -> str:
    return text if text in allowed else ""
