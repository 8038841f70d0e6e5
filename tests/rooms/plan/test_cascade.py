"""An upper plan carried on below: links, refusals, coverage, targets against targets, pages."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.rooms.plan.documents import AT, draft
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.rooms.plan.actions.decline_row import (
    decline_indicator,
    decline_task,
    withdraw_indicator_decline,
    withdraw_task_decline,
)
from zhichan.rooms.plan.actions.enter_plan import NewPlan, add_items, enter_plan, start_version
from zhichan.rooms.plan.actions.into_force import bring_into_force
from zhichan.rooms.plan.actions.link_tasks import (
    link_indicator,
    link_task,
    serve_plan,
    unlink_indicator,
    unlink_task,
)
from zhichan.rooms.plan.indicator_status import Goal, PathPoint
from zhichan.rooms.plan.item_entry import TargetEntry, TaskEntry
from zhichan.rooms.plan.models import (
    Indicator,
    IndicatorDecline,
    IndicatorLink,
    Plan,
    PlanVersion,
    Task,
    TaskDecline,
    TaskLink,
)
from zhichan.rooms.plan.queries.cascade import cascade_of, coverage_of
from zhichan.rooms.plan.queries.serving import serving_points
from zhichan.rooms.plan.target_fit import Aim, Fit, verdict_of


@pytest.fixture
def officer(actor, office) -> Actor:
    return actor(Role.PLAN_OFFICER, office)


def _plan(office, officer, title: str, texts: list[str], years: tuple[int, int], stations: int) -> Plan:
    new = NewPlan(title, "work-plan", period_from=years[0], period_to=years[1])
    version = enter_plan(new, owner_unit=office, by=officer, at=AT)
    tasks = [TaskEntry(text, number=str(at), lead=(office.name,)) for at, text in enumerate(texts, start=1)]
    target = TargetEntry("商标品牌指导站", unit="家", op=">=", value=Decimal(stations), counting="stock")
    add_items(version, [target, *tasks], by=officer, at=AT)
    return bring_into_force(version, by=officer, at=AT).plan


@pytest.fixture
def five_years(office, officer) -> Plan:
    texts = [
        "建立专利导航决策机制,每年发布导航报告。",
        "建设商标品牌指导站,覆盖全部街道。",
        "推进知识产权质押融资,扩大惠及面。",
    ]
    return _plan(office, officer, "云川区五年规划", texts, (2026, 2030), 10)


@pytest.fixture
def points(office, officer) -> Plan:
    texts = ["新建六个商标品牌指导站。", "发布两份专利导航报告。", "开展春节慰问。"]
    return _plan(office, officer, "云川区2030年要点", texts, (2030, 2030), 12)


@pytest.fixture
def serving(five_years, points, officer) -> Plan:
    """The yearly points, said to serve the five-year plan."""
    return serve_plan(points, five_years, by=officer, at=AT)


def _task(plan: Plan, number: str) -> Task:
    return Task.objects.select_related("plan").get(plan=plan, number=number)


def _indicator(plan: Plan) -> Indicator:
    return Indicator.objects.select_related("plan").get(plan=plan)


# --- links ---


def test_each_point_is_offered_the_task_it_likely_serves(serving, officer):
    found = serving_points(serving, officer)
    assert [[one.task.number for one in point.suggestions][:1] for point in found] == [["2"], ["1"], []]


def test_a_task_carries_several_and_each_link_keeps_who_when_and_why(five_years, serving, officer):
    point, first, second = _task(serving, "1"), _task(five_years, "2"), _task(five_years, "3")
    made = link_task(point, first, note="同一件事", by=officer, at=AT)
    again = link_task(point, first, note="另说", by=officer, at=AT + timedelta(hours=1))
    link_task(point, second, by=officer, at=AT)
    assert (again.pk, again.note, again.linked_at) == (made.pk, "同一件事", AT)
    assert made.person_id == officer.id
    assert set(TaskLink.objects.filter(lower=point).values_list("upper__number", flat=True)) == {"2", "3"}
    assert [task.number for task in serving_points(serving, officer)[0].carried] == ["2", "3"]
    with pytest.raises(InvalidInput, match="写明理由"):
        unlink_task(point, first, reason=" ", by=officer, at=AT)
    unlink_task(point, first, reason="对应错了", by=officer, at=AT)
    assert TaskLink.objects.get(lower=point).upper == second
    kinds = [event.kind for event in events_of(point).order_by("seq")]
    assert kinds == ["plan.task.linked", "plan.task.linked", "plan.task.unlinked"]
    with pytest.raises(WrongState, match="没有这个对应关系"):
        unlink_task(point, first, reason="再来一次", by=officer, at=AT)


def test_a_plan_with_links_keeps_the_plan_it_serves(five_years, serving, officer):
    link_indicator(_indicator(serving), _indicator(five_years), by=officer, at=AT)
    with pytest.raises(WrongState, match="请先解除"):
        serve_plan(serving, None, by=officer, at=AT)
    unlink_indicator(_indicator(serving), _indicator(five_years), reason="重新对应", by=officer, at=AT)
    assert serve_plan(serving, None, by=officer, at=AT).serves is None


def test_wrong_links_are_refused_and_nothing_is_kept(five_years, points, officer, office):
    point, served = _task(points, "1"), _task(five_years, "2")
    with pytest.raises(InvalidInput, match="请先选"):
        link_task(point, served, by=officer, at=AT)
    serve_plan(points, five_years, by=officer, at=AT)
    with pytest.raises(InvalidInput, match="不能对应自己"):
        link_task(point, point, by=officer, at=AT)
    with pytest.raises(InvalidInput, match="不属于所服务的规划"):
        link_task(point, _task(points, "2"), by=officer, at=AT)
    with pytest.raises(InvalidInput, match="400"):
        link_task(point, served, note="长" * 401, by=officer, at=AT)
    Task.objects.filter(pk=point.pk).update(state="cancelled")
    with pytest.raises(NotFound):
        link_task(point, served, by=officer, at=AT)
    assert not TaskLink.objects.exists()


def test_plans_cannot_serve_in_a_circle(five_years, points, officer, office):
    drive = _plan(office, officer, "专项行动", ["巡查市场。"], (2030, 2030), 1)
    serve_plan(points, five_years, by=officer, at=AT)
    serve_plan(drive, points, by=officer, at=AT)
    for plan, served in ((five_years, points), (five_years, drive), (points, points), (points, drive)):
        with pytest.raises(InvalidInput, match="互相对应"):
            serve_plan(plan, served, by=officer, at=AT)
    with pytest.raises(InvalidInput):
        serve_plan(drive, draft(office).plan, by=officer, at=AT)  # not in force
    assert Plan.objects.get(pk=five_years.pk).serves is None


def test_what_a_new_version_dropped_can_be_freed_but_not_linked(five_years, serving, officer):
    link_task(_task(serving, "1"), _task(five_years, "3"), by=officer, at=AT)
    new = start_version(five_years, by=officer, at=AT)
    new.extracted_items.filter(kind="task", value__number="3").update(state="rejected", reason="不再列")
    bring_into_force(new, by=officer, at=AT + timedelta(days=1))
    gone = _task(five_years, "3")
    assert gone.version.state == PlanVersion.State.SUPERSEDED
    with pytest.raises(InvalidInput, match="已被替代"):
        link_task(_task(serving, "2"), gone, by=officer, at=AT)
    assert coverage_of(five_years).upper_tasks == 2
    unlink_task(_task(serving, "1"), gone, reason="上级已不列", by=officer, at=AT)
    assert not TaskLink.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLAN_OFFICER])
def test_only_the_plan_officer_links(five_years, serving, officer, actor, office, role):
    by = actor(role, office)
    point, served = _task(serving, "1"), _task(five_years, "2")
    link_task(point, served, by=officer, at=AT)
    for act in (
        lambda: link_task(_task(serving, "2"), _task(five_years, "1"), by=by, at=AT),
        lambda: unlink_task(point, served, reason="试", by=by, at=AT),
        lambda: link_indicator(_indicator(serving), _indicator(five_years), by=by, at=AT),
        lambda: serve_plan(serving, None, by=by, at=AT),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            act()
    assert (TaskLink.objects.count(), IndicatorLink.objects.count()) == (1, 0)


# --- coverage ---


def test_coverage_counts_what_stands_below(five_years, serving, officer):
    def counted() -> tuple[int, int, list[str]]:
        found = coverage_of(five_years)
        return found.upper_tasks, found.taken, [task.number for task in found.untaken]

    assert counted() == (3, 0, ["1", "2", "3"])
    link_task(_task(serving, "1"), _task(five_years, "2"), by=officer, at=AT)
    link_task(_task(serving, "2"), _task(five_years, "2"), by=officer, at=AT)
    assert counted() == (3, 1, ["1", "3"])
    shown = cascade_of(five_years, officer)
    assert (shown.taken("tasks"), shown.taken("indicators"), len(shown.indicators)) == (1, 0, 1)
    by_hand = {link.upper_id for link in TaskLink.objects.all()}
    assert [line.row.pk in by_hand for line in shown.tasks] == [line.is_taken for line in shown.tasks]
    Task.objects.filter(plan=serving).update(state="cancelled")
    assert counted() == (3, 0, ["1", "2", "3"])


# --- targets against targets ---


def _aim(
    value: int, year: int | None = 2030, *, start: int | None = None, op: str = ">=", **changes: object
) -> Aim:
    points = [PathPoint(at, Decimal(at_value), False) for at, at_value in changes.get("path", ())]  # type: ignore[attr-defined]
    goal = Goal(
        op=op,
        end=Decimal(value),
        baseline=None if start is None else Decimal(start),
        baseline_year=None,
        counting=str(changes.get("counting", "stock")),
        points=points,
    )
    return Aim(str(changes.get("unit", "件")), goal, Decimal(value), year)


@pytest.mark.parametrize(
    ("upper", "lower", "fit"),
    [
        (_aim(10), _aim(10), Fit.KEEPS),
        (_aim(10), _aim(9), Fit.BELOW),
        (_aim(10, start=20), _aim(9, start=20), Fit.KEEPS),  # less is better
        (_aim(10, start=20), _aim(11), Fit.BELOW),
        (_aim(10, start=5), _aim(10, start=20), Fit.OPPOSITE),
        (_aim(10), _aim(10, unit="家"), Fit.UNCOMPARABLE),
        (_aim(10), _aim(10, counting="yearly"), Fit.UNCOMPARABLE),
        (_aim(10), _aim(12, counting="undecided"), Fit.KEEPS),
        (_aim(10), _aim(10, op="+="), Fit.UNCOMPARABLE),
        (_aim(10, op="+="), _aim(9, op="+="), Fit.BELOW),
        (_aim(10, 2030, path=[(2027, 6), (2030, 10)]), _aim(6, 2027), Fit.KEEPS),
        (_aim(10, 2030, path=[(2027, 6), (2030, 10)]), _aim(5, 2027), Fit.BELOW),
        (_aim(10, 2030), _aim(10, 2027), Fit.UNCOMPARABLE),  # no path for 2027
        (_aim(6, 2027), _aim(10, 2030, path=[(2027, 5), (2030, 10)]), Fit.BELOW),
        (_aim(10), None, Fit.UNCOMPARABLE),
    ],
)
def test_a_lower_target_is_compared_only_with_its_like(upper, lower, fit):
    assert verdict_of(upper, lower).fit == fit


@given(st.integers(1, 99), st.integers(1, 99), st.booleans())
def test_a_target_keeps_up_one_way_only_unless_equal(asked, promised, falls):
    start = 100 if falls else 0
    there = verdict_of(_aim(asked, start=start), _aim(promised, start=start)).fit
    back = verdict_of(_aim(promised, start=start), _aim(asked, start=start)).fit
    assert (there, back).count(Fit.KEEPS) == (2 if asked == promised else 1)


def test_a_lower_target_below_the_upper_one_is_shown_as_a_conflict(five_years, serving, officer):
    link_indicator(_indicator(serving), _indicator(five_years), by=officer, at=AT)
    shown = cascade_of(five_years, officer)
    assert (shown.conflicts, shown.indicators[0].carriers[0].verdict.fit) == (0, Fit.KEEPS)
    _indicator(serving).targets.update(value=Decimal(9))
    _indicator(serving).targets.get().path.all().delete()
    shown = cascade_of(five_years, officer)
    assert (shown.conflicts, shown.indicators[0].carriers[0].verdict.fit) == (1, Fit.BELOW)


# --- what nobody below has to carry ---


def test_a_declined_task_leaves_the_untaken_and_stays_visible_with_who_and_why(five_years, serving, officer):
    one, two, three = (_task(five_years, number) for number in "123")
    link_task(_task(serving, "1"), two, by=officer, at=AT)
    made = decline_task(three, reason=" 由市局统一办理 ", by=officer, at=AT)
    assert (made.reason, made.person_id, made.declined_at) == ("由市局统一办理", officer.id, AT)
    coverage = coverage_of(five_years)
    assert (coverage.upper_tasks, coverage.taken, coverage.untaken, coverage.declined) == (
        2,
        1,
        [one],
        [three],
    )
    shown = cascade_of(five_years, officer)
    assert [(line.is_taken, line.is_untaken, line.decline) for line in shown.tasks] == [
        (False, True, None),
        (True, False, None),
        (False, False, made),
    ]
    assert (shown.asking("tasks"), shown.taken("tasks"), shown.declined("tasks")) == (2, 1, 1)
    assert shown.tasks[2].suggestions == []
    withdraw_task_decline(three, reason="改由区里办", by=officer, at=AT)
    assert coverage_of(five_years).untaken == [one, three]
    assert [event.kind for event in events_of(three).order_by("seq")] == [
        "plan.task.declined",
        "plan.task.decline_withdrawn",
    ]


def test_what_cannot_be_declined_or_taken_back_is_refused(five_years, serving, officer, actor, office):
    two, three = _task(five_years, "2"), _task(five_years, "3")
    link_task(_task(serving, "1"), two, by=officer, at=AT)
    for reason in (" ", "长" * 401):
        with pytest.raises(InvalidInput, match="写明理由"):
            decline_task(three, reason=reason, by=officer, at=AT)
    with pytest.raises(WrongState, match="已有承接"):
        decline_task(two, reason="甲", by=officer, at=AT)
    with pytest.raises(WrongState, match="没有记为"):
        withdraw_task_decline(three, reason="甲", by=officer, at=AT)
    Task.objects.filter(pk=two.pk).update(kind="decision")
    with pytest.raises(NotFound):
        decline_task(two, reason="甲", by=officer, at=AT)
    leader = actor(Role.OFFICE_LEADER, office)
    for act in (decline_task, withdraw_task_decline):
        with pytest.raises(NotAllowed):
            act(three, reason="甲", by=leader, at=AT)
    assert not TaskDecline.objects.exists()
    decline_task(three, reason="甲", by=officer, at=AT)
    with pytest.raises(WrongState, match="已经记为"):
        decline_task(three, reason="乙", by=officer, at=AT)
    with pytest.raises(InvalidInput, match="写明理由"):
        withdraw_task_decline(three, reason="", by=officer, at=AT)
    Task.objects.filter(pk=three.pk).update(state="cancelled")
    assert TaskDecline.objects.get().reason == "甲"
    assert coverage_of(five_years).declined == []
    withdraw_task_decline(three, reason="已取消", by=officer, at=AT)
    with pytest.raises(NotFound):
        decline_task(three, reason="甲", by=officer, at=AT)


def test_a_declined_row_is_neither_offered_nor_linked(five_years, serving, officer):
    served, point = _task(five_years, "2"), _task(serving, "1")
    decline_task(served, reason="由市局办理", by=officer, at=AT)
    assert serving_points(serving, officer)[0].suggestions == ()
    with pytest.raises(WrongState, match="本级不承接"):
        link_task(point, served, by=officer, at=AT)
    assert not TaskLink.objects.exists()
    indicator = _indicator(five_years)
    decline_indicator(indicator, reason="只算全市", by=officer, at=AT)
    with pytest.raises(WrongState, match="本级不承接"):
        link_indicator(_indicator(serving), indicator, by=officer, at=AT)
    withdraw_indicator_decline(indicator, reason="也算本区", by=officer, at=AT)
    link_indicator(_indicator(serving), indicator, by=officer, at=AT)
    with pytest.raises(WrongState, match="已有承接"):
        decline_indicator(indicator, reason="只算全市", by=officer, at=AT)
    assert (IndicatorDecline.objects.count(), IndicatorLink.objects.count()) == (0, 1)


# --- pages ---


def test_links_are_made_on_the_lower_plans_page(
    five_years, points, signed_in, office, django_assert_max_num_queries
):
    client = signed_in(Role.PLAN_OFFICER, office)
    page = reverse("plan:plan_serving", args=[points.pk])
    assert "云川区五年规划" in client.get(page).content.decode()
    serves = reverse("plan:plan_serves", args=[points.pk])
    assert client.post(serves, {"serves": five_years.pk}).status_code == 302
    with django_assert_max_num_queries(17):
        content = client.get(page).content.decode()
    assert "已对应 0/3 项" in content
    served = _task(five_years, "2")
    assert f'name="serves" value="{served.pk}"' in content
    url = reverse("plan:plan_link", args=[points.pk, _task(points, "1").pk])
    assert client.post(url, {"serves": _task(points, "2").pk}).status_code == 422
    assert client.post(url, {"serves": served.pk}).status_code == 302
    assert "已对应 1/3 项" in client.get(page).content.decode()
    contact = signed_in(Role.UNIT_CONTACT, office)
    assert contact.get(page).status_code == 200
    assert contact.post(url, {"serves": served.pk}).status_code == 403


def test_the_cascade_is_worked_on_its_own_pages(
    five_years, serving, signed_in, office, django_assert_max_num_queries
):
    client: Client = signed_in(Role.PLAN_OFFICER, office)
    page = reverse("plan:cascade", args=[five_years.pk])
    with django_assert_max_num_queries(22):
        content = client.get(page).content.decode()
    assert "任务承接 <b>0/3</b> 项" in content
    upper, lower = _task(five_years, "2"), _task(serving, "1")
    assert f'name="lower" value="{lower.pk}"' in content  # suggested
    address = reverse("plan:cascade_link", args=[five_years.pk, "tasks", upper.pk])
    assert client.post(address, {"lower": _task(five_years, "1").pk}).status_code == 422
    assert client.post(address, {"lower": lower.pk, "back": "list"}).headers["Location"].startswith(page)
    target = reverse("plan:cascade_link", args=[five_years.pk, "indicators", _indicator(five_years).pk])
    assert client.post(target, {"lower": _indicator(serving).pk}).status_code == 302
    content = client.get(page, {"show": "untaken"}).content.decode()
    assert "任务承接 <b>1/3</b> 项" in content
    assert (upper.title in content, _task(five_years, "3").title in content) == (False, True)
    book = load_workbook(BytesIO(client.get(page, {"format": "xlsx"}).getvalue()))
    rows = [[cell or "" for cell in row] for row in book.active.iter_rows(min_row=2, values_only=True)]
    assert [row[4] for row in rows] == ["已承接", "无人承接", "已承接", "无人承接"]
    assert rows[0][7:9] == ["12 家", "不低于上级"]
    off = reverse("plan:cascade_unlink", args=[five_years.pk, "tasks", upper.pk])
    assert client.post(off, {"lower": lower.pk, "reason": ""}).status_code == 422
    assert client.post(off, {"lower": lower.pk, "reason": "对应错了"}).status_code == 302
    assert TaskLink.objects.count() == 0
    wrong = reverse("plan:cascade_upper", args=[five_years.pk, "boxes", upper.pk])
    assert client.get(wrong).status_code == 404
    assert signed_in(Role.UNIT_CONTACT, office).get(page).status_code == 404


def test_declining_is_done_on_the_page_of_the_upper_row(five_years, serving, signed_in, office):
    client: Client = signed_in(Role.PLAN_OFFICER, office)
    upper = _task(five_years, "3")
    at = [five_years.pk, "tasks", upper.pk]
    decline = reverse("plan:cascade_decline", args=at)
    refused = client.post(decline, {"reason": ""})
    assert (refused.status_code, TaskDecline.objects.count()) == (422, 0)
    assert client.post(decline, {"reason": "由市局统一办理"}).status_code == 302
    page = reverse("plan:cascade", args=[five_years.pk])
    untaken = client.get(page, {"show": "untaken"}).content.decode()
    assert ("任务承接 <b>0/2</b> 项" in untaken, "另有 1 项本级不承接" in untaken) == (True, True)
    assert upper.title not in untaken
    kept = client.get(page, {"show": "declined"}).content.decode()
    assert (upper.title in kept, "由市局统一办理" in kept) == (True, True)
    book = load_workbook(BytesIO(client.get(page, {"format": "xlsx", "show": "declined"}).getvalue()))
    rows = [[cell or "" for cell in row] for row in book.active.iter_rows(min_row=2, values_only=True)]
    assert [(row[4], row[10]) for row in rows] == [("本级不承接", "由市局统一办理")]
    shown = client.get(reverse("plan:cascade_upper", args=at)).content.decode()
    assert ("记为本级不承接</button>" in shown, "撤回本级不承接" in shown) == (False, True)
    withdraw = reverse("plan:cascade_decline_withdraw", args=at)
    assert client.post(withdraw, {"reason": ""}).status_code == 422
    assert client.post(withdraw, {"reason": "改由区里办"}).status_code == 302
    assert upper.title in client.get(page, {"show": "untaken"}).content.decode()
    assert signed_in(Role.OFFICE_LEADER, office).post(decline, {"reason": "甲"}).status_code == 403
