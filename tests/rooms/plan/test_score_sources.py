"""What formulas rest on: each source as of a day, as known at an instant, against counts made by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.rights_objects.plan import decision_of
from zhichan.core.access.roles import Role as Post
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.models import Matter, MatterEvent, Obligation
from zhichan.rooms.plan.actions.agree_task import NewTask
from zhichan.rooms.plan.actions.answer_follow_up import Reply, reply_to_follow_up, sign_follow_up
from zhichan.rooms.plan.actions.assign_units import Assignment
from zhichan.rooms.plan.actions.edit_path import edit_path
from zhichan.rooms.plan.actions.hold_meeting import make_decision_task
from zhichan.rooms.plan.actions.open_follow_up import NewFollowUp, open_follow_up
from zhichan.rooms.plan.actions.steer_follow_up import close_follow_up
from zhichan.rooms.plan.indicator_status import Goal
from zhichan.rooms.plan.models import Indicator, PathPoint, ScoreScheme
from zhichan.rooms.plan.queries.follow_ups import counts_by_unit
from zhichan.rooms.plan.queries.score_computing import scheme_of
from zhichan.rooms.plan.queries.score_sources import cases, follow_ups, indicators, inputs, sources, tasks
from zhichan.rooms.plan.queries.score_sources.base import Asked
from zhichan.rooms.plan.queries.score_sources.indicators import completion_of
from zhichan.rooms.plan.queries.score_starter import starting_items

from .samples import Role, make_indicator, make_ongoing, make_task
from .score_samples import value

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAY = timedelta(days=1)


def asked(unit, known_at, first=FIRST, on=LAST) -> Asked:
    return Asked(frozenset({unit.pk}), first, on, known_at)


def values_of(source, unit, known_at, **days):
    return source.gather(asked(unit, known_at, **days))[unit.pk].values


def test_every_input_has_one_source_and_the_starting_scheme_uses_none_other():
    names = [one.name for source in sources() for one in source.inputs]
    assert len(names) == len(set(names)) == len(inputs())
    assert [source.name for source in sources()] == ["indicators", "tasks", "follow_ups", "cases"]
    items = starting_items()
    assert sum(item.weight for item in items) == 100
    assert len(scheme_of(ScoreScheme(), items).items) == len(items)


# --- tasks ---


def test_what_was_due_before_and_not_done_is_still_due_and_what_was_settled_before_is_not(plan, science, now):
    earlier = date(2025, 6, 30)
    make_task(plan, {science: Role.LEAD}, deadline_on=earlier)
    make_task(plan, {science: Role.LEAD}, deadline_on=earlier, state="done", done_on=earlier, percent=100)
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 6, 30), state="cancelled")
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2027, 6, 30), percent=30)
    make_ongoing(plan, {science: Role.JOINT}, percent=50)
    make_task(plan, {science: Role.PARTICIPANT}, deadline_on=date(2026, 6, 30))
    early = {"state": "done", "percent": 100, "done_on": date(2025, 12, 1)}
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 3, 31), **early)
    found = values_of(tasks, science, now)
    assert found == {
        "应办任务数": 2,
        "按期办结数": 1,
        "逾期办结数": 0,
        "逾期未办数": 1,
        "承担任务数": 4,
        "任务平均进度": Decimal(45),
    }


def test_a_task_that_came_later_was_not_there(plan, science, officer, now):
    made = NewTask(
        plan_id=plan.pk,
        title="会后新增",
        deadline_kind="by-date",
        deadline_on=date(2026, 12, 31),
        review_every="",
        assignments=[Assignment(science.pk, Role.LEAD)],
    )
    make_decision_task(decision_of(science).pk, made, by=officer, at=now)
    assert values_of(tasks, science, now - DAY)["承担任务数"] == 0
    assert values_of(tasks, science, now)["承担任务数"] == 1


# --- indicators ---


@pytest.mark.parametrize(
    ("end", "baseline", "figure", "expected", "completion"),
    [
        ("10", "4", "5", "8", "62.5"),
        ("10", "4", "9", "8", "100"),
        ("10", "0", "-1", "8", "0"),
        ("2", "10", "8", "4", "50"),
        ("2", "10", "3", "4", "100"),
        ("10", "4", "5", None, "50"),
        ("0", "0", "0", "0", "100"),
    ],
)
def test_completion_is_value_by_path_and_the_other_way_round_where_less_is_better(
    end, baseline, figure, expected, completion
):
    goal = Goal(">=", Decimal(end), Decimal(baseline), 2025, Indicator.Counting.STOCK, ())
    found = completion_of(goal, Decimal(figure), None if expected is None else Decimal(expected))
    assert found == Decimal(completion)


def test_a_path_edited_later_is_read_back_and_missing_values_are_told(plan, science, officer, now):
    known = now - DAY
    fields = {"owner_unit": science, "year": 2027, "baseline": Decimal(4)}
    one = make_indicator(plan, "每万人口发明专利拥有量", **fields)
    target = one.targets.get()
    for year, amount in ((2026, 8), (2027, 9)):
        PathPoint.objects.create(target=target, year=year, value=amount, kind="linear")
    make_indicator(plan, "专利转让次数", owner_unit=science)
    value(one, LAST, "6", known)
    before = indicators.gather(asked(science, known))[science.pk]
    assert before.values["指标完成率"] == Decimal(75)
    assert before.lacking == {"指标完成率": 1, "预期性指标完成率": 1}
    assert (before.values["缺数据指标数"], before.values["约束性指标完成率"]) == (1, None)
    edit_path(one.pk, {2026: Decimal(6)}, note="领导小组同意", by=officer, at=now)
    assert indicators.gather(asked(science, known))[science.pk] == before
    assert values_of(indicators, science, now)["指标完成率"] == Decimal(100)


# --- follow-ups ---


def test_follow_ups_count_as_the_follow_up_pages_count_them(plan, science, actor, officer, now):
    contact = actor(Post.UNIT_CONTACT, science)

    def followed():
        task = make_task(plan, {science: Role.LEAD})
        return open_follow_up(NewFollowUp(science.pk, "请加快。", task_id=task.pk), by=officer, at=now)

    replied, late, _waiting = followed(), followed(), followed()
    for one, days in ((replied, 2), (late, 20)):
        sign_follow_up(one.pk, by=contact, at=now + DAY)
        reply_to_follow_up(one.pk, Reply("已办。"), by=contact, at=now + days * DAY)
    until = now + 30 * DAY
    then = values_of(follow_ups, science, until)
    assert then == {
        "督办数": 3,
        "按期反馈数": 1,
        "逾期反馈数": 1,
        "督办按期办结数": 0,
        "督办逾期办结数": 0,
        "督办在办数": 3,
        "逾期未反馈数": 1,
    }
    counts = counts_by_unit(FIRST, LAST, until)[science.pk]
    assert (counts.opened, counts.open_now, counts.late_now) == (3, 3, 1)
    close_follow_up(replied.pk, reason="同意。", by=officer, at=until + DAY)
    assert values_of(follow_ups, science, until) == then
    assert values_of(follow_ups, science, until + DAY)["督办按期办结数"] == 1


# --- cases ---


@pytest.fixture
def matter(science):
    """Opened in May; each step is ``(to_state, day)``, written down on that day."""
    procedure = all_procedures()[0]
    final = next(state for state in procedure.states if state.is_final)
    count = iter(range(1, 99))

    def make(closed: date | None, *, was_late: bool = False, recorded: datetime | None = None) -> Matter:
        opened = datetime(2026, 5, 1, tzinfo=UTC)
        at = None if closed is None else datetime(closed.year, closed.month, closed.day, 2, tzinfo=UTC)
        row = Matter.objects.create(
            procedure=procedure.name,
            version=procedure.version,
            number=f"云知案〔2026〕{next(count)}号",
            title="示例案件",
            unit=science,
            state=final.name if closed else procedure.initial.name,
            is_open=closed is None,
            is_live=closed is None,
            was_late=was_late,
            opened_at=opened,
            closed_at=at,
            source="test",
        )
        steps = [("opened", procedure.initial.name, opened)]
        if at is not None:
            steps.append(("moved", final.name, at))
        for seq, (kind, to_state, happened_at) in enumerate(steps, 1):
            MatterEvent.objects.create(
                matter=row,
                seq=seq,
                kind=kind,
                to_state=to_state,
                happened_at=happened_at,
                recorded_at=(recorded if seq == 2 and recorded else happened_at),
                source="test",
            )
        return row

    return make


def test_cases_are_counted_by_the_day_they_ended_and_whether_limits_were_kept(matter, science, now):
    matter(date(2026, 6, 1))
    matter(date(2026, 7, 1), was_late=True)
    matter(date(2025, 12, 31))
    matter(None)
    assert values_of(cases, science, now) == {
        "办结案件数": 2,
        "按期办结案件数": 1,
        "超期办结案件数": 1,
    }
    assert values_of(cases, science, now, on=date(2026, 6, 30))["办结案件数"] == 1


def test_cases_are_read_back_as_they_were_known(matter, science, now):
    """An end written down later was not known; a note changes nothing; a correction puts it in doubt."""
    known = datetime(2026, 8, 1, tzinfo=UTC)
    late = matter(date(2026, 6, 1), was_late=True)
    Obligation.objects.create(
        matter=late,
        name="accept",
        started_by=1,
        start_on=FIRST,
        due_on=FIRST,
        due_at=known - 9 * DAY,
        state="met_late",
        is_open=False,
        met_at=known - 5 * DAY,
    )
    matter(date(2026, 7, 1), recorded=now)
    before = cases.gather(asked(science, known))[science.pk]
    assert (before.values["办结案件数"], before.values["超期办结案件数"], before.in_doubt) == (1, 1, 0)
    assert values_of(cases, science, now)["办结案件数"] == 2
    note = {"matter": late, "happened_at": now, "recorded_at": now, "source": "test"}
    MatterEvent.objects.create(seq=3, kind="noted", **note)
    assert cases.gather(asked(science, known))[science.pk] == before
    MatterEvent.objects.create(seq=4, kind="corrected", **note)
    assert cases.gather(asked(science, known))[science.pk].in_doubt == 1
