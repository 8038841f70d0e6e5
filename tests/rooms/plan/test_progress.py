"""Reporting on tasks and answering reports: what it changes, and what is refused with nothing changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zhichan.core.access.roles import Role as Post
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.files.actions import store_file
from zhichan.core.notices.models import Notice
from zhichan.rooms.plan.actions.report_progress import Evidence, Report, report_progress
from zhichan.rooms.plan.actions.review_progress import review_progress
from zhichan.rooms.plan.models import Progress, Task

from .samples import Role, make_ongoing, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def evidence(system, now):
    stored = store_file("会商制度印发稿".encode(), name="制度.txt", by=system, at=now)
    return Evidence(stored, "制度.txt")


def state_of(task: Task) -> tuple[object, ...]:
    """Everything a refused action might have touched."""
    row = Task.objects.values().get(pk=task.pk)
    reports = tuple(Progress.objects.filter(task=task).values_list("pk", "state", "percent", "review_note"))
    return (*row.values(), reports, events_of(task).count(), Notice.objects.count())


def test_a_report_waits_and_the_accepted_percent_stays(task, science, contact, officer, now):
    progress = report_progress(task.pk, Report(60, "已会商两次"), unit=science, by=contact, at=now)
    task.refresh_from_db()
    assert (task.state, task.percent, task.reported_at, task.changed_at) == ("under_way", 0, now, now)
    assert (progress.state, progress.period, progress.reporter_id) == ("submitted", "2026Q4", contact.id)
    assert [event.kind for event in events_of(task)] == ["plan.task.reported"]
    assert events_of(task)[0].details == {
        "asks_done": False,
        "files": [],
        "percent": 60,
        "period": "2026Q4",
        "progress": progress.pk,
        "unit": science.pk,
    }
    notice = Notice.objects.get()
    assert (notice.person_id, notice.url) == (officer.id, f"/plan/tasks/{task.pk}/")


def test_accepting_sets_the_percent_and_moves_the_lag_day(task, science, contact, officer, now):
    before = task.lags_on
    progress = report_progress(task.pk, Report(60, "已会商两次"), unit=science, by=contact, at=now)
    review_progress(progress.pk, "accept", note="", by=officer, at=now)
    task.refresh_from_db()
    progress.refresh_from_db()
    assert (task.state, task.percent) == ("under_way", 60)
    assert task.lags_on > before
    assert (progress.state, progress.reviewed_by_id, progress.reviewed_at) == ("accepted", officer.id, now)
    assert Notice.objects.filter(person_id=contact.id, kind="plan.task.report_accepted").count() == 1


def test_returning_needs_a_note_and_leaves_the_percent(task, science, contact, officer, now):
    progress = report_progress(task.pk, Report(60, "已会商两次"), unit=science, by=contact, at=now)
    before = state_of(task)
    with pytest.raises(InvalidInput):
        review_progress(progress.pk, "return", note="  ", by=officer, at=now)
    assert state_of(task) == before
    review_progress(progress.pk, "return", note="请附会议纪要", by=officer, at=now)
    task.refresh_from_db()
    assert (task.state, task.percent) == ("under_way", 0)
    assert "请附会议纪要" in Notice.objects.get(person_id=contact.id).text


def test_a_completion_with_evidence_is_verified_and_done(task, science, contact, officer, evidence, now):
    report = Report(100, "机制已建立", asks_done=True, evidence=(evidence,))
    progress = report_progress(task.pk, report, unit=science, by=contact, at=now)
    task.refresh_from_db()
    assert task.state == Task.State.TO_VERIFY
    review_progress(progress.pk, "accept", note="", by=officer, at=now)
    task.refresh_from_db()
    assert (task.state, task.percent, task.done_on) == ("done", 100, date(2026, 11, 20))


def test_a_returned_completion_goes_back_under_way(task, science, contact, officer, evidence, now):
    report = Report(100, "机制已建立", asks_done=True, evidence=(evidence,))
    progress = report_progress(task.pk, report, unit=science, by=contact, at=now)
    review_progress(progress.pk, "return", note="缺印发文号", by=officer, at=now)
    task.refresh_from_db()
    assert (task.state, task.percent, task.done_on) == ("under_way", 0, None)


def test_evidence_accepted_earlier_serves_for_completion(task, science, contact, officer, evidence, now):
    first = report_progress(
        task.pk, Report(80, "已印发", evidence=(evidence,)), unit=science, by=contact, at=now
    )
    review_progress(first.pk, "accept", note="", by=officer, at=now)
    report_progress(task.pk, Report(100, "已落实", asks_done=True), unit=science, by=contact, at=now)
    assert Task.objects.get(pk=task.pk).state == Task.State.TO_VERIFY


@pytest.mark.parametrize(
    ("report", "error", "code"),
    [
        (Report(100, "完成", asks_done=True), InvalidInput, "evidence_missing"),
        (Report(101, "完成"), InvalidInput, "invalid_input"),
        (Report(-1, "完成"), InvalidInput, "invalid_input"),
        (Report(10, "   "), InvalidInput, "invalid_input"),
        (Report(10, "字" * 4001), InvalidInput, "invalid_input"),
    ],
)
def test_an_unreadable_report_is_refused_with_nothing_changed(
    task, science, contact, now, report, error, code
):
    before = state_of(task)
    with pytest.raises(error) as refused:
        report_progress(task.pk, report, unit=science, by=contact, at=now)
    assert refused.value.specific_code == code
    assert state_of(task) == before


def test_completion_below_a_hundred_is_refused(task, science, contact, evidence, now):
    before = state_of(task)
    report = Report(99, "差一点", asks_done=True, evidence=(evidence,))
    with pytest.raises(InvalidInput):
        report_progress(task.pk, report, unit=science, by=contact, at=now)
    assert state_of(task) == before


def test_a_second_report_while_the_first_waits_is_refused(task, science, contact, now):
    report_progress(task.pk, Report(10, "已启动"), unit=science, by=contact, at=now)
    before = state_of(task)
    with pytest.raises(WrongState) as refused:
        report_progress(task.pk, Report(10, "已启动"), unit=science, by=contact, at=now)
    assert refused.value.specific_code == "report_waits"
    assert state_of(task) == before


def test_after_a_return_the_unit_reports_again(task, science, contact, officer, now):
    first = report_progress(task.pk, Report(10, "已启动"), unit=science, by=contact, at=now)
    review_progress(first.pk, "return", note="请写明进度依据", by=officer, at=now)
    report_progress(task.pk, Report(20, "已起草"), unit=science, by=contact, at=now)
    assert list(task.progress.order_by("pk").values_list("state", flat=True)) == ["returned", "submitted"]


@pytest.mark.parametrize("state", ["to_verify", "done", "cancelled"])
def test_a_settled_task_takes_no_report(plan, science, contact, now, state):
    done_on = date(2026, 11, 1) if state == "done" else None
    task = make_task(plan, {science: Role.LEAD}, state=state, done_on=done_on)
    before = state_of(task)
    with pytest.raises(WrongState):
        report_progress(task.pk, Report(10, "补报"), unit=science, by=contact, at=now)
    assert state_of(task) == before


def test_a_unit_without_part_in_the_task_cannot_see_it(task, actor, unit, now):
    other = unit("云川区商务局")
    before = state_of(task)
    with pytest.raises(NotFound):
        report_progress(task.pk, Report(10, "代报"), unit=other, by=actor(Post.UNIT_CONTACT, other), at=now)
    assert state_of(task) == before


def test_nobody_reports_for_another_unit(task, science, justice, actor, now):
    before = state_of(task)
    with pytest.raises(NotAllowed):
        report_progress(
            task.pk, Report(10, "代报"), unit=science, by=actor(Post.UNIT_CONTACT, justice), at=now
        )
    assert state_of(task) == before


@pytest.mark.parametrize("role", [r for r in Post if r is not Post.UNIT_CONTACT])
def test_only_a_contact_reports(task, science, actor, now, role):
    before = state_of(task)
    with pytest.raises((NotAllowed, NotFound)):
        report_progress(task.pk, Report(10, "代报"), unit=science, by=actor(role, science), at=now)
    assert state_of(task) == before


def test_a_participant_reports_but_neither_counts_nor_completes(task, justice, actor, officer, evidence, now):
    helper = actor(Post.UNIT_CONTACT, justice)
    report = Report(100, "完成", asks_done=True, evidence=(evidence,))
    with pytest.raises(NotAllowed):
        report_progress(task.pk, report, unit=justice, by=helper, at=now)
    progress = report_progress(task.pk, Report(100, "配合完成"), unit=justice, by=helper, at=now)
    review_progress(progress.pk, "accept", note="", by=officer, at=now)
    assert Task.objects.get(pk=task.pk).percent == 0


def test_progress_of_a_shared_task_is_the_mean_of_those_who_answer(
    plan, science, justice, unit, actor, officer, now
):
    third = unit("云川区农业农村局")
    task = make_task(plan, {science: Role.JOINT, justice: Role.JOINT, third: Role.JOINT})
    for body, percent in ((science, 100), (justice, 61)):
        by = actor(Post.UNIT_CONTACT, body)
        progress = report_progress(task.pk, Report(percent, "已落实"), unit=body, by=by, at=now)
        review_progress(progress.pk, "accept", note="", by=officer, at=now)
    # (100 + 61 + 0) / 3 = 53.67, rounded down.
    assert Task.objects.get(pk=task.pk).percent == 53


def test_a_settled_task_keeps_its_percent_when_an_earlier_report_is_answered(
    plan, science, justice, actor, contact, officer, evidence, now
):
    shared = make_task(plan, {science: Role.LEAD, justice: Role.JOINT})
    other = actor(Post.UNIT_CONTACT, justice)
    waiting = report_progress(shared.pk, Report(30, "已对接"), unit=justice, by=other, at=now)
    done = Report(100, "已印发", asks_done=True, evidence=(evidence,))
    asking = report_progress(shared.pk, done, unit=science, by=contact, at=now)
    review_progress(asking.pk, "accept", note="", by=officer, at=now)
    review_progress(waiting.pk, "accept", note="", by=officer, at=now)
    shared.refresh_from_db()
    waiting.refresh_from_db()
    assert (shared.state, shared.percent, waiting.state) == ("done", 100, "accepted")


@pytest.mark.parametrize(
    "meanwhile",
    [
        {"state": "cancelled"},
        {"state": "under_way", "deadline_kind": "ongoing", "deadline_on": None, "review_every": "quarter"},
    ],
)
def test_a_request_for_completion_settles_nothing_where_a_new_version_changed_the_task(
    task, science, contact, officer, evidence, now, meanwhile
):
    """The next version made it ongoing, or no longer lists it, before the request was answered."""
    asking = report_progress(
        task.pk, Report(100, "已印发", asks_done=True, evidence=(evidence,)), unit=science, by=contact, at=now
    )
    Task.objects.filter(pk=task.pk).update(**meanwhile)
    review_progress(asking.pk, "accept", note="", by=officer, at=now)
    task.refresh_from_db()
    assert (task.state, task.done_on) == (meanwhile["state"], None)


def test_a_report_is_reviewed_once(task, science, contact, officer, now):
    progress = report_progress(task.pk, Report(60, "已会商"), unit=science, by=contact, at=now)
    review_progress(progress.pk, "accept", note="", by=officer, at=now)
    before = state_of(task)
    with pytest.raises(WrongState) as refused:
        review_progress(progress.pk, "return", note="重看", by=officer, at=now + timedelta(minutes=1))
    assert refused.value.specific_code == "already_reviewed"
    assert state_of(task) == before


def test_nobody_reviews_a_report_of_their_own(task, science, person, contact, now, office):
    from zhichan.core.people.models import Post as Held
    from zhichan.core.people.queries import actor_of

    somebody = person(Post.UNIT_CONTACT, science)
    Held.objects.create(
        person=somebody, unit=office, role=Post.PLAN_OFFICER, from_on=date(2020, 1, 1), source="test"
    )
    both = actor_of(somebody, date(2026, 11, 20))
    progress = report_progress(task.pk, Report(60, "已会商"), unit=science, by=both, at=now)
    before = state_of(task)
    with pytest.raises(NotAllowed) as refused:
        review_progress(progress.pk, "accept", note="", by=both, at=now)
    assert refused.value.specific_code == "own_report"
    assert state_of(task) == before


@pytest.mark.parametrize("role", [r for r in Post if r not in (Post.PLAN_OFFICER, Post.OFFICE_LEADER)])
@pytest.mark.parametrize("place", ["own", "other"])
def test_only_the_office_reviews(task, science, unit, contact, actor, now, role, place):
    progress = report_progress(task.pk, Report(60, "已会商"), unit=science, by=contact, at=now)
    before = state_of(task)
    by = actor(role, science if place == "own" else unit("云川区商务局"))
    with pytest.raises((NotAllowed, NotFound)):
        review_progress(progress.pk, "accept", note="", by=by, at=now)
    assert state_of(task) == before


def test_an_ongoing_task_is_reported_for_an_open_period(plan, science, contact, now):
    task = make_ongoing(plan, {science: Role.LEAD}, reviewed_until=date(2026, 6, 30))
    for period in ("", "2026Q2", "2027Q1", "2026"):
        before = state_of(task)
        with pytest.raises(InvalidInput) as refused:
            report_progress(task.pk, Report(10, "已开展", period=period), unit=science, by=contact, at=now)
        assert refused.value.specific_code == "period_not_open"
        assert state_of(task) == before
    progress = report_progress(
        task.pk, Report(10, "已开展", period="2026Q3"), unit=science, by=contact, at=now
    )
    assert progress.period == "2026Q3"


def test_an_ongoing_task_never_asks_for_completion(plan, science, contact, evidence, now):
    task = make_ongoing(plan, {science: Role.LEAD})
    before = state_of(task)
    report = Report(100, "完成", period="2026Q4", asks_done=True, evidence=(evidence,))
    with pytest.raises(InvalidInput) as refused:
        report_progress(task.pk, report, unit=science, by=contact, at=now)
    assert refused.value.specific_code == "ongoing_never_done"
    assert state_of(task) == before
