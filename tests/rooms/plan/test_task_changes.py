"""What is done to a task: moving, correcting, assigning, closing periods; and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from zhichan.core.access.roles import Role as Post
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.notices.models import Notice
from zhichan.rooms.plan.actions.assign_units import Assignment, assign_units
from zhichan.rooms.plan.actions.edit_task import edit_of, edit_task
from zhichan.rooms.plan.actions.move_task import move_task
from zhichan.rooms.plan.actions.report_progress import Evidence, Report, report_progress
from zhichan.rooms.plan.actions.review_period import review_period
from zhichan.rooms.plan.actions.review_progress import review_progress
from zhichan.rooms.plan.models import Progress, Responsibility, Task
from zhichan.rooms.plan.transitions import MOVES, move_between

from .samples import Role, make_ongoing, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_write_noted")]


def state_of(task: Task) -> tuple[object, ...]:
    row = Task.objects.values().get(pk=task.pk)
    parts = tuple(Responsibility.objects.filter(task=task).order_by("pk").values_list("unit_id", "role"))
    return (*row.values(), parts, events_of(task).count(), Notice.objects.count())


# --- moving ---


def test_the_table_of_moves_has_one_move_per_pair_and_none_to_verification():
    pairs = [(move.origin, move.target) for move in MOVES]
    assert len(pairs) == len(set(pairs))
    assert Task.State.TO_VERIFY not in {target for _, target in pairs}


def test_a_contact_starts_its_task(task, contact, now):
    move_task(task.pk, "under_way", reason="", by=contact, at=now)
    task.refresh_from_db()
    assert (task.state, task.changed_at) == ("under_way", now)
    assert events_of(task).get().details == {
        "from": "not_started",
        "percent": 0,
        "reason": "",
        "to": "under_way",
    }


@pytest.mark.parametrize("origin", Task.State.values)
@pytest.mark.parametrize("target", Task.State.values)
def test_every_pair_moves_as_the_table_says_or_changes_nothing(plan, science, officer, now, origin, target):
    done_on = date(2026, 11, 1) if origin == "done" else None
    task = make_task(plan, {science: Role.LEAD}, state=origin, done_on=done_on)
    before = state_of(task)
    move = move_between(origin, target)
    if move is None or move.name in ("verify", "send_back"):
        with pytest.raises(WrongState):
            move_task(task.pk, target, reason="测试", by=officer, at=now)
        assert state_of(task) == before
    else:
        move_task(task.pk, target, reason="测试", by=officer, at=now)
        task.refresh_from_db()
        assert (task.state, task.done_on) == (target, None)


def test_an_unknown_state_is_refused(task, officer, now):
    with pytest.raises(WrongState):
        move_task(task.pk, "gone", reason="测试", by=officer, at=now)


def test_to_verification_only_with_evidence(task, contact, now):
    before = state_of(task)
    with pytest.raises(WrongState) as refused:
        move_task(task.pk, "to_verify", reason="", by=contact, at=now)
    assert refused.value.specific_code == "evidence_first"
    assert state_of(task) == before


@pytest.mark.parametrize(
    ("origin", "target"), [("under_way", "cancelled"), ("done", "under_way"), ("cancelled", "under_way")]
)
def test_moves_that_take_something_away_need_a_reason(plan, science, officer, now, origin, target):
    task = make_task(
        plan, {science: Role.LEAD}, state=origin, done_on=date(2026, 11, 1) if origin == "done" else None
    )
    before = state_of(task)
    with pytest.raises(InvalidInput):
        move_task(task.pk, target, reason=" ", by=officer, at=now)
    assert state_of(task) == before


@pytest.mark.parametrize("role", [r for r in Post if r not in (Post.PLAN_OFFICER, Post.OFFICE_LEADER)])
@pytest.mark.parametrize("place", ["own", "other"])
def test_only_the_office_cancels(task, science, unit, actor, now, role, place):
    by = actor(role, science if place == "own" else unit("云川区商务局"))
    before = state_of(task)
    with pytest.raises((NotAllowed, NotFound)):
        move_task(task.pk, "cancelled", reason="不做了", by=by, at=now)
    assert state_of(task) == before


def test_verifying_by_a_move_answers_the_request_and_reopening_takes_the_progress_back(
    task, science, contact, officer, system, now
):
    from zhichan.core.files.actions import store_file

    first = report_progress(task.pk, Report(70, "已起草"), unit=science, by=contact, at=now)
    review_progress(first.pk, "accept", note="", by=officer, at=now)
    stored = store_file("印发稿".encode(), name="印发稿.txt", by=system, at=now)
    report = Report(100, "已印发", asks_done=True, evidence=(Evidence(stored, "印发稿.txt"),))
    asking = report_progress(task.pk, report, unit=science, by=contact, at=now)
    move_task(task.pk, "done", reason="", by=officer, at=now)
    task.refresh_from_db()
    assert (task.state, task.percent, Progress.objects.get(pk=asking.pk).state) == ("done", 100, "accepted")
    move_task(task.pk, "under_way", reason="印发稿不是正式文件", by=officer, at=now)
    task.refresh_from_db()
    assert (task.state, task.percent, task.done_on) == ("under_way", 70, None)


def test_a_task_with_a_waiting_report_is_not_cancelled(task, science, contact, officer, now):
    report_progress(task.pk, Report(10, "已启动"), unit=science, by=contact, at=now)
    before = state_of(task)
    with pytest.raises(WrongState) as refused:
        move_task(task.pk, "cancelled", reason="不做了", by=officer, at=now)
    assert refused.value.specific_code == "report_waits"
    assert state_of(task) == before


def test_a_reported_task_does_not_go_back_to_not_begun(task, science, contact, officer, now):
    progress = report_progress(task.pk, Report(10, "已启动"), unit=science, by=contact, at=now)
    review_progress(progress.pk, "accept", note="", by=officer, at=now)
    with pytest.raises(WrongState) as refused:
        move_task(task.pk, "not_started", reason="误操作", by=officer, at=now)
    assert refused.value.specific_code == "already_reported"


# --- correcting ---


def test_a_changed_limit_keeps_the_old_one_and_its_reason(task, contact, officer, now):
    edit = replace(edit_of(task), deadline_on=date(2027, 6, 30))
    edit_task(task.pk, edit, reason="区政府会议同意延期", by=officer, at=now)
    task.refresh_from_db()
    assert (task.deadline_on, task.sort_on) == (date(2027, 6, 30), date(2027, 6, 30))
    assert events_of(task).get().details == {
        "after": {"deadline_on": "2027-06-30"},
        "before": {"deadline_on": "2026-12-31"},
        "reason": "区政府会议同意延期",
    }
    assert "2027-06-30" in Notice.objects.get(person_id=contact.id).text


def test_a_changed_title_needs_no_reason_and_tells_nobody(task, officer, now):
    edit_task(task.pk, replace(edit_of(task), title="建立会商制度"), reason="", by=officer, at=now)
    assert Task.objects.get(pk=task.pk).title == "建立会商制度"
    assert Notice.objects.count() == 0


def test_saving_without_a_difference_records_nothing(task, officer, now):
    before = state_of(task)
    edit_task(task.pk, edit_of(task), reason="", by=officer, at=now)
    assert state_of(task) == before


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"deadline_on": date(2027, 6, 30)}, ""),
        ({"deadline_on": None}, "延期"),
        ({"deadline_on": date(2026, 1, 20)}, "提前"),
        ({"deadline_kind": "ongoing"}, "改持续"),
        ({"deadline_kind": "ongoing", "deadline_on": None}, "改持续"),
        ({"deadline_kind": "none", "deadline_on": None, "review_every": "quarter"}, "改"),
        ({"deadline_kind": "someday", "deadline_on": None}, "改"),
        ({"review_every": "year"}, "改"),
        ({"title": "  "}, ""),
        ({"title": "长" * 201}, ""),
        ({"number": "9" * 21}, ""),
    ],
)
def test_an_impossible_correction_changes_nothing(task, officer, now, fields, reason):
    before = state_of(task)
    with pytest.raises(InvalidInput):
        edit_task(task.pk, replace(edit_of(task), **fields), reason=reason, by=officer, at=now)
    assert state_of(task) == before


def test_a_task_becomes_ongoing(task, officer, now):
    edit = replace(edit_of(task), deadline_kind="ongoing", deadline_on=None, review_every="half_year")
    edit_task(task.pk, edit, reason="改为长期工作", by=officer, at=now)
    task.refresh_from_db()
    # Issued 2026-01-20: the first half-year ends 06-30, its review is due 07-15.
    assert (task.sort_on, task.lags_on) == (date(2026, 7, 15), None)


def test_somebody_elses_change_is_noticed(task, officer, now):
    seen = edit_of(task)
    edit_task(task.pk, replace(seen, title="甲的改法"), reason="", by=officer, at=now)
    before = state_of(task)
    with pytest.raises(Conflict):
        edit_task(task.pk, replace(seen, title="乙的改法"), reason="", by=officer, at=now)
    assert state_of(task) == before


@pytest.mark.parametrize("state", ["to_verify", "done", "cancelled"])
def test_a_settled_task_keeps_its_limit(plan, science, officer, now, state):
    task = make_task(plan, {science: Role.LEAD}, state=state)
    before = state_of(task)
    edit = replace(edit_of(task), deadline_on=date(2027, 6, 30))
    with pytest.raises(WrongState):
        edit_task(task.pk, edit, reason="延期", by=officer, at=now)
    assert state_of(task) == before


@pytest.mark.parametrize("role", [r for r in Post if r not in (Post.PLAN_OFFICER, Post.OFFICE_LEADER)])
@pytest.mark.parametrize("place", ["own", "other"])
def test_only_the_office_corrects_and_assigns(task, science, unit, actor, now, role, place):
    by = actor(role, science if place == "own" else unit("云川区商务局"))
    before = state_of(task)
    with pytest.raises((NotAllowed, NotFound)):
        edit_task(task.pk, replace(edit_of(task), title="改名"), reason="", by=by, at=now)
    with pytest.raises((NotAllowed, NotFound)):
        assign_units(task.pk, [Assignment(science.pk, "joint")], reason="调整", by=by, at=now)
    assert state_of(task) == before


# --- assigning ---


def test_new_units_are_told_and_stay_what_they_were_printed_as(
    task, science, justice, unit, actor, officer, now
):
    Responsibility.objects.filter(task=task, unit=science).update(printed="区科技局")
    farm = unit("云川区农业农村局")
    new = actor(Post.UNIT_CONTACT, farm)
    wanted = [Assignment(science.pk, "joint"), Assignment(farm.pk, "joint")]
    assign_units(task.pk, wanted, reason="机构改革", by=officer, at=now)
    rows = (
        Responsibility.objects.filter(task=task).order_by("pk").values_list("unit__name", "role", "printed")
    )
    assert list(rows) == [("云川区科技局", "joint", "区科技局"), ("云川区农业农村局", "joint", "")]
    assert [notice.person_id for notice in Notice.objects.all()] == [new.id]
    details = events_of(task).get().details
    assert details["before"] == {str(science.pk): "lead", str(justice.pk): "participant"}
    assert details["after"] == {str(science.pk): "joint", str(farm.pk): "joint"}


def test_assigning_shares_the_progress_anew(task, science, unit, contact, officer, now):
    progress = report_progress(task.pk, Report(80, "已起草"), unit=science, by=contact, at=now)
    review_progress(progress.pk, "accept", note="", by=officer, at=now)
    wanted = [Assignment(science.pk, "joint"), Assignment(unit("云川区农业农村局").pk, "joint")]
    assign_units(task.pk, wanted, reason="共同负责", by=officer, at=now)
    assert Task.objects.get(pk=task.pk).percent == 40


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ([], "nobody_answers"),
        ([("science", "participant")], "nobody_answers"),
        ([("science", "lead"), ("science", "joint")], "unit_twice"),
        ([("science", "lead"), ("gone", "joint")], "unit_gone"),
        ([("science", "lead"), ("justice", "boss")], "invalid_input"),
    ],
)
def test_an_impossible_division_changes_nothing(task, science, justice, unit, officer, now, wanted, code):
    gone = unit("云川区原工商局")
    gone.abolished_on = date(2019, 1, 1)
    gone.save()
    units = {"science": science, "justice": justice, "gone": gone}
    before = state_of(task)
    given = [Assignment(units[name].pk, role) for name, role in wanted]
    with pytest.raises(InvalidInput) as refused:
        assign_units(task.pk, given, reason="调整", by=officer, at=now)
    assert refused.value.specific_code == code
    assert state_of(task) == before


def test_a_division_needs_a_reason_and_an_open_task(task, plan, science, officer, now):
    wanted = [Assignment(science.pk, "joint")]
    before = state_of(task)
    with pytest.raises(InvalidInput):
        assign_units(task.pk, wanted, reason="", by=officer, at=now)
    assert state_of(task) == before
    settled = make_task(plan, {science: Role.LEAD}, state="done")
    with pytest.raises(WrongState):
        assign_units(settled.pk, wanted, reason="调整", by=officer, at=now)


def test_a_unit_with_a_waiting_report_is_not_taken_off(task, science, justice, contact, officer, now):
    report_progress(task.pk, Report(10, "已启动"), unit=science, by=contact, at=now)
    before = state_of(task)
    with pytest.raises(WrongState) as refused:
        assign_units(task.pk, [Assignment(justice.pk, "lead")], reason="换人", by=officer, at=now)
    assert refused.value.specific_code == "report_waits"
    assert state_of(task) == before


# --- closing periods ---


def test_a_period_is_closed_with_an_accepted_report(plan, science, contact, officer, now):
    task = make_ongoing(plan, {science: Role.LEAD}, reviewed_until=date(2026, 6, 30))
    progress = report_progress(
        task.pk, Report(50, "已开展", period="2026Q3"), unit=science, by=contact, at=now
    )
    review_progress(progress.pk, "accept", note="", by=officer, at=now)
    review = review_period(task.pk, "2026Q3", note="", by=officer, at=now)
    task.refresh_from_db()
    assert (review.until_on, review.reviewed_by_id) == (date(2026, 9, 30), officer.id)
    assert (task.state, task.reviewed_until, task.sort_on) == (
        "under_way",
        date(2026, 9, 30),
        date(2027, 1, 15),
    )


def test_a_period_without_a_report_is_closed_only_with_a_reason(plan, science, officer, now):
    task = make_ongoing(plan, {science: Role.LEAD}, reviewed_until=date(2026, 6, 30))
    before = state_of(task)
    with pytest.raises(InvalidInput):
        review_period(task.pk, "2026Q3", note="", by=officer, at=now)
    assert state_of(task) == before
    review_period(task.pk, "2026Q3", note="本期无执法行动", by=officer, at=now)
    assert Task.objects.get(pk=task.pk).reviewed_until == date(2026, 9, 30)


@pytest.mark.parametrize("period", ["2026Q2", "2026Q4", "2027Q1", "", "2026"])
def test_periods_are_closed_in_order(plan, science, officer, now, period):
    task = make_ongoing(plan, {science: Role.LEAD}, reviewed_until=date(2026, 6, 30))
    before = state_of(task)
    with pytest.raises(WrongState) as refused:
        review_period(task.pk, period, note="补", by=officer, at=now)
    assert refused.value.specific_code == "not_the_due_period"
    assert state_of(task) == before


def test_a_period_that_has_not_begun_or_has_a_waiting_report_stays_open(plan, science, contact, officer, now):
    closed = make_ongoing(plan, {science: Role.LEAD}, reviewed_until=date(2026, 12, 31))
    with pytest.raises(WrongState) as refused:
        review_period(closed.pk, "2027Q1", note="提前", by=officer, at=now)
    assert refused.value.specific_code == "not_begun"
    waiting = make_ongoing(plan, {science: Role.LEAD}, reviewed_until=date(2026, 6, 30))
    report_progress(waiting.pk, Report(50, "已开展", period="2026Q3"), unit=science, by=contact, at=now)
    with pytest.raises(WrongState) as refused:
        review_period(waiting.pk, "2026Q3", note="先复核", by=officer, at=now)
    assert refused.value.specific_code == "report_waits"


def test_a_task_with_a_date_has_no_periods_and_a_contact_closes_none(
    task, plan, science, contact, officer, now
):
    with pytest.raises(WrongState):
        review_period(task.pk, "2026Q4", note="复核", by=officer, at=now)
    ongoing = make_ongoing(plan, {science: Role.LEAD}, reviewed_until=date(2026, 6, 30))
    before = state_of(ongoing)
    with pytest.raises(NotAllowed):
        review_period(ongoing.pk, "2026Q3", note="自己复核", by=contact, at=now)
    assert state_of(ongoing) == before


def test_periods_go_on_without_a_gap_through_a_year(plan, science, officer):
    task = make_ongoing(plan, {science: Role.LEAD}, starts_on=date(2026, 2, 1))
    for year, quarter in ((2026, 1), (2026, 2), (2026, 3), (2026, 4), (2027, 1)):
        at = datetime(year, quarter * 3, 20, tzinfo=UTC)
        review_period(task.pk, f"{year}Q{quarter}", note="已看", by=officer, at=at)
    assert list(task.period_reviews.order_by("pk").values_list("period", flat=True)) == [
        "2026Q1",
        "2026Q2",
        "2026Q3",
        "2026Q4",
        "2027Q1",
    ]
