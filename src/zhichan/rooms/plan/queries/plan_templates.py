"""The templates plans can be made from: the files, and what the office saved; and a plan as a template."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from zhichan.core.errors import NotFound, WrongState
from zhichan.rooms.plan.models import Indicator, MeasureBinding, Plan, PlanVersion, SavedTemplate, Task
from zhichan.rooms.plan.models.task import BESIDE_THE_PLAN
from zhichan.rooms.plan.plan_templates import all_templates, template_named
from zhichan.rooms.plan.plan_templates.definition import (
    OFFICE,
    YEAR,
    IndicatorPattern,
    Limit,
    Owner,
    PlanTemplate,
    Spread,
    TaskPattern,
    Term,
)
from zhichan.rooms.plan.plan_templates.loading import MOST_DAYS
from zhichan.rooms.plan.plan_templates.saved import from_body
from zhichan.rooms.plan.queries.indicators import promised_value, targets_in_force
from zhichan.rooms.plan.queries.serving import standing_indicators, standing_tasks
from zhichan.rooms.plan.queries.tasks import ANSWERING, start_of_version

_SAVED = "saved-"
_USUAL_DAYS = 365


def every_template() -> list[PlanTemplate]:
    """Those of the files, then the office's own by name. One query."""
    saved = SavedTemplate.objects.order_by("label")
    return [*all_templates(), *(from_body({**one.body, "name": f"{_SAVED}{one.pk}"}) for one in saved)]


def template_by(name: str) -> PlanTemplate:
    """A template by the name in its address; NotFound without."""
    number = name.removeprefix(_SAVED)
    if number == name or not number.isdecimal() or len(number) > 18:
        return template_named(name)
    saved = SavedTemplate.objects.filter(pk=int(number)).first()
    if saved is None:
        raise NotFound(_("没有这个方案模板。"), template=name[:60])
    return from_body({**saved.body, "name": name})


def template_of(plan: Plan, label: str, note: str) -> PlanTemplate:
    """A plan in force as a template: its tasks with limits counted from its start, its indicators.

    Who answers becomes the office or the units to be chosen. What meetings decided and agreements say is
    left out. Raises WrongState for a plan without a version in force or without a task. Six queries.
    """
    version = PlanVersion.objects.filter(plan=plan, state=PlanVersion.State.IN_FORCE).defer("text", "reading")
    held = version.first()
    own = standing_tasks(Task.objects.filter(plan=plan)).exclude(kind__in=BESIDE_THE_PLAN)
    tasks = list(own.order_by("position").prefetch_related("responsibilities"))
    if held is None or not tasks:
        raise WrongState(_("这个规划没有执行中的任务，不能存为模板。"), code="nothing_to_save", plan=plan.pk)
    start_on = start_of_version(held.issued_on, held.in_force_at, held.created_at)
    end_on = max((task.deadline_on for task in tasks if task.deadline_on), default=start_on)
    days = (end_on - start_on).days + 1
    title = plan.title.replace(plan.owner_unit.name, f"{{{OFFICE}}}")
    return PlanTemplate(
        name="saved",
        label=label,
        note=note,
        genre=plan.genre,
        title=title.replace(str(start_on.year), f"{{{YEAR}}}"),
        days=min(max(days, 1), MOST_DAYS) if end_on > start_on else _USUAL_DAYS,
        spread=Spread.ONE,
        tasks=tuple(_pattern(task, plan.owner_unit_id, start_on, end_on) for task in tasks),
        indicators=_indicators(plan),
    )


def _pattern(task: Task, office_id: int, start_on: date, end_on: date) -> TaskPattern:
    parts = list(task.responsibilities.all())
    answering = {one.unit_id for one in parts if one.role in ANSWERING}
    helping = {one.unit_id for one in parts} - answering
    owner = Owner.OFFICE if office_id in answering or not answering else Owner.UNITS
    helpers = None
    if helping:
        helpers = Owner.OFFICE if helping == {office_id} else Owner.UNITS
    return TaskPattern(
        title=task.title,
        text=task.text,
        kind=task.kind if task.kind != Task.Kind.PARAGRAPH else Task.Kind.TASK,
        chapter=task.chapter,
        owner=owner,
        helpers=helpers,
        limit=_limit(task, start_on, end_on),
    )


def _limit(task: Task, start_on: date, end_on: date) -> Limit:
    """A task without a day runs for as long as the plan does."""
    if task.deadline_on is None:
        return Limit(Term.ONGOING)
    days = (task.deadline_on - start_on).days
    return Limit(Term.END) if task.deadline_on == end_on or days < 1 else Limit(Term.DAYS, days)


def _indicators(plan: Plan) -> tuple[IndicatorPattern, ...]:
    """Ranges and rough figures are left out: a template promises one plain figure."""
    found = list(standing_indicators(Indicator.objects.filter(plan=plan)).order_by("position"))
    promised = targets_in_force(found)
    measures = dict(MeasureBinding.objects.filter(indicator__in=found).values_list("indicator_id", "measure"))
    plain = ("=", ">=", ">", "+=")
    return tuple(
        IndicatorPattern(
            row.name,
            row.unit_of_measure,
            promised[row.pk].target.op,
            row.counting,
            promised_value(promised[row.pk].target),
            measures.get(row.pk, ""),
        )
        for row in found
        if promised[row.pk].target.op in plain
    )
