"""Years of the calendar that a process keeps: read once, and never older than the calendar is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.calendar.actions import set_day
from zhichan.core.calendar.models import CalendarChange, CalendarDay
from zhichan.core.calendar.queries import Calendar, calendar_days
from zhichan.core.calendar.seed import seed

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


@pytest.fixture
def admin(actor: Callable[..., Actor], office: Any) -> Actor:
    return actor(Role.SYSTEM_ADMIN, office)


def queries(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as found:
        ask()
    return len(found)


def test_it_says_of_each_day_what_the_table_says() -> None:
    days = calendar_days(date(2025, 12, 1), date(2027, 2, 1))
    calendar = Calendar()
    assert [calendar.day(one.day) for one in days] == days


def test_a_year_is_read_once_and_then_only_whether_it_changed() -> None:
    Calendar().day(MONDAY)
    assert queries(lambda: Calendar().day(MONDAY)) == 1
    held = Calendar()
    mark = held.changed
    assert queries(lambda: held.day(MONDAY)) == 0
    assert queries(lambda: Calendar(mark).day(MONDAY)) == 0


def test_a_day_that_is_set_is_seen_by_the_next_who_asks(admin: Actor, now: datetime) -> None:
    assert Calendar().day(MONDAY).is_working
    set_day(MONDAY, is_working=False, reason="停工", by=admin, at=now)
    assert not Calendar().day(MONDAY).is_working
    set_day(MONDAY, is_working=True, reason="复工", by=admin, at=now)
    assert Calendar().day(MONDAY).is_working
    assert [(one.first_on, one.last_on) for one in CalendarChange.objects.order_by("-pk")[:2]] == [
        (MONDAY, MONDAY)
    ] * 2


def test_a_change_that_is_taken_back_was_never_there(admin: Actor, now: datetime) -> None:
    Calendar().day(MONDAY)
    for is_working in (False, True, False):
        with transaction.atomic():
            set_day(MONDAY, is_working=is_working, reason="试", by=admin, at=now)
            assert Calendar().day(MONDAY).is_working is is_working
            transaction.set_rollback(True)
        assert Calendar().day(MONDAY).is_working


def test_a_refused_change_leaves_no_mark(admin: Actor, now: datetime) -> None:
    before = Calendar().changed
    with pytest.raises(Exception, match="理由"):
        set_day(MONDAY, is_working=False, reason=" ", by=admin, at=now)
    assert Calendar().changed == before


def test_an_announced_year_is_a_change_and_nothing_missing_is_none() -> None:
    before = CalendarChange.objects.count()
    assert seed() == 0
    assert CalendarChange.objects.count() == before
    CalendarDay.objects.filter(day__year=2026).delete()
    assert seed() == 365
    change = CalendarChange.objects.latest("pk")
    assert (change.first_on, change.last_on) == (date(2026, 1, 1), date(2026, 12, 31))
    assert str(change) == "2026-01-01 – 2026-12-31"
