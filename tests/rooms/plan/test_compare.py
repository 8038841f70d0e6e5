"""Two versions item by item."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.rooms.plan.documents import AT, document, draft, item_of
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.rooms.plan.actions.decide_item import decide_conflict, reject_item
from zhichan.rooms.plan.models import PlanVersion
from zhichan.rooms.plan.queries.comparison import compare
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
