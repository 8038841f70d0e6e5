"""The calendar: seeded years against a second source, provisional days, days set here."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.core.upkeep.sites import NewSite
from zhichan.core.access.actor import ANONYMOUS, Actor
from zhichan.core.access.roles import Role
from zhichan.core.audit.queries import events_of
from zhichan.core.calendar.actions import set_day
from zhichan.core.calendar.models import CalendarDay
from zhichan.core.calendar.queries import announced_until, calendar_day, calendar_days
from zhichan.core.calendar.seed import announced, seed
from zhichan.core.errors import InvalidInput, NotAllowed


def test_every_day_of_the_known_years_is_there(db) -> None:
    assert CalendarDay.objects.count() == (date(2026, 12, 31) - date(2004, 1, 1)).days + 1
    assert announced_until() == date(2026, 12, 31)


@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
def test_known_days_agree_with_the_packages_own_answer(day: date) -> None:
    assert announced(day)[0] == chinese_calendar.is_workday(day)


@pytest.mark.parametrize(
    ("day", "is_working", "label"),
    [  # read off the notices for 2024 and 2026 by hand
        (date(2024, 2, 4), True, "春节调休上班"),
        (date(2024, 2, 9), True, ""),
        (date(2024, 2, 12), False, "春节"),
        (date(2024, 10, 7), False, "国庆节"),
        (date(2024, 10, 12), True, "国庆节调休上班"),
        (date(2024, 10, 13), False, ""),
        (date(2026, 10, 1), False, "国庆节"),
    ],
)
def test_days_of_the_notices(db, day: date, is_working: bool, label: str) -> None:
    found = calendar_day(day)
    assert (found.is_working, found.label, found.is_provisional) == (is_working, label, False)
    assert found.source.startswith("国务院办公厅")


def test_days_beyond_the_notices_are_provisional(db) -> None:
    friday, saturday = calendar_days(date(2027, 1, 8), date(2027, 1, 9))
    assert (friday.is_working, friday.is_provisional, friday.source) == (True, True, "")
    assert (saturday.is_working, saturday.is_provisional) == (False, True)
    assert calendar_day(date(2003, 12, 31)).is_provisional


def test_a_stretch_of_days_is_one_query(db, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        days = calendar_days(date(2026, 12, 25), date(2027, 1, 5))
    assert [day.day for day in days] == [date(2026, 12, 25) + timedelta(days=n) for n in range(12)]
    assert [day.is_provisional for day in days] == [False] * 7 + [True] * 5


def test_seeding_again_adds_only_what_is_missing(db, system: Actor, now) -> None:
    assert seed() == 0
    set_day(date(2026, 11, 23), is_working=False, reason="区里统一放假", by=system, at=now)
    CalendarDay.objects.filter(day__year=2025).delete()
    assert seed() == 365
    assert calendar_day(date(2026, 11, 23)).is_working is False


def test_a_database_without_the_calendar_yet_is_not_seeded(new_site: NewSite) -> None:
    with new_site(bare=True).here():
        call_command("migrate", "contenttypes", verbosity=0, skip_checks=True)
        assert CalendarDay._meta.db_table not in connection.introspection.table_names()


def test_a_day_can_be_set_ahead_of_the_notice(db, actor, office, now) -> None:
    by = actor(Role.SYSTEM_ADMIN, office)
    day = date(2027, 1, 4)
    row = set_day(day, is_working=False, reason=" 本区统一调休 ", by=by, at=now)
    found = calendar_day(day)
    assert (found.is_working, found.is_provisional, found.is_set_here, found.source) == (
        False,
        False,
        True,
        "本区统一调休",
    )
    assert str(row) == "2027-01-04"
    event = events_of(row).get()
    assert (event.kind, event.actor_id) == ("calendar.day.set", by.id)
    assert event.details == {
        "is_working": False,
        "was_working": True,
        "was_provisional": True,
        "reason": "本区统一调休",
    }


def test_a_day_set_twice_keeps_both_in_the_record(db, system: Actor, now) -> None:
    day = date(2026, 10, 1)
    set_day(day, is_working=True, reason="抗灾值守", by=system, at=now)
    row = set_day(day, is_working=False, reason="恢复放假", by=system, at=now)
    assert [event.details["was_working"] for event in events_of(row)] == [False, True]
    assert (row.label, row.source) == ("国庆节", "恢复放假")


@pytest.mark.parametrize(("day", "reason"), [(date(2027, 1, 4), "  "), (date(2003, 12, 31), "旧账")])
def test_a_day_without_reason_or_too_early_is_refused(db, system: Actor, now, day: date, reason: str) -> None:
    before = CalendarDay.objects.count()
    with pytest.raises(InvalidInput):
        set_day(day, is_working=False, reason=reason, by=system, at=now)
    assert CalendarDay.objects.count() == before
    assert not events_of(CalendarDay(day=day)).exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM_ADMIN])
def test_only_the_system_administrator_sets_days(db, actor, office, now, role: Role) -> None:
    with pytest.raises(NotAllowed):
        set_day(date(2027, 1, 4), is_working=False, reason="调休", by=actor(role, office), at=now)
    assert calendar_day(date(2027, 1, 4)).is_provisional


def test_nobody_unknown_sets_days(db, now) -> None:
    with pytest.raises(NotAllowed):
        set_day(date(2027, 1, 4), is_working=False, reason="调休", by=ANONYMOUS, at=now)


def test_an_unseeded_calendar_knows_nothing(db) -> None:
    CalendarDay.objects.all().delete()
    assert announced_until() is None
