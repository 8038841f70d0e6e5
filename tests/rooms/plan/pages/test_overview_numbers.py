"""Every number of the overview that is a link opens exactly so many rows, for each role that sees it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest

from tests.conftest import NOW
from tests.rooms.plan.pages.test_indicator_pages import give, text_of, with_path
from tests.rooms.plan.pages.test_overview import rows_behind
from tests.rooms.plan.samples import Role, make_indicator, make_plan, make_task
from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role as Post
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.matters.writing.seats import NewParticipant
from zhichan.core.measures.actions.refresh_board import refresh_board
from zhichan.core.registers.actions import Entry, record_row
from zhichan.rooms.plan.actions.keep_budget import NewLine, open_budget_line
from zhichan.rooms.plan.actions.open_follow_up import NewFollowUp, open_follow_up
from zhichan.rooms.plan.models import Task
from zhichan.rooms.plan.queries import board, overview
from zhichan.rooms.registry.models.party import PARTIES, Party
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.models.region import REGIONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
OF_ONE = re.compile(r"^/(?:plan/(?:indicators|follow-ups|tasks)|matters)/\d+/|^/plan/(?:calendar|overview)/")
OFFICERS = (Post.OFFICE_LEADER, Post.PLAN_OFFICER, Post.CASE_OFFICER, Post.LEGAL_REVIEWER)
CASES = ("立案", "结案", "按期办结率", "其中简易程序")


def numbers_of(client, address: str = "/") -> dict[str, tuple[int, str]]:
    """By its words, each number that is a link to several rows: the number, and where it leads."""
    main = text_of(client.get(address)).split("<main", 1)[1]
    main = re.sub(r'<div class="k">(.*?)</div><div class="v"><a ', r'<a data-k="\1" ', main)
    found = {}
    for before, url, inside in re.findall(r'<a ([^>]*?)href="(/[^"]+)"[^>]*>(.*?)</a>', main, re.DOTALL):
        words, url = unescape(re.sub(r"<[^>]+>", " ", inside)).strip(), unescape(url)
        name = re.search(r'data-k="(.*?)"', before)
        if not OF_ONE.match(url) and (figure := re.search(r"\d[\d,]*", words)):
            found[f"{name[1] if name else words} {url}"] = (int(figure[0].replace(",", "")), url)
    return found


def rows_of(client, url: str) -> int:
    """How many rows the page behind a number has; a run says itself how many, and lists as many."""
    if "/measures/runs/" not in url:
        return rows_behind(client, url)
    page = text_of(client.get(url))
    told = re.search(r"打开全部 ([\d,]+) 条", page)
    if told is None:
        assert "没有记录符合" in page, url
        return 0
    count = rows_behind(client, f"{url}rows/")
    assert count == int(told[1].replace(",", "")), url
    return count


def walk(client, address: str = "/") -> int:
    """Compare every number of the page with its rows; how many were compared."""
    compared = 0
    for words, (figure, url) in numbers_of(client, address).items():
        if url.startswith("/plan/budget/"):
            continue  # an amount; ``test_money...`` counts its lines
        assert rows_of(client, url) == figure, words
        compared += 1
    return compared


def case(unit, by, number: int) -> None:
    seats = (NewParticipant("party", f"示例商行 {number} 号"),)
    opening = Opening(
        "penalty_ordinary", "示例商行涉嫌违法", unit, {"cause": "trademark_infringement"}, seats
    )
    open_matter(opening, by=by, at=NOW - timedelta(days=5))


@pytest.fixture
def other(office):
    return make_plan(office, title="云川区2026年地理标志专项行动方案")


@pytest.fixture
def district(plan, other, science, justice, office, actor, unit):
    """Two plans, parts of every kind, a cancelled task, a firm with two patents and two cases."""
    with_path(make_indicator(plan, "发明专利", owner_unit=science))
    give(with_path(make_indicator(other, "地理标志", owner_unit=justice)), date(2026, 9, 30), "4.1")
    make_task(
        plan, {science: Role.LEAD, justice: Role.PARTICIPANT}, deadline_on=date(2026, 11, 1), title="甲"
    )
    make_task(plan, {science: Role.JOINT, justice: Role.JOINT}, deadline_on=date(2026, 11, 22), title="乙")
    make_task(plan, {science: Role.LEAD}, state=Task.State.CANCELLED, title="丙")
    make_task(plan, {}, title="丁")
    make_task(other, {justice: Role.LEAD}, deadline_on=date(2026, 11, 2), title="戊")
    by = actor(Post.PLAN_OFFICER, office)
    for title, asked in (("甲", science), ("戊", justice)):
        new = NewFollowUp(asked.pk, "请加快。", task_id=Task.objects.get(title=title).pk)
        open_follow_up(new, by=by, at=NOW - timedelta(days=30))
    for held, title in ((plan, "强企工程"), (other, "地标工程")):
        open_budget_line(
            NewLine(2026, title, held.pk, science.pk, "district", Decimal(10_000), date(2026, 11, 2)),
            by=by,
            at=NOW,
        )
    case_officer, system = actor(Post.CASE_OFFICER, office), system_actor("test")
    for number in (1, 2):
        case(office, case_officer, number)
    begun = date(2020, 1, 1)
    for code, name in (("120118", "云川区"), ("120118101", "柳河镇")):
        record_row(REGIONS, Entry({"code": code, "name": name}, begun, "区划代码"), by=system, at=NOW)
    named = {"name": "云川示例机械有限公司", "kind": Party.Kind.ORGANISATION, "region": "120118101"}
    firm = record_row(PARTIES, Entry(named, begun, "营业执照"), by=system, at=NOW)
    for serial in (1, 2):
        values = {
            "number": f"CN20201950000{serial}", "kind": "invention", "title": f"钢梁 {serial}",
            "filed_on": date(2020, 3, 2), "granted_on": date(2021, 5, 4), "holder_ids": str(firm.pk),
            "region": "120118101", "ipc_main": "E04B1/58",
        }  # fmt: skip
        record_row(PATENTS, Entry(values, date(2021, 5, 4), "公报"), by=system, at=NOW)
    refresh_board(by=system, at=NOW)


@pytest.mark.parametrize("role", [*OFFICERS, Post.READ_ONLY_LEADER, Post.UNIT_CONTACT])
def test_each_number_opens_as_many_rows_for_each_role(
    district, plan, other, signed_in, office, justice, role
):
    is_contact = role is Post.UNIT_CONTACT
    client = signed_in(role, justice if is_contact else office)
    assert walk(client) >= (10 if is_contact else 20)
    for one in (plan, other):
        assert walk(client, f"/?plan={one.pk}") >= (9 if is_contact else 18)


def test_firms_open_to_firms_and_their_patents_are_a_part(district, signed_in, office):
    leader = signed_in(Post.OFFICE_LEADER, office)
    [(figure, url)] = [
        found for words, found in numbers_of(leader).items() if words.startswith("有专利的企业数量")
    ]
    page = text_of(leader.get(url))
    assert (figure, rows_of(leader, url)) == (1, 1)
    assert "云川示例机械有限公司" in page
    assert rows_behind(leader, f"{url}rows/?part=patents") == 2


def test_cases_are_a_link_for_whoever_sees_every_case_alone(district, signed_in, office, actor, unit):
    def shown(role) -> set[str]:
        client = signed_in(role, office)
        page = text_of(client.get("/"))
        assert '<div class="k">立案</div>' in page
        assert re.search(r'<div class="k">立案</div><div class="v">(?:<a [^>]+>)?2\b', page)
        return {words.partition(" ")[0] for words in numbers_of(client)} & set(CASES)

    assert {role: shown(role) for role in OFFICERS} == {
        Post.OFFICE_LEADER: {"立案", "结案", "其中简易程序"},
        Post.PLAN_OFFICER: set(),
        Post.CASE_OFFICER: {"立案", "结案", "其中简易程序"},
        Post.LEGAL_REVIEWER: {"立案", "结案", "其中简易程序"},
    }
    branch = unit("云川区市场监管局东山分局")
    case(branch, actor(Post.CASE_OFFICER, branch), 3)
    refresh_board(by=system_actor("test"), at=NOW)
    page = text_of(signed_in(Post.OFFICE_LEADER, office).get("/"))
    assert '<div class="k">立案</div><div class="v">3<small>' in page


def test_follow_ups_dues_and_money_are_of_the_chosen_plan(district, plan, other, signed_in, office):
    leader = signed_in(Post.OFFICE_LEADER, office)

    def panel(address: str, css: str) -> str:
        return text_of(leader.get(address)).split(css, 1)[1].split("</section>", 1)[0]

    def dues(address: str) -> set[str]:
        return set(re.findall(r'<span class="x"><a href="[^"]+">(.*?)</a>', panel(address, "ov-dues")))

    assert {"1 甲", "1 戊"} <= dues("/")
    assert dues(f"/?plan={plan.pk}") == {"1 甲", "甲", "乙", "丁"}
    assert dues(f"/?plan={other.pk}") == {"1 戊", "戊"}
    assert "示例商行涉嫌违法" in dues("/")
    for one in (plan, other):
        assert f"<h1>{one.title} · 执行总览</h1>" in text_of(leader.get("/", {"plan": one.pk}))
    for address, count in (("/", 2), (f"/?plan={plan.pk}", 1)):
        assert f"督办 {count} 件未办结" in text_of(leader.get(address))
        assert f"{count} 个项目" in panel(address, "经费 · 2026 年")
        [url] = set(re.findall(r'<div class="v"><a href="([^"]+)"', panel(address, "经费 · 2026 年")))
        assert rows_behind(leader, unescape(url)) == count


def test_more_than_the_board_holds_is_counted_and_more_than_can_be_counted_is_not(
    district, signed_in, office, monkeypatch
):
    leader = signed_in(Post.OFFICE_LEADER, office)
    monkeypatch.setattr(board, "MOST_TASKS", 2)
    monkeypatch.setattr(overview, "MOST_INDICATORS", 1)
    page = text_of(leader.get("/"))
    assert "4 项任务：" in page
    assert "2 项指标，前 1 项中：" in page
    assert walk(leader) >= 18
    monkeypatch.setattr(board, "MOST_COUNTED", 3)
    page = text_of(leader.get("/", {"on": "2026-11-19"}))
    assert "任务超过 1,000 项，选一个规划看分布。" in page
    assert "项任务：" not in page
