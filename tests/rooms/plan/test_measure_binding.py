"""Indicators computed from registers: filled daily, corrected later, beside what people enter."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.rooms.registry.files import csv_of
from tests.rooms.registry.test_imports import FEB, take_in
from tests.rooms.registry.test_measures import DISTRICT, HEADS, invention, places
from zhichan.core.access.roles import Role
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.measures.models import MeasureRun
from zhichan.core.registers.actions import Entry, record_row
from zhichan.core.registers.derive import derive
from zhichan.rooms.plan.actions.bind_measure import Bound, bind_measure, unbind_measure
from zhichan.rooms.plan.actions.enter_value import ValueEntry, enter_value
from zhichan.rooms.plan.actions.refresh_values import quarter_ends, refresh_indicator
from zhichan.rooms.plan.models import IndicatorValue, MeasureBinding
from zhichan.rooms.plan.queries.indicators import indicator_rows
from zhichan.rooms.plan.queries.values import value_as_of
from zhichan.rooms.plan.sweepers import compute
from zhichan.rooms.registry.models import Patent, PatentEvent
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.models.reference_value import REFERENCE_VALUES

from .samples import make_indicator, make_plan

__all__ = ["places"]
pytestmark = pytest.mark.django_db
AUGUST = datetime(2026, 8, 20, 4, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 19, 4, tzinfo=UTC)
BOUND = Bound("inventions_in_force", DISTRICT, "规划指标解释（示例）")


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def indicator(office):
    return make_indicator(make_plan(office))


@pytest.fixture
def patents(officer, places):
    take_in(csv_of([invention(serial) for serial in (1, 2, 3)], HEADS), officer, FEB)


@pytest.fixture
def bound(indicator, officer, patents):
    bind_measure(indicator.pk, BOUND, by=officer, at=AUGUST)
    return indicator


def lapse(on: date, known_at: datetime) -> None:
    patent = Patent.objects.filter(public_class="in_force").order_by("number")[0]
    PatentEvent.objects.create(
        subject=patent, code="TERMINATED_UNPAID", effective_on=on, known_at=known_at, source="公告"
    )
    derive(PATENTS, [patent.pk], at=known_at)


def computed(indicator) -> dict[date, list[int]]:
    found: dict[date, list[int]] = {}
    for value in IndicatorValue.objects.filter(indicator=indicator, run__isnull=False).order_by("pk"):
        found.setdefault(value.effective_on, []).append(int(value.value))
    return found


def enter(indicator, on: date, value: int, by, at: datetime, note: str = ""):
    return enter_value(
        indicator.pk, ValueEntry(on, Decimal(value), "市局通报（示例）", note=note), by=by, at=at
    )


def test_the_last_quarters_and_today_are_filled_each_with_its_run(bound, officer):
    added = refresh_indicator(bound.pk, by=officer, at=AUGUST)
    days = [date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 8, 20)]
    # Today says the same as the quarter before: no value is added that says nothing new.
    assert computed(bound) == {day: [3] for day in days[:-1]}
    for value in added:
        assert (value.run.on, value.run.known_at, value.run.region) == (value.effective_on, AUGUST, DISTRICT)
        assert value.run.value == value.value
        assert value.source == "登记数据：有效发明专利"
    binding = MeasureBinding.objects.get()
    assert (binding.last_run.on, binding.last_run.value, binding.refreshed_at) == (days[-1], 3, AUGUST)


def test_nothing_new_adds_nothing_but_the_run_of_the_day(bound, officer):
    refresh_indicator(bound.pk, by=officer, at=AUGUST)
    before, runs = computed(bound), MeasureRun.objects.count()
    later = AUGUST + timedelta(days=1)
    assert refresh_indicator(bound.pk, by=officer, at=later) == []
    assert computed(bound) == before
    assert MeasureRun.objects.count() == runs + 1
    assert MeasureBinding.objects.get().refreshed_at == later


def test_a_lapse_learned_late_corrects_the_quarters_it_reaches_and_keeps_what_was_known(bound, officer):
    refresh_indicator(bound.pk, by=officer, at=AUGUST)
    lapse(date(2026, 5, 1), NOVEMBER - timedelta(hours=1))
    refresh_indicator(bound.pk, by=officer, at=NOVEMBER)
    assert computed(bound) == {
        date(2025, 9, 30): [3],
        date(2025, 12, 31): [3],
        date(2026, 3, 31): [3],
        date(2026, 6, 30): [3, 2],
        date(2026, 9, 30): [2],
    }
    june = date(2026, 6, 30)
    assert value_as_of(bound, june, NOVEMBER).value == 2
    assert value_as_of(bound, june, AUGUST).value == 3


def test_the_sweep_computes_what_is_bound_and_only_that(bound, office, officer):
    other = make_indicator(bound.plan, "另一个指标")
    assert compute(AUGUST) == 4
    assert computed(bound)
    assert not IndicatorValue.objects.filter(indicator=other).exists()
    bound.retired_at = AUGUST
    bound.save()
    assert compute(NOVEMBER) == 0


def test_what_people_entered_stays_beside_what_was_computed(bound, officer):
    june = date(2026, 6, 30)
    entered = enter(bound, june, 5, officer, AUGUST - timedelta(days=30))
    refresh_indicator(bound.pk, by=officer, at=AUGUST)
    row = indicator_rows([bound], june, AUGUST)[0]
    assert (row.value.value, row.value.at_odds) == (3, entered)
    assert row.run.rows_digest
    corrected = enter(bound, june, 3, officer, AUGUST + timedelta(days=1), note="核对后一致")
    row = indicator_rows([bound], june, AUGUST + timedelta(days=2))[0]
    assert (row.value.value, row.value.at_odds) == (3, None)
    assert IndicatorValue.objects.filter(indicator=bound, run=None).count() == 2
    later = enter(bound, date(2026, 8, 21), 4, officer, AUGUST + timedelta(days=1))
    assert value_as_of(bound, date(2026, 8, 22), NOVEMBER) == later
    assert corrected.run_id is None


def test_a_correction_by_hand_is_judged_against_what_was_entered_and_not_what_was_computed(bound, officer):
    refresh_indicator(bound.pk, by=officer, at=AUGUST)
    june = date(2026, 6, 30)
    assert enter(bound, june, 3, officer, AUGUST).run_id is None
    with pytest.raises(InvalidInput):
        enter(bound, june, 3, officer, AUGUST + timedelta(days=1), note="同样的数")


def test_where_the_figure_cannot_be_computed_the_binding_says_why(indicator, officer, patents):
    bind_measure(indicator.pk, Bound("invention_per_10k", DISTRICT, "口径（示例）"), by=officer, at=AUGUST)
    assert refresh_indicator(indicator.pk, by=officer, at=AUGUST) == []
    assert MeasureBinding.objects.get().gap == "缺 120118 在 2025 年末的常住人口"
    values = {"kind": "resident_population", "region": DISTRICT, "year": 2025, "value": Decimal("78.5")}
    record_row(REFERENCE_VALUES, Entry(values, date(2025, 12, 31), "统计公报"), by=officer, at=AUGUST)
    added = refresh_indicator(indicator.pk, by=officer, at=AUGUST + timedelta(minutes=1))
    assert {value.value for value in added} == {Decimal("0.04")}
    assert MeasureBinding.objects.get().gap == ""


def test_a_measure_that_is_gone_is_a_gap_and_no_error(bound, officer):
    MeasureBinding.objects.update(measure="gone")
    assert compute(AUGUST) == 0
    assert MeasureBinding.objects.get().gap == "没有“gone”这个指标。"


def test_binding_again_replaces_and_unbinding_keeps_the_values(bound, officer):
    refresh_indicator(bound.pk, by=officer, at=AUGUST)
    bind_measure(
        bound.pk, Bound("patents_in_force", DISTRICT, "改口径", {"kind": "invention"}), by=officer, at=AUGUST
    )
    assert MeasureBinding.objects.get().options == {"kind": "invention"}
    unbind_measure(bound.pk, by=officer, at=AUGUST)
    assert not MeasureBinding.objects.exists()
    assert len(computed(bound)) == 4
    with pytest.raises(WrongState):
        unbind_measure(bound.pk, by=officer, at=AUGUST)
    with pytest.raises(WrongState):
        refresh_indicator(bound.pk, by=officer, at=AUGUST)
    codes = [event.kind for event in events_of(bound)]
    for code in ("measure_bound", "value_computed", "measure_unbound"):
        assert f"plan.indicator.{code}" in codes


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (Bound("nothing", DISTRICT, "依据"), NotFound),
        (Bound("inventions_in_force", "云川", "依据"), InvalidInput),
        (Bound("inventions_in_force", "1" * 13, "依据"), InvalidInput),
        (Bound("inventions_in_force", DISTRICT, " "), InvalidInput),
        (Bound("ownership_rate", DISTRICT, "依据"), InvalidInput),
        (Bound("inventions_in_force", DISTRICT, "依据", {"kind": "invention"}), InvalidInput),
    ],
)
def test_what_cannot_be_bound_is_refused(indicator, officer, wrong, error):
    with pytest.raises(error):
        bind_measure(indicator.pk, wrong, by=officer, at=AUGUST)
    assert not MeasureBinding.objects.exists()


def test_only_those_who_decide_may_bind(indicator, actor, office, unit):
    with pytest.raises(NotAllowed):
        bind_measure(indicator.pk, BOUND, by=actor(Role.READ_ONLY_LEADER, office), at=AUGUST)
    with pytest.raises((NotAllowed, NotFound)):
        bind_measure(indicator.pk, BOUND, by=actor(Role.UNIT_CONTACT, unit("云川区科技局")), at=AUGUST)
    assert not MeasureBinding.objects.exists()


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 20), date(2025, 12, 31), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2025, 12, 31), date(2026, 9, 30)),
        (date(2026, 9, 30), date(2025, 9, 30), date(2026, 6, 30)),
        (date(2026, 1, 1), date(2025, 3, 31), date(2025, 12, 31)),
    ],
)
def test_the_last_four_ends_of_quarters(today, first, last):
    ends = quarter_ends(today)
    assert (len(ends), ends[0], ends[-1]) == (4, first, last)


# --- the pages -------------------------------------------------------------------------------------------


@pytest.fixture
def browser(signed_in, office):
    return signed_in(Role.PLAN_OFFICER, office)


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("frozen_now")
def test_an_indicator_is_bound_on_its_page_and_opens_down_to_one_patent(browser, indicator, patents):
    page = reverse("plan:indicator", args=[indicator.pk])
    binding = reverse("plan:indicator_binding", args=[indicator.pk])
    assert binding in text_of(browser.get(page))
    assert "每万人口发明专利拥有量" in text_of(browser.get(binding))
    chosen = f"{binding}?measure=inventions_in_force"
    assert "计量单位写法不同" not in text_of(browser.get(chosen))
    assert "计量单位写法不同" in text_of(browser.get(f"{binding}?measure=invention_per_10k"))
    assert browser.post(chosen, {"region": DISTRICT, "note": ""}).status_code == 422
    assert not MeasureBinding.objects.exists()
    assert browser.post(chosen, {"region": DISTRICT, "note": "规划指标解释（示例）"})["Location"] == page
    shown = text_of(browser.get(page))
    value = IndicatorValue.objects.order_by("-effective_on")[0]
    run = reverse("measures:run", args=["registry", value.run_id])
    assert run in shown
    assert "覆盖" in shown
    opened = text_of(browser.get(run))
    patent = Patent.objects.order_by("pk")[0]
    assert reverse("registers:row", args=["registry", "patent", patent.pk]) in opened
    for listed in (reverse("plan:indicators"), reverse("home")):
        found = text_of(browser.get(listed))
        assert run in found
        assert "覆盖 100%" in found
        assert "2026-11-20 计算" in found


@pytest.mark.usefixtures("frozen_now")
def test_the_page_shows_both_figures_where_they_differ(browser, bound, officer):
    enter(bound, date(2026, 9, 30), 5, officer, NOVEMBER - timedelta(days=9))
    refresh_indicator(bound.pk, by=officer, at=NOVEMBER)
    page = text_of(browser.get(reverse("plan:indicator", args=[bound.pk])))
    assert "来源不一" in page
    assert "市局通报（示例）" in page
    assert "另有填报" in text_of(browser.get(reverse("plan:indicators")))


@pytest.mark.usefixtures("frozen_now")
def test_computing_now_and_unbinding_are_buttons(browser, bound):
    page = reverse("plan:indicator", args=[bound.pk])
    refresh, end = (reverse(f"plan:indicator_{name}", args=[bound.pk]) for name in ("refresh", "unbind"))
    assert browser.get(refresh).status_code == 405
    assert browser.post(refresh)["Location"] == page
    assert len(computed(bound)) == 4
    assert browser.post(end)["Location"] == page
    assert not MeasureBinding.objects.exists()
    assert "没有对应登记数据" in text_of(browser.post(refresh, follow=True))


@pytest.mark.usefixtures("frozen_now")
def test_the_gap_stands_on_the_indicator_page_and_in_the_lists(browser, indicator, officer, patents):
    bind_measure(indicator.pk, Bound("invention_per_10k", DISTRICT, "口径（示例）"), by=officer, at=AUGUST)
    refresh_indicator(indicator.pk, by=officer, at=AUGUST)
    for address in (
        reverse("plan:indicator", args=[indicator.pk]),
        reverse("plan:indicators"),
        reverse("home"),
    ):
        assert "缺 120118 在 2025 年末的常住人口" in text_of(browser.get(address))
