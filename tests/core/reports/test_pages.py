"""Pages and API of reports: from the choice of a kind to the file, by the people who do it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.conftest import NOW
from zhichan.core.access.roles import Role
from zhichan.core.reports.jobs import print_file
from zhichan.core.reports.models import Report, ReportFile, ReportIssue
from zhichan.core.reports.queries import version_visible_to
from zhichan.rooms.plan.models import Indicator

from .samples import loaded_plan, make_sample, value_of

pytestmark = pytest.mark.any_database


@pytest.fixture
def writer(signed_in, office):
    return signed_in(Role.PLAN_OFFICER, office)


@pytest.fixture
def leader(signed_in, office):
    return signed_in(Role.OFFICE_LEADER, office)


def address(name: str, *args: object) -> str:
    return reverse(f"reports:{name}", args=args)


def test_from_the_choice_of_a_kind_to_the_issue(office, writer, leader, frozen_now) -> None:
    chosen = writer.get(address("choose")).content.decode()
    assert "还不能编写：先要有 规划。" in chosen
    plan = loaded_plan(office)
    form = {"since": "2026-01-01", "as_of": "2026-11-20", "parameter_plan": str(plan.pk)}
    refused = writer.post(address("new", "bulletin"), {**form, "as_of": "2026-11-21"})
    assert (refused.status_code, Report.objects.count()) == (422, 0)
    assert "数据截至日不能晚于今天" in refused.content.decode()
    assert writer.post(address("new", "bulletin"), form).status_code == 302
    report = Report.objects.get()
    shown = writer.get(address("report", report.pk)).content.decode()
    assert "关于《云川区知识产权强区建设规划（2026—2030年）》任务进展的督办通报" in shown
    assert "3项任务中，已办结1项，办结率33.3%" in shown
    assert "style=" not in shown
    figures = writer.get(address("figures", report.pk)).content.decode()
    assert f"plan.tasks.overdue（plan={plan.pk}）" in figures
    assert f'href="/plan/tasks/?plan={plan.pk}&amp;alarm=overdue"' in figures
    mine = writer.post(address("issue", report.pk), {"version": "1"})
    assert (mine.status_code, ReportIssue.objects.count()) == (403, 0)
    assert leader.post(address("issue", report.pk), {"version": "1"}).status_code == 302
    assert "已印发" in leader.get(address("report", report.pk)).content.decode()


@pytest.mark.parametrize(
    ("years", "as_of", "gone"),
    [
        ((2026, 2030), "2026-11-20", "17%"),
        ((2026, 2030), "2026-01-01", "0%"),
        ((2027, 2031), "2026-11-20", "0%"),
    ],
)
def test_a_final_report_begun_early_is_warned_of_first_and_says_its_day(
    office, writer, frozen_now, contexts, years, as_of, gone
) -> None:
    plan = loaded_plan(office)
    plan.period_from, plan.period_to = years
    plan.save()
    form = {"since": "2026-01-01", "as_of": as_of, "parameter_plan": str(plan.pk)}
    warned = writer.post(address("new", "final"), form)
    assert (warned.status_code, Report.objects.count()) == (200, 0)
    caution = warned.context["caution"]
    assert f"规划期是 {years[0]}—{years[1]} 年，到 {as_of} 只过了 {gone}，还没有期满" in caution
    page = warned.content.decode()
    assert caution in page
    assert "仍按这一天的数据编写" in page
    other_day = writer.post(address("new", "final"), {**form, "as_of": "2026-10-01", "seen": caution})
    assert (other_day.status_code, Report.objects.count()) == (200, 0)
    assert writer.post(address("new", "final"), {**form, "seen": caution}).status_code == 302
    report = Report.objects.get()
    shown = writer.get(address("report", report.pk)).content.decode()
    year, month, day = map(int, as_of.split("-"))
    expected = "规划期尚未开始" if gone == "0%" and years[0] == 2027 else f"规划期已过{gone}，尚未期满"
    assert f"截至{year}年{month}月{day}日，{expected}" in shown


def test_a_final_report_after_the_end_and_one_of_a_plan_without_years_are_begun_at_once(
    office, writer, frozen_now
) -> None:
    plan = loaded_plan(office)
    for place, years in enumerate([(2021, 2025), (None, None)], 1):
        plan.period_from, plan.period_to = years
        plan.save()
        form = {"since": "2021-01-01", "as_of": "2026-11-20", "parameter_plan": str(plan.pk)}
        assert writer.post(address("new", "final"), form).status_code == 302
        assert Report.objects.count() == place


def test_a_text_is_reworded_with_figures_there_are(office, writer, frozen_now) -> None:
    made = make_sample(office)
    page = address("text", made.report_id, "t2_1")
    assert "{{ tasks.overdue }}" in writer.get(page).content.decode()
    refused = writer.post(page, {"text": "{{ tasks.nothing }}", "version": "1"})
    assert refused.status_code == 422
    assert "没有这些数据：tasks.nothing" in refused.content.decode()
    assert writer.post(page, {"text": "超期{{ tasks.overdue }}。", "version": "1"}).status_code == 302
    stale = writer.post(page, {"text": "别的。", "version": "1"})
    assert (stale.status_code, made.report.versions.count()) == (422, 2)
    assert "超期1项。" in writer.get(address("version", made.report_id, 2)).content.decode()


def test_what_would_change_is_shown_and_then_taken(office, writer, monkeypatch) -> None:
    from django.utils import timezone

    made = make_sample(office)
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=2))
    value_of(Indicator.objects.get(name="发明专利拥有量"), "7", known_at=NOW + timedelta(hours=1))
    page = address("recompute", made.report_id)
    response = writer.get(page)
    text = response.content.decode()
    assert "<del>1 │ 发明专利拥有量（件） │ 约束性 │ 4 │ 2030年9 │ 6 │ " in text
    assert made.report.versions.count() == 1
    hidden = {
        name: text.split(f'name="{name}" value="')[1].split('"')[0]
        for name in ("version", "as_of", "known_at", "digest")
    }
    refused = writer.post(page, {**hidden, "digest": "0" * 64})
    assert (refused.status_code, made.report.versions.count()) == (422, 1)
    assert "您看过以后数据又有变动" in refused.content.decode()
    assert writer.post(page, hidden).status_code == 302
    assert made.report.versions.count() == 2
    assert "没有句子要变" in writer.get(page).content.decode()


def test_a_file_is_printed_by_a_job_and_then_taken(
    office, writer, leader, frozen_now, django_capture_on_commit_callbacks
) -> None:
    made = make_sample(office, "bulletin")
    page = address("file", made.report_id, 1, "docx")
    assert writer.get(page).status_code == 404
    assert writer.get(address("file", made.report_id, 1, "exe")).status_code == 404
    with django_capture_on_commit_callbacks():
        assert writer.post(page).status_code == 302
    waiting = writer.get(address("files", made.report_id, 1)).content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    wanted = ReportFile.objects.get()
    for _again in range(2):
        print_file.func(wanted.pk)
    wanted.refresh_from_db()
    assert (wanted.done, wanted.total, wanted.refusal) == (1, 1, "")
    response = leader.get(page)
    assert b"".join(response.streaming_content)[:2] == b"PK"
    assert "every 2s" not in writer.get(address("files", made.report_id, 1)).content.decode()


def test_the_list_and_the_versions_say_how_each_stands(
    office, writer, actor, django_assert_max_num_queries
) -> None:
    for definition in ("midterm", "bulletin"):
        make_sample(office, definition)
    with django_assert_max_num_queries(20):
        text = writer.get(address("list")).content.decode()
    assert text.count("草稿") >= 2
    assert "督办通报" in text
    newest = Report.objects.latest("pk")
    assert "建立" in writer.get(address("versions", newest.pk)).content.decode()
    assert version_visible_to(actor(Role.PLAN_OFFICER, office), newest.pk).number == 1
