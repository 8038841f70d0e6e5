"""The demo district, loaded once through the real reader and the real actions: what stands in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from zhichan.core.access.roles import Role
from zhichan.core.matters.pages.queue.asked import horizon_now
from zhichan.core.people.models import Collective, Person, Unit
from zhichan.core.people.queries import actor_of, members_on
from zhichan.core.reports.models import Report
from zhichan.core.reports.queries import Reading
from zhichan.rooms.plan.alarms import Alarm, clock_of
from zhichan.rooms.plan.demo.load import demo_accounts, load_demo, load_or_refuse
from zhichan.rooms.plan.indicator_status import Status
from zhichan.rooms.plan.models import (
    BudgetLine,
    ExtractedItem,
    FollowUp,
    Indicator,
    IndicatorValue,
    Meeting,
    Plan,
    PlanVersion,
    Progress,
    PromisedInstrument,
    ScoreRun,
    ScoreScheme,
    Task,
    UnitScore,
)
from zhichan.rooms.plan.queries.board import counts_of
from zhichan.rooms.plan.queries.days import today_of
from zhichan.rooms.plan.queries.indicators import counts_by_status, indicator_rows
from zhichan.rooms.plan.queries.overview import Asked, overview_of
from zhichan.rooms.plan.queries.owner_health import Why, idle_owners
from zhichan.rooms.plan.queries.tasks import TaskFilter, starts_on_of, tasks_visible_to
from zhichan.rooms.plan.queries.values import value_as_of

TODAY = date(2026, 11, 20)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo of 2026-11-20, loaded once for this file and taken back after it."""
    kept = override_settings(
        DATA_DIR=tmp_path_factory.mktemp("demo"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with kept, django_db_blocker.unblock(), transaction.atomic():
        assert load_demo(TODAY, without=["registry.rights", "protection.many_matters"]) is True
        yield
        transaction.set_rollback(True)


@pytest.fixture
def officer(demo):
    return actor_of(Person.objects.get(username="guihua"), TODAY)


def test_the_plan_was_read_by_the_reader_and_confirmed_by_the_plan_officer(demo, officer):
    version = PlanVersion.objects.get(state=PlanVersion.State.IN_FORCE, plan__title__contains="建设规划")
    assert version.reading["schema"] == "zhichan-plan/1"
    tasks = Task.objects.filter(version=version).exclude(kind=Task.Kind.DECISION)
    assert (tasks.count(), Indicator.objects.filter(plan=version.plan).count()) == (30, 8)
    assert set(version.extracted_items.values_list("decided_by_id", flat=True)) == {officer.id}
    assert version.extracted_items.filter(kind=ExtractedItem.Kind.CONFLICT).exists()
    assert not tasks.filter(responsibilities__isnull=True).exists()
    first = tasks.get(number="1.")
    assert version.text[first.start : first.end].startswith("1.建立高价值专利培育库")


def test_every_kind_of_standing_occurs(demo, officer):
    counts = counts_of(officer, TaskFilter(), today_of(TODAY)).by_alarm
    assert all(counts[alarm] for alarm in Alarm if alarm is not Alarm.CANCELLED), counts
    states = set(Progress.objects.values_list("state", flat=True))
    assert states == {"submitted", "accepted", "returned"}


def test_the_days_kept_on_tasks_are_those_the_rule_gives(demo):
    for task in Task.objects.select_related("version"):
        clock = clock_of(
            starts_on=starts_on_of(task),
            deadline_on=task.deadline_on,
            review_every=task.review_every,
            reviewed_until=task.reviewed_until,
            percent=task.percent,
        )
        assert (task.sort_on, task.lags_on) == (clock.sort_on, clock.lags_on), task


def test_indicators_have_values_owners_and_one_correction(demo):
    now = datetime(2026, 11, 20, 4, tzinfo=UTC)
    indicators = list(Indicator.objects.order_by("position"))
    rows = indicator_rows(indicators, TODAY, now)
    counts = counts_by_status(rows)
    assert (counts[Status.NO_DATA], sum(counts.values())) == (0, 8)
    assert counts[Status.LAGGING]
    assert counts[Status.ON_PATH]
    assert Indicator.objects.filter(owner_unit__isnull=False).count() == 3
    corrected = next(one for one in indicators if one.name == "有效发明专利拥有量")
    before = datetime(2026, 10, 15, 4, tzinfo=UTC)
    reported, current = (value_as_of(corrected, date(2026, 9, 30), at) for at in (before, now))
    assert (reported.value - current.value, bool(current.note)) == (3, True)


def test_the_leading_group_had_25_members_and_has_22(demo):
    group = Collective.objects.get(kind=Collective.Kind.LEADING_GROUP)
    assert members_on(group, date(2026, 5, 31)).count() == 25
    assert members_on(group, TODAY).count() == 22
    meetings = Meeting.objects.order_by("held_on")
    assert [meeting.decisions.count() for meeting in meetings] == [3, 2]
    assert Task.objects.filter(kind=Task.Kind.DECISION, decision__meeting__in=meetings).count() == 2
    assert all(meeting.minutes_id for meeting in meetings)


def test_follow_ups_stand_at_every_step_and_one_unit_never_answered(demo, officer):
    found = FollowUp.objects.order_by("opened_at").values_list("state", "unit__name")
    assert list(found) == [
        ("closed", "云川区工业和信息化局"),
        ("issued", "云川区人力资源和社会保障局"),
        ("signed", "云川区金融工作局"),
        ("replied", "澜州市公安局云川分局"),
    ]
    idle = FollowUp.objects.get(state="issued")
    assert (idle.reply_due_on < TODAY, idle.events.filter(kind="chased").count()) == (True, 2)
    answered = idle.admonitions.get().units.order_by("unit__name").values_list("unit__name", "reply")
    assert [(unit, bool(reply)) for unit, reply in answered] == [
        ("云川区人力资源和社会保障局", False),
        ("云川区金融工作局", True),
    ]


def test_units_without_a_contact_are_idle_and_whoever_reports_has_signed_in(demo):
    idle = idle_owners(datetime(2026, 11, 20, 4, tzinfo=UTC))
    found = {why for one in idle for why in one.why}
    assert found == {Why.NO_CONTACT, Why.NOT_REPORTED}
    assert {"中共云川区委组织部", "云川区文化和旅游局"} <= {one.unit.name for one in idle}


def test_one_promised_document_is_issued_and_one_waits(demo, officer):
    states = PromisedInstrument.objects.order_by("state").values_list("state", "doc_number")
    assert list(states) == [("consulting", ""), ("issued", "云知办〔2026〕12号")]


def test_departments_are_scored_in_two_years_and_courts_never(demo, officer):
    runs = ScoreRun.objects.order_by("on")
    kinds = [(run.scheme.year, sorted(run.releases.values_list("kind", flat=True))) for run in runs]
    assert kinds == [(2025, ["published", "sent"]), (2026, ["published", "sent"]), (2026, ["sent"])]
    for run, different in zip(runs, (3, 5, 5), strict=True):
        scored = UnitScore.objects.filter(run=run)
        assert not scored.exclude(unit__kind__in=("bureau", "office", "park")).exists()
        assert scored.values("total").distinct().count() >= different


def test_last_year_has_two_plans_from_a_template_with_every_task_done_in_it(demo, officer):
    plans = Plan.objects.filter(period_to=2025)
    assert plans.filter(is_sample=True, title__startswith="云川区2025年").count() == 2
    tasks = Task.objects.filter(plan__in=plans)
    assert (tasks.count(), tasks.filter(state=Task.State.DONE).count()) == (12, 12)
    done = Progress.objects.filter(task__in=tasks, asks_done=True, state="accepted")
    days = {one.task_id: timezone.localdate(one.reported_at) for one in done}
    assert {day.year for day in days.values()} == {2025}
    assert sum(days[task.pk] > task.deadline_on for task in tasks) == 2
    assert Task.objects.count() >= 40


def test_the_dashboard_goes_on_showing_the_plan_of_five_years(demo, officer):
    now = datetime(2026, 11, 20, 4, tzinfo=UTC)
    shown = overview_of(officer, today_of(TODAY), Asked(TODAY, now), horizon_now(now))
    assert (shown.plan_title, len(shown.plans)) == ("云川区知识产权强区建设规划（2026—2030年）", 3)
    assert shown.elapsed is not None


def test_the_self_assessment_of_the_plan_is_a_draft_and_a_sample(demo, officer):
    report = Report.objects.get()
    assert (report.is_sample, report.since) == (True, date(2026, 1, 1))
    version = report.versions.get()
    assert (version.number, version.snapshot.as_of) == (1, TODAY - timedelta(days=1))
    assert Reading(version).is_sound


def test_everything_is_marked_as_a_sample(demo):
    for model in (
        Plan, Task, Indicator, Meeting, Unit, Person, Collective, FollowUp, BudgetLine, ScoreScheme, ScoreRun
    ):  # fmt: skip
        assert model.objects.exists()
        assert not model.objects.filter(is_sample=False).exists(), model
    assert all("示例" in text for text in Progress.objects.values_list("text", flat=True))
    assert all("示例" in note for note in IndicatorValue.objects.values_list("note", flat=True))


def test_every_role_can_sign_in_and_each_sees_its_own(demo):
    accounts = demo_accounts()
    assert {Person.objects.get(username=one.username).posts.get().role for one in accounts} >= {
        role.value for role in Role if role is not Role.PUBLIC
    }
    client = Client()
    signed = {"login": "keji", "password": accounts[0].password}
    assert client.post("/account/sign-in/", signed).status_code == 302
    contact = actor_of(Person.objects.get(username="keji"), TODAY)
    seen = tasks_visible_to(contact)
    assert 0 < seen.count() < Task.objects.count()
    assert client.get("/").status_code == 200


def test_loading_again_changes_nothing_and_real_rows_are_never_mixed_with_samples(demo):
    before = (Task.objects.count(), Person.objects.count(), Progress.objects.count())
    assert load_demo(TODAY + timedelta(days=1)) is False
    assert load_or_refuse() is False
    assert (Task.objects.count(), Person.objects.count(), Progress.objects.count()) == before
