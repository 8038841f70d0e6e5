"""Pages and API of scores: from draft to publication, with appeal and correction, and who sees what."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.conftest import NOW
from zhichan.core.access.roles import Role as Post
from zhichan.core.errors import LimitPassed, WrongState
from zhichan.core.notices.models import Notice
from zhichan.rooms.plan.actions.score_appeals import file_appeal
from zhichan.rooms.plan.actions.score_runs import publish_scores
from zhichan.rooms.plan.models import (
    ScoreAppeal,
    ScoreCorrection,
    ScorePoints,
    ScoreRun,
    ScoreScheme,
    UnitScore,
)
from zhichan.rooms.plan.queries.scores import latest_published

from ..score_samples import DRAFT, SYSTEM, confirmed, make_year, run_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
MOST_QUERIES = 40
AFTER_APPEALS = NOW + timedelta(days=10)


@pytest.fixture
def leader(signed_in, office):
    return signed_in(Post.OFFICE_LEADER, office)


@pytest.fixture
def year(office, science, justice):
    return make_year(office, science, justice)


@pytest.fixture
def run(actor, office, year, science, justice, contact):
    """Computed of both units; ``contact`` is that of science."""
    officer, other = actor(Post.PLAN_OFFICER, office), actor(Post.OFFICE_LEADER, office)
    return run_of(confirmed(officer, other, NOW), [science, justice], officer, NOW)


@pytest.fixture
def sent(run, officer):
    assert officer.post(f"/plan/scores/runs/{run.pk}/release/", {"what": "send"}).status_code == 302
    return run


def text_of(response) -> str:
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def form_of(**changes: object) -> dict[str, object]:
    sent = {
        "year": 2026,
        "name": DRAFT.name,
        "basis": DRAFT.basis,
        "bonus_most": "5",
        "deduction_most": "10",
        "appeal_working_days": "5",
    }
    for line, item in enumerate(DRAFT.items, 1):
        own = {"name": item.name, "weight": item.weight, "formula": item.formula, "least": "0", "most": "100"}
        sent |= {f"{name}_{line}": value for name, value in own.items()}
        sent[f"without_data_{line}"] = item.without_data
    return {**sent, **changes}


def test_a_scheme_is_drafted_refused_where_it_cannot_be_and_confirmed(officer, leader, science, year):
    new = "/plan/scores/schemes/new/"
    assert "应办任务数" in text_of(officer.get(new))
    refused = officer.post(new, form_of(weight_1="50"))
    assert refused.status_code == 422
    assert "各项权重之和是 90，应为 100" in refused.content.decode()
    refused = officer.post(new, form_of(formula_2="指标完成率 × 办结率"))
    assert "第 2 项“指标完成”的算式第 9 个字符处：没有“办结率”这项数据" in refused.content.decode()
    assert 'value="60' in refused.content.decode()
    assert not ScoreScheme.objects.exists()
    assert officer.post(new, form_of()).status_code == 302
    scheme = ScoreScheme.objects.get()
    address = f"/plan/scores/schemes/{scheme.pk}/"
    assert officer.post(f"{address}edit/", form_of(name="考核办法")).status_code == 302
    officer.post(f"{address}decide/", {"what": "propose"})
    assert officer.post(f"{address}decide/", {"what": "confirm"}).status_code == 409
    assert "请您确认" in text_of(leader.get(address))
    leader.post(f"{address}decide/", {"what": "confirm"})
    scheme.refresh_from_db()
    assert (scheme.state, scheme.name, len(scheme.digest)) == ("confirmed", "考核办法", 64)
    assert officer.post(new, form_of(weight_1="70", weight_2="30", formula_2="指标完成率")).status_code == 302
    second = ScoreScheme.objects.latest("pk")
    compared = text_of(officer.get(f"/plan/scores/schemes/{second.pk}/compare/"))
    assert "2026 年第 2 版与 2026 年第 1 版比较" in compared
    assert "约束性滞后指标数</del>" in compared
    wish = {"first": "2026-01-01", "on": "2026-09-30", "known_on": "2026-10-08", "units": "all"}
    computed = officer.post(f"{address}run/", wish)
    run = ScoreRun.objects.get()
    assert computed["Location"] == f"/plan/scores/runs/{run.pk}/"
    assert UnitScore.objects.get(run=run, unit=science).total == Decimal("55.33")
    assert run.unit_scores.count() == 2


def test_a_score_shows_formula_numbers_and_rows(run, officer, science, justice, year):
    page = text_of(officer.get(f"/plan/scores/runs/{run.pk}/units/{science.pk}/"))
    assert "if(4 = 0, 64, 100 × 2 ÷ 4) = 50" in page
    assert "50 × 60 ÷ 100 = 30" in page
    assert "73.33 − 10 × 1 = 63.33" in page
    assert f'href="/plan/tasks/{year.tasks[0].pk}/"' in page
    assert f'href="/plan/indicators/{year.indicator.pk}/"' in page
    lacking = text_of(officer.get(f"/plan/scores/runs/{run.pk}/units/{justice.pk}/"))
    assert "数据缺失：缺指标完成率。" in lacking
    assert "按方案不计这一项，权重摊给其他项。" in lacking
    assert "20 × 60 ÷ 60 = 20" in lacking


def test_before_it_is_sent_a_unit_sees_nothing_then_its_own_then_all_ranks(
    run, officer, contact, science, justice
):
    ranking, own = f"/plan/scores/runs/{run.pk}/", f"/plan/scores/runs/{run.pk}/units/{science.pk}/"
    others = f"/plan/scores/runs/{run.pk}/units/{justice.pk}/"
    assert {contact.get(address).status_code for address in (ranking, own, others)} == {404}
    officer.post(f"{ranking}release/", {"what": "send"})
    shown = text_of(contact.get(ranking))
    assert science.name in shown
    assert justice.name not in shown
    assert "总分 55.33 分" in text_of(contact.get(own))
    assert contact.get(others).status_code == 404
    assert Notice.objects.filter(kind="plan.score.sent").exists()
    assert officer.post(f"{ranking}release/", {"what": "publish"}).status_code == 409
    publish_scores(run.pk, by=SYSTEM, at=AFTER_APPEALS)
    shown = text_of(contact.get(ranking))
    assert justice.name in shown
    assert others not in shown
    assert contact.get(others).status_code == 404


@pytest.mark.usefixtures("contexts")
def test_a_unit_with_nothing_to_be_scored_by_is_listed_apart(actor, office, officer, year, science, unit):
    by, other, idle = (
        actor(Post.PLAN_OFFICER, office),
        actor(Post.OFFICE_LEADER, office),
        unit("云川区档案局"),
    )
    run = run_of(confirmed(by, other, NOW), [science, idle], by, NOW)
    page = officer.get(f"/plan/scores/runs/{run.pk}/")
    assert [line.unit for line in page.context["lines"]] == [science]
    assert [line.unit for line in page.context["unscored"]] == [idle]
    reason = "考核期内，指标完成、任务完成都没有这个单位的内容，也没有加分、扣分"
    assert f"{reason}。" in text_of(page)
    assert f"不计分：{reason}。" in text_of(officer.get(f"/plan/scores/runs/{run.pk}/units/{idle.pk}/"))
    with closing(officer.get(f"/plan/scores/runs/{run.pk}/?format=xlsx")) as file:
        book = CalamineWorkbook.from_filelike(BytesIO(file.getvalue()))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == [1, "不计分"]


def test_an_appeal_is_answered_and_the_corrected_score_stands_beside_the_computed(
    sent, officer, contact, science
):
    unit = f"/plan/scores/runs/{sent.pk}/units/{science.pk}/"
    files = [SimpleUploadedFile("说明.txt", "情况说明".encode())]
    filed = contact.post(f"{unit}appeal/", {"position": 1, "reason": "第二项已按期提出。", "evidence": files})
    appeal = ScoreAppeal.objects.get()
    assert filed["Location"] == f"/plan/scores/appeals/{appeal.pk}/"
    again = contact.post(f"{unit}appeal/", {"position": 1, "reason": "再说一次。"})
    assert "已有一件申诉在等答复" in again.content.decode()
    got = contact.get(f"/plan/scores/appeals/files/{appeal.files.get().pk}/")
    assert b"".join(got.streaming_content).decode() == "情况说明"
    assert "答复</button>" not in text_of(contact.get(f"/plan/scores/appeals/{appeal.pk}/"))
    with pytest.raises(WrongState, match="还有 1 件申诉没有答复"):
        publish_scores(sent.pk, by=SYSTEM, at=AFTER_APPEALS)
    without = officer.post(f"/plan/scores/appeals/{appeal.pk}/", {"is_upheld": "yes", "answer": "情况属实。"})
    assert "请写更正后的得分" in without.content.decode()
    upheld = {"is_upheld": "yes", "value": "75", "answer": "情况属实，第二项按期。"}
    assert officer.post(f"/plan/scores/appeals/{appeal.pk}/", upheld).status_code == 302
    correction = ScoreCorrection.objects.get()
    assert (correction.appeal, correction.position, correction.reason) == (appeal, 1, upheld["answer"])
    shown = text_of(officer.get(f"/plan/scores/runs/{sent.pk}/"))
    assert "70.33" in shown
    assert "原 55.33 分，第 1 名" in shown
    page = text_of(contact.get(unit))
    assert "总分 70.33 分" in page
    assert "更正前 55.33 分" in page
    assert "75 × 60 ÷ 100 = 45" in page
    with pytest.raises(LimitPassed, match="申诉期已于 2026-11-27 届满"):
        file_appeal(appeal.score_id, 2, "晚了。", by=SYSTEM, at=AFTER_APPEALS)
    publish_scores(sent.pk, by=SYSTEM, at=AFTER_APPEALS)
    assert next((line.unit, line.total) for line in latest_published(2026)) == (science, Decimal("70.33"))
    assert latest_published(2025) == []
    with pytest.raises(WrongState, match="公布以前才能申诉"):
        file_appeal(appeal.score_id, 2, "晚了。", by=SYSTEM, at=NOW)


def test_an_officer_corrects_with_a_reason_only(sent, officer, justice, science):
    address = f"/plan/scores/runs/{sent.pk}/units/{justice.pk}/correct/"
    assert officer.post(address, {"position": 2, "value": "80", "reason": " "}).status_code == 422
    assert officer.post(address, {"position": 2, "value": "180", "reason": "口径"}).status_code == 422
    assert officer.post(address, {"position": 2, "value": "80", "reason": "两家共同填报"}).status_code == 302
    shown = text_of(officer.get(f"/plan/scores/runs/{sent.pk}/units/{justice.pk}/"))
    assert "80 × 40 ÷ 100 = 32" in shown
    assert "20 × 60 ÷ 100 = 12" in shown
    book = openpyxl.load_workbook(BytesIO(b"".join(officer.get(f"/plan/scores/runs/{sent.pk}/?format=xlsx"))))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=2)]
    assert [row[1:4] for row in rows if row[1] in {science.name, justice.name}] == [
        [science.name, 55.33, 55.33],
        [justice.name, 44, 20],
    ]
    assert [row[5:] for row in rows if row[1] == justice.name] == [[12, 32, 0, 0]]


def test_points_come_with_evidence_and_can_be_withdrawn(officer, contact, science):
    new = "/plan/scores/points/new/"
    given = {"unit": science.pk, "effective_on": "2026-09-01", "points": "3", "reason": "国家级表彰"}
    assert officer.post(new, given).status_code == 422
    proof = SimpleUploadedFile("表彰.txt", "表彰决定".encode())
    assert officer.post(new, {**given, "evidence": proof}).status_code == 302
    row = ScorePoints.objects.get()
    assert "国家级表彰" in text_of(contact.get("/plan/scores/points/"))
    assert officer.post(f"/plan/scores/points/{row.pk}/withdraw/", {"reason": "登记有误"}).status_code == 302
    assert "已撤回" in text_of(contact.get("/plan/scores/points/"))
    assert officer.post(f"/plan/scores/points/{row.pk}/withdraw/", {"reason": "再撤"}).status_code == 409


def test_the_check_says_whether_the_run_comes_out_the_same(run, officer):
    page = text_of(officer.get(f"/plan/scores/runs/{run.pk}/check/"))
    assert "复算一致。" in page
    assert "没有变化" in page


def test_pages_ask_a_bounded_number_of_queries(run, officer, science):
    for address in (
        "/plan/scores/",
        f"/plan/scores/runs/{run.pk}/",
        f"/plan/scores/runs/{run.pk}/units/{science.pk}/",
        f"/plan/scores/schemes/{run.scheme_id}/",
        "/plan/scores/appeals/",
    ):
        with CaptureQueriesContext(connection) as queries:
            text_of(officer.get(address))
        assert len(queries) <= MOST_QUERIES, (address, len(queries))
