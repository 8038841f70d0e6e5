"""How an upper plan is carried on below (上级规划→本级落实): who took what, what nobody took (无人承接)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import NotFound
from zhichan.rooms.plan.matching import Likest, Promised
from zhichan.rooms.plan.models import (
    Indicator,
    IndicatorDecline,
    IndicatorLink,
    Plan,
    PlanVersion,
    Target,
    Task,
    TaskDecline,
    TaskLink,
)
from zhichan.rooms.plan.models.task import BESIDE_THE_PLAN
from zhichan.rooms.plan.queries.indicators import (
    PromisedTarget,
    goal_of,
    indicators_visible_to,
    promised_value,
    targets_in_force,
)
from zhichan.rooms.plan.queries.plans import plans_visible_to
from zhichan.rooms.plan.queries.serving import (
    indicators_in_force,
    likest_rows,
    standing_indicators,
    standing_tasks,
    tasks_in_force,
    words_of,
)
from zhichan.rooms.plan.queries.tasks import tasks_visible_to
from zhichan.rooms.plan.target_fit import Aim, Fit, Verdict, verdict_of

TASKS, INDICATORS = "tasks", "indicators"
Row = Task | Indicator


@dataclass(frozen=True)
class Coverage:
    """How much of a plan is carried on below. ``upper_tasks``: those that ask to be carried.

    ``untaken``: of them those nobody took; ``declined``: those said to need nobody below (本级不承接), which
    are not among them. Both in the plan's order.
    """

    upper_tasks: int
    taken: int
    untaken: list[Task]
    declined: list[Task]


def coverage_of(plan: Plan) -> Coverage:
    """The coverage of the whole plan, for dashboard and reports; pages narrow by ``cascade_of``. One query.

    A task is taken where a standing task of a lower plan is linked to it. What meetings decided or
    agreements say beside the plan's words is the office's own and asks nobody below.
    """
    carried = standing_tasks(Task.objects.filter(upper_links__upper=OuterRef("pk")))
    own = Task.objects.filter(plan=plan).exclude(kind__in=BESIDE_THE_PLAN)
    said = TaskDecline.objects.filter(upper=OuterRef("pk"))
    tasks = standing_tasks(own).annotate(is_taken=Exists(carried), is_declined=Exists(said))
    found = list(tasks.order_by("position", "pk"))
    rest = [task for task in found if not task.is_taken]
    untaken: list[Task] = [task for task in rest if not task.is_declined]
    declined: list[Task] = [task for task in rest if task.is_declined]
    asking = len(found) - len(declined)
    return Coverage(asking, asking - len(untaken), untaken, declined)


@dataclass(frozen=True)
class Carrier:
    """A lower promise that carries an upper one; ``verdict`` compares the targets of indicators."""

    row: Any
    link: TaskLink | IndicatorLink
    target: Target | None
    verdict: Verdict | None

    @property
    def is_conflict(self) -> bool:
        return self.verdict is not None and self.verdict.fit in (Fit.BELOW, Fit.OPPOSITE)


@dataclass(frozen=True)
class Likely:
    row: Any
    percent: int


@dataclass(frozen=True)
class UpperLine:
    """An upper task or indicator with what carries it; the likest lower ones where nothing does.

    ``decline``: that nobody below has to carry it, where somebody said so and nothing does.
    """

    row: Any
    kind: str
    target: Target | None
    carriers: Sequence[Carrier]
    suggestions: Sequence[Likely]
    decline: TaskDecline | IndicatorDecline | None

    @property
    def is_taken(self) -> bool:
        return bool(self.carriers)

    @property
    def is_untaken(self) -> bool:
        return not self.carriers and self.decline is None

    @property
    def conflicts(self) -> int:
        return sum(carrier.is_conflict for carrier in self.carriers)


@dataclass(frozen=True)
class Cascade:
    """``lower_plans``: the plans in force that serve this one."""

    plan: Plan
    lower_plans: Sequence[Plan]
    tasks: Sequence[UpperLine]
    indicators: Sequence[UpperLine]

    @property
    def lines(self) -> list[UpperLine]:
        return [*self.indicators, *self.tasks]

    @property
    def conflicts(self) -> int:
        return sum(line.conflicts for line in self.indicators)

    def taken(self, kind: str) -> int:
        return sum(line.is_taken for line in self.lines if line.kind == kind)

    def declined(self, kind: str) -> int:
        return sum(line.decline is not None for line in self.lines if line.kind == kind)

    def asking(self, kind: str) -> int:
        """How many ask to be carried: all but the declined."""
        return sum(line.decline is None for line in self.lines if line.kind == kind)


def cascade_of(plan: Plan, actor: Actor) -> Cascade:
    """An upper plan line by line. Eleven queries; O(tasks × words) for the suggestions."""
    lower_plans = list(_lower_plans(plan, actor))
    return Cascade(
        plan,
        lower_plans,
        _lines(TASKS, _in_force(TASKS, plan, actor), _lower_rows(TASKS, lower_plans, actor)),
        _lines(INDICATORS, indicators_in_force(plan, actor), _lower_rows(INDICATORS, lower_plans, actor)),
    )


@dataclass(frozen=True)
class UpperPage:
    """One upper promise with all that might carry it, the likest first."""

    line: UpperLine
    candidates: Sequence[Likely]


def upper_page(plan: Plan, kind: str, pk: int, actor: Actor) -> UpperPage:
    """One upper task or indicator; NotFound where it does not stand in the plan or may not be seen."""
    row = _in_force(kind, plan, actor).filter(pk=pk)
    lower = list(_lower_rows(kind, list(_lower_plans(plan, actor)), actor))
    lines = _lines(kind, row, lower)
    if not lines:
        raise NotFound(_("没有找到这一项，或它所在的版本已不执行。"), row=pk)
    line = lines[0]
    linked = {carrier.row.pk for carrier in line.carriers}
    free = [one for one in lower if one.pk not in linked]
    likest = Likest([Promised(one.pk, "", words_of(one)) for one in free])
    likeness = dict(likest.to(words_of(line.row), most=len(free), least=0))
    ordered = sorted(free, key=lambda one: -likeness.get(one.pk, 0))
    return UpperPage(line, [Likely(one, round(likeness.get(one.pk, 0) * 100)) for one in ordered])


def row_in(kind: str, pk: int, actor: Actor) -> Any:
    """A task or an indicator the actor may see, whatever became of it; NotFound without."""
    visible: QuerySet[Any] = tasks_visible_to(actor) if kind == TASKS else indicators_visible_to(actor)
    row = visible.select_related("plan").filter(pk=pk).first()
    if row is None:
        raise NotFound(_("没有找到这一项，或它所在的版本已不执行。"), row=pk)
    return row


def _lower_plans(plan: Plan, actor: Actor) -> QuerySet[Plan]:
    serving = plans_visible_to(actor).filter(serves=plan, versions__state=PlanVersion.State.IN_FORCE)
    return serving.order_by("-period_to", "title", "pk")


def _in_force(kind: str, plan: Plan, actor: Actor) -> QuerySet[Any]:
    if kind == TASKS:
        return tasks_in_force(plan, actor).exclude(kind__in=BESIDE_THE_PLAN)
    return indicators_in_force(plan, actor)


def _lower_rows(kind: str, plans: Sequence[Plan], actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any]
    if kind == TASKS:
        rows = standing_tasks(tasks_visible_to(actor))
    else:
        rows = standing_indicators(indicators_visible_to(actor))
    return rows.filter(plan__in=plans).select_related("plan").order_by("plan_id", "position", "pk")


def _lines(kind: str, uppers: Iterable[Any], lower: Iterable[Any]) -> list[UpperLine]:
    upper_rows = list(uppers)
    below = {row.pk: row for row in lower}
    model: type[TaskLink] | type[IndicatorLink] = TaskLink if kind == TASKS else IndicatorLink
    links: defaultdict[int, list[Any]] = defaultdict(list)
    for link in model.objects.filter(upper__in=upper_rows, lower__in=below).select_related("person"):
        links[link.upper_id].append(link)
    said: type[TaskDecline] | type[IndicatorDecline] = TaskDecline if kind == TASKS else IndicatorDecline
    declines = {
        one.upper_id: one for one in said.objects.filter(upper__in=upper_rows).select_related("person")
    }
    promised = targets_in_force([*upper_rows, *below.values()]) if kind == INDICATORS else {}
    likest = Likest([Promised(row.pk, "", words_of(row)) for row in below.values()])
    lines = []
    for row in upper_rows:
        carriers = [_carrier(row, below[link.lower_id], link, promised) for link in links[row.pk]]
        decline = None if carriers else declines.get(row.pk)
        likely = []
        if not carriers and decline is None:
            likely = [Likely(below[pk], at) for pk, at in likest_rows(words_of(row), likest)]
        target = promised[row.pk].target if row.pk in promised else None
        lines.append(UpperLine(row, kind, target, carriers, likely, decline))
    return lines


def _carrier(upper: Row, lower: Row, link: Any, promised: dict[int, PromisedTarget]) -> Carrier:
    if not isinstance(upper, Indicator) or not isinstance(lower, Indicator):
        return Carrier(lower, link, None, None)
    verdict = verdict_of(_aim(upper, promised), _aim(lower, promised))
    return Carrier(lower, link, promised[lower.pk].target if lower.pk in promised else None, verdict)


def _aim(indicator: Indicator, promised: dict[int, PromisedTarget]) -> Aim | None:
    found = promised.get(indicator.pk)
    if found is None:
        return None
    goal = goal_of(indicator, found)
    return Aim(indicator.unit_of_measure, goal, promised_value(found.target), found.target.year)
