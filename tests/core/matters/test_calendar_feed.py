"""The calendar of one's own due days: what it holds, and what never leaves the office with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from tests.core.matters.conftest import House, at
from tests.core.matters.disputes import EVERYBODY, REPORTER, REQUESTER, RESPONDENT
from tests.core.matters.pages.conftest import browser as browser
from tests.core.matters.pages.conftest import clock as clock
from tests.core.matters.sample_procedures import installed as installed
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.models import Matter
from zhichan.core.matters.parts import Part
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.people.models import ApiToken, Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed", "clock")]
Browser = Callable[[Any], Client]
OPENED = at("2026-02-10 10:00")


def a_dispute(house: House, title: str = "云川示例光电有限公司诉陈示范") -> Matter:
    opening = Opening("sample_dispute", title, house.unit, {"claim": "停止侵权"}, EVERYBODY)
    matter = open_matter(opening, by=house.officer, at=OPENED)
    assign(matter.pk, [house.officer.id or 0], Part.CASE_TEAM, by=house.leader, at=OPENED)
    return matter


def events_of(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_each_limit_is_one_day_under_its_number_alone(house: House, browser: Browser) -> None:
    matter = a_dispute(house)
    content = browser(house.officer).get("/matters/calendar.ics").content
    [event] = events_of(content)
    # Five working days from 2026-02-10 over the Spring Festival: 11 12 13 14 | 24.
    assert event.decoded("dtstart") == date(2026, 2, 24)
    assert event.decoded("dtend") == date(2026, 2, 25)
    assert str(event["summary"]) == f"到期：{matter.number} 受理、不予受理"
    assert str(event["description"]) == f"示例裁决，已收到\nhttp://testserver/matters/{matter.pk}/"
    folded = content.decode().replace("\r\n ", "")
    for secret in (matter.title, "光电", REQUESTER.name, RESPONDENT.name, REPORTER.name, RESPONDENT.phone):
        assert secret not in folded


def test_it_holds_ones_own_work_and_nothing_of_others(house: House, browser: Browser) -> None:
    a_dispute(house)
    assert len(events_of(browser(house.officer).get("/matters/calendar.ics").content)) == 1
    assert events_of(browser(house.second).get("/matters/calendar.ics").content) == []


def test_a_subscription_opens_without_signing_in_until_it_is_stopped(house: House, browser: Browser) -> None:
    a_dispute(house)
    html = browser(house.officer).post("/matters/calendar/subscribe/").content.decode()
    [address] = re.findall(r"http://testserver(/matters/calendar/zc_[^<\s]+\.ics)", html)
    anybody = Client()
    assert len(events_of(anybody.get(address).content)) == 1
    ApiToken.objects.update(revoked_at=OPENED)
    assert anybody.get(address).status_code == 404


def test_whoever_left_the_office_gets_nothing(house: House, browser: Browser) -> None:
    a_dispute(house)
    html = browser(house.officer).post("/matters/calendar/subscribe/").content.decode()
    [address] = re.findall(r"http://testserver(/matters/calendar/zc_[^<\s]+\.ics)", html)
    Person.objects.filter(pk=house.officer.id).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_another_token_of_the_same_person_opens_no_feed(house: House, browser: Browser) -> None:
    html = browser(house.officer).post("/matters/calendar/subscribe/").content.decode()
    [address] = re.findall(r"http://testserver(/matters/calendar/zc_[^<\s]+\.ics)", html)
    ApiToken.objects.update(scopes=["plan.calendar.feed"])
    assert Client().get(address).status_code == 404


def test_the_page_lists_months_with_their_days(house: House, browser: Browser) -> None:
    matter = a_dispute(house)
    html = browser(house.officer).get("/matters/calendar/").content.decode()
    assert "2026 年 2 月" in html
    assert f'href="/matters/{matter.pk}/limits/accept/1/"' in html
    assert "没有要到期的事" in browser(house.second).get("/matters/calendar/").content.decode()
