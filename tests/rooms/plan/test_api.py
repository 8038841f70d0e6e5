"""Tasks, reports and indicators through the API: the same visibility, the same refusals, typed replies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import NOW
from zhichan.core.access.roles import Role as Post
from zhichan.core.people.models import ApiToken
from zhichan.core.people.queries.people import digest_of
from zhichan.rooms.plan.models import Agreement, IndicatorForecast, IndicatorValue, Progress, Task

from .pages.test_indicator_pages import give, with_path
from .samples import Role, computed_value, make_indicator, make_ongoing, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
SCOPES = (
    *("plan.plan.view", "plan.task.view", "plan.task.report", "plan.task.review", "plan.task.manage"),
    *("plan.indicator.view", "plan.value.enter"),
)


class Caller:
    """A program with a token of one person."""

    def __init__(self, secret: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, path: str, **query: Any) -> tuple[int, Any]:
        response = self.client.get(f"/api/v1/plan{path}", query)
        return response.status_code, response.json()

    def post(self, path: str, body: Any) -> tuple[int, Any]:
        response = self.client.post(f"/api/v1/plan{path}", body, content_type="application/json")
        return response.status_code, response.json()

    def post_form(self, path: str, body: Any) -> tuple[int, Any]:
        response = self.client.post(f"/api/v1/plan{path}", body)
        return response.status_code, response.json()


@pytest.fixture
def caller(person):
    def make(role, unit, scopes: tuple[str, ...] = SCOPES) -> Caller:
        secret = f"zc_{role}_{unit.pk}_{len(scopes)}"
        ApiToken.objects.create(
            person=person(role, unit),
            label="test",
            digest=digest_of(secret),
            scopes=list(scopes),
            created_at=NOW,
            expires_on=date(2027, 1, 1),
        )
        return Caller(secret)

    return make


@pytest.fixture
def task(plan, science):
    return make_task(plan, {science: Role.LEAD})


@pytest.fixture
def officer(caller, office):
    return caller(Post.PLAN_OFFICER, office)


@pytest.fixture
def contact(caller, science):
    return caller(Post.UNIT_CONTACT, science)


def test_tasks_come_page_by_page_and_only_the_callers_own(plan, task, unit, officer, contact):
    other = make_task(plan, {unit("云川区司法局"): Role.LEAD})
    status, first = officer.get("/tasks", limit=1)
    assert (status, [row["id"] for row in first["items"]], first["next"]) == (200, [task.pk], task.pk)
    assert [row["id"] for row in officer.get("/tasks", after=first["next"])[1]["items"]] == [other.pk]
    assert [row["id"] for row in contact.get("/tasks")[1]["items"]] == [task.pk]
    assert contact.get(f"/tasks/{other.pk}")[0] == 404


def test_the_filter_of_the_pages_works_here_too(plan, task, science, officer):
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 11, 1))
    _, found = officer.get("/tasks", alarm="overdue", plan=plan.pk, unit=science.pk)
    assert [(row["deadline_on"], row["alarm"], row["due_on"]) for row in found["items"]] == [
        ("2026-11-01", "overdue", "2026-11-01")
    ]
    assert officer.get("/tasks", alarm="late")[0] == 422


def test_a_task_shows_units_and_reports(task, science, contact):
    contact.post_form(f"/tasks/{task.pk}/reports", {"unit_id": science.pk, "percent": 30, "text": "已启动"})
    status, shown = contact.get(f"/tasks/{task.pk}")
    assert status == 200
    assert [(part["unit"], part["role"]) for part in shown["units"]] == [("云川区科技局", "lead")]
    assert [(one["percent"], one["state"], one["files"]) for one in shown["reports"]] == [
        (30, "submitted", [])
    ]


def test_a_report_with_evidence_is_reviewed_to_done(task, science, contact, officer):
    body = {
        "unit_id": science.pk,
        "percent": 100,
        "text": "已建立",
        "asks_done": "true",
        "evidence": SimpleUploadedFile("制度.txt", "制度全文".encode()),
    }
    status, report = contact.post_form(f"/tasks/{task.pk}/reports", body)
    assert (status, report["asks_done"], [one["name"] for one in report["files"]]) == (
        201,
        True,
        ["制度.txt"],
    )
    assert officer.post(f"/reports/{report['id']}/review", {"answer": "accept"})[0] == 200
    assert officer.get(f"/tasks/{task.pk}")[1]["state"] == "done"
    again = officer.post(f"/reports/{report['id']}/review", {"answer": "return", "note": "重看"})
    assert (again[0], again[1]["code"]) == (409, "already_reviewed")


def test_refusals_are_answered_with_their_code_and_nothing_is_changed(task, science, contact):
    body = {"unit_id": science.pk, "percent": 100, "text": "完成", "asks_done": "true"}
    status, refused = contact.post_form(f"/tasks/{task.pk}/reports", body)
    assert (status, refused["code"], refused["details"]["field"]) == (422, "evidence_missing", "evidence")
    assert contact.post_form(f"/tasks/{task.pk}/reports", {**body, "percent": 101})[0] == 422
    assert Progress.objects.count() == 0
    assert Task.objects.get(pk=task.pk).state == "not_started"


def test_a_contact_neither_reports_for_others_nor_reviews(task, plan, science, unit, caller, contact):
    justice = unit("云川区司法局")
    shared = make_task(plan, {science: Role.LEAD, justice: Role.PARTICIPANT})
    body = {"unit_id": justice.pk, "percent": 10, "text": "代报"}
    assert contact.post_form(f"/tasks/{shared.pk}/reports", body)[0] == 403
    body = {"unit_id": science.pk, "percent": 10, "text": "已启动"}
    report = contact.post_form(f"/tasks/{shared.pk}/reports", body)[1]
    assert contact.post(f"/reports/{report['id']}/review", {"answer": "accept"})[0] == 403
    assert caller(Post.UNIT_CONTACT, justice).get(f"/tasks/{task.pk}")[0] == 404


def test_tasks_move_as_the_table_says(task, contact, officer):
    assert contact.post(f"/tasks/{task.pk}/moves", {"target": "under_way"})[1]["state"] == "under_way"
    assert contact.post(f"/tasks/{task.pk}/moves", {"target": "to_verify"})[1]["code"] == "evidence_first"
    assert contact.post(f"/tasks/{task.pk}/moves", {"target": "cancelled", "reason": "不做"})[0] == 403
    assert officer.post(f"/tasks/{task.pk}/moves", {"target": "cancelled", "reason": "并入"})[0] == 200


def test_a_period_is_closed(plan, science, officer):
    task = make_ongoing(plan, {science: Role.LEAD}, reviewed_until=date(2026, 6, 30))
    status, made = officer.post(f"/tasks/{task.pk}/period-reviews", {"period": "2026Q3", "note": "已看"})
    assert (status, made["until_on"]) == (201, "2026-09-30")
    again = officer.post(f"/tasks/{task.pk}/period-reviews", {"period": "2026Q3", "note": "再看"})
    assert (again[0], again[1]["code"]) == (409, "not_the_due_period")


def test_values_are_asked_as_of_a_day_as_known_at_an_instant(plan, science, contact, officer):
    indicator = make_indicator(plan, owner_unit=science)
    path = f"/indicators/{indicator.pk}/values"
    body = {"effective_on": "2026-09-30", "value": "5.31", "source": "季报"}
    status, first = contact.post(path, {**body, "known_at": "2026-10-08T12:00:00+08:00"})
    assert (status, first["value"]) == (201, "5.31")
    assert contact.post(path, {**body, "value": "5.27"})[1]["code"] == "note_missing"
    assert contact.post(path, {**body, "value": "5.27", "note": "三件已终止"})[0] == 201
    shown = officer.get(f"/indicators/{indicator.pk}", on="2026-09-30")[1]
    assert (shown["value"]["value"], shown["target"]["year"]) == ("5.27", 2030)
    known = {"on": "2026-09-30", "known_at": "2026-11-01T00:00:00+08:00"}
    listed = officer.get("/indicators", plan=plan.pk, **known)[1]
    assert [row["value"]["value"] for row in listed["items"]] == ["5.31"]
    assert [shown[name] for name in ("conflict", "forecast", "last_year", "needed")] == [False] + [None] * 3
    assert (shown["quality"]["source"], shown["quality"]["next_on"]) == ("季报", "2027-01-15")
    assert len(officer.get(path)[1]["items"]) == 2
    assert len(officer.get(path, known_at="2026-11-01T00:00:00+08:00")[1]["items"]) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"value": "NaN"},
        {"value": "1e30"},
        {"effective_on": "1900-01-01"},
        {"known_at": "2026-10-08T12:00:00"},
        {"source": "a\u0000b"},
    ],
)
def test_unreadable_values_are_refused(plan, science, contact, fields):
    indicator = make_indicator(plan, owner_unit=science)
    body = {"effective_on": "2026-09-30", "value": "5.31", "source": "季报", **fields}
    assert contact.post(f"/indicators/{indicator.pk}/values", body)[0] == 422
    assert IndicatorValue.objects.count() == 0


def test_plans_in_force_are_listed(plan, officer):
    _, found = officer.get("/plans")
    assert [(row["id"], row["period_to"]) for row in found["items"]] == [(plan.pk, 2030)]


@pytest.mark.parametrize("scopes", [("plan.plan.view",), ("plan.task.view",)])
def test_a_token_does_no_more_than_its_scopes(task, office, caller, scopes):
    narrow = caller(Post.PLAN_OFFICER, office, scopes)
    assert narrow.get("/tasks")[0] == (200 if "plan.task.view" in scopes else 403)
    assert narrow.get("/indicators")[0] == 403
    assert narrow.post(f"/tasks/{task.pk}/moves", {"target": "under_way"})[0] == 403
    assert Task.objects.get(pk=task.pk).state == "not_started"


def test_a_calendar_token_reads_nothing_here(task, science, caller):
    feed = caller(Post.UNIT_CONTACT, science, ("plan.calendar.feed",))
    for path in ("/tasks", f"/tasks/{task.pk}", "/indicators", "/plans"):
        assert feed.get(path)[1]["code"] == "scope_missing"


def test_an_indicator_tells_where_it_is_heading_and_which_of_two_figures_counts(plan, science, officer, now):
    indicator = with_path(make_indicator(plan, owner_unit=science))
    for on, value in ((date(2025, 9, 30), "4"), (date(2026, 6, 30), "4.6"), (date(2026, 9, 30), "4.5")):
        give(indicator, on, value)
    computed_value(indicator, date(2026, 9, 30), "4.4", now)
    stored = {"known_at": now, "on": date(2026, 9, 30), "method": "damped-1", "digest": "1" * 64, "points": 9}
    figures = {"value": 5, "low": Decimal("4.8"), "high": Decimal("5.4"), "error": Decimal("0.10")}
    IndicatorForecast.objects.create(indicator=indicator, target_on=date(2027, 9, 30), **stored, **figures)
    shown = officer.get(f"/indicators/{indicator.pk}", on="2026-11-20")[1]
    assert (shown["value"]["value"], shown["at_odds"]["value"], shown["conflict"]) == ("4.4", "4.5", True)
    assert shown["needed"]["pace"] == "yearly_rate"
    assert shown["forecast"] == {
        "on": "2027-09-30", "value": "5", "low": "4.8", "high": "5.4", "level_percent": 80,
        "method": "damped-1", "error": "0.1",
    }  # fmt: skip
    assert shown["last_period"]["change"] == "-0.2"
    assert shown["last_year"] == {"on": "2025-09-30", "value": "4", "change": "0.4", "change_percent": "10"}
    assert shown["quality"]["coverage"] == "0.93"
    assert "1 个时点来源不一，待认定" in shown["quality"]["warnings"]


def test_an_agreement_is_renewed_ended_and_its_end_taken_back(office, caller):
    officer = caller(Post.PLAN_OFFICER, office, ("plan.agreement.view", "plan.agreement.record"))
    former = Agreement.objects.create(
        kind="cooperation",
        title="云川区与澜州大学合作协议",
        own_unit=office,
        signed_on=date(2025, 10, 1),
        until_on=date(2026, 9, 30),
        source="test",
    )
    former.parties.create(name="澜州大学", key="澜州大学", source="test")
    path = f"/agreements/{former.pk}"
    asked = {"signed_on": "2026-10-02", "until_on": "2028-09-30", "matters": ["续建基地。"]}
    assert officer.post(f"{path}/renewals", asked)[0] == 422
    status, renewal = officer.post(f"{path}/renewals", {**asked, "gap_confirmed": True})
    assert (status, renewal["renews_id"], renewal["parties"]) == (201, former.pk, ["澜州大学"])
    assert [matter["text"] for matter in renewal["matters"]] == ["续建基地。"]
    assert officer.post(f"{path}/renewals", {**asked, "gap_confirmed": True})[0] == 409
    path = f"/agreements/{renewal['id']}/ending"
    assert officer.post(path, {"ended_on": "2026-10-01", "reason": "甲"})[0] == 422
    status, ended = officer.post(path, {"ended_on": "2026-10-20", "reason": "对方撤销"})
    assert (status, ended["ended_early_on"], ended["end_reason"]) == (200, "2026-10-20", "对方撤销")
    status, back = officer.post(f"{path}/withdrawal", {"reason": "登错了"})
    assert (status, back["ended_early_on"], back["end_reason"]) == (200, None, "")


def test_an_upper_task_is_declined_and_taken_back(plan, task, office, caller):
    officer = caller(Post.PLAN_OFFICER, office, (*SCOPES, "plan.cascade.view", "plan.task.link"))
    path = f"/plans/{plan.pk}/cascade/tasks/{task.pk}/decline"
    assert officer.post(path, {"reason": " "})[0] == 422
    status, declined = officer.post(path, {"reason": "由市局办理"})
    assert (status, declined["declined_because"]) == (201, "由市局办理")
    assert officer.post(path, {"reason": "再记"})[0] == 409
    assert officer.get(f"/plans/{plan.pk}/cascade")[1]["tasks_declined"] == 1
    status, back = officer.post(f"{path}/withdrawal", {"reason": "改由区里办"})
    assert (status, back["declined_because"]) == (200, None)
    assert officer.post(f"/plans/{plan.pk}/cascade/boxes/{task.pk}/decline", {"reason": "甲"})[0] == 422


def test_an_instrument_is_added_by_hand_and_removed(plan, office, caller):
    scopes = (*SCOPES, "plan.instrument.view", "plan.instrument.follow")
    officer = caller(Post.PLAN_OFFICER, office, scopes)
    body = {"plan_id": plan.pk, "title": "云川区数据登记指引", "basis": "会议纪要〔2026〕3号"}
    assert officer.post("/instruments", {**body, "basis": ""})[0] == 422
    status, made = officer.post("/instruments", body)
    assert (status, made["verb"], made["basis"], made["state"]) == (201, "制定", body["basis"], "not_started")
    assert officer.post("/instruments", body)[0] == 409
    path = f"/instruments/{made['id']}/removal"
    assert officer.post(path, {"reason": " "})[0] == 422
    assert officer.post(path, {"reason": "重复"}) == (200, {"removed": made["id"], "plan_id": plan.pk})
    assert officer.post(path, {"reason": "重复"})[0] == 404
