"""Two versions item by item, and yearly points linked to plan tasks."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests.rooms.plan.documents import AT, document, draft, item_of
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.rooms.plan.actions.decide_item import decide_conflict, reject_item
from zhichan.rooms.plan.actions.enter_plan import NewPlan, add_items, enter_plan
from zhichan.rooms.plan.actions.into_force import bring_into_force
from zhichan.rooms.plan.actions.link_tasks import link_task, serve_plan
from zhichan.rooms.plan.item_entry import TargetEntry, TaskEntry
from zhichan.rooms.plan.models import Plan, PlanVersion, Task
from zhichan.rooms.plan.queries.comparison import compare
from zhichan.rooms.plan.queries.serving import serving_points
from zhichan.rooms.plan.wording import Piece


@pytest.fixture
def officer(actor, office) -> Actor:
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def versions(office) -> tuple[PlanVersion, PlanVersion]:
    """Two drafts: a target raised, one gone, a task reworded, one gone and one new, a box item more."""
    first = draft(office)
    found = document()
    found["targets"][1] = {**found["targets"][1], "target": {"op": "=", "year": 2030, "value": 20}}
    found["targets"] = [one for one in found["targets"] if one["id"] != "t4"]
    found["tasks"][0] = {**found["tasks"][0], "text": found["tasks"][0]["text"].replace("两份", "三份")}
    found["tasks"][2] = {**found["tasks"][2], "text": "设立质押融资风险补偿资金池。", "number": "4"}
    found["boxes"][0] = {
        **found["boxes"][0],
        "items": [*found["boxes"][0]["items"], {"marker": "●", "text": "编印三本导航手册。"}],
    }
    return first, draft(office, first.plan, found)


def _of(comparison, kind: str) -> list[tuple[str, str]]:
    return [
        (
            "".join(piece.text for piece in one.title if piece.change != "deleted") or one.title[0].text,
            one.status,
        )
        for one in comparison.differences
        if one.kind == kind
    ]


def test_each_item_is_the_same_changed_new_or_gone(versions):
    comparison = compare(*versions)
    assert _of(comparison, "target") == [
        ("有效发明专利拥有量", "same"),
        ("商标品牌指导站", "changed"),
        ("专利质押融资额", "same"),
        ("专利质押融资额（保障措施）", "same"),
        ("新增专利密集型企业", "gone"),
    ]
    assert [status for _, status in _of(comparison, "task")] == ["changed", "same", "new", "same", "gone"]
    assert [status for _, status in _of(comparison, "box")] == ["changed"]
    assert comparison.counts() == {"same": 7, "changed": 3, "new": 1, "gone": 2}
    assert comparison.counts("target") == {"same": 3, "changed": 1, "new": 0, "gone": 1}


def test_what_changed_is_marked_word_by_word(versions):
    comparison = compare(*versions)
    raised = next(one for one in comparison.differences if one.status == "changed" and one.kind == "target")
    assert [(part.label, part.pieces) for part in raised.parts] == [
        ("目标", (Piece("deleted", "12"), Piece("inserted", "20"), Piece("same", " 个（2030）")))
    ]
    reworded = next(one for one in comparison.differences if one.status == "changed" and one.kind == "task")
    content = next(part for part in reworded.parts if part.label == "内容")
    assert [piece for piece in content.pieces if piece.change != "same"] == [
        Piece("deleted", "两"),
        Piece("inserted", "三"),
    ]


def test_rejected_and_overruled_items_are_not_compared(versions, officer):
    first, second = versions
    reject_item(item_of(second, "k4"), reason="不采用", by=officer, at=AT)
    decide_conflict(item_of(second, "c1"), chosen=0, reason="以正文为准", by=officer, at=AT)
    comparison = compare(first, second)
    assert ("专利质押融资额（保障措施）", "gone") in _of(comparison, "target")
    assert "gone" in [status for title, status in _of(comparison, "task") if title.startswith("（一）")]


def test_a_version_is_the_same_as_itself(versions):
    first, _second = versions
    comparison = compare(first, first)
    assert {one.status for one in comparison.differences} == {"same"}
    assert all(not one.parts for one in comparison.differences)


def test_comparing_backwards_turns_new_and_gone_over(versions):
    forwards, backwards = compare(*versions), compare(*reversed(versions))
    assert forwards.counts()["new"] == backwards.counts()["gone"]
    assert forwards.counts()["gone"] == backwards.counts()["new"]
    assert forwards.counts()["changed"] == backwards.counts()["changed"]


def test_the_page_shows_differences_and_filters_them(
    versions, signed_in, office, django_assert_max_num_queries
):
    first, second = versions
    client: Client = signed_in(Role.PLAN_OFFICER, office)
    url = reverse("plan:version_compare", args=[second.pk])
    with django_assert_max_num_queries(14):
        content = client.get(url).content.decode()
    assert "第 2 版与第 1 版" in content
    assert "<del>12</del><ins>20</ins>" in content
    assert "加强组织领导" not in content  # the same in both
    gone = client.get(url, {"status": "gone", "kind": "target"}).content.decode()
    assert "新增专利密集型企业" in gone
    assert "<ins>20</ins>" not in gone
    assert client.get(url, {"with": "999"}).status_code == 404
    assert client.get(url, {"with": first.pk}).status_code == 200
    lonely = draft(office)
    assert client.get(reverse("plan:version_compare", args=[lonely.pk])).status_code == 404
    assert signed_in(Role.UNIT_CONTACT, office).get(url).status_code == 404


# --- yearly points and the tasks they serve ---


def _plan_in_force(office, officer, title: str, texts: list[str], *, years: tuple[int, int]) -> Plan:
    new = NewPlan(title, "work-plan", period_from=years[0], period_to=years[1])
    version = enter_plan(new, owner_unit=office, by=officer, at=AT)
    tasks = [TaskEntry(text, number=str(at), lead=(office.name,)) for at, text in enumerate(texts, start=1)]
    add_items(version, [TargetEntry("指导站", op=">=", value=Decimal(3)), *tasks], by=officer, at=AT)
    return bring_into_force(version, by=officer, at=AT).plan


@pytest.fixture
def five_years(office, officer) -> Plan:
    texts = [
        "建立专利导航决策机制,每年发布导航报告。",
        "建设商标品牌指导站,覆盖全部街道。",
        "推进知识产权质押融资,扩大惠及面。",
    ]
    return _plan_in_force(office, officer, "云川区五年规划", texts, years=(2026, 2030))


@pytest.fixture
def points(office, officer) -> Plan:
    texts = ["新建六个商标品牌指导站。", "发布两份专利导航报告。", "开展春节慰问。"]
    return _plan_in_force(office, officer, "云川区2027年要点", texts, years=(2027, 2027))


def _task(plan: Plan, number: str) -> Task:
    return Task.objects.get(plan=plan, number=number)


def test_each_point_is_offered_the_task_it_likely_serves(five_years, points, officer):
    serve_plan(points, five_years, by=officer, at=AT)
    points.refresh_from_db()
    found = serving_points(points, officer)
    assert [[one.task.number for one in point.suggestions][:1] for point in found] == [["2"], ["1"], []]


def test_a_link_is_set_and_taken_off(five_years, points, officer):
    serve_plan(points, five_years, by=officer, at=AT)
    point, served = _task(points, "1"), _task(five_years, "2")
    link_task(point, served, by=officer, at=AT)
    point.refresh_from_db()
    assert point.serves == served
    changed_at = point.changed_at
    link_task(point, served, by=officer, at=AT + timedelta(hours=1))
    point.refresh_from_db()
    assert point.changed_at == changed_at
    with pytest.raises(WrongState, match="请先解除"):
        serve_plan(points, None, by=officer, at=AT)
    link_task(point, None, by=officer, at=AT)
    point.refresh_from_db()
    assert point.serves is None
    serve_plan(points, None, by=officer, at=AT)
    points.refresh_from_db()
    assert points.serves is None


def test_wrong_links_are_refused(five_years, points, officer, office):
    point, served = _task(points, "1"), _task(five_years, "2")
    with pytest.raises(InvalidInput, match="请先选"):
        link_task(point, served, by=officer, at=AT)
    serve_plan(points, five_years, by=officer, at=AT)
    with pytest.raises(InvalidInput, match="不是所服务规划的任务"):
        link_task(point, _task(points, "2"), by=officer, at=AT)
    with pytest.raises(InvalidInput, match="互相对应"):
        serve_plan(five_years, points, by=officer, at=AT)
    with pytest.raises(InvalidInput):
        serve_plan(points, points, by=officer, at=AT)
    with pytest.raises(InvalidInput):
        serve_plan(points, draft(office).plan, by=officer, at=AT)  # not in force
    Task.objects.filter(pk=point.pk).update(state="cancelled")
    with pytest.raises(NotFound):
        link_task(point, served, by=officer, at=AT)
    point.refresh_from_db()
    assert point.serves is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLAN_OFFICER])
def test_only_the_plan_officer_links(five_years, points, officer, actor, office, role):
    serve_plan(points, five_years, by=officer, at=AT)
    by = actor(role, office)
    for act in (
        lambda: link_task(_task(points, "1"), _task(five_years, "2"), by=by, at=AT),
        lambda: serve_plan(points, None, by=by, at=AT),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            act()
    assert _task(points, "1").serves is None


def test_links_are_made_on_the_page(five_years, points, signed_in, office, django_assert_max_num_queries):
    client = signed_in(Role.PLAN_OFFICER, office)
    page = reverse("plan:plan_serving", args=[points.pk])
    assert "云川区五年规划" in client.get(page).content.decode()
    assert (
        client.post(reverse("plan:plan_serves", args=[points.pk]), {"serves": five_years.pk}).status_code
        == 302
    )
    with django_assert_max_num_queries(16):
        content = client.get(page).content.decode()
    assert "已对应 0/3 项" in content
    served = _task(five_years, "2")
    assert f'name="serves" value="{served.pk}"' in content
    url = reverse("plan:plan_link", args=[points.pk, _task(points, "1").pk])
    assert client.post(url, {"serves": _task(points, "2").pk}).status_code == 422
    assert client.post(url, {"serves": served.pk}).status_code == 302
    assert "已对应 1/3 项" in client.get(page).content.decode()
    assert client.post(url).status_code == 302
    assert _task(points, "1").serves is None
    contact = signed_in(Role.UNIT_CONTACT, office)
    assert contact.get(page).status_code == 200
    assert contact.post(url, {"serves": served.pk}).status_code == 403
