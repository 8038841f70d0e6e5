"""What happens because time passes: reminders once, terms and rights that end, a calendar that moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.core.matters.conftest import House, at
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.calendar.actions import set_day
from zhichan.core.calendar.models import CalendarChange, CalendarDay
from zhichan.core.calendar.seed import seed
from zhichan.core.jobs.sweep import run_sweep
from zhichan.core.matters.actions.amend import Exclusion, end_exclusion, exclude_time
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.models import Matter, MatterEvent, Obligation
from zhichan.core.matters.parts import Part
from zhichan.core.matters.queries import deriving_events
from zhichan.core.matters.sweeping.telling import MOST_SINGLE
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.notices.models import Notice
from zhichan.core.people.models import Person, Unit
from zhichan.core.people.queries import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]
OPENED = at("2026-02-10 10:00")
ALL = frozenset({"matters.calendar", "matters.paused", "matters.terms", "matters.warnings"})
NAMED = {"clue": "示例线索", "right_kind": "patent"}


def a_request(house: House, when: datetime = OPENED, officers: tuple[Actor, ...] | None = None) -> Matter:
    """Somebody must decide on it within seven working days; in hand of two officers, or of those named."""
    opening = Opening("sample_request", "示例请求", house.unit)
    matter = open_matter(opening, by=house.officer, at=when)
    people = (house.officer, house.second) if officers is None else officers
    if people:
        assign(matter.pk, [one.id or 0 for one in people], Part.CASE_TEAM, by=house.leader, at=when)
    matter.refresh_from_db()
    return matter


def sweep(when: str | datetime, *names: str) -> dict[str, int]:
    moment = at(when) if isinstance(when, str) else when
    found = run_sweep(moment, names=frozenset(names) or ALL)
    assert [one.error for one in found] == [""] * len(found)
    return {one.name.removeprefix("matters."): one.count for one in found}


def everything() -> tuple[Any, ...]:
    tables = (Matter, MatterEvent, Obligation, Notice)
    return tuple(list(table.objects.order_by("pk").values()) for table in tables)


def told(kind: str) -> dict[str, list[str]]:
    """The texts of notices of one kind by who got them."""
    found: dict[str, list[str]] = {}
    for one in Notice.objects.filter(kind=f"matters.{kind}").select_related("person").order_by("pk"):
        found.setdefault(one.person.username, []).append(one.text)
    return found


class TestReminders:
    # Seven working days from 2026-02-10: 11 12 13 14 (worked Saturday), 24 25 26 February.
    def test_each_is_told_when_it_is_near_and_when_it_has_passed(self, house: House) -> None:
        matter = a_request(house)
        assert Obligation.objects.get(matter=matter).due_on == date(2026, 2, 26)
        assert sweep("2026-02-11 09:00")["warnings"] == 0  # seven working days are not near
        assert sweep("2026-02-12 09:00")["warnings"] == 1  # 13, 14, 24, 25, 26: the fifth is the last day
        words = [f"临期：{matter.number} 2026-02-26 前应办：决定受理、决定不予受理"]
        assert told("obligation.soon") == {"first": words, "leader": words}
        assert sweep("2026-02-26 23:59")["warnings"] == 0
        assert sweep("2026-02-27 00:00")["warnings"] == 1
        words = [f"超期：{matter.number} 应于 2026-02-26 前办：决定受理、决定不予受理"]
        assert told("obligation.overdue") == {"first": words, "leader": words}
        assert Notice.objects.filter(kind__startswith="matters.obligation").values_list(
            "url"
        ).distinct().get() == (f"/matters/{matter.pk}/",)
        before = everything()
        assert sweep("2026-02-27 00:10")["warnings"] == 0
        assert everything() == before

    def test_first_seen_when_it_is_late_it_is_told_once(self, house: House) -> None:
        a_request(house)
        assert sweep("2026-03-20 09:00")["warnings"] == 1
        assert sweep("2026-03-21 09:00")["warnings"] == 0
        assert set(told("obligation.overdue")) == {"first", "leader"}
        assert told("obligation.soon") == {}

    def test_another_due_day_is_told_anew(self, house: House) -> None:
        matter = a_request(house)
        sweep("2026-02-12 09:00")
        take_move(matter.pk, Step("accept"), by=house.officer, at=at("2026-02-13 09:00"))
        # 45 working days from 2026-02-13 on; by hand: 14 | 24–28 | March 2–6 9–13 16–20 23–27 | 30 31, 1–3
        # April | 7–10 | 13–17 | 20–24: the 45th is 2026-04-24.
        settle = Obligation.objects.get(matter=matter, name="settle")
        assert (settle.due_on, settle.warned_at) == (date(2026, 4, 24), None)
        exclude_time(
            matter.pk,
            Exclusion("鉴定", date(2026, 4, 20), None, "委托书"),
            by=house.officer,
            at=at("2026-04-20 09:00"),
        )
        assert sweep("2026-04-20 10:00")["warnings"] == 0  # it stands still
        end_exclusion(matter.pk, 4, date(2026, 4, 20), by=house.officer, at=at("2026-04-21 09:00"))
        assert sweep("2026-04-21 10:00")["warnings"] == 1

    def test_without_a_handler_the_leader_alone_is_told(self, house: House) -> None:
        a_request(house, officers=())
        assert sweep("2026-02-12 09:00")["warnings"] == 1
        assert set(told("obligation.soon")) == {"leader"}

    def test_whoever_is_switched_off_gets_none(self, house: House) -> None:
        a_request(house)
        Person.objects.filter(pk=house.officer.id).update(is_active=False)
        sweep("2026-02-12 09:00")
        assert set(told("obligation.soon")) == {"leader"}

    def test_many_are_told_together(self, house: House) -> None:
        for _n in range(MOST_SINGLE + 2):
            a_request(house)
        assert sweep("2026-02-12 09:00")["warnings"] == MOST_SINGLE + 2
        [text] = told("obligation.soon")["first"]
        assert text.startswith(f"{MOST_SINGLE + 2} 件，例如 临期：")
        assert {one.url for one in Notice.objects.filter(kind="matters.obligation.soon")} == {"/matters/"}

    def test_the_leader_nearest_to_the_unit_is_told(
        self, house: House, unit: Callable[..., Unit], person: Callable[..., Any]
    ) -> None:
        below = unit("云川区知识产权局案件科", parent=house.unit)
        lower = unit("云川区知识产权局案件科一组", parent=below)
        person(Role.OFFICE_LEADER, below, username="head")
        officer = actor_of(person(Role.CASE_OFFICER, lower, username="lower"), OPENED.date())
        opening = Opening("sample_request", "示例", lower)
        open_matter(opening, by=officer, at=OPENED)
        sweep("2026-02-12 09:00")
        assert set(told("obligation.soon")) == {"head"}


class TestTerms:
    def opened(self, house: House, name: str = "sample_notice") -> Matter:
        matter = open_matter(Opening(name, "示例公示", house.unit), by=house.officer, at=OPENED)
        assign(matter.pk, [house.officer.id or 0], Part.CASE_TEAM, by=house.leader, at=OPENED)
        matter.refresh_from_db()
        return matter

    def test_the_system_ends_a_term_as_of_its_last_day(self, house: House) -> None:
        matter = self.opened(house)
        # Thirty days from 2026-02-10, holidays or not: 2026-03-12 is the last.
        shown = Obligation.objects.get(matter=matter, name="shown")
        assert (shown.due_on, shown.by_system, shown.is_ours) == (date(2026, 3, 12), True, False)
        assert sweep("2026-03-12 23:50", "matters.terms")["terms"] == 1  # the right to appeal, long over
        matter.refresh_from_db()
        assert matter.state == "shown"
        assert sweep("2026-03-15 09:00", "matters.terms")["terms"] == 1
        matter.refresh_from_db()
        assert (matter.state, matter.closed_at) == ("ended", at("2026-03-13 00:00"))
        last = MatterEvent.objects.filter(matter=matter).latest("seq")
        assert (last.name, last.part, last.source) == ("expire", "system", "system:clock")
        assert AuditEvent.objects.filter(subject_id=str(matter.pk)).latest("seq").actor_name == "clock"
        before = everything()
        assert sweep("2026-03-15 09:10", "matters.terms")["terms"] == 0
        assert everything() == before

    def test_where_something_happened_since_it_ends_now(self, house: House) -> None:
        matter = self.opened(house)
        take_move(matter.pk, Step("report"), by=house.officer, at=at("2026-03-14 09:00"))
        sweep("2026-03-15 09:00", "matters.terms")
        matter.refresh_from_db()
        assert (matter.state, matter.closed_at) == ("ended", at("2026-03-15 09:00"))

    def test_a_rule_nobody_checked_is_left_to_people_who_are_told_once(self, house: House) -> None:
        matter = self.opened(house, "sample_doubtful")
        sweep("2026-03-15 09:00", "matters.terms")
        matter.refresh_from_db()
        assert (matter.state, matter.is_open) == ("shown", True)
        assert set(told("term.ended")) == {"first", "leader"}
        assert told("term.ended")["first"] == [
            f"{matter.number}：期限已于 2026-03-12 届满，下一步要由人核对后办理。"
        ]
        before = everything()
        sweep("2026-03-15 09:10", "matters.terms")
        assert everything() == before
        sweep("2026-03-17 09:00", "matters.terms")
        assert [len(texts) for texts in told("term.ended").values()] == [1, 1]

    def test_a_sweep_that_is_killed_tells_people_the_next_time(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.opened(house, "sample_doubtful")
        with monkeypatch.context() as killed:
            killed.setattr("zhichan.core.matters.sweeping.telling.notify", None)  # fails as it is called
            [failed] = run_sweep(at("2026-03-15 09:00"), names=frozenset({"matters.terms"}))
            assert failed.error == "TypeError"
        assert told("term.ended") == {}
        sweep("2026-03-15 09:10", "matters.terms")
        assert set(told("term.ended")) == {"first", "leader"}

    def test_a_right_that_ran_out_is_nothing_to_be_late_with(self, house: House) -> None:
        matter = self.opened(house)
        # Ten days from 2026-02-10; only then the report of 60 working days is next.
        assert matter.next_due_at == at("2026-02-21 00:00")
        sweep("2026-02-20 23:50", "matters.terms")
        assert Obligation.objects.get(matter=matter, name="appeal").state == "running"
        sweep("2026-02-21 00:10", "matters.terms")
        appeal = Obligation.objects.get(matter=matter, name="appeal")
        assert (appeal.state, appeal.is_open) == ("lapsed", False)
        matter.refresh_from_db()
        report = Obligation.objects.get(matter=matter, name="report")
        assert (matter.next_due_at, matter.was_late) == (report.due_at, False)
        assert sweep("2026-02-21 00:20", "matters.terms")["terms"] == 0

    def test_that_a_party_let_its_time_pass_is_told_to_the_handler_alone(self, house: House) -> None:
        matter = self.opened(house)
        # Five working days from 2026-02-10: 2026-02-24.
        sweep("2026-02-24 12:00", "matters.terms", "matters.warnings")
        assert told("obligation.ran_out") == {}
        sweep("2026-02-25 00:10", "matters.terms", "matters.warnings")
        words = [f"{matter.number}：对方的期限已于 2026-02-24 届满（提出异议）"]
        assert told("obligation.ran_out") == {"first": words}
        sweep("2026-02-25 00:20", "matters.warnings")
        assert told("obligation.ran_out") == {"first": words}


class TestCalendar:
    def test_a_day_that_is_set_moves_what_rests_on_it_and_is_told(self, house: House, actor: Any) -> None:
        matter, later = a_request(house), a_request(house, at("2026-04-20 10:00"))
        sweep("2026-02-10 12:00", "matters.calendar")
        admin = actor(Role.SYSTEM_ADMIN, house.unit)
        set_day(date(2026, 2, 25), is_working=False, reason="临时放假", by=admin, at=at("2026-02-12 09:00"))
        assert Obligation.objects.get(matter=matter).due_on == date(2026, 2, 26)
        assert sweep("2026-02-12 09:05", "matters.calendar")["calendar"] == 1
        assert Obligation.objects.get(matter=matter).due_on == date(2026, 2, 27)
        matter.refresh_from_db()
        assert matter.next_due_at == at("2026-02-28 00:00")
        words = f"日历有变动：{matter.number} 的期限（决定受理、决定不予受理）由 2026-02-26 改到 2026-02-27"
        assert told("obligation.moved") == {"first": [words]}
        event = AuditEvent.objects.get(kind="matters.matter.rederived")
        assert (event.subject_id, event.actor_name) == (str(matter.pk), "calendar")
        assert event.details == {"from": "2026-02-26", "name": "accept", "to": "2026-02-27"}
        assert Obligation.objects.get(matter=later).due_on == date(2026, 4, 29)
        before = everything()
        assert sweep("2026-02-12 09:10", "matters.calendar")["calendar"] == 0
        assert everything() == before

    def test_what_was_provisional_settles_when_its_year_is_announced(self, house: House) -> None:
        CalendarDay.objects.filter(day__gte=date(2026, 2, 15)).delete()
        CalendarChange.objects.create(
            first_on=date(2026, 2, 15), last_on=date(2026, 12, 31), changed_at=OPENED
        )
        matter = a_request(house, at("2026-02-13 10:00"))
        first = Obligation.objects.get(matter=matter)
        # Without the notice 14 and 15 February are a weekend and the festival is not known.
        assert (first.due_on, first.is_provisional) == (date(2026, 2, 23), True)
        sweep("2026-02-13 12:00", "matters.calendar")
        seed()
        assert sweep(timezone_now(), "matters.calendar")["calendar"] == 1
        row = Obligation.objects.get(matter=matter)
        # 14 (worked), 24 25 26 27 28 (worked) February, 2 March.
        assert (row.due_on, row.is_provisional) == (date(2026, 3, 2), False)

    def test_a_step_counts_by_the_calendar_as_it_is(self, house: House, actor: Any) -> None:
        a_request(house)
        admin = actor(Role.SYSTEM_ADMIN, house.unit)
        set_day(date(2026, 2, 24), is_working=False, reason="临时放假", by=admin, at=OPENED)
        assert Obligation.objects.get(matter=a_request(house)).due_on == date(2026, 2, 27)


def timezone_now() -> datetime:
    from django.utils import timezone

    return timezone.now() + timedelta(minutes=1)


class TestPaused:
    def test_a_clock_that_stands_still_is_due_a_day_later_each_day(self, house: House) -> None:
        matter = a_request(house)
        take_move(matter.pk, Step("accept"), by=house.officer, at=at("2026-02-11 09:00"))
        exclusion = Exclusion("鉴定", date(2026, 3, 2), None, "委托书")
        exclude_time(matter.pk, exclusion, by=house.officer, at=at("2026-03-02 09:00"))
        first = Obligation.objects.get(matter=matter, name="settle").due_on
        assert sweep("2026-03-04 00:10", "matters.paused")["paused"] == 1
        # 3 and 4 March are working days that do not count either.
        moved = Obligation.objects.get(matter=matter, name="settle")
        assert (moved.due_on, moved.state) == (working_days_later(first, 2), "paused")
        matter.refresh_from_db()
        assert (matter.is_paused, matter.is_live) == (True, True)
        before = everything()
        assert sweep("2026-03-04 12:00", "matters.paused")["paused"] == 0
        assert everything() == before


def working_days_later(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= CalendarDay.objects.get(day=day).is_working
    return day


def test_all_sweeps_twice_change_nothing_the_second_time(house: House) -> None:
    for days in (0, 3, 9):
        matter = a_request(house, OPENED - timedelta(days=days))
        if days:
            take_move(matter.pk, Step("accept"), by=house.officer, at=OPENED)
    sweep("2026-02-26 09:00")
    before = everything()
    assert sweep("2026-02-26 09:05") == dict.fromkeys(("calendar", "paused", "terms", "warnings"), 0)
    assert everything() == before


def test_the_events_of_many_matters_are_found_by_their_matters(house: House) -> None:
    """Nearly every event is of such a kind: found by it, the events of all matters would be read."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL knows how many rows there are of a kind")
    plan = deriving_events().filter(matter_id__in=range(500)).order_by("matter_id", "seq").explain()
    assert "(matter_id=?)" in plan
    assert "matter_event_by_move" not in plan
