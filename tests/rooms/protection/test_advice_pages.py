"""What the rules say on the pages and in the API: beside the form, on the page of the case, opened."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.core.matters.conftest import House, at
from tests.core.matters.pages.conftest import browser as browser
from tests.core.matters.pages.conftest import clock as clock
from tests.core.matters.test_matter_api import call as call
from tests.rooms.protection.conftest import Way, everything
from tests.rooms.protection.test_penalty_ways import CERTIFICATES, FINISHED
from tests.rooms.protection.test_rules_in_cases import CLEAR, a_case, assigned, to_decide
from zhichan.core.access.actor import Actor
from zhichan.core.matters.models import MatterEvent

Browser = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db
NOON = "2026-03-03 12:00"


@pytest.fixture(autouse=True)
def now(clock: Callable[[datetime], None]) -> None:
    clock(at(NOON))


def main_of(response: Any) -> str:
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


def form_of(case: Way, move: str, **values: Any) -> tuple[str, dict[str, Any]]:
    data = {"happened": "2026-03-03", "seen": str(case.matter.revision), "note": "", **values}
    return f"/matters/{case.matter.pk}/moves/{move}/", data


def a_running_case(house: House) -> Way:
    case = a_case(house, act_ended_on="2026-02-20")
    assigned(case, **CLEAR, expected_fine="20000", track="quick")
    return case


def test_the_form_shows_the_proposal_with_reasons_and_source(house: House, browser: Browser) -> None:
    case = a_case(house)
    address, data = form_of(case, "assign", **CERTIFICATES | CLEAR)
    client = browser(house.leader)
    shown = main_of(client.get(address))
    for words in (
        "繁简分流建议",
        "建议：普通程序，得 0 分。",
        "本系统缺省方案，各局自定",
        "按所填内容查询规则",
    ):
        assert words in shown, words
    before = everything()
    officers = [str(house.officer.id), str(house.second.id)]
    asked = client.post(address, {**data, "officers": officers, "ask_rules": "yes"})
    shown = main_of(asked)
    assert asked.status_code == 200
    assert everything() == before
    # The rules saw what was typed; nothing typed is lost and nothing is refused yet.
    assert "建议：普通程序（快办），得 0 分。" in shown
    assert "规则建议：普通程序（快办）" in shown
    assert 'value="示执001、示执002"' in shown
    assert shown.count(" checked") == 3
    assert '<option value="full" selected>' in shown
    assert "errorlist" not in shown
    refused = client.post(address, {**data, "officers": officers})
    assert refused.status_code == 409
    assert "请填写“与建议不同的理由”" in main_of(refused)
    assert everything() == before
    done = client.post(address, {**data, "officers": officers, "track_reason": "案情有争议的可能"})
    assert done.status_code == 302
    case.matter.refresh_from_db()
    assert case.matter.track == "full"


def test_the_page_of_a_case_shows_its_road_and_what_the_rules_say(house: House, browser: Browser) -> None:
    case = a_running_case(house)
    client = browser(house.officer)
    client.get(f"/matters/{case.matter.pk}/")
    with CaptureQueriesContext(connection) as queries:
        shown = main_of(client.get(f"/matters/{case.matter.pk}/"))
    assert len(queries) <= 20, [q["sql"][:100] for q in queries]
    assert "繁简 快办" in shown
    for words in (
        "规则参考",
        "听证告知",
        "法制审核",
        "处罚幅度",
        "立案追诉标准对照",
        "规则参考：繁简分流建议",
    ):
        assert words in shown, words
    for name in ("hearing", "legal_review", "penalty_range", "criminal_threshold"):
        assert f'href="/matters/{case.matter.pk}/advice/{name}/"' in shown


def test_an_advice_is_opened_to_its_lines_and_sources(house: House, browser: Browser) -> None:
    case = a_running_case(house)
    client = browser(house.officer)
    meter = main_of(client.get(f"/matters/{case.matter.pk}/advice/criminal_threshold/"))
    for words in ("假冒注册商标罪 立案：", "10,000", "第三条第二款", "已核对", "依据待核"):
        assert words in meter, words
    ranged = main_of(client.get(f"/matters/{case.matter.pk}/advice/penalty_range/"))
    for words in ("商标法（2019年修正）第六十条", "250,000 元", "裁量因素", "行政处罚法第三十七条"):
        assert words in ranged, words
    assert client.get(f"/matters/{case.matter.pk}/advice/weather/").status_code == 404
    assert browser(house.stranger).get(f"/matters/{case.matter.pk}/advice/hearing/").status_code == 404


def test_what_is_known_stands_in_the_form_already(house: House, browser: Browser) -> None:
    case = a_running_case(house)
    shown = main_of(browser(house.officer).get(f"/matters/{case.matter.pk}/moves/finish_investigation/"))
    assert 'name="turnover" value="10000"' in shown
    assert 'name="act_ended_on" value="2026-02-20"' in shown
    assert 'name="expected_fine" value="20000"' in shown
    # A judgement is never filled in.
    assert 'name="hearing_due" value="no" checked' not in shown


def test_a_warning_is_told_after_the_step(house: House, browser: Browser) -> None:
    case = a_running_case(house)
    address, data = form_of(case, "record_amounts", turnover="60000", mark_kind="goods", kinds="1")
    response = browser(house.officer).post(address, data, follow=True)
    assert response.status_code == 200
    assert "知识产权领域" in response.content.decode() or "第三条第二款" in response.content.decode()


def test_the_api_asks_before_and_keeps_after(house: House, call: Any) -> None:
    case = a_running_case(house)
    path = f"/matters/{case.matter.pk}"
    status, found = call(house.officer, "get", f"{path}/advice")
    assert status == 200
    assert [one["name"] for one in found["items"]] == [
        "hearing",
        "legal_review",
        "penalty_range",
        "criminal_threshold",
    ]
    before = everything()
    body = {"move": "finish_investigation", "values": {"expected_fine": "100000", "hearing_due": "no"}}
    status, found = call(house.officer, "post", f"{path}/advice", body)
    hearing = found["items"][0]
    assert (status, hearing["name"]) == (200, "hearing")
    assert hearing["answers"][0]["result"]["is_due"] is True
    assert hearing["answers"][0]["unsettled"][0]["mark"] == "memory"
    step = {"move": "finish_investigation", "values": FINISHED | body["values"]}
    status, refusal = call(house.officer, "post", f"{path}/moves", step)
    assert (status, refusal["code"]) == (409, "guard")
    assert "达到较大数额 100,000 元" in json.dumps(refusal, ensure_ascii=False)
    assert everything() == before
    step["values"]["hearing_due"] = "yes"
    assert call(house.officer, "post", f"{path}/moves", step)[0] == 201
    event = MatterEvent.objects.get(name="finish_investigation")
    assert event.advised["hearing"]["answers"][0]["case"]["fine_fen"] == 10_000_000
    _status, whole = call(house.officer, "get", path)
    assert whole["track"] == "quick"
    assert "应当告知听证权利。" in [one["text"] for one in whole["record"][-1]["advised"]]
    assert call(house.stranger, "get", f"{path}/advice")[0] == 404
    assert call(house.officer, "post", f"{path}/advice", {"move": "fly", "values": {}})[0] == 404


def test_two_laws_stand_side_by_side_and_the_form_asks_which_is_lighter(
    house: House, browser: Browser, clock: Callable[[datetime], None]
) -> None:
    case = to_decide(house)
    clock(at("2027-01-10 09:00"))
    address = f"/matters/{case.matter.pk}/moves/decide/"
    shown = main_of(browser(house.leader).get(address))
    above = shown[: shown.index("<form")]
    first, second = above.index("商标法（2019年修正）第六十条"), above.index("商标法（2026年修订）第七十四条")
    assert first < second
    assert above.count('class="c6"') == 2
    assert "请比较哪一部处罚较轻" in above
    assert 'name="lighter_law"' in shown
    clock(at("2026-12-31 09:00"))
    before = main_of(browser(house.leader).get(address))
    assert "商标法（2026年修订）" not in before
