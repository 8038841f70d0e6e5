"""Plans, tasks and indicators for tests, with invented names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from zhichan.core.measures.models import MeasureRun
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.alarms import NEVER, clock_of
from zhichan.rooms.plan.models import (
    Indicator,
    IndicatorValue,
    Plan,
    PlanVersion,
    PromisedInstrument,
    Responsibility,
    Target,
    Task,
)

ISSUED_ON = date(2026, 1, 20)
AT = datetime(2026, 1, 21, 2, 0, tzinfo=UTC)
Role = Responsibility.Role


def make_plan(
    office: Unit, title: str = "云川区知识产权强区建设规划（2026—2030年）", **fields: object
) -> Plan:
    """A plan with one version in force."""
    plan = Plan.objects.create(
        **{
            "title": title,
            "genre": Plan.Genre.FIVE_YEAR_PLAN,
            "period_from": 2026,
            "period_to": 2030,
            "owner_unit": office,
            "created_at": AT,
            "source": "test",
            **fields,
        }
    )
    PlanVersion.objects.create(
        plan=plan,
        number=1,
        state=PlanVersion.State.IN_FORCE,
        text="第一条 建立知识产权会商机制。（区科技局牵头）",
        issued_on=ISSUED_ON,
        created_at=AT,
        in_force_at=AT,
        source="test",
    )
    return plan


def make_task(plan: Plan, units: Mapping[Unit, str], **fields: object) -> Task:
    """A task of the plan's version in force; by default due at the end of 2026 and not begun."""
    version = plan.versions.get(state=PlanVersion.State.IN_FORCE)
    position = plan.tasks.count() + 1
    values: dict[str, object] = {
        "position": position,
        "number": str(position),
        "kind": Task.Kind.TASK,
        "chapter": "一、强化保护",
        "title": f"建立第 {position} 项会商机制",
        "text": "建立知识产权会商机制，每季度会商一次。",
        "deadline_kind": Task.DeadlineKind.BY_DATE,
        "deadline_on": date(2026, 12, 31),
        "changed_at": AT,
        "source": "test",
        **fields,
    }
    if values["deadline_kind"] != Task.DeadlineKind.BY_DATE:
        values["deadline_on"] = None
    task = Task(plan=plan, version=version, sort_on=NEVER, **values)  # type: ignore[misc]
    clock = clock_of(
        starts_on=task.starts_on or ISSUED_ON,
        deadline_on=task.deadline_on,
        review_every=task.review_every,
        reviewed_until=task.reviewed_until,
        percent=task.percent,
    )
    task.sort_on, task.lags_on = clock.sort_on, clock.lags_on
    task.save()
    Responsibility.objects.bulk_create(
        Responsibility(task=task, unit=unit, role=role) for unit, role in units.items()
    )
    return task


def make_ongoing(plan: Plan, units: Mapping[Unit, str], **fields: object) -> Task:
    return make_task(
        plan,
        units,
        **{
            "deadline_kind": Task.DeadlineKind.ONGOING,
            "review_every": Task.ReviewEvery.QUARTER,
            "title": "持续开展执法协作",
            **fields,
        },
    )


def make_indicator(plan: Plan, name: str = "每万人口高价值发明专利拥有量", **fields: object) -> Indicator:
    """An indicator with a target for 2030 in the version in force."""
    target = {
        "op": Target.Op.REACH,
        "baseline": Decimal("4"),
        "baseline_year": 2025,
        "value": Decimal("9"),
        "year": 2030,
        **{
            key: fields.pop(key)
            for key in list(fields)
            if key in {"op", "baseline", "baseline_year", "value", "year", "value_min", "value_max"}
        },
    }
    indicator = Indicator.objects.create(
        **{
            "plan": plan,
            "position": plan.indicators.count() + 1,
            "name": name,
            "unit_of_measure": "件",
            "counting": Indicator.Counting.STOCK,
            "source": "test",
            **fields,
        }
    )
    version = plan.versions.get(state=PlanVersion.State.IN_FORCE)
    Target.objects.create(indicator=indicator, version=version, **target)
    return indicator


def computed_value(indicator: Indicator, on: date, value: str, at: datetime) -> IndicatorValue:
    """A value as if a measure had given it."""
    run = MeasureRun.objects.create(
        measure="inventions_in_force", region="120118", on=on, known_at=at, value=Decimal(value), numerator=1,
        coverage=Decimal("0.93"), row_count=1, rows_digest="0" * 64, ran_at=at,
    )  # fmt: skip
    return IndicatorValue.objects.create(
        indicator=indicator, effective_on=on, known_at=at, value=Decimal(value), source="登记数据", run=run
    )


def make_instrument(
    plan: Plan, title: str = "云川区专利开放许可办法", **fields: object
) -> PromisedInstrument:
    """A document the version in force promises to issue; nothing has been done for it yet."""
    version = plan.versions.get(state=PlanVersion.State.IN_FORCE)
    values = {"verb": "制定", "start": 0, "end": 5, "source": "test", **fields}
    return PromisedInstrument.objects.create(plan=plan, version=version, title=title, **values)
