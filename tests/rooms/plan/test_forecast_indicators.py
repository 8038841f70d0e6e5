"""Stored forecasts of indicators: made once for what is known, anew after a correction."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from zhichan.core.errors import NotAllowed
from zhichan.rooms.plan.actions.forecast_indicators import forecast_indicators
from zhichan.rooms.plan.models import IndicatorForecast
from zhichan.rooms.plan.periods import Period
from zhichan.rooms.plan.queries.outlook import outlooks_of
from zhichan.rooms.plan.sweepers import COMPUTER, forecast

from .pages.test_indicator_pages import give, with_path
from .samples import make_indicator

pytestmark = pytest.mark.django_db
GAINS = (8, 9, 4, 9, 11, 8, 6, 11, 5, 9, 12)


def fill(indicator, first: Period, figures) -> None:
    period = first
    for figure in figures:
        give(indicator, period.end_on, str(figure))
        period = period.next()


def levels(count: int) -> list[int]:
    return [100 + sum(GAINS[:place]) for place in range(count)]


@pytest.fixture
def indicator(plan, science):
    made = with_path(
        make_indicator(plan, owner_unit=science, baseline=Decimal(100), value=Decimal(300), counting="stock")
    )
    fill(made, Period(2024, 1, "quarter"), levels(11))
    return made


def test_a_forecast_is_made_once_and_anew_after_a_correction(indicator, now):
    [made] = forecast_indicators([indicator.pk], by=COMPUTER, at=now)
    assert (made.on, made.period, made.points, made.refusal) == (date(2026, 9, 30), "quarter", 11, "")
    # Eleven points see five quarters ahead.
    assert (made.target_on, made.origins, len(made.steps)) == (date(2027, 12, 31), 6, 5)
    assert made.steps[-1] == ["2027-12-31", str(made.value), str(made.low), str(made.high)]
    assert made.low < made.value < made.high
    assert made.error < made.naive_error
    assert forecast(now + timedelta(hours=6)) == 0
    [found] = outlooks_of([indicator], at=now)
    assert (found.forecast.value, found.forecast.on, found.forecast.level_percent) == (
        made.value, date(2027, 12, 31), 80,
    )  # fmt: skip
    later = now + timedelta(days=1)
    give(indicator, date(2026, 9, 30), "170", later.date())
    assert forecast(later + timedelta(hours=6)) == 1
    assert IndicatorForecast.objects.count() == 2
    [again] = outlooks_of([indicator], at=later + timedelta(hours=7))
    assert again.forecast.value != found.forecast.value
    assert outlooks_of([indicator], at=now)[0].forecast.stored == made


def test_it_ends_with_the_promise_and_says_nothing_once_that_is_over(plan, science, now):
    near = with_path(make_indicator(plan, "近的", value=Decimal(300), year=2026))
    over = with_path(make_indicator(plan, "过去的", value=Decimal(300), year=2025, baseline_year=2024))
    few = with_path(make_indicator(plan, "少的", value=Decimal(300)))
    for one in (near, over):
        fill(one, Period(2024, 1, "quarter"), levels(11))
    fill(few, Period(2025, 1, "quarter"), levels(7))
    years = with_path(make_indicator(plan, "只有年末的", value=Decimal(300)))
    for year in range(2016, 2026):
        give(years, date(year, 12, 31), str(year - 1900))
    silent = with_path(make_indicator(plan, "没有的"))
    assert forecast(now) == 4
    told = {row.indicator.name: row for row in outlooks_of(plan.versions.get(), at=now)}
    assert told["近的"].forecast.on == date(2026, 12, 31)
    assert (told["过去的"].forecast, told["过去的"].no_forecast) == (None, "目标时点已过，不作预测")
    assert (told["少的"].forecast, told["少的"].no_forecast) == (None, "不足 8 个点，不作预测")
    assert told["少的"].needed is not None
    assert told["只有年末的"].no_forecast == "只有年度数，区间未经检验，不显示预测"
    assert told[silent.name].no_forecast == ""


def test_a_yearly_figure_is_forecast_for_the_end_of_its_year(plan, now):
    yearly = with_path(make_indicator(plan, "年度金额", counting="yearly", baseline=Decimal(1)))
    figures = [
        total
        for year, gain in enumerate((10, 12, 14, 16))
        for total in (gain, 2 * gain, 3 * gain, 4 * gain)
        if (year, total) != (3, 4 * gain)
    ]
    fill(yearly, Period(2023, 1, "quarter"), figures)
    [made] = forecast_indicators([yearly.pk], by=COMPUTER, at=now)
    assert (made.target_on, len(made.steps), made.points) == (date(2026, 12, 31), 1, 12)
    # Three quarters of sixteen are known; the fourth can only add.
    assert made.low >= 48
    # The last four quarters: 14 of the year before and 3 × 16.
    assert (made.value, made.method) == (62, "stays-1")


def test_who_may_not_compute_may_not_forecast_and_nothing_stored_is_changed(indicator, contact, now):
    with pytest.raises(NotAllowed):
        forecast_indicators([indicator.pk], by=contact, at=now)
    assert not IndicatorForecast.objects.exists()
    forecast(datetime(2026, 11, 20, 5, tzinfo=UTC))
    with pytest.raises(DatabaseError), transaction.atomic():
        IndicatorForecast.objects.update(value=1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM plan_indicatorforecast")
