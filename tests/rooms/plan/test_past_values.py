"""Ends of quarters are computed anew where something was written since, and only there."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.core.matters.conftest import House, at, house
from tests.rooms.protection.test_measures import penalty
from tests.rooms.registry.files import csv_of
from tests.rooms.registry.test_imports import FEB, MAY, take_in
from tests.rooms.registry.test_many_measures import HEADS, TOWN, right
from tests.rooms.registry.test_measures import DISTRICT, places, population
from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.matters.actions.amend import Correction, correct_event
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.parts import Part
from zhichan.core.measures.computing import figure_of
from zhichan.core.measures.declaration import Question, all_measures
from zhichan.core.measures.written import mark_of
from zhichan.core.registers.actions import Entry, change_row
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.rooms.plan.actions.refresh_values import ANEW_AFTER, refresh_indicator, refresh_indicators
from zhichan.rooms.plan.models import Indicator, IndicatorValue, MeasureBinding
from zhichan.rooms.registry.actions.join_parties import Joining, join_parties, split_parties
from zhichan.rooms.registry.models import Party
from zhichan.rooms.registry.models.reference_value import REFERENCE_VALUES

from .samples import make_indicator, make_plan
from .test_measure_binding import NOVEMBER, lapse

__all__ = ["house", "places", "population"]
pytestmark = pytest.mark.django_db
BY = system_actor("measures")
SEPTEMBER = date(2026, 9, 30)
MINUTE = timedelta(minutes=1)
NAMES = ("inventions_in_force", "invention_per_10k", "firms_with_patents", "cases_filed")


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def second_batch(officer, places, population):
    """Five inventions of three firms, two of them of a batch of their own, which is given back."""
    first = [
        right(1, "甲", "H01M10/05", TOWN),
        right(2, "甲", "H01M10/05", TOWN),
        right(3, "乙", "G06F1/00", TOWN),
    ]
    take_in(csv_of(first, HEADS), officer, FEB)
    return take_in(csv_of([right(n, "丙", "G06F1/00", TOWN) for n in (4, 5)], HEADS), officer, MAY)


@pytest.fixture
def bound(office, second_batch):
    plan, made = make_plan(office), {}
    for name in NAMES:
        made[name] = make_indicator(plan, name)
        region = "" if name == "cases_filed" else DISTRICT
        MeasureBinding.objects.create(
            indicator=made[name], measure=name, region=region, bound_at=FEB, note="示例"
        )
    return made


def refreshed(when: datetime) -> dict[str, Decimal]:
    """Refresh as the clock does; what was added for the end of September by measure."""
    found = refresh_indicators(Indicator.objects.order_by("pk").values_list("pk", flat=True), by=BY, at=when)
    return {one.run.measure: one.value for one in found if one.effective_on == SEPTEMBER}


def computed_at() -> dict[str, datetime]:
    """When the past of each indicator was computed."""
    return dict(MeasureBinding.objects.values_list("measure", "past_at"))


def test_nothing_is_asked_of_the_past_where_nothing_was_written(bound):
    assert refreshed(NOVEMBER) == {
        "inventions_in_force": 5, "invention_per_10k": Decimal("0.06"), "firms_with_patents": 3,
        "cases_filed": 0,
    }  # fmt: skip
    values = IndicatorValue.objects.count()
    with CaptureQueriesContext(connection) as caught:
        assert refreshed(NOVEMBER + MINUTE) == {}
    asked = "\n".join(one["sql"] for one in caught)
    assert "2026-11-19" in asked
    assert not re.search(r"2026-0[369]-3[01]|2025-12-31'.*valid_from", asked)
    assert set(computed_at().values()) == {NOVEMBER}
    assert set(MeasureBinding.objects.values_list("refreshed_at", flat=True)) == {NOVEMBER + MINUTE}
    assert IndicatorValue.objects.count() == values


def test_whatever_is_recorded_late_changes_the_past_at_the_next_computing(bound, second_batch, officer):
    """A lapse, an undone batch, another population, firms found to be one and then two."""
    when = NOVEMBER
    refreshed(when)
    lapse(date(2026, 5, 1), when + MINUTE)
    assert refreshed(when + 2 * MINUTE) == {"inventions_in_force": 4, "invention_per_10k": Decimal("0.05")}
    undo_batch(second_batch.pk, by=officer, at=when + 3 * MINUTE)
    assert refreshed(when + 4 * MINUTE) == {
        "inventions_in_force": 2, "invention_per_10k": Decimal("0.03"), "firms_with_patents": 2
    }  # fmt: skip
    [known] = REFERENCE_VALUES.model.objects.all()
    change_row(
        REFERENCE_VALUES, known.pk, Entry({"value": Decimal("20")}, date(2025, 12, 31), "更正公报"),
        by=officer, at=when + 5 * MINUTE,
    )  # fmt: skip
    assert refreshed(when + 6 * MINUTE) == {"invention_per_10k": Decimal("0.10")}
    head, other = (Party.objects.get(name=f"云川{name}示例有限公司") for name in "甲乙")
    joined = join_parties(other.pk, Joining(head.pk, "更名"), by=officer, at=when + 7 * MINUTE)
    assert refreshed(when + 8 * MINUTE) == {"firms_with_patents": 1}
    split_parties(joined.pk, reason="两家", by=officer, at=when + 9 * MINUTE)
    assert refreshed(when + 10 * MINUTE) == {"firms_with_patents": 2}
    assert refreshed(when + 11 * MINUTE) == {}
    past = computed_at()
    assert past["firms_with_patents"] == when + 10 * MINUTE
    assert past["cases_filed"] == when  # no matter was touched


def test_a_corrected_step_of_a_matter_changes_the_past_and_no_figure_of_rights_is_asked(bound, house: House):
    matter = penalty(house, "2026-10-08 09:00")
    assign(matter.pk, [house.officer.id], Part.CASE_TEAM, by=house.leader, at=at("2026-10-09 09:00"))
    assert refreshed(NOVEMBER)["cases_filed"] == 0
    right_day = Correction(1, "审批表上是九月", at("2026-09-28 09:00"))
    correct_event(matter.pk, right_day, by=house.officer, at=NOVEMBER + MINUTE)
    assert refreshed(NOVEMBER + 2 * MINUTE) == {"cases_filed": 1}
    assert computed_at()["inventions_in_force"] == NOVEMBER


def test_in_doubt_the_past_is_computed(bound):
    """What was learned after the instant asked about, a new end of a quarter, a week, a failure, a button."""
    lapse(date(2026, 5, 1), NOVEMBER + MINUTE)
    assert refreshed(NOVEMBER)["inventions_in_force"] == 5
    assert MeasureBinding.objects.get(measure="inventions_in_force").past_mark == ""
    assert refreshed(NOVEMBER + 2 * MINUTE)["inventions_in_force"] == 4
    day = NOVEMBER + 2 * MINUTE
    assert mark_of("registry", day) == mark_of("registry", day + MINUTE) != mark_of("protection", day)
    assert mark_of("", day) == mark_of("gi", day) == ""
    refreshed(day + ANEW_AFTER - MINUTE)
    assert set(computed_at().values()) == {day, NOVEMBER + ANEW_AFTER + MINUTE}
    refreshed(day + ANEW_AFTER)
    assert set(computed_at().values()) == {day + ANEW_AFTER, NOVEMBER + ANEW_AFTER + MINUTE}
    january = datetime.fromisoformat("2027-01-01T04:00:00+00:00")
    MeasureBinding.objects.update(past_at=january - timedelta(days=1))
    refreshed(january)
    assert set(computed_at().values()) == {january}
    refresh_indicator(bound["firms_with_patents"].pk, by=BY, at=january + MINUTE)
    assert computed_at()["firms_with_patents"] == january + MINUTE
    MeasureBinding.objects.filter(measure="cases_filed").update(failure="没有算出")
    refreshed(january + 2 * MINUTE)
    assert computed_at()["cases_filed"] == january + 2 * MINUTE


def test_measures_read_no_table_that_the_marks_do_not_tell_of(bound):
    """A measure that comes to read something else has to say so: every statement names its tables."""
    told = {
        "registry": r"registry_\w+|imports_importbatch|people_person",
        "protection": r"matters_(matter|matterevent|matterlink|obligation|service)|calendar_\w+",
    }
    for one in all_measures():
        choices = {
            option.name: option.choices() for option in one.options if option.is_required and option.choices
        }
        options = {name: found[0][0] for name, found in choices.items() if found}
        if len(options) < len(choices):
            continue  # no firm group here: it reads memberships and parties, as the others do
        with CaptureQueriesContext(connection) as caught:
            figure_of(one, Question(DISTRICT, SEPTEMBER, NOVEMBER, options))
        tables = {name for sql in caught for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', sql["sql"])}
        assert tables, one.name
        strange = {name for name in tables if not re.fullmatch(told[one.room], name)}
        assert not strange, (one.name, strange)
