"""Loading the demo district: on any day, into nothing else, and from the command line."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from zhichan.core.audit.verify import verify_audit
from zhichan.core.errors import WrongState
from zhichan.core.measures.computing import figure_of
from zhichan.core.measures.declaration import Question, measure_named
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.demo.load import load_demo, load_or_refuse
from zhichan.rooms.plan.models import (
    BudgetLine,
    Commendation,
    Designation,
    IndicatorValue,
    MeasureBinding,
    Plan,
    Progress,
    Task,
)
from zhichan.rooms.registry.models import Patent, TrademarkItem

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def test_an_installation_in_use_refuses_the_demo(office):
    with pytest.raises(WrongState):
        load_or_refuse(TODAY)
    assert (Unit.objects.count(), Plan.objects.count()) == (1, 0)


def assert_plan_and_registers_agree(today: date) -> None:
    """The figures of the plan that the registers can tell are theirs: base, reports, and what is computed."""
    known_at = datetime(today.year, today.month, today.day, 15, tzinfo=UTC)
    plan = Plan.objects.get(title__contains="建设规划")
    for name, measure in (("有效发明专利", "inventions_in_force"), ("有效注册商标", "trademarks_in_force")):
        indicator = plan.indicators.get(name__contains=name)
        target = indicator.targets.get()
        base_on = date(target.baseline_year, 12, 31)
        latest = indicator.values.filter(run=None).order_by("effective_on", "known_at").last()
        for day, value in ((base_on, target.baseline), (latest.effective_on, latest.value)):
            counted = figure_of(measure_named(measure), Question("", day, known_at))
            assert value == counted.value > 0, (name, day)
        assert target.value > target.baseline
    assert MeasureBinding.objects.get().indicator.name == "有效注册商标量"
    computed = IndicatorValue.objects.filter(run__isnull=False).order_by("effective_on").last()
    assert computed.value == TrademarkItem.objects.filter(registered_on__lt=today).count()
    by_hand = IndicatorValue.objects.filter(run=None, indicator__plan=plan)
    assert not by_hand.exclude(source__contains="（示例）").exists(), "each says where it comes from"


@pytest.mark.parametrize("today", [date(2026, 4, 2), date(2028, 2, 29)])
def test_the_demo_loads_on_any_day_with_a_whole_audit_record(today, django_capture_on_commit_callbacks):
    """The edges of its calendar: the first days of April, when little has happened yet, and a leap day."""
    with django_capture_on_commit_callbacks(execute=True):
        assert load_demo(today, without=["protection.many_matters"]) is True
    assert Task.objects.filter(sort_on__lt=today).exists()
    assert_plan_and_registers_agree(today)
    end_of_day = datetime(today.year, today.month, today.day, 15, tzinfo=UTC)
    assert not Progress.objects.filter(reported_at__gt=end_of_day).exists()
    rights = Patent.objects.filter(is_sample=True, granted_on__lte=today)
    assert Patent.objects.filter(is_sample=False).count() == 0
    assert [
        year for year in range(today.year - 4, today.year) if not rights.filter(granted_on__year=year)
    ] == []
    assert set(Patent.objects.values_list("public_class", flat=True)) == {"in_force", "pending", "ended"}
    assert TrademarkItem.objects.filter(is_sample=True, registered_on__lte=today).exists()
    assert BudgetLine.objects.filter(is_sample=True, paid_fen__gt=0).count() == 2
    assert [row.state for row in Designation.objects.filter(is_sample=True)] == ["building", "applying"]
    assert Commendation.objects.filter(is_sample=True, state="published").count() == 1
    report = verify_audit()
    assert report.is_sound, report
