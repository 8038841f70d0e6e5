"""The page of one matter: what it shows to whom, what it costs, and how its limits open."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.core.matters.conftest import House, at
from tests.core.matters.disputes import REPORTER, accepted, in_hand
from zhichan.core.access.roles import Role
from zhichan.core.files.actions import store_file
from zhichan.core.matters.actions.amend import (
    Correction,
    Exclusion,
    correct_event,
    end_exclusion,
    exclude_time,
)
from zhichan.core.matters.actions.files import NewFile, add_file
from zhichan.core.matters.actions.links import relate_matters
from zhichan.core.matters.actions.notes import add_note
from zhichan.core.matters.actions.sharing import share_matter
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.models import Matter, MatterEvent

Browser = Callable[[Any], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed", "clock")]
MOST_QUERIES = 20


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def main_of(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def busy(house: House) -> Matter:
    """A dispute with a child, a link, a share, files, notes, a correction and excluded time."""
    matter, other = accepted(house), in_hand(house)
    by, when = house.officer, at("2026-02-11 09:00")
    for n in range(5):
        stored = store_file(f"{n}".encode(), name=f"{n}.txt", by=by, at=when)
        add_file(matter.pk, NewFile(stored, f"{n}.txt", is_secret=n == 4), by=by, at=when)
    add_note(matter.pk, "请补充评价报告。", by=house.leader, at=when)
    relate_matters(matter.pk, other.pk, "同一被请求人", by=by, at=when)
    take_move(matter.pk, Step("mediate", {"amount": "800.5"}), by=by, at=when)
    event = exclude_time(matter.pk, Exclusion("鉴定", when.date(), None, "委托书 1 号"), by=by, at=when)
    end_exclusion(matter.pk, event.seq, when.date(), by=by, at=when)
    correct_event(
        matter.pk,
        Correction(1, "收件章是 2 月 9 日", at("2026-02-09 15:00"), {"amount": "13000"}),
        by=by,
        at=when,
    )
    matter.refresh_from_db()
    return matter


def test_the_page_of_a_matter_takes_at_most_twenty_queries(house: House, browser: Browser) -> None:
    matter = busy(house)
    for who in (house.officer, house.leader, house.reviewer):
        client = browser(who)
        client.get(f"/matters/{matter.pk}/")
        for address in (f"/matters/{matter.pk}/", f"/matters/{matter.pk}/record/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            assert len(queries) <= MOST_QUERIES, [q["sql"][:120] for q in queries]


def test_the_head_says_what_it_is_and_what_comes_next(house: House, browser: Browser) -> None:
    matter = accepted(house)
    shown = main_of(text_of(browser(house.officer), f"/matters/{matter.pk}/"))
    for words in (
        "示例灯具外观设计纠纷",
        matter.number,
        "示例裁决",
        "审理中",
        house.officer.name,
        "2026-02-10",
    ):
        assert words in shown
    button = re.search(
        r'class="btn pri" href="/matters/\d+/moves/(\w+)/" aria-describedby="why-next">', shown
    )
    assert button is not None
    assert button[1] == "decide"
    why = re.search(r'/moves/decide/">裁决</a><small id="why-next">([^<]+)</small>', shown)
    assert why is not None
    assert why[1] == "程序在这一环节通常办这一步，限 2026-03-12"
    assert "今日" in shown


def test_the_record_tells_who_did_what_and_what_was_put_right(house: House, browser: Browser) -> None:
    matter = busy(house)
    shown = main_of(text_of(browser(house.officer), f"/matters/{matter.pk}/record/"))
    assert "争议金额 <del>12,000.50 元</del> <ins>13,000 元</ins>" in shown
    assert "发生时间 <del>2026-02-10 10:00</del> <ins>2026-02-09 15:00</ins>" in shown
    for words in (
        "请补充评价报告。",
        "扣除时间：鉴定，自 2026-02-11 起",
        "扣除时间到 2026-02-11 为止",
        "附入材料：0.txt",
        "登记请求人：云川示例光电有限公司",
        "登记举报人：身份保密",
        "指派办案机构：",
        "简案",
        "800.50 元",
        "相关",
    ):
        assert words in shown, words
    assert "更正办理经过" not in shown
    assert REPORTER.name not in shown


def test_a_secret_file_is_for_the_case_team_alone(house: House, browser: Browser) -> None:
    matter = busy(house)
    secret = matter.files.get(is_secret=True)
    address = f"/matters/{matter.pk}/files/{secret.pk}/"
    team, leader = browser(house.officer), browser(house.leader)
    assert b"".join(team.get(address).streaming_content) == b"4"
    assert leader.get(address).status_code == 404
    shown = main_of(text_of(leader, f"/matters/{matter.pk}/"))
    assert "4.txt" not in shown
    assert "另有 1 份材料仅办案人员可见" in shown
    assert "附入材料（仅办案人员可见）" in shown
    assert "4.txt" in main_of(text_of(team, f"/matters/{matter.pk}/"))


def test_a_file_comes_as_a_download_and_only_under_its_own_matter(house: House, browser: Browser) -> None:
    matter, other = busy(house), in_hand(house)
    file = matter.files.get(name="0.txt")
    client = browser(house.officer)
    response = client.get(f"/matters/{matter.pk}/files/{file.pk}/")
    assert b"".join(response.streaming_content) == b"0"
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    assert client.get(f"/matters/{other.pk}/files/{file.pk}/").status_code == 404
    assert browser(house.stranger).get(f"/matters/{matter.pk}/files/{file.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("who", "sees"), [("officer", True), ("leader", True), ("reviewer", True), ("host", False)]
)
def test_numbers_of_a_person_are_whole_for_those_who_work_or_decide(
    house: House, browser: Browser, who: str, sees: bool
) -> None:
    """The host is an officer of the office with no part in this matter."""
    matter = accepted(house)
    shown = main_of(text_of(browser(getattr(house, who)), f"/matters/{matter.pk}/"))
    assert "陈示范" in shown
    for whole, masked in (("120101199001010011", "120****0011"), ("13800000011", "138****0011")):
        assert (whole in shown) is sees
        assert (masked in shown) is not sees
    assert "91120000MA00000001" in shown  # the code of a firm is public


def test_who_it_is_shared_with_sees_no_numbers_and_no_buttons(
    house: House, browser: Browser, person: Callable[..., Any], unit: Callable[..., Any]
) -> None:
    matter, other = accepted(house), unit("云川区科技局")
    share_matter(matter.pk, other.pk, "协助", by=house.leader, at=at("2026-02-11 09:00"))
    shown = main_of(text_of(browser(house.stranger), f"/matters/{matter.pk}/"))
    assert "陈示范" in shown
    assert "13800000011" not in shown
    assert "更多" not in shown
    assert "/moves/" not in shown


def test_a_personal_field_is_withheld_from_who_only_reads(house: House, browser: Browser) -> None:
    matter = in_hand(house, values={"claim": "停止侵权", "contact": "示例小区 3 号楼"})
    assert "示例小区 3 号楼" in text_of(browser(house.officer), f"/matters/{matter.pk}/record/")
    shown = text_of(browser(house.host), f"/matters/{matter.pk}/record/")
    assert "示例小区 3 号楼" not in shown
    assert "不公开" in shown


@pytest.mark.parametrize(
    ("moment", "number", "words"),
    [
        ("2026-02-12 09:00", "3", "临期"),  # 13 and 14 February, and 24 February after the festival
        ("2026-02-14 09:00", "1", "临期"),
        ("2026-02-24 09:00", "0", "临期"),
        ("2026-02-25 09:00", "−1", "超期"),
        ("2026-02-28 09:00", "−4", "超期"),
    ],
)
def test_what_is_left_is_said_in_working_days(
    house: House, browser: Browser, clock: Callable[[datetime], None], moment: str, number: str, words: str
) -> None:
    """Five working days from 10 February 2026 end on the 24th."""
    matter = in_hand(house)
    clock(at(moment))
    shown = main_of(text_of(browser(house.officer), f"/matters/{matter.pk}/"))
    panel = shown[shown.index('id="limits"') :]
    assert re.search(rf'<span class="n">{number}<small> 个工作日</small>', panel), panel[:900]
    assert "最迟 2026-02-24" in panel
    assert words in panel
    assert "示例办法第九条" in panel
    assert "依据待核" in panel


def test_a_limit_opens_to_its_days(house: House, browser: Browser) -> None:
    """The grid of the design: 10 February begins, 14 is a worked Saturday, 15 to 23 are off, 24 is due."""
    matter = in_hand(house)
    shown = main_of(text_of(browser(house.officer), f"/matters/{matter.pk}/limits/accept/1/"))
    cells = re.findall(r'<div role="listitem"(?: class="([^"]*)")? aria-label="([^"]*)"', shown)
    assert len(cells) == 21
    found = {told[:10]: css for css, told in cells}
    assert found["2026-02-09"] == ""
    assert found["2026-02-10"] == "st0"
    assert [found[f"2026-02-{day}"] for day in (11, 12, 13)] == ["on", "on", "on"]
    assert found["2026-02-14"] == "on wk"
    assert {found[f"2026-02-{day}"] for day in range(15, 24)} == {"off"}
    assert found["2026-02-24"] == "due1"
    assert found["2026-02-28"] == "wk"
    assert "2-14<span>4 补班</span>" in shown
    assert "2-24<span>5 到期</span>" in shown
    assert "示例办法第九条" in shown


def test_an_extended_limit_with_excluded_days_names_them(
    house: House, browser: Browser, clock: Callable[[datetime], None]
) -> None:
    """Thirty days from 10 February, four of them excluded: 16 March; ten more: 26 March."""
    matter = accepted(house)
    when = at("2026-03-06 09:00")
    exclusion = Exclusion("鉴定", at("2026-03-02 09:00").date(), at("2026-03-05 09:00").date(), "委托书")
    exclude_time(matter.pk, exclusion, by=house.officer, at=when)
    take_move(matter.pk, Step("extend"), by=house.leader, at=when)
    clock(when)
    shown = main_of(text_of(browser(house.officer), f"/matters/{matter.pk}/limits/decide/1/"))
    found = {
        told[:10]: (css, told)
        for css, told in re.findall(r'role="listitem"(?: class="([^"]*)")? aria-label="([^"]*)"', shown)
    }
    assert {found[f"2026-03-0{day}"][0] for day in range(2, 6)} == {"ex"}
    assert "鉴定" in found["2026-03-03"][1]
    assert found["2026-03-16"][0] == "on st0"
    assert found["2026-03-26"][0] == "due1"
    assert "第 1 次延长" in shown
    assert "2026-03-16 → 2026-03-26" in shown
    assert "示例办法第九条" in shown  # what the extension rests on
    assert "承诺" in shown


def test_a_limit_in_hours_has_no_calendar(
    house: House, browser: Browser, clock: Callable[[datetime], None]
) -> None:
    matter = accepted(house)
    take_move(matter.pk, Step("decide", {"result": "停止侵权"}), by=house.officer, at=at("2026-02-13 17:30"))
    clock(at("2026-02-14 15:30"))
    shown = main_of(text_of(browser(house.officer), f"/matters/{matter.pk}/limits/publish/1/"))
    assert "2026-02-14 17:30" in shown
    assert "listitem" not in shown
    panel = main_of(text_of(browser(house.officer), f"/matters/{matter.pk}/"))
    assert re.search(r'<span class="n">2<small> 小时</small>', panel)


@pytest.mark.parametrize("address", ["limits/accept/2/", "limits/nothing/1/", "record/999/correct/"])
def test_what_a_matter_does_not_have_is_not_found(house: House, browser: Browser, address: str) -> None:
    matter = in_hand(house)
    assert browser(house.officer).get(f"/matters/{matter.pk}/{address}").status_code == 404


def test_a_strange_matter_is_not_found_at_any_of_its_addresses(house: House, browser: Browser) -> None:
    from zhichan.core.matters.urls import urlpatterns

    matter = accepted(house)
    client = browser(house.stranger)
    fill = {"<slug:name>": "accept", "<int:nth>": "1", "<int:seq>": "1", "<int:unit>": "1"}
    fill |= {"<int:participant>": str(matter.participants.first().pk), "<int:file>": "1"}
    seen = 0
    for one in urlpatterns:
        route = str(one.pattern)
        if not route.startswith("<int:pk>/"):
            continue
        for name, value in fill.items():
            route = route.replace(name, value)
        seen += 1
        assert client.get("/matters/" + route.replace("<int:pk>", str(matter.pk))).status_code == 404, route
    assert seen >= 20


def test_a_matter_merged_into_another_says_so_and_offers_no_step(house: House, browser: Browser) -> None:
    from zhichan.core.matters.actions.links import merge_matter

    earlier, later = in_hand(house), in_hand(house, at("2026-02-11 10:00"))
    merge_matter(later.pk, earlier.pk, "同一事实", by=house.officer, at=at("2026-02-12 08:00"))
    shown = main_of(text_of(browser(house.officer), f"/matters/{later.pk}/"))
    assert f"并入 {earlier.number}，就此办结" in shown
    assert "/moves/" not in shown
    assert "不再需要" in shown
    assert f"{later.number} 并入本件" in main_of(text_of(browser(house.officer), f"/matters/{earlier.pk}/"))


def test_a_link_to_a_matter_the_reader_may_not_see_names_nothing_of_it(
    house: House, browser: Browser, unit: Callable[..., Any], actor: Callable[..., Any]
) -> None:
    matter, other = accepted(house), in_hand(house)
    relate_matters(matter.pk, other.pk, "同案", by=house.officer, at=at("2026-02-11 09:00"))
    share_matter(matter.pk, unit("云川区科技局").pk, "协助", by=house.leader, at=at("2026-02-11 10:00"))
    shown = main_of(text_of(browser(house.stranger), f"/matters/{matter.pk}/"))
    assert "与 另一件事项 相关" in shown
    assert other.number not in shown


@pytest.mark.parametrize("role", [Role.UNIT_CONTACT, Role.LEGAL_REVIEWER])
def test_roles_that_only_read_get_no_menu_they_cannot_use(
    house: House, browser: Browser, actor: Callable[..., Any], role: Role
) -> None:
    matter = accepted(house)
    shown = main_of(text_of(browser(actor(role, house.unit)), f"/matters/{matter.pk}/"))
    assert ("记一笔" in shown) is (role is Role.LEGAL_REVIEWER)
    assert "分派人员" not in shown


def test_events_of_every_kind_have_words(house: House) -> None:
    from zhichan.core.matters.showing.record import _WORDS

    assert set(_WORDS) == set(MatterEvent.Kind) - {MatterEvent.Kind.CORRECTED}
