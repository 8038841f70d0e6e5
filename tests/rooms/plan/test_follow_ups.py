"""Follow-ups: opened once by rule or by hand, answered by the unit, steered by the office."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhichan.core.access.roles import Role as Post
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.notices.models import Notice
from zhichan.rooms.plan.actions.answer_follow_up import Reply, reply_to_follow_up, sign_follow_up
from zhichan.rooms.plan.actions.open_follow_up import (
    NewFollowUp,
    open_follow_up,
    open_follow_ups,
    open_late_task,
)
from zhichan.rooms.plan.actions.steer_follow_up import (
    chase_follow_up,
    close_follow_up,
    extend_follow_up,
    issue_follow_up,
    return_reply,
    withdraw_follow_up,
)
from zhichan.rooms.plan.follow_up_steps import ENDED, STEPS, Standing, after, replayed, steps_from
from zhichan.rooms.plan.models import FollowUp, FollowUpEvent, Indicator, IndicatorValue, Progress, Task
from zhichan.rooms.plan.queries.follow_ups import follow_ups_visible_to, standings_at
from zhichan.rooms.plan.sweepers import follow_up as sweep

from .samples import Role, make_indicator, make_ongoing, make_task

pytestmark = pytest.mark.django_db
State, Kind = FollowUp.State, FollowUpEvent.Kind
DAY = timedelta(days=1)


@pytest.fixture
def late(plan, science, justice):
    """A task eleven days past its date, led by the science bureau."""
    parts = {justice: Role.PARTICIPANT, science: Role.LEAD}
    return make_task(plan, parts, deadline_on=date(2026, 11, 9), title="建立会商机制")


def opened(task: Task, by, at: datetime) -> FollowUp:
    found = open_late_task(task.pk, by=by, at=at)
    assert found is not None
    return found


def kinds(follow_up: FollowUp) -> list[str]:
    return list(follow_up.events.order_by("pk").values_list("kind", flat=True))


def test_a_late_task_opens_exactly_one_and_none_again_for_the_same_day(late, science, officer, contact, now):
    assert sweep(now) == 1
    found = FollowUp.objects.get()
    assert (found.number, found.unit, found.cause, found.overdue_on) == (
        "督办〔2026〕1号",
        science,
        "deadline",
        date(2026, 11, 9),
    )
    assert (found.state, kinds(found)) == (State.ISSUED, ["opened", "issued"])
    assert found.why == "应于 2026-11-09 前完成，现为“未启动”，进度 0%。"
    # From a Friday: five and twenty working days on.
    assert (found.reply_due_on, found.close_due_on) == (date(2026, 11, 27), date(2026, 12, 18))
    assert sweep(now + timedelta(hours=6)) == 0
    close_follow_up(found.pk, reason="另行处理。", by=officer, at=now + DAY)
    assert sweep(now + 2 * DAY) == 0
    Task.objects.filter(pk=late.pk).update(deadline_on=date(2026, 11, 17), sort_on=date(2026, 11, 17))
    assert sweep(now + 2 * DAY) == 1
    assert list(FollowUp.objects.order_by("pk").values_list("number", "state")) == [
        ("督办〔2026〕1号", "closed"),
        ("督办〔2026〕2号", "issued"),
    ]


def test_what_is_settled_not_late_or_nobodys_opens_none(plan, science, justice, system, now):
    on_the_day = make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 11, 20))
    past = date(2026, 11, 9)
    for state in (Task.State.TO_VERIFY, Task.State.DONE, Task.State.CANCELLED):
        make_task(plan, {science: Role.LEAD}, deadline_on=past, state=state)
    helped_only = make_task(plan, {justice: Role.PARTICIPANT}, deadline_on=past)
    without_limit = make_task(plan, {science: Role.LEAD}, deadline_kind="none")
    assert sweep(now) == 0
    for task in (on_the_day, helped_only, without_limit):
        assert open_late_task(task.pk, by=system, at=now) is None
    assert not FollowUp.objects.exists()


def test_a_period_not_reported_in_time_opens_one_for_the_unit_that_is_silent(plan, science, justice, now):
    task = make_ongoing(plan, {science: Role.JOINT, justice: Role.JOINT}, starts_on=date(2026, 7, 1))
    report = {"task": task, "period": "2026Q3", "percent": 10, "text": "已会商。", "source": "test"}
    Progress.objects.create(unit=science, reported_at=now, **report)
    assert sweep(now) == 1
    found = FollowUp.objects.get()
    assert (found.unit, found.cause, found.overdue_on) == (justice, "period", date(2026, 10, 15))
    FollowUp.objects.filter(pk=found.pk).update(state=State.CLOSED, ended_at=now)
    Progress.objects.create(unit=justice, reported_at=now, **report)
    # The next period is due in January: reported late or not, the third quarter is never asked for again.
    assert sweep(now + DAY) == 0
    Progress.objects.filter(unit=justice).update(state=Progress.State.RETURNED)
    assert sweep(now + DAY) == 0
    assert sweep(now + timedelta(days=62)) == 1
    assert FollowUp.objects.latest("pk").overdue_on == date(2027, 1, 15)


def test_a_binding_indicator_that_lags_opens_one_a_year(plan, science, office, now):
    binding = make_indicator(plan, nature=Indicator.Nature.BINDING, owner_unit=science)
    make_indicator(plan, "预期性指标", nature=Indicator.Nature.EXPECTED, owner_unit=science)
    make_indicator(plan, "主管单位填报的指标", nature=Indicator.Nature.BINDING)

    def valued(day: date, at: datetime) -> None:
        for one in Indicator.objects.all():
            IndicatorValue.objects.create(
                indicator=one, effective_on=day, known_at=at, value=Decimal("1"), source="test"
            )

    assert sweep(now) == 0, "without a value nothing is known to be missed"
    valued(date(2026, 6, 30), now)
    assert sweep(now) == 1
    found = FollowUp.objects.get()
    assert (found.indicator, found.unit, found.cause) == (binding, science, "indicator")
    FollowUp.objects.filter(pk=found.pk).update(state=State.CLOSED, ended_at=now)
    valued(date(2026, 9, 30), now + DAY)
    assert sweep(now + DAY) == 0, "it has been asked for this year"
    valued(date(2027, 3, 31), now + timedelta(days=150))
    assert sweep(now + timedelta(days=150)) == 1


def test_the_whole_way_and_who_was_told(late, contact, officer, now):
    found = opened(late, officer, now)
    sign_follow_up(found.pk, by=contact, at=now + DAY)
    reply_to_follow_up(found.pk, Reply("正在会签，月底完成。"), by=contact, at=now + 2 * DAY)
    return_reply(found.pk, reason="请附会商纪要", reply_days=3, by=officer, at=now + 3 * DAY)
    reply_to_follow_up(found.pk, Reply("纪要已附。"), by=contact, at=now + 4 * DAY)
    close_follow_up(found.pk, reason="机制已建立。", by=officer, at=now + 40 * DAY)
    found.refresh_from_db()
    assert kinds(found) == ["opened", "issued", "signed", "replied", "returned", "replied", "closed"]
    assert (found.state, found.is_reply_late) == (State.CLOSED, False)
    assert not found.is_closed_late, "the office took its time over a reply that was in time"
    assert standings_at([found.pk], now + 50 * DAY)[found.pk].ended_at == found.ended_at
    told = list(Notice.objects.order_by("pk").values_list("kind", "person_id"))
    assert told == [
        ("plan.follow_up.issued", contact.id),
        ("plan.follow_up.signed", officer.id),
        ("plan.follow_up.replied", officer.id),
        ("plan.follow_up.returned", contact.id),
        ("plan.follow_up.replied", officer.id),
        ("plan.follow_up.closed", contact.id),
    ]


def test_a_reply_after_closing_is_refused_and_nothing_is_stored(late, contact, officer, now):
    found = opened(late, officer, now)
    sign_follow_up(found.pk, by=contact, at=now)
    close_follow_up(found.pk, reason="任务并入他项。", by=officer, at=now + DAY)
    before = (FollowUpEvent.objects.count(), Notice.objects.count())
    with pytest.raises(WrongState) as refused:
        reply_to_follow_up(found.pk, Reply("补充反馈"), by=contact, at=now + 2 * DAY)
    assert refused.value.message == (
        "督办〔2026〕1号 已于 2026-11-21 结束（已办结），不能再反馈；另有情况请联系主管单位。"
    )
    assert (FollowUpEvent.objects.count(), Notice.objects.count()) == before


def test_only_the_units_own_contact_answers_and_only_the_office_steers(
    late, justice, science, actor, contact, officer, now
):
    found = opened(late, officer, now)
    other, leader = actor(Post.UNIT_CONTACT, justice), actor(Post.READ_ONLY_LEADER)
    with pytest.raises(NotFound):
        sign_follow_up(found.pk, by=other, at=now)
    for reader in (officer, leader):
        with pytest.raises(NotAllowed):
            sign_follow_up(found.pk, by=reader, at=now)
    for by in (contact, leader):
        with pytest.raises(NotAllowed):
            close_follow_up(found.pk, reason="不办了", by=by, at=now)
    assert list(follow_ups_visible_to(contact)) == [found]
    assert not follow_ups_visible_to(other).exists()
    with pytest.raises(WrongState, match="请先签收"):
        reply_to_follow_up(found.pk, Reply("已办"), by=contact, at=now)


def test_one_that_is_not_issued_is_the_offices_alone(late, science, contact, officer, now):
    new = NewFollowUp(science.pk, "请加快。", task_id=late.pk, is_issued=False)
    found = open_follow_up(new, by=officer, at=now)
    assert (found.state, found.reply_due_on) == (State.OPENED, None)
    assert not follow_ups_visible_to(contact).exists()
    assert not Notice.objects.filter(person_id=contact.id).exists()
    assert open_late_task(late.pk, by=officer, at=now) is None, "never a second while one is open"
    issue_follow_up(found.pk, by=officer, at=now + DAY)
    assert list(follow_ups_visible_to(contact)) == [found]
    with pytest.raises(Conflict, match="督办〔2026〕1号"):
        open_follow_up(new, by=officer, at=now)
    withdraw_follow_up(found.pk, reason="发错单位。", by=officer, at=now + DAY)
    assert sweep(now + DAY) == 1, "one opened by hand is for no day"


def test_chased_once_a_day_by_hand_or_by_rule(late, contact, officer, now):
    found = opened(late, officer, now)
    chase_follow_up(found.pk, note="请尽快签收", by=officer, at=now)
    with pytest.raises(WrongState, match="今天已催办过"):
        chase_follow_up(found.pk, by=officer, at=now + timedelta(hours=1))
    due = now + timedelta(days=7)
    assert sweep(due - 2 * DAY) == 1, "reminded once of a reply due within two working days"
    assert sweep(due) == 0, "the day itself is in time"
    assert [sweep(due + n * DAY) for n in (1, 3, 3, 4, 8)] == [0, 1, 0, 1, 0], "once a day, not on a Saturday"
    texts = list(found.events.filter(kind="chased").order_by("pk").values_list("text", flat=True))
    assert texts == [
        "请尽快签收",
        "系统按规则催办：应于 2026-11-27 前反馈，已逾期 3 天。",
        "系统按规则催办：应于 2026-11-27 前反馈，已逾期 4 天。",
    ]
    extend_follow_up(found.pk, working_days=5, reason="等待会签", by=officer, at=due + 5 * DAY)
    found.refresh_from_db()
    assert (found.reply_due_on, found.close_due_on) == (date(2026, 12, 4), date(2026, 12, 25))


def test_what_is_wrong_is_said_and_nothing_stays(late, science, justice, contact, officer, now):
    good = NewFollowUp(science.pk, "请加快。", task_id=late.pk)
    for wrong, field in (
        (NewFollowUp(science.pk, " ", task_id=late.pk), "why"),
        (NewFollowUp(science.pk, "请加快。"), "task_id"),
        (NewFollowUp(science.pk, "请加快。", task_id=late.pk, reply_days=0), "reply_days"),
        (NewFollowUp(science.pk, "请加快。", task_id=late.pk, reply_days=30), "close_days"),
    ):
        with pytest.raises(InvalidInput) as refused:
            open_follow_ups([good, wrong], by=officer, at=now)
        assert refused.value.details["field"] == field
    assert not FollowUp.objects.exists(), "all or none"
    found = open_follow_up(good, by=officer, at=now)
    sign_follow_up(found.pk, by=contact, at=now)
    foreign = Progress.objects.create(
        task=late, unit=justice, reported_at=now, percent=5, text="协助", source="test"
    )
    with pytest.raises(InvalidInput, match="本单位"):
        reply_to_follow_up(found.pk, Reply("见填报", progress_id=foreign.pk), by=contact, at=now)
    own = Progress.objects.create(
        task=late, unit=science, reported_at=now, percent=60, text="已办", source="test"
    )
    reply_to_follow_up(found.pk, Reply("见填报", progress_id=own.pk), by=contact, at=now)
    late.refresh_from_db()
    assert (late.percent, found.events.latest("pk").progress) == (0, own), "a reply is no progress"


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30)), max_size=14))
def test_no_path_leaves_the_table_and_replay_gives_the_same(choices):
    """Any walk: every state has a way on until it ends, and replayed events lead to the same place."""
    at, standing, events = datetime.fromisoformat("2026-11-16T02:00:00+00:00"), Standing(), []
    for choice, days in choices:
        steps = steps_from(standing.state)
        assert bool(steps) is (standing.state not in ENDED)
        if not steps:
            break
        at += days * DAY
        step = steps[choice % len(steps)]
        due = {"reply_due_on": at.date() + 7 * DAY, "close_due_on": at.date() + 28 * DAY}
        event = FollowUpEvent(kind=step.kind, at=at, day=at.date(), **due)
        standing, events = after(standing, event), [*events, event]
        assert standing.state in State.values
        assert (standing.ended_at is not None) is (standing.state in ENDED)
        assert not (standing.is_closed_late and standing.state != State.CLOSED)
    assert replayed(events) == standing
    if standing.state in ENDED:
        for step in STEPS:
            with pytest.raises(ValueError, match="lead on"):
                after(standing, FollowUpEvent(kind=step.kind, at=at, day=at.date()))
