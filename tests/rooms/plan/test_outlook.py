"""The outlook of indicators: everything about each in a handful of queries, as known at an instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhichan.rooms.plan.indicator_status import Status
from zhichan.rooms.plan.models import IndicatorForecast, IndicatorValue, MeasureBinding, ValueDecision
from zhichan.rooms.plan.queries.outlook import outlooks_of
from zhichan.rooms.plan.queries.values import value_as_of

from .pages.test_indicator_pages import give, with_path
from .samples import computed_value, make_indicator

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2026, 9, 30)


@pytest.fixture
def indicator(plan, science):
    return with_path(make_indicator(plan, owner_unit=science, nature="约束性"))


def test_value_path_needed_and_earlier_values_stand_in_one_row(indicator, now):
    for on, value in ((date(2025, 9, 30), "4"), (date(2026, 6, 30), "4.6"), (SEPTEMBER, "4.5")):
        give(indicator, on, value)
    [found] = outlooks_of([indicator], at=now)
    assert (found.value, found.value_on, found.target, found.target_year) == (4.5, SEPTEMBER, 9, 2030)
    # 4 × 2.25 to the power of 273 days of the 1,826 of the path.
    assert found.path_value == Decimal("4.5")
    assert (found.status, found.nature, found.unit_of_measure) == (Status.ON_PATH, "约束性", "件")
    assert found.needed.text.startswith("还需年均增长 17.")
    assert (found.last_period.on, found.last_period.change) == (date(2026, 6, 30), Decimal("-0.1"))
    assert (found.last_year.value, found.last_year.change_percent) == (4, Decimal("12.5"))
    assert (found.forecast, found.no_forecast, found.conflict) == (None, "", False)
    assert (found.quality.source, found.quality.next_on) == ("科技局季报", date(2027, 1, 15))
    assert found.quality.warnings == ()
    [later] = outlooks_of([indicator], at=now + timedelta(days=60))
    assert later.quality.warnings == ("应于 2027-01-15 前填报下一期，还没有",)
    [before] = outlooks_of(plan_version(indicator), at=now, on=date(2026, 7, 1))
    assert (before.value, before.last_period.value, before.last_year) == (Decimal("4.6"), 4, None)
    [much_later] = outlooks_of([indicator], at=now, on=SEPTEMBER)
    assert much_later.last_year.on == date(2025, 9, 30)


def plan_version(indicator):
    return indicator.plan.versions.get()


def test_a_yearly_figure_is_not_compared_with_a_quarter_of_another_year(plan, now):
    yearly = with_path(make_indicator(plan, "年度授权量", counting="yearly"))
    for on, value in ((date(2025, 12, 31), "90"), (date(2025, 3, 31), "20"), (date(2026, 3, 31), "25")):
        give(yearly, on, value)
    [found] = outlooks_of([yearly], at=now)
    assert found.last_period is None
    assert (found.last_year.value, found.last_year.change) == (20, 5)


def test_figures_of_one_day_that_differ_are_a_conflict_until_somebody_decides(indicator, person, now):
    give(indicator, SEPTEMBER, "4.9")
    before = now - timedelta(days=3)
    first = computed_value(indicator, SEPTEMBER, "4.2", before)
    entered = IndicatorValue.objects.get(run=None)
    [open_one] = outlooks_of([indicator], at=now)
    assert (open_one.value, open_one.conflict) == (Decimal("4.2"), True)
    assert "1 个时点来源不一，待认定" in open_one.quality.warnings
    decided = ValueDecision.objects.create(
        indicator=indicator, computed=first, entered=entered, counts="entered", reason="以市局通报为准",
        decided_at=before + timedelta(days=1),
    )  # fmt: skip
    [found] = outlooks_of([indicator], at=now)
    assert (found.value, found.conflict, found.row.value.decision) == (Decimal("4.9"), False, decided)
    assert value_as_of(indicator, SEPTEMBER, before) == first
    # A correction of either figure makes it a new pair: the decision does not speak of it.
    computed_value(indicator, SEPTEMBER, "4.3", now - timedelta(hours=1))
    [again] = outlooks_of([indicator], at=now)
    assert (again.value, again.conflict) == (Decimal("4.3"), True)
    assert not outlooks_of([indicator], at=now, on=date(2026, 9, 29))[0].conflict


def test_the_forecast_of_the_last_value_is_told_and_no_older_one(indicator, now):
    give(indicator, SEPTEMBER, "4.9")
    stored = {"known_at": now - timedelta(days=1), "method": "damped", "digest": "1" * 64, "points": 9}
    figures = {"value": Decimal("5.2"), "low": Decimal("5"), "high": Decimal("5.4"), "error": Decimal("0.1")}
    ends = {"target_on": date(2027, 12, 31)}
    IndicatorForecast.objects.create(indicator=indicator, on=SEPTEMBER, **stored, **figures, **ends)
    [found] = outlooks_of([indicator], at=now)
    assert (found.forecast.value, found.forecast.low, found.forecast.on) == (
        Decimal("5.2"),
        5,
        date(2027, 12, 31),
    )
    assert outlooks_of([indicator], at=now - timedelta(days=2))[0].forecast is None
    later = datetime(2027, 1, 8, tzinfo=UTC)
    assert outlooks_of([indicator], at=later)[0].forecast is not None
    give(indicator, date(2026, 12, 31), "5")
    assert outlooks_of([indicator], at=later)[0].forecast is None
    refusal = {**stored, "known_at": now, "refusal": "worse", "on": SEPTEMBER}
    IndicatorForecast.objects.create(indicator=indicator, **refusal)
    [refused] = outlooks_of([indicator], at=now)
    assert (refused.forecast, refused.no_forecast[:6]) == (None, "往年回测误差")


def test_what_is_computed_tells_how_far_it_can_be_trusted(indicator, officer, now):
    give(indicator, date(2025, 9, 30), "4")
    computed_value(indicator, SEPTEMBER, "4.2", now - timedelta(days=1))
    MeasureBinding.objects.create(
        indicator=indicator, measure="inventions_in_force", region="120118", bound_at=now, note="解释",
        refreshed_at=now - timedelta(hours=5), compared=4, differing=1,
    )  # fmt: skip
    [found] = outlooks_of(plan_version(indicator), at=now)
    quality = found.quality
    assert (quality.source, quality.coverage) == ("登记数据：有效发明专利", Decimal("0.93"))
    assert (quality.recheck, quality.next_on) == ("4 个往期时点重算，1 个已更正", date(2026, 11, 21))
    assert quality.warnings == ("覆盖不足 95%，有记录无法判断",)
    [later] = outlooks_of(plan_version(indicator), at=now + timedelta(days=3))
    assert "超过两天没有重新计算" in later.quality.warnings


def test_twenty_indicators_ask_no_more_than_one(plan, indicator, now):
    def queries(asked) -> int:
        with CaptureQueriesContext(connection) as counted:
            outlooks_of(asked, at=now)
        return len(counted)

    give(indicator, SEPTEMBER, "4.9")
    computed_value(indicator, SEPTEMBER, "4.2", now)
    alone = queries([indicator])
    many = [with_path(make_indicator(plan, f"指标{n}")) for n in range(20)]
    for place, one in enumerate(many):
        give(one, SEPTEMBER + timedelta(days=place), "4.9")
        computed_value(one, SEPTEMBER + timedelta(days=place), "4.2", now)
    assert queries(many) == alone
    assert alone <= 14
    assert len(outlooks_of(many[0].plan.versions.get(), at=datetime(2027, 1, 1, tzinfo=UTC))) == 21
