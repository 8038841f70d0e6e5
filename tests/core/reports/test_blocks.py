"""Blocks of a report added, taken out and moved: each change a version, nothing else of the text changed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NOW, TODAY
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.people.actions.tokens import NewToken, create_token
from zhichan.core.reports.actions.blocks import NewBlock, add_block, move_block, remove_block
from zhichan.core.reports.actions.issuing import issue_report
from zhichan.core.reports.actions.versions import edit_text, recomputed
from zhichan.core.reports.differences import changed_lines
from zhichan.core.reports.models import ReportVersion
from zhichan.core.reports.outline import Block, Outline, Section, Shown
from zhichan.core.reports.queries import Reading, version_visible_to
from zhichan.rooms.plan.models import Indicator

from .samples import loaded_plan, make_sample, value_of

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def writer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def leader(actor, office):
    return actor(Role.OFFICE_LEADER, office)


@pytest.fixture
def made(office, writer) -> ReportVersion:
    return make_sample(office, "bulletin", by=writer)


def table_of(plan_pk: int, **changes: object) -> NewBlock:
    wanted = NewBlock(
        2,
        query="plan.indicators",
        show=Shown.TABLE,
        caption="主要指标",
        parameters={"plan": str(plan_pk)},
    )
    return replace(wanted, **changes)  # type: ignore[arg-type]


def keys(version: ReportVersion) -> list[list[str]]:
    return [[block.key for block in one.blocks] for one in Reading(version).outline.sections]


@pytest.mark.any_database
def test_a_query_is_added_with_the_data_of_the_versions_own_moment(office, writer, made) -> None:
    """What was learned since the snapshot is not in the new table, and no other line changes."""
    value_of(Indicator.objects.get(name="发明专利拥有量"), "8", known_at=LATER)
    plan = loaded_plan(office)
    added = add_block(made.report_id, 1, table_of(plan.pk), by=writer, at=LATER)
    assert (added.number, added.reason) == (2, "added")
    assert keys(added)[1] == [*keys(made)[1], "b2"]
    changes = changed_lines(Reading(made).lines, Reading(added).lines)
    assert {one.key.partition("#")[0].partition(".")[0] for one in changes} == {"b2", "follow_ups", "sources"}
    assert [one.after for one in changes if one.key == "b2.caption"] == ["表3　主要指标"]
    assert [(c.before, c.after) for c in changes if c.key == "follow_ups.caption"] == [
        ("表3　各单位督办件办理情况", "表4　各单位督办件办理情况")
    ]
    assert any("发明专利拥有量（件）\t约束性\t4\t2030年9\t6\t" in one.after for one in changes)
    assert recomputed(added, TODAY, NOW) == Reading(added).snapshot
    assert Reading(added).is_sound
    named = edit_text(made.report_id, 2, "t2_1", "指标{{ b2.total }}。", by=writer, at=LATER)
    assert "指标2项。" in [line.text for line in Reading(named).lines]
    event = AuditEvent.objects.filter(kind="reports.report.block_added").get()
    assert event.details["block"] == "b2"


@pytest.mark.any_database
def test_a_block_whose_figures_are_named_stays_until_the_words_are_changed(office, writer, made) -> None:
    with pytest.raises(InvalidInput, match=r"late\.count、late\.longest"):
        remove_block(made.report_id, 1, "late", by=writer, at=LATER)
    worded = edit_text(made.report_id, 1, "t2_1", "没有话说。", by=writer, at=LATER)
    gone = remove_block(made.report_id, worded.number, "late", by=writer, at=LATER)
    assert keys(gone)[1] == ["t2_1"]
    assert "late" not in Reading(gone).snapshot.facts
    assert not any(line.key.startswith("late") for line in Reading(gone).lines)
    with pytest.raises(InvalidInput, match=r"late\.count"):
        edit_text(made.report_id, gone.number, "t2_1", "{{ late.count }}", by=writer, at=LATER)
    assert "late" in keys(version_visible_to(writer, made.report_id, 1))[1], "the old version keeps it"
    added = add_block(made.report_id, gone.number, NewBlock(2, text="另写一段。"), by=writer, at=LATER)
    assert added.snapshot_id == gone.snapshot_id, "a text needs no other data"


@pytest.mark.any_database
def test_a_block_moves_past_the_edge_of_its_section(writer, made) -> None:
    before = keys(made)
    up = move_block(made.report_id, 1, "t2_1", up=True, by=writer, at=LATER)
    assert keys(up)[:2] == [[*before[0], "t2_1"], before[1][1:]]
    assert up.snapshot_id == made.snapshot_id
    assert sorted(line.text for line in Reading(up).lines) == sorted(
        line.text for line in Reading(made).lines
    )
    first = before[0][0]
    same = move_block(made.report_id, 2, first, up=True, by=writer, at=LATER)
    assert same.number == 2, "at the edge of the report nothing changes"


@pytest.mark.any_database
def test_blocks_that_cannot_be_are_refused_and_nothing_is_kept(office, writer, leader, made, actor) -> None:
    plan = loaded_plan(office)
    good = table_of(plan.pk)
    for bad, refusal in (
        (replace(good, section=9), InvalidInput),
        (replace(good, after="nothing"), InvalidInput),
        (replace(good, query="plan.nothing"), NotFound),
        (replace(good, parameters={"plan": "0"}), InvalidInput),
        (replace(good, caption=" "), InvalidInput),
        (replace(good, caption="长" * 101), InvalidInput),
        (replace(good, heading="两\n行"), InvalidInput),
        (replace(good, query="plan.overdue_tasks", show=Shown.CHART), InvalidInput),
        (NewBlock(1), InvalidInput),
        (NewBlock(1, text="{{ nothing.here }}"), InvalidInput),
    ):
        with pytest.raises(refusal):
            add_block(made.report_id, 1, bad, by=writer, at=LATER)
    with pytest.raises(NotFound):
        remove_block(made.report_id, 1, "nothing", by=writer, at=LATER)
    with pytest.raises(NotAllowed):
        add_block(made.report_id, 1, good, by=actor(Role.CASE_OFFICER, office), at=LATER)
    assert made.report.versions.count() == 1
    edit_text(made.report_id, 1, "t2_1", "另写。", by=writer, at=LATER)
    with pytest.raises((Conflict, NotFound)):
        move_block(made.report_id, 1, "t2_1", up=True, by=writer, at=LATER)
    issue_report(made.report_id, 2, accepts_gaps=True, by=leader, at=LATER)
    for act in (
        lambda: add_block(made.report_id, 2, good, by=writer, at=LATER),
        lambda: remove_block(made.report_id, 2, "t2_1", by=writer, at=LATER),
        lambda: move_block(made.report_id, 2, "t2_1", up=True, by=writer, at=LATER),
    ):
        with pytest.raises(WrongState, match="已经印发"):
            act()
    assert made.report.versions.count() == 2


BLOCKS = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1)


@given(st.lists(st.integers(0, 7), min_size=1, max_size=4), BLOCKS, st.data())
def test_up_and_down_is_where_it_was(starts, names, data) -> None:
    """And a block that is added and taken out again leaves the outline as it was."""
    sections: list[list[Block]] = [[] for _one in starts]
    for nth, name in enumerate(names):
        sections[starts[nth % len(starts)] % len(starts)].append(Block(name, text=name))
    outline = Outline("题", tuple(Section("部分", tuple(blocks)) for blocks in sections))
    key = data.draw(st.sampled_from(names))
    for up in (True, False):
        there = outline.moved(key, up=up)
        assert sorted(b.key for b in there.blocks) == sorted(names)
        assert there == outline or there.moved(key, up=not up) == outline
    section = data.draw(st.integers(0, len(starts) - 1))
    own = sections[section]
    after = data.draw(st.sampled_from([block.key for block in own])) if own else ""
    added = outline.with_block(section, Block("z"), after)
    assert added.section_of("z") == section
    assert added.without("z") == outline


@pytest.mark.any_database
def test_the_pages_add_move_and_take_out(office, made, signed_in, frozen_now) -> None:
    browser = signed_in(Role.PLAN_OFFICER, office)
    plan = loaded_plan(office)
    page = reverse("reports:report", args=[made.report_id])
    library = browser.get(reverse("reports:add", args=[made.report_id, 2])).content.decode()
    assert "超期任务" in library
    form = reverse("reports:add_one", args=[made.report_id, 2, "measures.table"])
    assert 'type="checkbox"' in browser.get(form).content.decode()
    form = reverse("reports:add_one", args=[made.report_id, 2, "plan.indicators"])
    assert f'value="{plan.pk}" selected' in browser.get(form).content.decode(), "the report's own plan"
    given = {"version": "1", "parameter_plan": plan.pk, "show": "table", "caption": ""}
    refused = browser.post(form, given)
    assert (refused.status_code, "表和图要有名称" in refused.content.decode()) == (422, True)
    reply = browser.post(form, {**given, "caption": "主要指标"})
    assert reply["Location"] == f"{page}?section=2#b2"
    assert "表3　主要指标" in browser.get(page, {"section": "2"}).content.decode()
    move = reverse("reports:move", args=[made.report_id, "b2"])
    assert browser.post(move, {"version": "2", "to": "up"})["Location"] == f"{page}?section=2#b2"
    assert keys(version_visible_to_all(made))[1] == ["t2_1", "b2", "late"]
    assert browser.post(move, {"version": "2", "to": "up"}).status_code == 302, "too late: said, not done"
    remove = reverse("reports:remove", args=[made.report_id, "b2"])
    assert "移除“主要指标”" in browser.get(remove).content.decode()
    assert browser.post(remove, {"version": "3"}).status_code == 302
    assert keys(version_visible_to_all(made))[1] == ["t2_1", "late"]
    late = browser.post(reverse("reports:remove", args=[made.report_id, "late"]), {"version": "4"})
    assert (late.status_code, "late.count" in late.content.decode()) == (422, True)
    assert browser.get(reverse("reports:add", args=[made.report_id, 9])).status_code == 404


def version_visible_to_all(made: ReportVersion) -> ReportVersion:
    return made.report.versions.latest("number")


@pytest.mark.any_database
def test_the_tools_are_gone_once_it_is_issued(office, made, leader, signed_in, frozen_now) -> None:
    browser = signed_in(Role.PLAN_OFFICER, office)
    page = reverse("reports:report", args=[made.report_id])
    tool = reverse("reports:remove", args=[made.report_id, "tasks"])
    assert tool in browser.get(page).content.decode()
    assert tool not in signed_in(Role.CASE_OFFICER, office).get(page).content.decode()
    issue_report(made.report_id, 1, accepts_gaps=True, by=leader, at=NOW)
    assert tool not in browser.get(page).content.decode()


@pytest.mark.any_database
def test_blocks_through_the_api(office, made, writer, client, frozen_now) -> None:
    new = NewToken("报告", ("reports.report.view", "reports.report.write"), TODAY + timedelta(days=30))
    headers = {"authorization": f"Bearer {create_token(new, by=writer, at=NOW).secret}"}
    base = f"/api/v1/reports/{made.report_id}/blocks"
    listed = client.get(base, headers=headers).json()
    assert (listed["number"], [one["key"] for one in listed["items"] if one["section"] == 2]) == (
        1,
        ["t2_1", "late"],
    )
    queries = client.get("/api/v1/report-queries", headers=headers).json()["items"]
    [asked] = [one for one in queries if one["name"] == "measures.table"]
    assert [(one["name"], one["is_many"]) for one in asked["parameters"]] == [
        ("measures", True),
        ("region", False),
    ]
    body = json.dumps({"number": 1, "section": 2, "after": "t2_1", "text": "共{{ late.count }}。"})
    made_text = client.post(base, body, content_type="application/json", headers=headers)
    assert (made_text.status_code, made_text.json()["number"]) == (201, 2)
    assert "共1项。" in made_text.json()["text"]

    def sent(what: str, body: dict[str, object]):
        text = json.dumps(body)
        return client.post(f"{base}/b2/{what}", text, content_type="application/json", headers=headers)

    assert sent("move", {"number": 2, "to": "down"}).json()["number"] == 3
    assert sent("remove", {"number": 2}).status_code == 409
    assert sent("remove", {"number": 3}).json()["number"] == 4
