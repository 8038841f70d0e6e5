"""Navigation projects: data sets, findings and decisions, reports that are computed anew, who sees what."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone
from docx import Document

from tests.everything import everything
from zhichan.core.access.roles import Role
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.people.models import Post
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.packed_ids import unpacked
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.search.actions import navigation as acts
from zhichan.rooms.search.actions.navigation_report import (
    NewNavigationBlock,
    add_navigation_block,
)
from zhichan.rooms.search.models import (
    NavigationDataSet,
    NavigationEntry,
    NavigationMember,
    NavigationProject,
)
from zhichan.rooms.search.navigation_blocks import Shape
from zhichan.rooms.search.queries.navigation import findings_of, projects_visible_to, steps_of

from .finding import raw
from .samples import ids, some_patents

pytestmark = pytest.mark.django_db
Kind, Part, Step = NavigationProject.Kind, NavigationMember.Part, NavigationEntry.Step


def at():
    return timezone.now()


@pytest.fixture
def project(officer):
    some_patents()
    return acts.make_project(acts.NewProject("焊管导航", Kind.INDUSTRY, "看清方向"), by=officer, at=at())


def asked(project, by, line: str = "TI=焊接", name: str = "焊接") -> NavigationDataSet:
    return acts.ask_data_set(project.pk, name, line, "去重", by=by, at=at())


def decided(is_adopted: bool, days: int = 0) -> acts.Decided:
    return acts.Decided(is_adopted, "区长办公会", timezone.localdate() + timedelta(days=days), "证据充分")


def test_a_data_set_asked_again_is_its_next_version_and_the_first_stays(project, officer) -> None:
    first = asked(project, officer)
    some_patents(("焊接夹具",), first=50)
    second = asked(project, officer)
    assert [first.number, second.number] == [1, 2]
    assert unpacked(second.hit_ids) == sorted([*unpacked(first.hit_ids), *ids("焊接夹具")])
    assert NavigationDataSet.objects.get(pk=first.pk).hit_count == 3
    before = everything()
    with pytest.raises(QueryError):
        asked(project, officer, "TI=(焊接")
    assert everything() == before


def test_a_finding_is_adopted_by_somebody_on_a_day_for_a_reason_and_followed(project, officer) -> None:
    finding = acts.add_finding(asked(project, officer).pk, "三成在一家", by=officer, at=at())
    with pytest.raises(WrongState):
        acts.follow_finding(finding.pk, "太早", by=officer, at=at())
    with pytest.raises(InvalidInput):
        acts.decide_finding(finding.pk, decided(True, days=1), by=officer, at=at())
    acts.decide_finding(finding.pk, decided(False), by=officer, at=at())
    with pytest.raises(WrongState):
        acts.follow_finding(finding.pk, "没有采纳", by=officer, at=at())
    acts.decide_finding(finding.pk, decided(True), by=officer, at=at())
    acts.follow_finding(finding.pk, "已列入年度计划", by=officer, at=at())
    [read] = findings_of(project)
    assert read.decision is not None
    assert (read.decision.is_adopted, read.decision.decided_by, read.decision.text) == (
        True,
        "区长办公会",
        "证据充分",
    )
    assert [entry.text for entry in read.follow_ups] == ["已列入年度计划"]
    assert read.is_stale is False
    asked(project, officer)
    assert findings_of(project)[0].is_stale is True


def test_a_project_is_closed_once_every_finding_is_decided_on_and_then_stays(project, officer) -> None:
    data = asked(project, officer)
    finding = acts.add_finding(data.pk, "三成在一家", by=officer, at=at())
    with pytest.raises(WrongState):
        acts.close_project(project.pk, by=officer, at=at())
    acts.decide_finding(finding.pk, decided(False), by=officer, at=at())
    acts.close_project(project.pk, by=officer, at=at())
    before = everything()
    for act in (
        lambda: asked(project, officer),
        lambda: acts.add_finding(data.pk, "晚了", by=officer, at=at()),
        lambda: acts.decide_finding(finding.pk, decided(True), by=officer, at=at()),
        lambda: acts.change_step(project.pk, Step.USING, True, "晚了", by=officer, at=at()),
        lambda: acts.close_project(project.pk, by=officer, at=at()),
        lambda: add_navigation_block(
            project.pk, 0, NewNavigationBlock(Shape.PARAGRAPH, "晚了"), by=officer, at=at()
        ),
    ):
        with pytest.raises(WrongState):
            act()
    assert everything() == before


def test_members_do_what_their_part_lets_them_and_others_see_nothing(project, officer, leader) -> None:
    finding = acts.add_finding(asked(project, officer).pk, "三成在一家", by=officer, at=at())
    with pytest.raises(NotFound):
        acts.remark_finding(finding.pk, "外人", by=leader, at=at())
    assert not projects_visible_to(leader).exists()
    acts.set_member(project.pk, leader.id, Part.REVIEW, by=officer, at=at())
    acts.remark_finding(finding.pk, "请补全国同期", by=leader, at=at())
    assert [entry.text for entry in findings_of(project)[0].remarks] == ["请补全国同期"]
    with pytest.raises(NotAllowed):
        acts.decide_finding(finding.pk, decided(True), by=leader, at=at())
    with pytest.raises(NotAllowed):
        acts.set_member(project.pk, leader.id, Part.EDIT, by=leader, at=at())
    acts.set_member(project.pk, leader.id, Part.EDIT, by=officer, at=at())
    acts.decide_finding(finding.pk, decided(True), by=leader, at=at())
    with pytest.raises(NotAllowed):
        acts.close_project(project.pk, by=leader, at=at())
    acts.set_member(project.pk, leader.id, None, by=officer, at=at())
    assert not projects_visible_to(leader).exists()
    with pytest.raises(InvalidInput):
        acts.set_member(project.pk, officer.id, Part.READ, by=officer, at=at())


def test_of_each_step_the_last_record_counts(project, officer) -> None:
    acts.change_step(project.pk, Step.PLANNING, False, "开始", by=officer, at=at())
    acts.change_step(project.pk, Step.PLANNING, True, "方案已定", by=officer, at=at())
    found = {step: entry and (entry.is_done, entry.text) for step, entry in steps_of(project)}
    assert found[Step.PLANNING] == (True, "方案已定")
    assert [step for step, entry in found.items() if entry is None] == list(Step)[1:]


def test_a_project_goes_from_its_beginning_to_a_document_on_pages(browser, officer) -> None:
    some_patents()
    sent = {"name": "焊管导航", "kind": "region", "goal": "看清方向"}
    made = browser.post("/search/projects/new/", sent)
    project = NavigationProject.objects.get()
    home = f"/search/projects/{project.pk}/"
    assert (made.status_code, made["location"]) == (302, home)
    data = {"name": "焊接", "line": "TI=焊接", "note": ""}
    assert browser.post(f"{home}data/", {**data, "line": "TI=("}).status_code == 422
    assert browser.post(f"{home}data/", data).status_code == 302
    pk = NavigationDataSet.objects.get().pk
    assert browser.post(f"{home}finding/", {"data_set": pk, "text": "三成在一家"}).status_code == 302
    finding = project.findings.get()
    choice = {"is_adopted": "yes", "by_whom": "区长办公会", "on": "2026-01-05", "why": "证据充分"}
    assert browser.post(f"/search/findings/{finding.pk}/decision/", choice).status_code == 302
    page = raw(browser.get(home))
    assert "步骤按 GB/T 39551—2020 的一般流程；类别（区域规划类）由建项的人选定。" in page
    assert "区长办公会" in page
    for number, block in enumerate(
        (
            {"shape": "heading", "text": "申请趋势"},
            {"shape": "table", "text": "历年申请", "by": "trend", "data_set": pk},
            {"shape": "chart", "text": "主要权利人", "by": "applicants", "data_set": pk},
            {"shape": "paragraph", "text": "集中度较高。"},
        )
    ):
        assert browser.post(f"{home}report/", {"version": number, **block}).status_code == 302
    some_patents(("焊接夹具",), first=50)
    browser.post(f"{home}data/", data)
    assert raw(browser.get(f"{home}report/")).count("快照已旧") == 2
    change = raw(browser.get(f"{home}report/b2/"))
    assert "重算后 2 处数字会变" in change
    assert re.search(r"<del>3</del>\s*<ins>4</ins>", change)
    assert browser.post(f"{home}report/b2/", {"version": 4, "key": "b2"}).status_code == 302
    assert raw(browser.get(f"{home}report/")).count("快照已旧") == 1
    late = browser.post(f"{home}report/b2/", {"version": 4, "key": "b2"})
    assert (late.status_code, "报告已有第 5 版" in raw(late)) == (422, True)
    answered = browser.get(f"{home}report/docx/")
    document = Document(io.BytesIO(answered.content))
    lines = [one.text for one in document.paragraphs]
    wanted = ["焊管导航", "申请趋势", "表1　历年申请", "图1　主要权利人（件）"]
    assert [one for one in lines if one in wanted] == wanted
    [table] = [one for one in document.tables if one.rows[0].cells[0].text == "年份"]
    cells = [[cell.text for cell in row.cells][:2] for row in table.rows]
    rows = Patent.objects.filter(title__contains="焊接")
    years = Counter(str(one.filed_on.year) for one in rows if one.filed_on)
    assert cells == [["年份", "申请"], *([year, str(n)] for year, n in sorted(years.items()))]
    assert len(document.inline_shapes) == 1


def read_back(browser, project) -> tuple[list[str], list[list[tuple[str, ...]]]]:
    """The paragraphs of the printed report, and its tables row by row."""
    document = Document(io.BytesIO(browser.get(f"/search/projects/{project.pk}/report/docx/").content))
    tables = [[tuple(cell.text for cell in row.cells) for row in table.rows] for table in document.tables]
    return [one.text for one in document.paragraphs], tables


def test_the_document_tells_the_project_its_steps_data_findings_and_who_adopted_them(
    browser, project, officer, leader
) -> None:
    """What stands in it is what was recorded; a finding nobody decided on says so."""
    words = NewNavigationBlock(Shape.PARAGRAPH, "正文一段。")
    add_navigation_block(project.pk, 0, words, by=officer, at=at())
    lines, tables = read_back(browser, project)
    assert [one for one in lines if one in ("还没有数据集。", "还没有发现。")] == [
        "还没有数据集。",
        "还没有发现。",
    ]
    assert ("评审人", "没有安排") in tables[0]
    first = asked(project, officer)
    second = acts.ask_data_set(project.pk, "焊接", "TI=焊接 OR TI=铸造", "去掉\n外观", by=officer, at=at())
    acts.set_member(project.pk, leader.id, Part.REVIEW, by=officer, at=at())
    acts.change_step(project.pk, Step.PLANNING, True, "定了范围", by=officer, at=at())
    acts.change_step(project.pk, Step.COLLECTING, False, "在收集", by=officer, at=at())
    adopted = acts.add_finding(first.pk, "三成在一家\n应当分散", by=officer, at=at())
    acts.add_finding(second.pk, "没有人决定的", by=officer, at=at())
    refused = acts.add_finding(second.pk, "证据不足的", by=officer, at=at())
    acts.remark_finding(adopted.pk, "请补全国同期", by=leader, at=at())
    acts.decide_finding(adopted.pk, decided(True), by=officer, at=at())
    acts.decide_finding(refused.pk, decided(False), by=officer, at=at())
    acts.follow_finding(adopted.pk, "已列入年度任务", by=officer, at=at())
    lines, tables = read_back(browser, project)
    order = [
        "项目概况",
        "目的和范围",
        "步骤",
        "数据集",
        "正文一段。",
        "发现、评审和采纳",
        "发现1",
        "发现2",
        "发现3",
    ]
    assert [one for one in lines if one in order] == order
    assert {"看清方向", "三成在一家", "应当分散", "没有人决定的"} <= set(lines)
    overview, steps, sets, one, two, three = tables
    name = project.made_by.name
    assert dict(overview[1:]) | {"立项": "", "报告": ""} == {
        "类别": "产业规划类（GB/T 39551—2020）",
        "承担单位": "云川区知识产权局",
        "立项": "",
        "参加人": "没有安排",
        "评审人": leader.name,
        "状态": "进行中",
        "发现": "3条：采纳1条，不采纳1条，未决定1条",
        "报告": "",
    }
    assert [row[:3] for row in steps[1:4]] == [
        ("项目策划", "已完成", "定了范围"), ("信息采集", "在做", "在收集"), ("数据处理", "未开始", ""),
    ]  # fmt: skip
    assert len(steps) == 1 + len(Step)
    assert [(row[0], row[1], row[2], row[3], row[5]) for row in sets[1:]] == [
        ("焊接", "1", "TI=焊接", str(first.hit_count), "去重"),
        ("焊接", "2", "TI=焊接 OR TI=铸造", str(second.hit_count), "去掉 外观"),
    ]
    told = dict(one[1:])
    assert told["依据"] == f"数据集“焊接”第1版，{first.hit_count}件；数据集已有新版"
    assert told["评审意见"].startswith(f"{leader.name}，")
    assert told["评审意见"].endswith("：请补全国同期")
    assert (told["采纳"], told["理由"]) == ("采纳", decided(True).why)
    assert told["由谁决定"] == f"{decided(True).by_whom}，{decided(True).on}"
    assert told["后续跟踪"].endswith("：已列入年度任务")
    assert (dict(two[1:])["采纳"], dict(three[1:])["采纳"]) == ("未决定", "不采纳")
    assert dict(two[1:])["记录"].startswith(f"{name}，")
    assert "由谁决定" not in dict(two[1:])


def test_only_who_can_open_projects_is_offered_and_taken_as_a_member(
    browser, project, actor, person, officer, office
) -> None:
    firm = actor(Role.FIRM_USER, office)
    reader = actor(Role.READ_ONLY_LEADER, office)
    address = f"/search/projects/{project.pk}/member/"
    offered = raw(browser.get(address))
    assert reader.name in offered
    assert firm.name not in offered
    assert f'value="{officer.id}"' not in offered
    before = everything()
    sent = {"person": firm.id, "part": "review"}
    assert browser.post(address, sent).status_code == 422
    with pytest.raises(InvalidInput, match="没有查看导航项目的权限"):
        acts.set_member(project.pk, firm.id, Part.READ, by=officer, at=at())
    refused = browser.post(address, {"person": reader.id, "part": "review"})
    assert (refused.status_code, "请把分工选为“可看”" in raw(refused)) == (422, True)
    assert everything() == before
    acts.set_member(project.pk, reader.id, Part.READ, by=officer, at=at())
    assert projects_visible_to(reader).get() == project
    Post.objects.filter(person=reader.id).update(until_on=date(2021, 1, 1))
    assert reader.name in raw(browser.get(address))
    assert browser.post(address, {"person": reader.id, "part": "read"}).status_code == 422
    assert browser.post(address, {"person": reader.id, "part": ""}).status_code == 302
    assert not project.members.exists()


def test_who_takes_no_part_finds_no_page(project, signed_in, office, officer) -> None:
    finding = acts.add_finding(asked(project, officer).pk, "三成在一家", by=officer, at=at())
    other = signed_in(Role.OFFICE_LEADER, office)
    for page in ("", "data/", "step/", "member/", "finding/", "report/", "report/docx/", "report/b1/"):
        assert other.get(f"/search/projects/{project.pk}/{page}").status_code == 404
    assert other.get(f"/search/data-sets/{finding.data_set_id}/").status_code == 404
    for page in ("decision/", "follow-up/", "remark/"):
        assert other.get(f"/search/findings/{finding.pk}/{page}").status_code == 404
    assert "焊管导航" not in raw(other.get("/search/projects/"))
