"""Reports for tests: of a plan with two indicators and three tasks of two units."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from tests.conftest import NOW, TODAY
from tests.rooms.plan.samples import Role, make_indicator, make_plan, make_task
from zhichan.core.access.actor import Actor, system_actor
from zhichan.core.people.models import Unit
from zhichan.core.reports.actions.versions import NewReport, make_report
from zhichan.core.reports.models import ReportVersion
from zhichan.rooms.plan.models import Indicator, IndicatorValue, Plan, Task

REPORTED = datetime(2026, 10, 8, 2, 0, tzinfo=UTC)


def loaded_plan(office: Unit) -> Plan:
    """A plan of which one indicator has a value and one has none, one task is done and one late."""
    found = Plan.objects.filter(indicators__name="发明专利拥有量").first()
    if found:
        return found
    plan = make_plan(office)
    have = make_indicator(plan, "发明专利拥有量", nature=Indicator.Nature.BINDING)
    make_indicator(plan, "专利转化率", unit_of_measure="%")
    value_of(have, "6")
    science, justice = (
        Unit.objects.get_or_create(name=name, defaults={"kind": "bureau", "source": "test"})[0]
        for name in ("云川区科技局", "云川区司法局")
    )
    make_task(plan, {science: Role.LEAD}, state=Task.State.DONE, done_on=date(2026, 6, 1), percent=100)
    make_task(plan, {science: Role.LEAD, justice: Role.JOINT}, deadline_on=date(2026, 9, 1))
    make_task(plan, {justice: Role.LEAD})
    return plan


def value_of(indicator: Indicator, value: str, known_at: datetime = REPORTED) -> IndicatorValue:
    return IndicatorValue.objects.create(
        indicator=indicator,
        effective_on=date(2026, 9, 30),
        known_at=known_at,
        value=Decimal(value),
        source="test",
    )


def make_sample(office: Unit, definition: str = "midterm", by: Actor | None = None) -> ReportVersion:
    plan = loaded_plan(office)
    wanted = NewReport(definition, date(2026, 1, 1), TODAY, {"plan": str(plan.pk)})
    return make_report(wanted, by=by or system_actor("test"), at=NOW)
