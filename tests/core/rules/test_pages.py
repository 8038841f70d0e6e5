"""The pages of rules and their API: what they show, what two people do on them, what they refuse."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.conftest import NOW
from zhichan.core.access.roles import Role
from zhichan.core.people.models import ApiToken
from zhichan.core.people.queries.people import digest_of
from zhichan.core.rules.loading import all_sets
from zhichan.core.rules.models import LocalValue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
HEARING = "/system/rules/hearing_threshold/"


@pytest.fixture
def officer(signed_in: Callable[..., Client], office: Any) -> Client:
    return signed_in(Role.CASE_OFFICER, office)


@pytest.fixture
def reviewer(signed_in: Callable[..., Client], office: Any) -> Client:
    return signed_in(Role.LEGAL_REVIEWER, office)


def main_of(client: Client, address: str, status: int = 200, **data: str) -> str:
    answer = client.get(address, data)
    assert answer.status_code == status
    html = answer.content.decode()
    return re.sub(r"\s+", " ", html[html.index("<main") : html.index("</main>")])


def test_the_list_says_what_is_not_checked(officer: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        html = main_of(officer, "/system/rules/")
    for one in all_sets():
        assert f'href="/system/rules/{one.name}/"' in html
    assert "4 项依据待核" in html


@pytest.mark.parametrize("name", [one.name for one in all_sets()])
def test_every_set_opens_with_its_parameters_and_cases(
    officer: Client, name: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        html = main_of(officer, f"/system/rules/{name}/")
    assert "参数与出处" in html
    html = main_of(officer, f"/system/rules/{name}/cases/")
    assert "相符" in html
    assert "不符</span>" not in html
    assert main_of(officer, f"/system/rules/{name}/try/").count("<form") == 1


def test_values_are_shown_with_days_source_and_mark(officer: Client) -> None:
    html = main_of(officer, "/system/rules/penalty_range/")
    assert "违法经营额达到 50,000 元：违法经营额 5 倍以下" in html
    assert "商标法（2026年修订）第七十四条" in html
    assert "未施行" in html
    assert "依据待核" in html


def test_a_set_or_parameter_that_is_not_there_is_not_found(officer: Client) -> None:
    for address in ("/system/rules/nothing/", "/system/rules/nothing/try/", f"{HEARING}parameters/nothing/"):
        assert officer.get(address).status_code == 404
    assert officer.get(f"{HEARING}values/99/").status_code == 404


def test_a_case_is_tried_and_its_reasons_stand_below(officer: Client) -> None:
    facts = {"fact_act": "tm_infringement", "fact_act_on": "2026-12-20", "fact_turnover_fen": "80,000.00"}
    html = main_of(officer, "/system/rules/penalty_range/try/", on="2027-01-10", **facts)
    assert "请比较哪一部处罚较轻，选定并写明理由" in html
    assert html.count("商标法（2019年修正）第六十条") >= 3
    assert html.count("商标法（2026年修订）第七十四条") >= 3
    assert "80,000 元 × 5 倍 = 400,000 元" in html
    assert not LocalValue.objects.exists()


@pytest.mark.parametrize(
    ("name", "facts", "words"),
    [
        ("penalty_range", {"fact_turnover_fen": "many"}, "不是金额"),
        ("penalty_range", {"fact_turnover_fen": "1.234"}, "多于两位小数"),
        ("penalty_range", {"fact_act_on": "2027-13-01"}, "日期"),
        ("penalty_range", {"fact_act_on": "2027-02-01"}, "决定日早于行为日"),
        ("penalty_range", {"fact_act": "else"}, ""),
        ("penalty_range", {"on": "2021-07-14", "fact_act_on": "2021-07-01"}, "现行行政处罚法施行之后"),
    ],
)
def test_a_case_that_cannot_be_tried_is_shown_again_with_the_reason(
    officer: Client, name: str, facts: dict[str, str], words: str
) -> None:
    given = {"on": "2027-01-10", "fact_act": "tm_infringement", "fact_act_on": "2026-12-20", **facts}
    html = main_of(officer, f"/system/rules/{name}/try/", 422, **given)
    assert words in html
    assert 'id="result"' in html
    assert "还没有试算" in html


def test_one_proposes_and_another_confirms(officer: Client, reviewer: Client) -> None:
    form = {
        "kind": "value",
        "value": "5,000",
        "from_on": "2026-01-01",
        "source_title": "某省听证规定",
        "source_article": "第三条",
    }
    answer = officer.post(f"{HEARING}parameters/fine_person/", form)
    assert (answer.status_code, answer.headers["Location"]) == (302, HEARING)
    [row] = LocalValue.objects.all()
    assert (row.value, row.state, row.from_on) == (500_000, "proposed", date(2026, 1, 1))
    address = f"{HEARING}values/{row.pk}/"
    assert "待另一人确认" in main_of(officer, HEARING)
    assert "撤回" in main_of(officer, address)
    assert officer.post(address, {"what": "confirm"}).status_code == 403
    assert 'value="confirm"' in main_of(reviewer, address)
    assert "10,000 元" in main_of(reviewer, address)
    assert reviewer.post(address, {"what": "decline"}).status_code == 422
    row.refresh_from_db()
    assert row.state == "proposed"
    assert reviewer.post(address, {"what": "confirm"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "confirmed"
    html = main_of(reviewer, HEARING)
    assert "现行（本地）" in html
    assert "3 项参数依据待核" in html
    assert reviewer.post(address, {"what": "confirm"}).status_code == 422
    facts = {"fact_party": "person", "fact_fine_fen": "4999.99", "fact_confiscated_fen": "0"}
    html = main_of(officer, f"{HEARING}try/", on="2026-03-02", fact_measure="none", **facts)
    assert "不在必须告知听证权利的范围" in html
    assert "本单位确认" in html


def test_a_refused_proposal_is_shown_again_and_changes_nothing(officer: Client) -> None:
    form = {"kind": "value", "value": "many", "from_on": "2026-01-01", "source_title": "某省听证规定"}
    answer = officer.post(f"{HEARING}parameters/fine_person/", form)
    assert answer.status_code == 422
    assert "不是金额" in answer.content.decode()
    assert not LocalValue.objects.exists()


def test_a_band_offers_only_to_be_confirmed_as_it_stands(officer: Client) -> None:
    html = main_of(officer, "/system/rules/penalty_range/parameters/tm_bad_faith_gains/")
    assert 'value="as_written"' in html
    assert 'value="value"' not in html
    assert 'name="value"' not in html


@pytest.fixture
def api(person: Callable[..., Any], office: Any) -> Callable[..., Any]:
    """Calls the API as an officer whose token reads rules."""
    ApiToken.objects.create(
        person=person(Role.CASE_OFFICER, office),
        label="test",
        digest=digest_of("secret"),
        scopes=["rules.set.view"],
        created_at=NOW,
        expires_on=date(2099, 1, 1),
    )
    client = Client(headers={"Authorization": "Bearer secret"})

    def call(address: str, body: Any = None) -> tuple[int, Any]:
        if body is None:
            answer = client.get(f"/api/v1/rules{address}")
        else:
            answer = client.post(f"/api/v1/rules{address}", json.dumps(body), content_type="application/json")
        return answer.status_code, answer.json()

    return call


def test_the_api_reads_sets_and_parameters_of_a_day(api: Callable[..., Any]) -> None:
    status, found = api("")
    assert status == 200
    assert {one["name"] for one in found["items"]} == {one.name for one in all_sets()}
    status, found = api("/penalty_range?on=2027-01-01")
    assert (status, found["on"], found["parameter_count"]) == (200, "2027-01-01", 58)
    by_name = {one["name"]: one for one in found["parameters"]}
    band = by_name["tm_infringement_from_line"]
    assert (band["title"], band["from_on"], band["mark"]) == (
        "商标法（2026年修订）",
        "2027-01-01",
        "verified",
    )
    assert band["value"] == {
        "base": "turnover_fen",
        "side": "at_least",
        "line_fen": 5_000_000,
        "times_least": "0",
        "times_most": "5",
    }
    gone = by_name["tm_bad_faith_gains"]
    assert (gone["is_in_force"], gone["value"], gone["text"]) == (False, None, "—")
    assert api("/nothing")[0] == 404


def test_the_api_explains_and_refuses(api: Callable[..., Any]) -> None:
    case = {"act": "tm_infringement", "act_on": "2026-12-20", "turnover_fen": 8_000_000}
    status, found = api("/penalty_range/explain", {"on": "2027-01-10", "case": case})
    assert status == 200
    assert found["result"]["asks_which_is_lighter"] is True
    assert found["reasons"][1]["values"][0]["parameter"] == "tm_infringement_from_line"
    for bad, code in (
        ({**case, "turnover_fen": "8"}, "invalid_input"),
        ({**case, "turnover_fen": 10**40}, "invalid_input"),
        ({"act": ["x"]}, "invalid_input"),
        ({"\ud800": 1}, "unshown_character"),
    ):
        status, found = api("/penalty_range/explain", {"case": bad})
        assert (status, found["code"]) == (422, code)
