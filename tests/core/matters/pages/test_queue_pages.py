"""The queue in a browser: tabs with their figures, strip, list, filters, the panel of a limit, the files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.core.matters.conftest import House, at
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.matters.actions.amend import Exclusion, exclude_time
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.models import Matter
from zhichan.core.matters.parts import Part
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]
Browser = Callable[[Any], Client]
# A Thursday: 14 February is a worked Saturday, 15 to 23 February are the Spring Festival.
NOW = at("2026-02-12 09:00")
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def _now(clock: Callable[[datetime], None]) -> None:
    clock(NOW)


def a_request(house: House, opened: str, title: str = "示例请求", *steps: str) -> Matter:
    """In hand of two officers; to be decided on within seven working days."""
    when = at(f"{opened} 10:00")
    matter = open_matter(Opening("sample_request", title, house.unit), by=house.officer, at=when)
    ids = [house.officer.id or 0, house.second.id or 0]
    assign(matter.pk, ids, Part.CASE_TEAM, by=house.leader, at=when)
    for name in steps:
        take_move(matter.pk, Step(name), by=house.officer, at=when + timedelta(minutes=1))
    matter.refresh_from_db()
    return matter


def page(client: Client, address: str = "/matters/", status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.status_code
    return response.content.decode()


def tabs(html: str) -> dict[str, str]:
    return dict(re.findall(r">([^<>]+)<span class=\"n\">([^<]+)</span>", html))


def titles(html: str) -> list[str]:
    return re.findall(r'class="ttl" data-l="事项"><a href="/matters/\d+/">([^<]+)</a>', html)


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def row_of(html: str, title: str) -> str:
    [row] = [one for one in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if title in one]
    return text_of(row)


def test_each_tab_shows_its_figure_and_its_rows(house: House, browser: Browser) -> None:
    a_request(house, "2026-01-30", "超期的")  # seven working days end on 2026-02-10
    a_request(house, "2026-02-05", "本周到期的")  # 6 9 10 11 12 13 14: the worked Saturday
    a_request(house, "2026-02-12", "以后的")
    stopped = a_request(house, "2026-02-04", "停走的", "accept")
    exclude_time(stopped.pk, Exclusion("鉴定", date(2026, 2, 5), None, "委托书"), by=house.officer, at=NOW)
    a_request(house, "2026-01-05", "办结的", "refuse")
    open_matter(Opening("sample_request", "未分派的", house.unit), by=house.officer, at=NOW)
    client = browser(house.officer)
    html = page(client)
    assert tabs(html) == {
        "我的": "4",
        "本单位": "5",
        "超期": "1",
        "本周到期": "1",
        "等待他人": "1",
        "已办结": "1",
    }
    assert titles(html) == ["超期的", "本周到期的", "以后的", "停走的"]
    assert titles(page(client, "/matters/?of=unit")) == [
        "超期的",
        "本周到期的",
        "以后的",
        "未分派的",
        "停走的",
    ]
    for tab, found in (
        ("overdue", ["超期的"]),
        ("week", ["本周到期的"]),
        ("others", ["停走的"]),
        ("closed", ["办结的"]),
    ):
        assert titles(page(client, f"/matters/?tab={tab}")) == found
    assert "1 件超期，本周还有 1 件到期。" in text_of(html)


def test_a_row_says_stage_next_step_and_what_is_left_in_the_unit_of_the_limit(
    house: House, browser: Browser
) -> None:
    a_request(house, "2026-01-30", "超期的")
    a_request(house, "2026-02-05", "补班的")
    a_request(house, "2026-02-11", "过节的")
    provisional = a_request(house, "2026-02-12", "跨年的", "accept")
    Matter.objects.filter(pk=provisional.pk).update(is_sample=True)
    stopped = a_request(house, "2026-02-04", "停走的", "accept")
    exclusion = Exclusion("鉴定", date(2026, 2, 5), None, "委托书")
    exclude_time(stopped.pk, exclusion, by=house.officer, at=NOW)
    html = page(browser(house.officer))
    late = row_of(html, "超期的")
    # 2026-02-10 was the last day; 11 and 12 are working days.
    assert "示例请求 · 已收到" in late
    assert "决定受理或决定不予受理" in late
    assert "−2 个工作日 限 02-10" in late
    assert "超期" in late
    assert "2 个工作日 限 02-14 补班" in row_of(html, "补班的")
    # 12 13 14 | 24 25 26 27: five of them after today.
    assert "6 个工作日 限 02-27" in row_of(html, "过节的")
    assert "示例 " in row_of(html, "跨年的")
    assert "不计时 扣除期间" in row_of(html, "停走的")
    assert "停止计时" in row_of(html, "停走的")


def test_the_strip_counts_the_days_and_names_the_holidays(house: House, browser: Browser) -> None:
    a_request(house, "2026-01-30")
    a_request(house, "2026-02-05")
    a_request(house, "2026-02-05")
    html = page(browser(house.officer))
    strip = html[html.index('<div class="strip"') :]
    days = [text_of(one).strip() for one in re.findall(r"<a role=.*?</a>", strip)]
    assert days == [
        "周一 9 0 件", "周二 10 超期 1", "周三 11 0 件", "周四 12 0 件", "周五 13 0 件", "周六 14 补班 2",
        "周日 15 春节假", "周一 16 春节假", "周二 17 春节假", "周三 18 春节假", "周四 19 春节假",
        "周五 20 春节假", "周六 21 春节假", "周日 22 春节假",
    ]  # fmt: skip
    assert (
        "周六 02-14 是补班日，计入工作日；02-15 至 02-23 春节放假，工作日时限顺延，自然日时限照走。"
        in text_of(html)
    )
    [address] = re.findall(r'href="([^"]+)"[^>]*>周六<b>14', strip)
    assert titles(page(browser(house.officer), address.replace("&amp;", "&"))) == ["示例请求"] * 2


def test_filters_narrow_the_list_and_the_files(house: House, browser: Browser) -> None:
    first = a_request(house, "2026-02-10", "甲请求")
    a_request(house, "2026-02-10", "乙请求", "accept")
    open_matter(Opening("sample_notice", "丙公示", house.unit), by=house.officer, at=NOW)
    client = browser(house.leader)
    base = "/matters/?of=unit"
    assert titles(page(client, f"{base}&q=甲")) == ["甲请求"]
    assert titles(page(client, f"{base}&procedure=sample_notice")) == ["丙公示"]
    assert titles(page(client, f"{base}&state=sample_request.accepted")) == ["乙请求"]
    assert titles(page(client, f"{base}&handler=-")) == ["丙公示"]
    assert sorted(titles(page(client, f"{base}&handler={house.officer.id}"))) == ["乙请求", "甲请求"]
    assert titles(page(client, f"{base}&turn=system")) == ["丙公示"]
    assert titles(page(client, f"{base}&due=2026-02-28")) == []
    assert titles(page(client, f"{base}&due=nonsense")) == []
    page(client, f"{base}&procedure=nothing", status=422)
    Matter.objects.filter(pk=first.pk).update(track="quick")
    assert titles(page(client, f"{base}&track=quick")) == ["甲请求"]
    response: Any = client.get(f"{base}&procedure=sample_request&format=csv")
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert {row["事项"] for row in rows} == {
        str(one) for one in Matter.objects.filter(procedure="sample_request")
    }
    # 13 14 | 24 25 26 are left of the seven.
    assert [row["余期"] for row in rows if "甲" in row["事项"]] == ["5 个工作日（限 02-26）"]
    assert {row["环节"] for row in rows} == {"示例请求 · 已收到", "示例请求 · 办理中"}


def test_pages_follow_one_another_by_key(house: House, browser: Browser) -> None:
    when = at("2026-02-10 10:00")
    for n in range(60):
        open_matter(Opening("sample_request", f"请求{n:02}", house.unit), by=house.officer, at=when)
    client = browser(house.leader)
    html = page(client, "/matters/?of=unit")
    assert titles(html) == [f"请求{n:02}" for n in range(50)]
    assert "第 1–50 件，共 60 件" in text_of(html)
    [address] = re.findall(r'rel="next" href="([^"]+)"', html)
    assert titles(page(client, "/matters/" + address.replace("&amp;", "&"))) == [
        f"请求{n:02}" for n in range(50, 60)
    ]


def test_the_panel_opens_the_nearest_limit_day_by_day(house: House, browser: Browser) -> None:
    matter = a_request(house, "2026-02-10")
    client = browser(house.officer)
    html = page(client, f"/matters/{matter.pk}/clock/")
    text = text_of(html)
    assert "自登记起 7 个工作日内" in text
    assert "到期 2026-02-26" in text
    cells = re.findall(r'<div role="listitem"(?: class="([^"]+)")?[^>]*>([\d-]+)<span>([^<]*)</span>', html)
    counted = {day: words for css, day, words in cells if "on" in css.split() or "due1" in css.split()}
    assert counted == {
        "2-11": "1", "2-12": "2", "2-13": "3", "2-14": "4 补班", "2-24": "5", "2-25": "6", "2-26": "7 到期",
    }  # fmt: skip
    assert f'href="/matters/{matter.pk}/limits/accept/1/"' in html
    # Without scripts the same panel comes with the whole page.
    whole = page(client, f"/matters/?clock={matter.pk}")
    assert "自登记起 7 个工作日内" in text_of(whole)
    page(browser(house.stranger), f"/matters/{matter.pk}/clock/", status=404)
    done = a_request(house, "2026-01-05", "办结的", "refuse")
    assert "现在没有计时的期限" in page(client, f"/matters/{done.pk}/clock/")


def test_empty_lists_say_what_would_stand_there(house: House, browser: Browser) -> None:
    client = browser(house.officer)
    assert "还没有待办事项" in page(client)
    assert "还没有超期的事项" in page(client, "/matters/?tab=overdue")
    assert "这个条件下没有待办事项" in page(client, "/matters/?q=无")


@pytest.mark.parametrize(
    "address", ["/matters/?of=nobody&tab=nothing", "/matters/?clock=x", "/matters/?clock=" + "9" * 30]
)
def test_what_the_address_cannot_name_is_not_asked(address: str, house: House, browser: Browser) -> None:
    a_request(house, "2026-02-10")
    assert titles(page(browser(house.officer), address)) == ["示例请求"]


@pytest.mark.django_db(transaction=True)
def test_a_page_costs_a_dozen_queries_however_many_rows(house: House, browser: Browser) -> None:
    """As in the running product: answers are kept between pages, and asked again after a write."""
    clients = {"leader": browser(house.leader), "officer": browser(house.officer)}
    counted: dict[str, list[int]] = {}
    for n in (3, 40):
        for _n in range(n):
            a_request(house, "2026-02-10")
        for who, client in clients.items():
            for address in ("/matters/", "/matters/?of=unit", "/matters/list/"):
                page(client, address)
                Matter.objects.filter(pk=0).update(title="")
                Person.objects.filter(pk=house.host.id).update(text_size="large" if n == 3 else "normal")
                with CaptureQueriesContext(connection) as queries:
                    page(client, address)
                counted.setdefault(f"{who} {address}", []).append(len(queries))
    assert {address: few for address, (few, many) in counted.items() if few != many} == {}
    assert {address: few for address, (few, _many) in counted.items() if few > MOST_QUERIES} == {}


def test_the_list_of_all_has_facets_and_the_conditions_of_the_board(house: House, browser: Browser) -> None:
    a_request(house, "2026-01-05", "办结的", "refuse")
    a_request(house, "2026-01-30", "超期的")
    a_request(house, "2026-02-10", "在办的", "accept")
    client = browser(house.leader)
    html = page(client, "/matters/list/")
    assert titles(html) == ["在办的", "超期的", "办结的"]
    assert "示例请求 3" in text_of(html[html.index("facet-matters-procedure") :])
    for asked, found in (
        ("standing=closed", ["办结的"]),
        ("standing=open", ["在办的", "超期的"]),
        ("late=now", ["超期的"]),
        ("late=once", []),
        ("opened=2026-01", ["超期的", "办结的"]),
        ("opened=2026-02..2026-03", ["在办的"]),
        ("closed=2026-01", ["办结的"]),
        ("closed=nonsense", []),
        ("state=received,accepted", ["在办的", "超期的"]),
        (f"unit={house.unit.pk}", ["在办的", "超期的", "办结的"]),
    ):
        assert titles(page(client, f"/matters/list/?{asked}")) == found, asked


def test_a_title_is_text_whatever_stands_in_it(house: House, browser: Browser) -> None:
    a_request(house, "2026-02-10", '<script>alert("x")</script>')
    html = page(browser(house.officer))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_a_contact_of_a_unit_sees_what_is_shared(house: House, browser: Browser, actor: Any) -> None:
    a_request(house, "2026-02-10")
    contact: Actor = actor(Role.UNIT_CONTACT, house.unit)
    assert titles(page(browser(contact), "/matters/?of=unit")) == ["示例请求"]
    assert "matters/batch" not in page(browser(contact), "/matters/?of=unit")
