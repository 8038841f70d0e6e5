"""How units keep the days of their follow-ups, and which are listed for a notice: worked by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import date, timedelta

import pytest
from django.utils import timezone

from zhichan.core.access.roles import Role as Post
from zhichan.rooms.plan.actions.answer_follow_up import Reply, reply_to_follow_up, sign_follow_up
from zhichan.rooms.plan.actions.open_follow_up import NewFollowUp, open_follow_up
from zhichan.rooms.plan.actions.steer_follow_up import close_follow_up, withdraw_follow_up
from zhichan.rooms.plan.models import FollowUp
from zhichan.rooms.plan.periods import Period
from zhichan.rooms.plan.queries.follow_up_units import unit_lines, units_for_notice
from zhichan.rooms.plan.queries.follow_ups import (
    FollowUpCounts,
    counts_by_unit,
    has_late_reply,
    is_late,
    open_follow_ups,
    standings_at,
)

from .samples import Role, make_task

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)


@pytest.fixture
def contacts(actor, science, justice):
    return {unit.pk: actor(Post.UNIT_CONTACT, unit) for unit in (science, justice)}


@pytest.fixture
def followed(plan, officer, contacts, now):
    """Opens one on the 20th of November (reply due on the 27th, closing on the 18th of December)."""

    def make(unit, *, replied: int | None = None, closed: int | None = None, withdrawn: int | None = None):
        task = make_task(plan, {unit: Role.LEAD})
        found = open_follow_up(NewFollowUp(unit.pk, "请加快。", task_id=task.pk), by=officer, at=now)
        if replied is not None:
            sign_follow_up(found.pk, by=contacts[unit.pk], at=now + DAY)
            at = now + replied * DAY
            reply_to_follow_up(found.pk, Reply("已办。"), by=contacts[unit.pk], at=at)
        if closed is not None:
            close_follow_up(found.pk, reason="同意。", by=officer, at=now + closed * DAY)
        if withdrawn is not None:
            withdraw_follow_up(found.pk, reason="重复。", by=officer, at=now + withdrawn * DAY)
        return FollowUp.objects.get(pk=found.pk)

    return make


@pytest.fixture
def seven(followed, science, justice):
    """Six of one unit and one of another; the 28th day after is the 18th of December."""
    return {
        "in time": followed(science, replied=7, closed=40),
        "late reply": followed(science, replied=8, closed=9),
        "closed late": followed(science, replied=29, closed=30),
        "closed without a word": followed(science, closed=29),
        "open": followed(science),
        "withdrawn": followed(science, replied=9, withdrawn=10),
        "other unit": followed(justice, replied=10),
    }


def test_counts_of_a_quarter_as_of_an_instant(seven, science, justice, now):
    at = now + 41 * DAY
    found = counts_by_unit(FIRST, LAST, at)
    assert found == {
        science.pk: FollowUpCounts(
            opened=5,
            replied_in_time=1,
            replied_late=2,
            closed_in_time=2,
            closed_late=2,
            open_now=1,
            late_now=1,
        ),
        justice.pk: FollowUpCounts(opened=1, replied_late=1, open_now=1),
    }
    # As of an earlier instant what came later is not known: nothing is withdrawn or closed, two replied.
    early = counts_by_unit(FIRST, LAST, now + 8 * DAY)[science.pk]
    assert asdict(early) == {
        "opened": 6,
        "replied_in_time": 1,
        "replied_late": 1,
        "closed_in_time": 0,
        "closed_late": 0,
        "open_now": 6,
        "late_now": 4,
    }
    # Closings are counted where they fall: those of the 30th day and before are no longer in the next year.
    assert counts_by_unit(date(2027, 1, 1), date(2027, 3, 31), at) == {
        science.pk: FollowUpCounts(open_now=1, late_now=1),
        justice.pk: FollowUpCounts(open_now=1),
    }
    assert counts_by_unit(FIRST, LAST, now - DAY) == {}


def test_columns_say_what_the_events_say(seven, now):
    """The second way: the columns of the rows, counted by SQL, against the events replayed in Python."""
    at = now + 41 * DAY
    on = timezone.localdate(at)
    rows = FollowUp.objects.exclude(state=FollowUp.State.WITHDRAWN)
    by_sql = Counter(
        {
            "late": rows.filter(is_late(on)).count(),
            "open": open_follow_ups(at).count(),
            "reply late": rows.filter(is_reply_late=True).count(),
            "closed late": rows.filter(is_closed_late=True).count(),
        }
    )
    counted = counts_by_unit(FIRST, LAST, at).values()
    assert by_sql == {
        "late": sum(one.late_now for one in counted),
        "open": sum(one.open_now for one in counted),
        "reply late": sum(one.replied_late for one in counted),
        "closed late": sum(one.closed_late for one in counted),
    }
    standings = standings_at([row.pk for row in FollowUp.objects.all()], at)
    for row in FollowUp.objects.all():
        for name, value in asdict(standings[row.pk]).items():
            assert getattr(row, name) == value, (row, name)
        assert standings[row.pk].is_late(on) is has_late_reply(row, on)


def test_two_late_in_a_quarter_list_the_unit_for_a_notice(seven, science, justice, officer, contacts, now):
    quarter = Period(2026, 4, "quarter")
    [listed] = units_for_notice(quarter)
    assert listed.unit == science
    assert listed.late == [seven["late reply"], seven["closed late"], seven["closed without a word"]]
    assert units_for_notice(Period(2026, 3, "quarter")) == []
    lines = unit_lines(officer, quarter, now + 41 * DAY)
    assert [(line.unit, line.is_due_for_notice) for line in lines] == [(science, True), (justice, False)]
    own = unit_lines(contacts[justice.pk], quarter, now + 41 * DAY)
    assert [line.unit for line in own] == [justice]
