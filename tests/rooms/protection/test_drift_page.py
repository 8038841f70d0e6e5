"""The drift of roads over real cases: counted, opened to its cases, corrected, and only what one may see."""

from __future__ import annotations

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
from tests.rooms.protection.conftest import Way
from tests.rooms.protection.test_advice_pages import main_of
from tests.rooms.protection.test_rules_in_cases import CLEAR, a_case, assigned
from zhichan.core.access.actor import Actor
from zhichan.core.matters.actions.amend import Correction, correct_event
from zhichan.core.matters.models import MatterEvent
from zhichan.rooms.protection.queries.roads import routed_cases

Browser = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db
PAGE = "/protection/triage/"
SPAN = at("2026-01-01 00:00"), at("2026-05-01 00:00")


@pytest.fixture(autouse=True)
def now(clock: Callable[[datetime], None]) -> None:
    clock(at("2026-04-20 09:00"))


@pytest.fixture
def cases(house: House) -> list[Way]:
    """As proposed in March; two that depart in March and April, one of them by an officer."""
    made = [a_case(house), a_case(house), a_case(house, "2026-04-02 09:00")]
    assigned(made[0], **CLEAR, track="quick")
    assigned(made[1], track="quick", track_reason="当事人已承认")
    assigned(made[2], "2026-04-02 10:00", **CLEAR, track="quick")
    departing = {"track": "full", "track_reason": "案件有示范意义"}
    made[2].take("triage", "officer", "2026-04-03 10:00", **departing)
    return made


def test_each_case_counts_once_by_its_last_choice(house: House, cases: list[Way]) -> None:
    rows, unproposed = routed_cases(house.leader, *SPAN)
    assert unproposed == 0
    assert [(row.matter, str(row.on), row.proposed, row.taken, row.officer) for row in rows] == [
        (cases[2].matter.pk, "2026-04-03", "quick", "full", house.officer.id),
        (cases[1].matter.pk, "2026-03-02", "full", "quick", house.leader.id),
        (cases[0].matter.pk, "2026-03-02", "quick", "quick", house.leader.id),
    ]
    assert {row.cause for row in rows} == {"trademark_infringement"}
    # Counted a second way, from the events themselves.
    differing = 0
    for case in cases:
        last = MatterEvent.objects.filter(matter=case.matter, values__has_key="track").latest("seq")
        differing += last.values["track"] != last.advised["triage"]["proposed"]["track"]
    assert differing == sum(row.differs for row in rows) == 2


def test_a_correction_counts_and_strangers_see_nothing(house: House, cases: list[Way]) -> None:
    last = MatterEvent.objects.filter(matter=cases[2].matter, kind="moved").latest("seq")
    correction = Correction(last.seq, "选错了", values={"track": "quick"})
    correct_event(cases[2].matter.pk, correction, by=house.officer, at=at("2026-04-04 09:00"))
    rows, _unproposed = routed_cases(house.leader, *SPAN)
    assert [row.differs for row in rows] == [False, True, False]
    assert routed_cases(house.stranger, *SPAN) == ([], 0)
    assert routed_cases(house.leader, at("2026-05-01 00:00"), at("2026-06-01 00:00")) == ([], 0)


def test_every_figure_leads_to_its_cases(house: House, browser: Browser, cases: list[Way]) -> None:
    client = browser(house.leader)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        shown = main_of(client.get(PAGE))
    assert len(queries) <= 12, [q["sql"][:120] for q in queries]
    assert "3 件分流，2 件与规则建议不同（66.6%）" in shown
    for words in ("2026-04", "2026-03", house.officer.name, house.leader.name, "商标侵权", "普通程序 → 快办"):
        assert words in shown, words
    march = main_of(client.get(f"{PAGE}?month=2026-03&differs=yes"))
    listed = march[march.index('id="cases"') :]
    assert cases[1].matter.number in listed
    assert cases[0].matter.number not in listed
    assert cases[2].matter.number not in listed
    assert "当事人已承认" in listed
    assert f'href="/matters/{cases[1].matter.pk}/"' in listed
    way = main_of(client.get(f"{PAGE}?officer={house.officer.id}&way=quick-full"))
    assert cases[2].matter.number in way[way.index('id="cases"') :]
    assert main_of(client.get(f"{PAGE}?month=2020-01&officer=x&way=-")).count("没有这样的案件") == 1
    nothing = main_of(browser(house.stranger).get(PAGE))
    assert "还没有分流" in nothing
    assert cases[0].matter.number not in nothing


def test_the_api_tells_the_same(house: House, call: Any, cases: list[Way]) -> None:
    status, found = call(house.leader, "get", "/protection/triage-drift")
    assert status == 200
    assert (found["cases"], found["differing"], found["unproposed"]) == (3, 2, 0)
    assert found["items"][0]["matter_id"] == cases[2].matter.pk
    assert found["items"][0]["reason"] == "案件有示范意义"
    assert call(house.leader, "get", "/protection/triage-drift?months=0")[0] == 422
    assert call(house.stranger, "get", "/protection/triage-drift")[1]["items"] == []
