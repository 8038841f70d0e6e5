"""Reports kept: composed of stored queries, edited, asked again, issued by a second person, never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import DatabaseError, transaction

from tests.conftest import NOW, TODAY
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.reports.actions.issuing import issue_report
from zhichan.core.reports.actions.versions import (
    NewReport,
    accept_snapshot,
    edit_text,
    make_report,
    recomputed,
)
from zhichan.core.reports.declaration import Moment
from zhichan.core.reports.differences import changed_lines
from zhichan.core.reports.models import Report, ReportIssue, ReportVersion
from zhichan.core.reports.queries import Reading, version_visible_to
from zhichan.core.reports.snapshot import digest_of, snapshot_values
from zhichan.core.reports.wording import lines_of, text_of
from zhichan.rooms.plan.alarms import Alarm
from zhichan.rooms.plan.models import Indicator, Task
from zhichan.rooms.plan.queries.days import today_of
from zhichan.rooms.plan.queries.tasks import with_alarm

from .samples import loaded_plan, make_sample, value_of

pytestmark = pytest.mark.any_database
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def writer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def leader(actor, office):
    return actor(Role.OFFICE_LEADER, office)


def reading_of(version: ReportVersion) -> Reading:
    return Reading(version)


def test_a_report_is_composed_and_says_the_same_again(office, writer) -> None:
    made = make_sample(office, by=writer)
    reading = reading_of(ReportVersion.objects.select_related("snapshot").get(pk=made.pk))
    text = text_of(reading.outline, reading.snapshot)
    assert text.split("\n")[:2] == [
        "《云川区知识产权强区建设规划（2026—2030年）》实施情况中期评估报告",
        "云川区知识产权局",
    ]
    assert "2项主要指标中，已达标0项，按进度推进0项，滞后1项，没有数据1项。\n" in text
    assert "3项任务中，已办结1项，办结率33.3%；超期1项，临期0项，滞后1项。\n" in text
    assert "有超期任务的单位：云川区司法局1项、云川区科技局1项。\n" in text
    assert [gap.label for gap in reading.gaps] == [
        "主要指标完成情况：专利转化率（%）（现值、数据时点）",
        "各指标走完的路程：完成程度（专利转化率）",
        "主要指标历年数：发明专利拥有量（2025年）",
        "主要指标历年数：专利转化率（2025年、2026年）",
        "主要指标走势：专利转化率（现值）",
    ]
    assert reading.is_sound
    again = reading_of(ReportVersion.objects.select_related("snapshot").get(pk=made.pk))
    assert text_of(again.outline, again.snapshot).encode() == text.encode()


def test_the_figures_of_tasks_are_those_of_the_board(office, writer) -> None:
    """Counted a second way: by the conditions the lists filter with."""
    made = make_sample(office, by=writer)
    figures = reading_of(made).snapshot.figures()
    for alarm in Alarm:
        counted = Task.objects.filter(with_alarm(alarm, today_of(TODAY))).count()
        assert figures[f"tasks.{alarm.value}"].value == counted, alarm


def test_one_corrected_fact_changes_exactly_its_lines(office, writer) -> None:
    made = make_sample(office, by=writer)
    before = reading_of(made)
    indicator = Indicator.objects.get(name="专利转化率")
    value_of(indicator, "12.5", known_at=LATER)
    changes = changed_lines(before.lines, lines_of(before.outline, recomputed(made, TODAY, LATER)))
    row = f"i{indicator.pk}"
    said = {one.key: (one.before, one.after) for one in changes if not one.key.startswith("sources#")}
    assert said.keys() == {
        "moment",
        f"indicators#{row}",
        f"years#{row}",
        "progress~done",
        f"outlooks#{row}",
        "t2_1.0.0",
        "t3_2.0.1",
    }
    assert said["t2_1.0.0"] == (
        "2项主要指标中，已达标0项，按进度推进0项，滞后1项，没有数据1项。",
        "2项主要指标中，已达标1项，按进度推进0项，滞后1项，没有数据0项。",
    )
    sources = {one.key for one in changes} - said.keys()
    assert sources == {
        "sources#indicators.met",
        "sources#indicators.no_data",
        "sources#indicators.no_data_names",
    }
    assert recomputed(made, TODAY, NOW) == before.snapshot, "as known then nothing has changed"


def test_a_new_snapshot_is_taken_as_it_was_shown(office, writer) -> None:
    made = make_sample(office, by=writer)
    value_of(Indicator.objects.get(name="专利转化率"), "12.5", known_at=LATER)
    moment = Moment(made.report.since, TODAY, LATER)
    seen = digest_of(snapshot_values(recomputed(made, TODAY, LATER)))
    with pytest.raises(Conflict):
        accept_snapshot(made.report_id, 1, moment, "0" * 64, by=writer, at=LATER)
    with pytest.raises(InvalidInput):
        accept_snapshot(made.report_id, 1, moment, seen, by=writer, at=NOW)
    taken = accept_snapshot(made.report_id, 1, moment, seen, by=writer, at=LATER)
    assert (taken.number, taken.snapshot.digest) == (2, seen)
    with pytest.raises(Conflict):
        accept_snapshot(made.report_id, 1, moment, seen, by=writer, at=LATER)
    old = reading_of(version_visible_to(writer, made.report_id, 1))
    assert old.lines == reading_of(made).lines


def test_a_text_names_figures_there_are_and_each_change_is_a_version(office, writer, leader) -> None:
    made = make_sample(office, by=writer)
    text = "已达标{{ indicators.met }}。\r\n  办结率{{tasks.done_percent}}。  "
    changed = edit_text(made.report_id, 1, "t2_1", text, by=leader, at=LATER)
    assert changed.number == 2
    assert changed.snapshot_id == made.snapshot_id
    said = text_of(reading_of(changed).outline, reading_of(changed).snapshot)
    assert "已达标0项。\n办结率33.3%。\n" in said
    assert edit_text(made.report_id, 2, "t2_1", text, by=leader, at=LATER).number == 2
    for key, words, refusal in (
        ("t2_1", "{{ indicators.nothing }}", InvalidInput),
        ("t2_1", "{{ indicators.met", InvalidInput),
        ("indicators", "表", InvalidInput),
        ("t9_9", "无", NotFound),
    ):
        with pytest.raises(refusal):
            edit_text(made.report_id, 2, key, words, by=writer, at=LATER)
    with pytest.raises(Conflict):
        edit_text(made.report_id, 1, "t2_1", "别的", by=writer, at=LATER)
    assert ReportVersion.objects.filter(report=made.report).count() == 2


def test_signs_that_no_document_can_hold_are_left_out(office, writer) -> None:
    plan = loaded_plan(office)
    Indicator.objects.filter(plan=plan).update(unit_of_measure="件\x01")
    first = Indicator.objects.filter(plan=plan).first()
    Indicator.objects.filter(pk=first.pk).update(name="坏\x0b名")
    wanted = NewReport("midterm", date(2026, 1, 1), TODAY, {"plan": str(plan.pk)})
    reading = Reading(make_report(wanted, by=writer, at=NOW))
    text = text_of(reading.outline, reading.snapshot)
    assert "坏名" in text
    assert not {sign for sign in text if sign < " "} - {"\n", "\t"}


def written_out(made: ReportVersion, by: Actor) -> ReportVersion:
    """The version after each text that waited for its writer was written."""
    sections = Reading(made).outline.sections
    waiting = [block.key for section in sections for block in section.blocks if block.is_unwritten]
    for key in waiting:
        made = edit_text(made.report_id, made.number, key, "已经写好。", by=by, at=LATER)
    return made


def test_a_second_person_issues_what_is_written_and_looks_at_the_gaps(office, writer, leader) -> None:
    made = make_sample(office, by=writer)
    with pytest.raises(InvalidInput, match="还有没写的部分：问题与环境变化、调整建议与下一步措施"):
        issue_report(made.report_id, 1, accepts_gaps=True, by=leader, at=LATER)
    made = written_out(made, writer)
    issue = partial(issue_report, made.report_id, made.number, at=LATER)
    with pytest.raises(NotAllowed, match="另一人"):
        issue(accepts_gaps=True, by=writer)
    with pytest.raises(InvalidInput, match="5 处数据缺失"):
        issue(accepts_gaps=False, by=leader)
    assert not ReportIssue.objects.exists()
    assert len(issue(accepts_gaps=True, by=leader).gaps) == 5
    with pytest.raises(WrongState):
        issue(accepts_gaps=True, by=leader)


@pytest.mark.parametrize("what", ["version", "snapshot", "issue"])
def test_what_was_kept_is_never_changed(office, writer, leader, what: str) -> None:
    made = written_out(make_sample(office, by=writer), writer)
    issue = issue_report(made.report_id, made.number, accepts_gaps=True, by=leader, at=LATER)
    row = {"version": made, "snapshot": made.snapshot, "issue": issue}[what]
    with pytest.raises(DatabaseError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).delete()
    changed = edit_text(made.report_id, made.number, "t2_1", "另写。", by=writer, at=LATER)
    assert changed.number == made.number + 1
    assert not hasattr(version_visible_to(writer, made.report_id), "issue")
    assert version_visible_to(writer, made.report_id, made.number).issue == issue


def test_days_and_parameters_that_cannot_be_make_no_report(office, writer, actor) -> None:
    plan = loaded_plan(office)
    good = NewReport("midterm", date(2026, 1, 1), TODAY, {"plan": str(plan.pk)})
    for bad, refusal in (
        (replace(good, since=TODAY + timedelta(days=1)), InvalidInput),
        (replace(good, as_of=TODAY + timedelta(days=1)), InvalidInput),
        (replace(good, parameters={}), InvalidInput),
        (replace(good, parameters={"plan": "0"}), InvalidInput),
        (replace(good, definition="nothing"), NotFound),
    ):
        with pytest.raises(refusal):
            make_report(bad, by=writer, at=NOW)
    with pytest.raises(NotAllowed):
        make_report(good, by=actor(Role.CASE_OFFICER, office), at=NOW)
    assert not Report.objects.exists()


@pytest.mark.parametrize("definition", ["final", "bulletin", "self_assessment", "white_paper"])
def test_every_definition_gives_a_report_without_a_blank_cell(office, writer, definition: str) -> None:
    """Each computed cell is filled or says 数据缺失, and no placeholder is left."""
    made = make_sample(office, definition, by=writer)
    lines = reading_of(made).lines
    assert all(cell.strip() for line in lines for cell in line.cells)
    assert not any("{{" in line.text or "None" in line.text for line in lines)
