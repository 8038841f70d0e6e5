"""The overview: each figure equals a count made another way; links open, lists have as many rows."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import escape, unescape

import pytest
from openpyxl import load_workbook

from tests.conftest import NOW
from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role as Post
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.models import Matter
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.matters.writing.seats import NewParticipant
from zhichan.core.measures.actions.refresh_board import refresh_board
from zhichan.core.measures.models import MeasureRun, StoredFigure
from zhichan.core.registers.actions import Entry, record_row
from zhichan.rooms.plan.actions.keep_budget import NewLine, open_budget_line
from zhichan.rooms.plan.actions.open_follow_up import NewFollowUp, open_follow_up
from zhichan.rooms.plan.indicator_status import Status
from zhichan.rooms.plan.models import Indicator, IndicatorForecast, Task
from zhichan.rooms.plan.queries.near_dues import Due, near_dues
from zhichan.rooms.plan.standing import days_left
from zhichan.rooms.registry.models.region import REGIONS

from ..samples import Role, make_indicator, make_task
from .test_indicator_pages import give, text_of, with_path

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
TODAY = date(2026, 11, 20)


def lead_of(shown: str) -> list[tuple[str, str]]:
    """Text and address of each link in the sentence at the top."""
    lead = re.search(r'<div class="lead">(.*?)</div></div>', shown, re.DOTALL)[1]
    return [
        (unescape(words), unescape(url)) for url, words in re.findall(r'<a href="([^"]+)">(.*?)</a>', lead)
    ]


def rows_behind(client, url: str) -> int:
    """How many rows the list of an address has, by its export."""
    sent = client.get(f"{url}{'&' if '?' in url else '?'}format=csv")
    assert sent.status_code == 200, url
    content = b"".join(sent.streaming_content) if sent.streaming else sent.content
    return len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))) - 1


@pytest.fixture
def leader(signed_in, office):
    return signed_in(Post.OFFICE_LEADER, office)


def matter(unit, by, number: int, due: datetime) -> None:
    """A lead that the unit has, due at an instant."""
    values = {"clue": "柜台摆放示例商品", "right_kind": "trademark", "real_name": "yes"}
    opening = Opening("lead", f"线索 {number} 号", unit, values, (NewParticipant("reporter", "示例举报人"),))
    opened = open_matter(opening, by=by, at=NOW - timedelta(days=5))
    Matter.objects.filter(pk=opened.pk).update(next_due_at=due)


@pytest.fixture
def district(plan, science, justice, office, actor):
    """Indicators of each standing, tasks of each alarm, matters late and near, two towns."""
    for name, value in (("已达标的", "9"), ("按进度的", "5"), ("滞后的", "4.1"), ("没有数的", "")):
        made = with_path(make_indicator(plan, name, owner_unit=science))
        if value:
            give(made, date(2026, 9, 30), value)
            give(made, date(2026, 6, 30), "4")
    for day, state in (
        (date(2026, 11, 1), Task.State.UNDER_WAY),
        (date(2026, 11, 22), Task.State.UNDER_WAY),
        (date(2026, 11, 24), Task.State.NOT_STARTED),
        (date(2027, 9, 1), Task.State.NOT_STARTED),
    ):
        make_task(
            plan, {science: Role.LEAD, justice: Role.JOINT}, deadline_on=day, state=state, title=f"{day} 的事"
        )
    case_officer, by = actor(Post.CASE_OFFICER, office), actor(Post.PLAN_OFFICER, office)
    for day, state in ((date(2026, 11, 1), True), (date(2026, 11, 24), False)):
        late = Task.objects.get(deadline_on=day)
        new = NewFollowUp(science.pk, "请加快。", task_id=late.pk, is_issued=state)
        open_follow_up(new, by=by, at=NOW - timedelta(days=30))
    matter(office, case_officer, 1, NOW - timedelta(days=3))
    matter(office, case_officer, 2, NOW + timedelta(days=2, hours=1))
    by = system_actor("test")
    for code, name in (("120118", "云川区"), ("120118101", "柳河镇"), ("120118102", "云岫镇")):
        record_row(REGIONS, Entry({"code": code, "name": name}, date(2000, 1, 1), "区划代码"), by=by, at=NOW)
    refresh_board(by=by, at=NOW)


def test_every_figure_of_the_lead_has_as_many_rows_behind_it(district, leader):
    shown = text_of(leader.get("/"))
    told = lead_of(shown)
    words = [text for text, _url in told]
    assert words[:5] == ["4 项指标：", "1 项已达标", "1 项按进度", "1 项滞后", "1 项无数据"]
    assert words[6:] == [
        *("4 项任务：", "0 项办结", "1 项超期", "2 项临期", "1 项滞后", "本周 1 项到期。"),
        *("督办 2 件未办结", "其中 1 件逾期未反馈", "1 件案件超期"),
    ]
    assert words[5].startswith("“滞后的”还需年均增长 ")
    for text, url in told:
        if figure := re.match(r"(?:本周 |督办 |其中 |)(\d+) ", text):
            assert rows_behind(leader, url) == int(figure[1]), (text, url)
        assert leader.get(url).status_code == 200
    for url in set(re.findall(r'(?:href|src)="(/[^"]*)"', shown.split("<main", 1)[1])):
        if not url.startswith("/static/"):
            assert leader.get(unescape(url)).status_code in (200, 302), url


def test_the_lights_are_the_tasks_of_each_unit(district, leader, science, justice):
    shown = text_of(leader.get("/"))
    for unit in (science, justice):
        url = f"/plan/tasks/?view=list&without=cancelled&unit={unit.pk}&part=answers"
        assert rows_behind(leader, url) == 4
        assert shown.count(f'<a href="{escape(url)}">') == 2
    legend = re.findall(r'alarm=(\w+)"><i class="dot[^"]*"></i> \S+ (\d+)</a>', shown)
    assert dict(legend) == {
        "done": "0",
        "to_verify": "0",
        "normal": "0",
        "lagging": "1",
        "soon": "2",
        "overdue": "1",
        "not_started": "0",
    }
    for alarm, count in legend:
        assert rows_behind(leader, f"/plan/tasks/?view=list&alarm={alarm}") == int(count)


def test_what_is_due_next_mixes_follow_ups_tasks_and_matters_the_late_ones_first(district, leader, officer):
    def titles(client) -> list[str]:
        panel = text_of(client.get("/")).split("ov-dues", 1)[1].split("</section>", 1)[0]
        return re.findall(r'<span class="x"><a href="[^"]+">(.*?)</a>', panel)

    assert titles(leader) == [
        *("1 2026-11-01 的事", "2026-11-01 的事", "线索 1 号"),
        *("2026-11-22 的事", "线索 2 号", "2026-11-24 的事"),
    ]
    # A plan officer may not see matters: they are neither listed nor counted.
    assert titles(officer) == [
        *("1 2026-11-01 的事", "2026-11-01 的事"),
        *("2026-11-22 的事", "2026-11-24 的事", "2027-09-01 的事"),
    ]
    assert "件案件超期" not in text_of(officer.get("/"))


def test_at_most_three_late_ones_push_out_what_is_ahead():
    def due(day: int) -> Due:
        on = TODAY + timedelta(days=day)
        return Due(on, f"{day}", "/", "", "bad" if day < 0 else "ok", "", False, days_left(day))

    many = [due(day) for day in (-9, 5, -2, 8, -7, 1, -1, 9, 3)]
    assert [one.title for one in near_dues(many)] == ["-9", "-7", "-2", "1", "3", "5"]
    assert [one.title for one in near_dues([due(day) for day in (-4, -3, -2, -1, 6)])] == [
        "-4",
        "-3",
        "-2",
        "-1",
        "6",
    ]
    assert near_dues([]) == []


def test_figures_of_rooms_are_what_is_stored_and_open_to_their_runs(district, leader, officer, contact):
    for client in (leader, officer):
        shown = text_of(client.get("/"))
        tiles = re.findall(
            r'<div class="k">(.*?)</div><div class="v">(.*?)</div><div class="d">(.*?)</div>', shown
        )
        assert [label for label, _figure, _note in tiles] == [
            *("有效发明专利", "专利授权量", "有效注册商标量", "有专利的企业数量"),
            *("立案", "结案", "按期办结率", "其中简易程序"),
        ]
        for label, figure, note in tiles:
            found = re.fullmatch(
                r'<a href="(/\w+/measures/[^"]+)">([\d,]+|—)</a>(?:<small>.*?</small>)?', figure
            )
            if label in ("立案", "结案", "按期办结率", "其中简易程序") and client is officer:
                assert "<a " not in figure  # it would open to no row: cases are not for plan officers
                continue
            assert found, (label, figure)
            run = MeasureRun.objects.get(pk=found[1].rstrip("/").rsplit("/", 1)[1])
            assert found[2] == ("—" if run.value is None else f"{run.value.normalize():f}")
            assert note == ("这段时间没有办结的案件" if run.value is None else note)
            assert client.get(found[1]).status_code == 200
    assert "ov-tiles" not in text_of(contact.get("/"))
    assert "ov-map" not in text_of(contact.get("/"))


def test_the_money_of_the_year_is_that_of_its_lines(
    district, plan, science, justice, leader, contact, actor, office
):
    by = actor(Post.PLAN_OFFICER, office)
    for unit, title, yuan in ((science, "强企工程", "123456"), (justice, "维权援助", "100000.49")):
        open_budget_line(
            NewLine(2026, title, plan.pk, unit.pk, "district", Decimal(yuan), TODAY), by=by, at=NOW
        )
    open_budget_line(
        NewLine(2025, "往年的", plan.pk, science.pk, "district", Decimal(9_000_000), TODAY), by=by, at=NOW
    )

    def money(client) -> tuple[list[tuple[str, str]], str]:
        panel = text_of(client.get("/")).split("经费 · 2026 年", 1)[1].split("</section>", 1)[0]
        url = unescape(re.search(r'<div class="v"><a href="([^"]+)"', panel)[1])
        return re.findall(r'<div class="k">(.*?)</div><div class="v"><a [^>]+>(.*?)</a>', panel), url

    told, url = money(leader)
    assert told == [("预算", "22.35"), ("已承诺", "0"), ("已支付", "0")]
    assert rows_behind(leader, url) == 2
    assert money(contact)[0][0] == ("预算", "12.35")


def test_the_map_shows_the_figure_that_is_chosen_for_each_town(district, leader):
    shown = text_of(leader.get("/", {"measure": "patents_in_force", "compare": "year"}))
    panel = shown.split('id="map"', 1)[1].split("</section>", 1)[0]
    assert "· 有效专利</h2>" in panel
    assert re.findall(r">([^<>]+)<b>(\d+)</b>", panel) == [("柳河镇", "0"), ("云岫镇", "0")]
    assert "按地区代码排列" in panel
    choices = [unescape(url) for url in re.findall(r'<li><a href="([^"]+)"', panel)]
    assert choices[0] == "?compare=year&measure=inventions_in_force#map"
    assert len(choices) == 4
    assert text_of(leader.get("/", {"measure": "'; drop"})).count("· 有效发明专利</h2>") == 1


def test_the_switch_compares_with_last_quarter_and_last_year(district, leader):
    now = text_of(leader.get("/"))
    assert 'aria-current="true">本期</a>' in now
    quarter = text_of(leader.get("/", {"compare": "period"}))
    assert re.findall(r'#vals">([\d.]+)</a> <small class="nw">([+−\d.]+)</small>', quarter) == [
        ("4", "+5"),
        ("4", "+1"),
        ("4", "+0.1"),
    ]
    assert "上季末 0，0" in quarter
    year = text_of(leader.get("/", {"compare": "year"}))
    assert "去年同日 0，0" in year
    assert "上季末" not in year
    assert text_of(leader.get("/", {"compare": "x"})).count('aria-current="true">本期</a>') == 1


def test_an_indicator_with_a_forecast_says_where_it_goes(district, plan, leader):
    lagging = make_indicator(plan, "有预测的")
    with_path(lagging)
    give(lagging, date(2026, 9, 30), "4.1")
    IndicatorForecast.objects.create(
        indicator=lagging, known_at=NOW - timedelta(days=1), on=date(2026, 9, 30), method="theta", points=12,
        target_on=date(2030, 12, 31), value=Decimal("8.12"), low=Decimal("7.4"), high=Decimal("8.9"),
        error=Decimal("0.1"), digest="0" * 64, steps=[["2030-12-31", "8.12", "7.4", "8.9"]],
    )  # fmt: skip
    shown = text_of(leader.get("/", {"focus": lagging.pk}))
    assert "按现速度，“有预测的”到 2030 年末约 8.12 件（2030 年目标 9 件）" in shown
    assert '8.12 <small class="nw">7.4–8.9</small>' in shown
    assert "，预测 2030 年末 8.12 件，80% 区间 7.4 至 8.9" in shown
    assert re.search(r'aria-label="完成 \d+%，预测至期末 82%，时间进度 \d+%"', shown)
    assert (
        f'<tr aria-selected="true"><td class="ttl" data-l="指标"><a href="/plan/indicators/{lagging.pk}/">'
        in shown
    )
    option = re.search(r'id="chart-option"[^>]*>(.*?)</script>', shown)[1]
    assert '"2030-12-31", 8.12' in option


def test_the_file_has_the_figures_of_the_page(district, leader):
    sent = leader.get("/", {"format": "xlsx", "compare": "period"})
    sheet = load_workbook(io.BytesIO(b"".join(sent.streaming_content))).active
    head, *rows = [[cell.value for cell in line] for line in sheet.iter_rows()]
    told = [dict(zip(head, row, strict=True)) for row in rows]
    indicators = {row["名称"]: row for row in told if row["栏目"] == "主要指标"}
    assert [row["研判"] for row in indicators.values()] == ["已达标", "按进度", "滞后", "无数据"]
    assert (indicators["滞后的"]["数值"], indicators["滞后的"]["增减"]) == (4.1, 0.1)
    tasks = {row["名称"]: row["数值"] for row in told if row["栏目"] == "任务"}
    assert (tasks["超期"], tasks["临期"], tasks["滞后"]) == (1, 2, 1)
    assert [row["数值"] for row in told if row["栏目"] in ("督办", "案件")] == [2, 1, 1]
    places = [(row["名称"], row["数值"]) for row in told if row["栏目"] == "有效发明专利"]
    assert places == [("柳河镇", 0), ("云岫镇", 0)]
    assert sum(row["栏目"] in ("权利登记", "保护办案") for row in told) == 8


def test_figures_that_were_not_computed_lately_or_never_say_so(district, leader):
    assert 'class="asof warn"' not in text_of(leader.get("/"))
    StoredFigure.objects.update(refreshed_at=NOW - timedelta(days=4))
    assert text_of(leader.get("/")).count('class="asof warn"') == 3
    StoredFigure.objects.all().delete()
    shown = text_of(leader.get("/"))
    assert shown.count("尚未计算") == 9
    assert 'class="asof warn"' not in shown


def test_an_empty_installation_says_what_comes_next(officer, contact, leader):
    assert '<a class="btn pri mt" href="/plan/plans/import/">' in text_of(officer.get("/"))
    told = text_of(leader.get("/"))
    assert "还没有入库的规划" in told
    assert 'href="/plan/plans/import/"' not in told
    assert "还没有分派给本单位的指标和任务" in text_of(contact.get("/"))


def test_what_is_shown_follows_what_is_written(district, plan, leader):
    before = lead_of(text_of(leader.get("/")))
    assert lead_of(text_of(leader.get("/"))) == before
    Task.objects.filter(title="2026-11-01 的事").update(state=Task.State.DONE, done_on=TODAY)
    give(Indicator.objects.get(name="没有数的"), date(2026, 9, 30), "9")
    after = [text for text, _url in lead_of(text_of(leader.get("/")))]
    assert "1 项办结" in after
    assert "2 项已达标" in after
    assert f"1 项{Status.NO_DATA.label}" not in after
