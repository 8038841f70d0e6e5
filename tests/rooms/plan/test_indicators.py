"""Values as of a day as known at an instant; entering, correcting, setting paths; and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhichan.core.access.roles import Role as Post
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.rooms.plan.actions.edit_path import define_indicator, edit_path, promise_of
from zhichan.rooms.plan.actions.enter_value import ValueEntry, enter_value
from zhichan.rooms.plan.indicator_status import Status
from zhichan.rooms.plan.models import Indicator, IndicatorValue, PathPoint
from zhichan.rooms.plan.paths import path_of
from zhichan.rooms.plan.queries.indicators import (
    counts_by_status,
    indicator_rows,
    indicators_visible_to,
)
from zhichan.rooms.plan.queries.values import value_as_of

from .samples import make_indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(plan, science):
    """From 4 at the end of 2025 to 9 at the end of 2030, with its computed path."""
    made = make_indicator(plan, owner_unit=science)
    target = made.targets.get()
    PathPoint.objects.bulk_create(
        PathPoint(target=target, year=p.year, value=p.value, kind=p.kind)
        for p in path_of(promise_of(made, target))
    )
    return made


def entry(value: str, on: date = date(2026, 9, 30), **fields: object) -> ValueEntry:
    return ValueEntry(on, Decimal(value), "科技局季报", **fields)


def state_of(indicator: Indicator) -> tuple[object, ...]:
    return (
        tuple(Indicator.objects.values().get(pk=indicator.pk).values()),
        tuple(IndicatorValue.objects.filter(indicator=indicator).values_list()),
        tuple(PathPoint.objects.filter(target__indicator=indicator).order_by("pk").values_list()),
        events_of(indicator).count(),
    )


# --- as of, as known at ---


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def test_a_correction_is_a_new_row_and_the_reported_value_can_be_asked_again(indicator, contact, now):
    first = enter_value(indicator.pk, entry("5.31", known_at=at_noon(date(2026, 10, 8))), by=contact, at=now)
    second = enter_value(indicator.pk, entry("5.27", note="三件已终止"), by=contact, at=now)
    on = date(2026, 9, 30)
    assert value_as_of(indicator, on, at_noon(date(2026, 10, 7))) is None
    assert value_as_of(indicator, on, at_noon(date(2026, 10, 8))) == first
    assert value_as_of(indicator, on, now - timedelta(seconds=1)) == first
    assert value_as_of(indicator, on, now) == second
    assert value_as_of(indicator, date(2026, 9, 29), now) is None
    assert IndicatorValue.objects.count() == 2
    assert [event.kind for event in events_of(indicator)] == [
        "plan.indicator.value_entered",
        "plan.indicator.value_corrected",
    ]


DAYS = st.integers(0, 40).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
ROWS = st.lists(st.tuples(DAYS, DAYS, st.integers(0, 50)), max_size=12, unique_by=lambda row: row[:2])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.tuples(DAYS, DAYS, st.integers(0, 50)), max_size=12, unique_by=lambda row: row[:2]),
    DAYS,
    DAYS,
)
def test_as_of_and_as_known_agree_with_a_walk_over_the_rows(indicator, rows, on, known):
    IndicatorValue.objects.all().delete()
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            indicator=indicator, effective_on=day, known_at=at_noon(at), value=value, source="test"
        )
        for day, at, value in rows
    )
    seen = [(day, at, value) for day, at, value in rows if day <= on and at <= known]
    expected = max(seen)[2] if seen else None
    found = value_as_of(indicator, on, at_noon(known))
    assert (found and int(found.value)) == expected


def test_a_later_day_wins_over_a_later_correction_of_an_earlier_one(indicator, contact, now):
    enter_value(indicator.pk, entry("5.0", date(2026, 9, 30)), by=contact, at=now)
    enter_value(indicator.pk, entry("5.2", date(2026, 10, 31)), by=contact, at=now)
    later = now + timedelta(days=1)
    enter_value(indicator.pk, entry("4.9", date(2026, 9, 30), note="重复计数"), by=contact, at=later)
    assert value_as_of(indicator, date(2026, 11, 20), later).value == Decimal("5.2")


# --- entering and correcting ---


def test_a_value_keeps_its_source_note_reporter_and_unit(indicator, science, contact, now):
    value = enter_value(indicator.pk, entry("5.31", note="含代管企业"), by=contact, at=now)
    assert (value.source, value.note, value.reporter_id, value.unit, value.known_at) == (
        "科技局季报",
        "含代管企业",
        contact.id,
        science,
        now,
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (entry("5", date(2026, 11, 21)), "invalid_input"),
        (entry("5", known_at=datetime(2026, 11, 20, 2, 0, 1, tzinfo=UTC)), "invalid_input"),
        (entry("5", known_at=datetime(2026, 9, 29, 15, 59, tzinfo=UTC)), "invalid_input"),
        (entry("5.00001"), "invalid_input"),
        (entry("12345678901234567"), "invalid_input"),
        (entry("NaN"), "invalid_input"),
        (ValueEntry(date(2026, 9, 30), Decimal(5), "  "), "source_missing"),
        (entry("5", note="长" * 401), "invalid_input"),
    ],
)
def test_an_unreadable_value_changes_nothing(indicator, contact, now, given, code):
    before = state_of(indicator)
    with pytest.raises(InvalidInput) as refused:
        enter_value(indicator.pk, given, by=contact, at=now)
    assert refused.value.specific_code == code
    assert state_of(indicator) == before


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (entry("5.31", note="再报"), "same_value"),
        (entry("5.2"), "note_missing"),
        (entry("5.2", note="更正", known_at=datetime(2026, 10, 8, 4, tzinfo=UTC)), "known_before"),
    ],
)
def test_a_correction_needs_a_difference_a_note_and_later_knowledge(indicator, contact, now, given, code):
    first = entry("5.31", known_at=datetime(2026, 10, 8, 4, tzinfo=UTC))
    enter_value(indicator.pk, first, by=contact, at=now)
    before = state_of(indicator)
    with pytest.raises(InvalidInput) as refused:
        enter_value(indicator.pk, given, by=contact, at=now)
    assert refused.value.specific_code == code
    assert state_of(indicator) == before


def test_a_retired_indicator_takes_no_value(indicator, officer, now):
    Indicator.objects.filter(pk=indicator.pk).update(retired_at=now)
    with pytest.raises(WrongState):
        enter_value(indicator.pk, entry("5"), by=officer, at=now)


@pytest.mark.parametrize("role", list(Post))
@pytest.mark.parametrize("place", ["own", "other"])
def test_the_office_and_the_unit_that_fills_it_in_enter_values(
    indicator, science, unit, actor, now, role, place
):
    where = science if place == "own" else unit("云川区商务局")
    by = actor(role, where)
    allowed = role is Post.PLAN_OFFICER or (role is Post.UNIT_CONTACT and place == "own")
    before = state_of(indicator)
    if allowed:
        enter_value(indicator.pk, entry("5"), by=by, at=now)
        assert IndicatorValue.objects.count() == 1
    else:
        with pytest.raises((NotAllowed, NotFound)):
            enter_value(indicator.pk, entry("5"), by=by, at=now)
        assert state_of(indicator) == before


@pytest.mark.parametrize("role", list(Post))
@pytest.mark.parametrize("place", ["own", "other"])
def test_overseers_see_every_indicator_and_contacts_what_their_units_fill_in(
    indicator, science, unit, actor, role, place
):
    by = actor(role, science if place == "own" else unit("云川区商务局"))
    overseers = (
        Post.OFFICE_LEADER,
        Post.PLAN_OFFICER,
        Post.CASE_OFFICER,
        Post.LEGAL_REVIEWER,
        Post.READ_ONLY_LEADER,
    )
    expected = role in overseers or (role is Post.UNIT_CONTACT and place == "own")
    assert indicators_visible_to(by).exists() is expected


# --- how they stand ---


def test_rows_show_value_path_gap_and_status(plan, indicator, contact, now):
    empty = make_indicator(plan, "有效注册商标量")
    enter_value(indicator.pk, entry("5", date(2026, 9, 30)), by=contact, at=now)
    first, second = indicator_rows([indicator, empty], date(2026, 11, 20), now)
    # Equal ratios from 4 to 9 over five years: 4 × 2.25^(273/365/5) = 4.5160….
    assert (first.value.value, first.expected, first.gap) == (Decimal(5), Decimal(5), Decimal(0))
    assert (first.status, first.done, second.status, second.done) == (
        Status.ON_PATH,
        20,
        Status.NO_DATA,
        None,
    )
    assert counts_by_status([first, second])[Status.NO_DATA] == 1


def test_an_indicator_the_version_in_force_does_not_promise_has_no_path(plan, indicator, now):
    indicator.targets.all().delete()
    (row,) = indicator_rows([indicator], date(2026, 11, 20), now)
    assert (row.target, row.status, row.expected) == (None, Status.NO_DATA, None)


# --- paths ---


def test_an_edited_point_says_who_said_so_and_the_promise_stays(indicator, officer, now):
    edit_path(
        indicator.pk, {2026: Decimal("4.5"), 2027: Decimal("5")}, note="年度分解下达", by=officer, at=now
    )
    points = PathPoint.objects.filter(target__indicator=indicator).order_by("year")
    assert [(p.year, p.value, p.kind) for p in points if p.kind == "edited"] == [
        (2026, Decimal("4.5"), "edited"),
        (2027, Decimal("5"), "edited"),
    ]
    assert points.last().value == 9
    assert events_of(indicator).get().details["after"] == {"2026": "4.5", "2027": "5"}


@pytest.mark.parametrize(
    ("points", "note"),
    [
        ({2026: Decimal(5)}, " "),
        ({2030: Decimal(8)}, "降低目标"),
        ({2025: Decimal(4)}, "改基期"),
        ({2031: Decimal(9)}, "延长"),
        ({}, "无改动"),
        ({2026: Decimal(5)}, "长" * 201),
    ],
)
def test_an_impossible_path_changes_nothing(indicator, officer, now, points, note):
    before = state_of(indicator)
    with pytest.raises(InvalidInput):
        edit_path(indicator.pk, points, note=note, by=officer, at=now)
    assert state_of(indicator) == before


@pytest.mark.parametrize("role", [r for r in Post if r not in (Post.PLAN_OFFICER, Post.OFFICE_LEADER)])
def test_only_the_office_sets_paths_and_definitions(indicator, science, actor, now, role):
    by = actor(role, science)
    before = state_of(indicator)
    with pytest.raises((NotAllowed, NotFound)):
        edit_path(indicator.pk, {2026: Decimal(5)}, note="调整", by=by, at=now)
    with pytest.raises((NotAllowed, NotFound)):
        define_indicator(indicator.pk, owner_unit_id=None, counting="yearly", note="调整", by=by, at=now)
    assert state_of(indicator) == before


def test_a_changed_counting_computes_the_path_anew_unless_somebody_edited_it(
    indicator, science, officer, now
):
    define_indicator(
        indicator.pk, owner_unit_id=science.pk, counting="cumulative", note="按累计口径", by=officer, at=now
    )
    points = list(PathPoint.objects.filter(target__indicator=indicator).order_by("year"))
    assert [p.value for p in points] == [Decimal(v) for v in ("1.8", "3.6", "5.4", "7.2", "9")]
    edit_path(indicator.pk, {2026: Decimal(2)}, note="年度分解下达", by=officer, at=now)
    define_indicator(
        indicator.pk, owner_unit_id=science.pk, counting="stock", note="改回", by=officer, at=now
    )
    assert PathPoint.objects.get(target__indicator=indicator, year=2026).value == 2


@pytest.mark.parametrize(("counting", "note"), [("weekly", "改"), ("stock", "")])
def test_an_impossible_definition_changes_nothing(indicator, science, officer, now, counting, note):
    before = state_of(indicator)
    with pytest.raises(InvalidInput):
        define_indicator(
            indicator.pk, owner_unit_id=science.pk, counting=counting, note=note, by=officer, at=now
        )
    assert state_of(indicator) == before


def test_an_unknown_owner_is_refused(indicator, officer, now):
    with pytest.raises(InvalidInput):
        define_indicator(indicator.pk, owner_unit_id=10**6, counting="stock", note="改", by=officer, at=now)
