"""Making plans from a template (按模板新建): one plan for all chosen units, or one for each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.errors import Conflict, InvalidInput, NotFound
from zhichan.core.people.models import Collective, Unit
from zhichan.core.people.queries import existing_on, expand
from zhichan.rooms.plan.actions.bind_measure import Bound, bind_measure
from zhichan.rooms.plan.actions.enter_plan import ItemEntry, NewPlan, add_items, enter_plan
from zhichan.rooms.plan.actions.into_force import bring_into_force
from zhichan.rooms.plan.actions.link_tasks import serve_plan
from zhichan.rooms.plan.indicator_bounds import beyond_sense
from zhichan.rooms.plan.item_entry import TargetEntry, TaskEntry
from zhichan.rooms.plan.item_problems import FIRST_YEAR, LAST_YEAR
from zhichan.rooms.plan.models import Indicator, Plan
from zhichan.rooms.plan.plan_templates.definition import (
    UNIT,
    Owner,
    PlanTemplate,
    Spread,
    TaskPattern,
    Term,
    filled_title,
)
from zhichan.rooms.plan.queries.plans import owning_unit, plan_visible_to
from zhichan.rooms.plan.rights import PLAN_ENTER

MOST_UNITS = 200


@dataclass(frozen=True)
class FilledIn:
    """What a person fills in. ``values``: figures by the name of the indicator; one without is left out.

    ``collective_id`` stands for its members on the day of the start, beside the units chosen one by one.
    """

    title: str
    start_on: date
    end_on: date
    spread: str
    unit_ids: Sequence[int] = ()
    collective_id: int | None = None
    values: Mapping[str, Decimal | None] = field(default_factory=dict)
    serves_id: int | None = None


@dataclass(frozen=True)
class DraftPlan:
    """A plan as it will be made; ``unit``: whose it is where each unit gets its own."""

    new: NewPlan
    entries: Sequence[ItemEntry]
    unit: Unit | None

    @property
    def tasks(self) -> list[TaskEntry]:
        return [one for one in self.entries if isinstance(one, TaskEntry)]

    @property
    def targets(self) -> list[TargetEntry]:
        return [one for one in self.entries if isinstance(one, TargetEntry)]


@transaction.atomic
def make_plans(template: PlanTemplate, filled: FilledIn, *, by: Actor, at: datetime) -> list[Plan]:
    """Make the plans in force, with tasks, units, indicators and what computes them, serving the upper plan.

    Raises NotAllowed, Conflict (a plan of that title is there), NotFound (the upper plan), InvalidInput (no
    title, days in the wrong order, nobody chosen, a unit that is gone, a figure that cannot be); on any of
    them nothing is made.
    """
    require(by, PLAN_ENTER)
    drafts = drafts_of(template, filled, by=by)
    titles = [draft.new.title for draft in drafts]
    if taken := Plan.objects.filter(title__in=titles).values_list("title", flat=True).first():
        raise Conflict(_("已有同名的规划：%(title)s。") % {"title": taken}, code="title_taken", field="title")
    return [_make(template, draft, filled, by, at) for draft in drafts]


def drafts_of(template: PlanTemplate, filled: FilledIn, *, by: Actor) -> list[DraftPlan]:
    """What would be made, for the preview; the same refusals as making it. Five queries."""
    _refuse(template, filled)
    office = owning_unit(by)
    units, collective = _chosen(filled)
    if filled.spread == Spread.EACH:
        return [_draft(template, filled, office, (unit.name,), unit) for unit in units]
    names = tuple(unit.name for unit in units)
    if collective is not None:
        inside = set(expand(collective, filled.start_on))
        names = (collective.name, *(unit.name for unit in units if unit not in inside))
    return [_draft(template, filled, office, names, None)]


def _make(template: PlanTemplate, draft: DraftPlan, filled: FilledIn, by: Actor, at: datetime) -> Plan:
    source = f"plan.template:{template.name}"
    version = enter_plan(draft.new, owner_unit=owning_unit(by), source=source, by=by, at=at)
    add_items(version, draft.entries, origin=source, by=by, at=at)
    plan = bring_into_force(version, by=by, at=at).plan
    if draft.unit is not None:
        Indicator.objects.filter(plan=plan).update(owner_unit=draft.unit)
    else:
        _bind(template, plan, by, at)
    if filled.serves_id is not None:
        serve_plan(plan, plan_visible_to(by, filled.serves_id), by=by, at=at)
    return plan


def _bind(template: PlanTemplate, plan: Plan, by: Actor, at: datetime) -> None:
    """Only a plan of the whole office: what registers tell is of the district, not of one town."""
    measures = {one.name: one.measure for one in template.indicators if one.measure}
    note = _("方案模板：%(template)s") % {"template": template.label}
    for indicator in Indicator.objects.filter(plan=plan, name__in=measures):
        bind_measure(indicator.pk, Bound(measures[indicator.name], "", note), by=by, at=at)


def _draft(
    template: PlanTemplate, filled: FilledIn, office: Unit, names: tuple[str, ...], unit: Unit | None
) -> DraftPlan:
    year = filled.start_on.year
    title = filled_title(filled.title, year=year, unit=unit.name if unit else "", office=office.name)
    new = NewPlan(
        title,
        template.genre,
        issuer=office.name,
        period_from=year,
        period_to=filled.end_on.year,
        issued_on=filled.start_on,
    )
    tasks = [
        _task(place, pattern, filled, office, names) for place, pattern in enumerate(template.tasks, start=1)
    ]
    return DraftPlan(new, [*_targets(template, filled), *tasks], unit)


def _targets(template: PlanTemplate, filled: FilledIn) -> list[TargetEntry]:
    promised = [(one, filled.values.get(one.name)) for one in template.indicators]
    return [
        TargetEntry(
            one.name, unit=one.unit, op=one.op, value=value, year=filled.end_on.year, counting=one.counting
        )
        for one, value in promised
        if value is not None
    ]


def _task(
    place: int, pattern: TaskPattern, filled: FilledIn, office: Unit, names: tuple[str, ...]
) -> TaskEntry:
    """Several units answer alike; a single one leads and may have helpers."""
    own = {Owner.OFFICE: (office.name,), Owner.UNITS: names}
    answering = own[pattern.owner]
    is_alone = len(answering) == 1 and (pattern.owner is Owner.OFFICE or filled.collective_id is None)
    is_alone = is_alone or filled.spread == Spread.EACH
    helping = own[pattern.helpers] if pattern.helpers and is_alone else ()
    day = pattern.limit.day(filled.start_on, filled.end_on)
    return TaskEntry(
        text=pattern.text,
        kind=pattern.kind,
        number=str(place),
        title=pattern.title,
        chapter=pattern.chapter,
        lead=answering if is_alone else (),
        joint=() if is_alone else answering,
        participants=tuple(name for name in helping if name not in answering),
        deadline_kind="ongoing" if pattern.limit.term is Term.ONGOING else "by-date",
        deadline_on=day,
    )


def _chosen(filled: FilledIn) -> tuple[list[Unit], Collective | None]:
    """The units chosen one by one and, of a collective that is to be spread, its members."""
    wanted = set(filled.unit_ids)
    units = list(existing_on(Unit.objects.filter(pk__in=wanted), filled.start_on).order_by("pk"))
    if len(units) != len(wanted):
        raise InvalidInput(_("有单位在开始日不存在或已撤销。"), code="unit_gone", field="units")
    collective = None
    if filled.collective_id is not None:
        collective = Collective.objects.filter(pk=filled.collective_id).first()
        if collective is None:
            raise NotFound(_("没有找到这个集合单位。"), collective=filled.collective_id)
        members = expand(collective, filled.start_on)
        if not members:
            raise InvalidInput(_("所选集合单位在开始日没有成员。"), code="no_members", field="collective")
        if filled.spread == Spread.EACH:
            units = sorted({*units, *members}, key=lambda unit: unit.pk)
    if not units and collective is None:
        raise InvalidInput(_("请选承担的单位。"), code="nobody", field="units")
    if len(units) > MOST_UNITS:
        raise InvalidInput(_("一次最多选 %(most)d 个单位。") % {"most": MOST_UNITS}, field="units")
    return units, collective


def _refuse(template: PlanTemplate, filled: FilledIn) -> None:
    if not filled.title.strip():
        raise InvalidInput(_("请写规划名称。"), field="title")
    if filled.spread not in Spread.values:
        raise InvalidInput(_("请选方案的分法。"), field="spread")
    if filled.spread == Spread.EACH and f"{{{UNIT}}}" not in filled.title:
        message = _("每个单位各一个方案时，名称里要有 %(place)s，建立时换成单位名称。")
        raise InvalidInput(message % {"place": f"{{{UNIT}}}"}, field="title")
    if filled.end_on <= filled.start_on:
        raise InvalidInput(_("结束日应晚于开始日。"), code="days_in_order", field="end_on")
    if not FIRST_YEAR <= filled.start_on.year <= filled.end_on.year <= LAST_YEAR:
        raise InvalidInput(_("年份不合理。"), field="start_on")
    if unknown := set(filled.values) - {one.name for one in template.indicators}:
        raise InvalidInput(_("模板里没有这个指标。"), field="values", names=sorted(unknown))
    for place, one in enumerate(template.indicators):
        value = filled.values.get(one.name)
        if value is not None and (problem := beyond_sense(value, unit=one.unit, name=one.name)):
            raise InvalidInput(problem, code="beyond_sense", field=f"value_{place}")
