"""Scores of a scheme: a worked year, missing data, two times, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.rights_objects.web import stored_file
from zhichan.core.access.roles import Role as Post
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.rooms.plan.actions.assign_units import Assignment, assign_units
from zhichan.rooms.plan.actions.edit_path import define_indicator
from zhichan.rooms.plan.actions.edit_task import edit_of, edit_task
from zhichan.rooms.plan.actions.move_task import move_task
from zhichan.rooms.plan.actions.report_progress import Evidence
from zhichan.rooms.plan.actions.score_points import NewPoints, enter_points, withdraw_points
from zhichan.rooms.plan.actions.score_schemes import (
    ItemDraft,
    confirm_scheme,
    draft_scheme,
    edit_scheme,
    propose_scheme,
    send_scheme_back,
)
from zhichan.rooms.plan.models import PlanVersion, ScoreItem, ScoreRun, ScoreScheme, UnitScore
from zhichan.rooms.plan.queries.score_checking import check_again, check_now
from zhichan.rooms.plan.queries.scores import parts_of, ranking_of

from .samples import Role, make_task
from .score_samples import DRAFT, KNOWN, LAST, ZERO, confirmed, make_year, run_of, value

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(actor, office):
    return actor(Post.OFFICE_LEADER, office)


@pytest.fixture
def year(office, science, justice):
    return make_year(office, science, justice)


@pytest.fixture
def scheme(officer, leader, now):
    return confirmed(officer, leader, now)


@pytest.fixture
def run(scheme, year, science, justice, officer, now):
    return run_of(scheme, [science, justice], officer, now)


# --- a worked year ---


def test_the_worked_year_comes_out_as_computed_by_hand(run, science, justice):
    """Once more in plain Python, from the facts of ``make_year`` and not from the product.

    Science: 2 of 4 due were handed in in time. The indicator: 5.5 where the path of the year, 10 by its end,
    stands at 10 × 273 ÷ 365 on 30 September; it is binding and lags, so 10 less. Justice: nothing due, so the
    progress of its one task counts; no indicator, so the weight of 40 goes to the tasks.
    """
    cent = Decimal("0.01")
    days = (date(2026, 9, 30) - date(2025, 12, 31)).days
    path = (Decimal(10) * days / 365).quantize(Decimal("0.1"), ROUND_HALF_UP)
    completion = (Decimal("5.5") * 100 / path).quantize(cent, ROUND_HALF_UP)
    tasks = (Decimal(60) * (100 * 2 / Decimal(4)) / 100).quantize(cent)
    indicators = (Decimal(40) * (completion - 10) / 100).quantize(cent, ROUND_HALF_UP)
    assert (tasks, indicators) == (Decimal("30.00"), Decimal("25.33"))
    mine = parts_of(run, science)
    assert [part.points for part in mine.parts] == [tasks, indicators]
    assert mine.score.total == tasks + indicators
    others = parts_of(run, justice)
    assert [(part.points, part.counted, part.missing) for part in others.parts] == [
        (Decimal("20.00"), "counted", ""),
        (Decimal("0.00"), "left_out", "指标完成率"),
    ]
    assert [(line.unit, line.total, line.rank) for line in ranking_of(run)] == [
        (science, Decimal("55.33"), 1),
        (justice, Decimal("20.00"), 2),
    ]


def test_a_score_opens_to_the_rows_behind_it(run, year, science):
    sides = parts_of(run, science).record["sources"]
    marks = {pk: mark for pk, mark, _figure in sides["tasks"]["rows"]}
    assert [marks[task.pk] for task in year.tasks] == ["in_time", "late", "in_time", "overdue", "running"]
    assert sides["indicators"]["rows"] == [[year.indicator.pk, "binding_lagging", "73.33"]]


def test_missing_data_may_count_as_nothing(officer, leader, year, justice, now):
    items = [replace(one, without_data=ZERO) for one in DRAFT.items]
    scheme = confirmed(officer, leader, now, replace(DRAFT, items=items))
    parts = parts_of(run_of(scheme, [justice], officer, now), justice)
    assert [(part.points, part.counted) for part in parts.parts] == [
        (Decimal("12.00"), "counted"),
        (Decimal("0.00"), "zero"),
    ]


def test_a_unit_of_which_nothing_is_known_has_neither_total_nor_rank(
    scheme, year, unit, science, officer, now
):
    idle = unit("云川区没有任务的局")
    lines = ranking_of(run_of(scheme, [idle, science], officer, now))
    assert [(line.unit, line.total is None, line.rank) for line in lines] == [
        (science, False, 1),
        (idle, True, None),
    ]


def test_a_unit_with_nothing_to_be_scored_by_stands_apart_and_is_not_ranked(
    officer, leader, year, science, unit, now
):
    """No task, no indicator: its formula makes 100 of noughts, before all who have work."""
    idle = unit("云川区档案局")
    kind = ItemDraft("逾期", Decimal(100), "100 − 5 × 逾期未办数")
    scheme = confirmed(officer, leader, now, replace(DRAFT, items=(kind,)))
    run = run_of(scheme, [science, idle], officer, now)
    stored = UnitScore.objects.get(run=run, unit=idle)
    assert (stored.total, stored.rank) == (None, None)
    assert json.loads(stored.record_text)["total"] == "100"
    first, last = ranking_of(run)
    assert (first.unit, first.rank, first.total, first.lacks) == (science, 1, Decimal(95), ())
    assert (last.unit, last.rank, last.total, last.lacks) == (idle, None, None, ("任务完成",))
    assert not last.has_moved
    assert check_again(run).is_same
    assert not check_again(run).totals
    assert parts_of(run, idle).lacks == ("任务完成",)


def test_a_run_of_before_that_ranked_such_a_unit_is_shown_without_it(
    officer, leader, year, science, unit, now
):
    idle = unit("云川区档案局")
    kind = ItemDraft("逾期", Decimal(100), "100 − 5 × 逾期未办数")
    scheme = confirmed(officer, leader, now, replace(DRAFT, items=(kind,)))
    run = run_of(scheme, [science, idle], officer, now)
    old = ScoreRun.objects.create(
        scheme=scheme, period_from=run.period_from, on=run.on, known_at=run.known_at, made_at=now,
        digest=run.digest, source="test",
    )  # fmt: skip
    for one in UnitScore.objects.filter(run=run):
        total, rank = (Decimal(100), 1) if one.unit == idle else (Decimal(95), 2)
        UnitScore.objects.create(run=old, unit=one.unit, total=total, rank=rank, record_text=one.record_text)
    assert [(line.unit, line.rank, line.computed_rank) for line in ranking_of(old)] == [
        (science, 1, 1),
        (idle, None, None),
    ]
    assert check_again(old).is_same
    assert not check_again(old).totals


def test_points_alone_are_something_to_be_scored_by(officer, leader, year, science, unit, now):
    idle = unit("云川区档案局")
    kind = ItemDraft("逾期", Decimal(100), "100 − 5 × 逾期未办数")
    scheme = confirmed(officer, leader, now, replace(DRAFT, items=(kind,)))
    proof = Evidence(stored_file(), "通报.txt")
    enter_points(NewPoints(idle.pk, date(2026, 5, 1), Decimal(-2), "通报批评", proof), by=officer, at=KNOWN)
    run = run_of(scheme, [science, idle], officer, now)
    assert [(line.unit, line.rank) for line in ranking_of(run)] == [(idle, 1), (science, 2)]


def test_points_count_up_to_the_limit_of_the_scheme_and_only_what_was_known(
    scheme, year, science, officer, now
):
    proof = Evidence(stored_file(), "通报.txt")
    before = KNOWN - timedelta(days=1)
    taken = enter_points(NewPoints(science.pk, LAST, Decimal(9), "国家级表彰", proof), by=officer, at=before)
    enter_points(NewPoints(science.pk, LAST, Decimal(-3), "通报批评", proof), by=officer, at=before)
    enter_points(NewPoints(science.pk, LAST, Decimal(-4), "后来才知道", proof), by=officer, at=now)
    withdraw_points(taken.pk, "登记有误", by=officer, at=now)
    then = parts_of(run_of(scheme, [science], officer, now), science)
    assert (then.result.bonus, then.result.deduction) == (Decimal("5.00"), Decimal("3.00"))
    assert then.score.total == Decimal("55.33") + 5 - 3
    known_now = parts_of(run_of(scheme, [science], officer, now, known_at=now), science)
    assert (known_now.result.bonus, known_now.result.deduction) == (Decimal(0), Decimal("7.00"))


# --- two times ---


def test_a_past_run_comes_out_byte_for_byte_after_everything_changed(
    run, scheme, year, science, justice, officer, leader, now
):
    first = {one.unit_id: one.record_text for one in UnitScore.objects.filter(run=run)}
    change_everything(year, science, justice, officer, now)
    check = check_again(run)
    assert (check.is_same, check.digest, check.changed, check.in_doubt) == (True, run.digest, [], [])
    again = run_of(scheme, [science, justice], officer, now + timedelta(hours=2))
    assert again.digest == run.digest
    assert {one.unit_id: one.record_text for one in UnitScore.objects.filter(run=again)} == first


def test_with_what_is_known_now_the_run_differs_and_says_in_which_inputs(
    run, year, science, justice, officer, now
):
    change_everything(year, science, justice, officer, now)
    check = check_now(run, now + timedelta(hours=1))
    assert not check.is_same
    found = {(one.unit, one.name): (one.before, one.after) for one in check.changed}
    assert found[science, "指标完成率"] == (Decimal("73.33"), None)
    assert found[justice, "指标完成率"] == (None, Decimal(100))
    assert found[science, "应办任务数"] == (Decimal(4), Decimal(2))
    assert found[science, "逾期未办数"] == (Decimal(1), Decimal(0))
    assert found[justice, "应办任务数"] == (Decimal(0), Decimal(1))
    assert {one.unit for one in check.totals} == {science, justice}


def change_everything(year, science, justice, officer, now):
    """A done task is opened again, a limit moves, units change, an indicator changes hands and value."""
    in_time, _late, _last_day, overdue, running = year.tasks
    move_task(in_time.pk, "under_way", reason="成果未落实", by=officer, at=now)
    later = replace(edit_of(overdue), deadline_on=date(2026, 12, 31), seen_at=None)
    edit_task(overdue.pk, later, reason="领导小组同意延期", by=officer, at=now)
    given = [Assignment(justice.pk, Role.LEAD)]
    assign_units(in_time.pk, given, reason="机构改革", by=officer, at=now)
    assign_units(running.pk, given, reason="机构改革", by=officer, at=now + timedelta(minutes=1))
    value(year.indicator, LAST, "8.1", now)
    define_indicator(
        year.indicator.pk,
        owner_unit_id=justice.pk,
        counting="yearly",
        note="改由司法局填报",
        by=officer,
        at=now,
    )


def test_what_a_new_version_of_the_plan_rewrote_is_taken_from_what_the_run_kept(
    run, year, science, justice, officer, now
):
    """The limits of before are kept nowhere else: the check says so and rests on the stored inputs."""
    PlanVersion.objects.filter(plan=year.plan).update(state="superseded")
    new = PlanVersion.objects.create(
        plan=year.plan, number=2, state="in_force", created_at=now, in_force_at=now, source="test"
    )
    for task in year.tasks:
        task.version, task.deadline_on, task.changed_at = new, date(2027, 6, 30), now
        task.save()
    check = check_again(run)
    assert check.is_same
    assert {(unit, source, n) for unit, source, n in check.in_doubt} >= {(science, "tasks", 5)}
    assert not check_now(run, now).is_same


def test_a_run_asks_no_more_of_the_database_for_more_tasks(scheme, year, science, justice, officer, now):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found, transaction.atomic():
            run_of(scheme, [science, justice], officer, now)
            transaction.set_rollback(True)
        return len(found)

    few = queries()
    for _ in range(20):
        make_task(year.plan, {science: Role.LEAD})
    assert queries() == few


def test_runs_and_scores_are_never_changed(run):
    for rows in (ScoreRun.objects.all(), UnitScore.objects.all()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.delete() if rows.model is UnitScore else rows.update(digest="")


# --- schemes ---


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"items": (DRAFT.items[0],)}, "各项权重之和是 60，应为 100"),
        (
            {"items": (DRAFT.items[0], replace(DRAFT.items[1], weight=Decimal("40.5")))},
            "之和是 100.5，应为 100",
        ),
        ({"items": ()}, "考核项要有 1 到 20 项"),
        (
            {"items": (replace(DRAFT.items[0], formula="办结率 × 100"),)},
            "第 1 项“任务完成”的算式第 1 个字符处：没有“办结率”",
        ),
        ({"items": (replace(DRAFT.items[0], weight=Decimal(0)),)}, "第 1 项：权重"),
        ({"items": (replace(DRAFT.items[0], least=Decimal(90), most=Decimal(80)),)}, "第 1 项：下限"),
        ({"items": tuple(replace(one, name="同名") for one in DRAFT.items)}, "有两个考核项同名"),
        ({"name": "  "}, "请写方案名称"),
        ({"bonus_most": Decimal(101)}, "在 0 到 100 之间"),
        ({"appeal_working_days": 0}, "申诉期在 1 到 60"),
    ],
)
def test_a_scheme_that_cannot_be_is_refused_and_nothing_kept(officer, now, change, message):
    with pytest.raises(InvalidInput, match=message):
        draft_scheme(2026, replace(DRAFT, **change), by=officer, at=now)
    assert (ScoreScheme.objects.count(), ScoreItem.objects.count()) == (0, 0)


def test_a_scheme_is_confirmed_by_another_person_and_then_stays_as_it_is(officer, leader, science, now):
    scheme = draft_scheme(2026, DRAFT, by=officer, at=now)
    with pytest.raises(WrongState, match="起草中"):
        confirm_scheme(scheme.pk, by=leader, at=now)
    edit_scheme(scheme.pk, replace(DRAFT, name="考核办法"), by=officer, at=now)
    propose_scheme(scheme.pk, by=officer, at=now)
    with pytest.raises(Conflict, match="另一个人"):
        confirm_scheme(scheme.pk, by=officer, at=now)
    send_scheme_back(scheme.pk, "权重请再议", by=leader, at=now)
    propose_scheme(scheme.pk, by=officer, at=now)
    confirm_scheme(scheme.pk, by=leader, at=now)
    for act in (
        lambda: edit_scheme(scheme.pk, DRAFT, by=officer, at=now),
        lambda: propose_scheme(scheme.pk, by=officer, at=now),
        lambda: send_scheme_back(scheme.pk, "再议", by=leader, at=now),
    ):
        with pytest.raises(WrongState, match="请另起新版"):
            act()
    assert draft_scheme(2026, DRAFT, by=officer, at=now).number == 2
    kinds = [event.kind.rpartition(".")[2] for event in events_of(scheme)]
    assert kinds == [
        "scheme_drafted",
        "scheme_edited",
        "scheme_proposed",
        "scheme_sent_back",
        "scheme_proposed",
        "scheme_confirmed",
    ]


def test_a_scheme_changed_behind_the_product_is_not_computed_with(scheme, year, science, officer, now):
    scheme.items.filter(position=1).update(formula="100")
    with pytest.raises(Conflict, match="与确认时不一致"):
        run_of(scheme, [science], officer, now)


@pytest.mark.parametrize(
    ("wish", "error", "message"),
    [
        ({"on": date(2025, 12, 31)}, InvalidInput, "早于考核期"),
        ({"first": date(2025, 1, 1)}, InvalidInput, "考核期应从 2026 年开始"),
        ({"known_at": datetime(2027, 1, 1, tzinfo=UTC)}, InvalidInput, "还没有到这个时刻"),
        ({"on": date(2026, 12, 31)}, InvalidInput, "数据时点还没有到"),
    ],
)
def test_a_run_that_cannot_be_is_refused(scheme, year, science, officer, now, wish, error, message):
    with pytest.raises(error, match=message):
        run_of(scheme, [science], officer, now, **wish)
    assert not ScoreRun.objects.exists()


def test_a_draft_is_not_computed_with_and_no_unit_is_no_run(officer, scheme, science, now):
    with pytest.raises(InvalidInput, match="请选要考核的单位"):
        run_of(scheme, [], officer, now)
    draft = draft_scheme(2026, DRAFT, by=officer, at=now)
    with pytest.raises(WrongState, match="还没有由另一人确认"):
        run_of(draft, [science], officer, now)


def test_only_the_office_drafts_and_computes(actor, science, scheme, now):
    contact = actor(Post.UNIT_CONTACT, science)
    with pytest.raises(NotAllowed):
        draft_scheme(2026, DRAFT, by=contact, at=now)
    with pytest.raises(NotAllowed):
        run_of(scheme, [science], contact, now)
    with pytest.raises(NotFound):
        propose_scheme(draft_scheme(2026, DRAFT, by=actor(Post.PLAN_OFFICER), at=now).pk, by=contact, at=now)
