"""Cross tables against a walk over the rows; each figure opens to as many rows as it says."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.urls import reverse

from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.measures.declaration import Question
from zhichan.core.registers.actions import Entry, change_row, record_row
from zhichan.rooms.registry.models import Party, Patent
from zhichan.rooms.registry.models.ipc_group import IPC_GROUPS
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.statistics import charts
from zhichan.rooms.registry.statistics.crossing import SUBJECTS, Wanted, cross_of, rows_of_cell
from zhichan.rooms.registry.statistics.dimensions import DIMENSIONS

from .files import csv_of, row
from .test_imports import FEB, take_in
from .test_measures import HEADS, invention, places

__all__ = ["places"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
PAGE = reverse("registry:statistics")
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SYSTEM = system_actor("test")


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def browser(signed_in, office):
    return signed_in(Role.PLAN_OFFICER, office)


@pytest.fixture
def rows(officer, places):
    """Twelve patents of three holders in several years, towns and classes; one has lapsed."""
    made = [
        invention(1, 授权公告日="2023-01-05", 主分类号="H01M 10/05"),
        invention(2, 授权公告日="2023-02-05", 主分类号="H01M10/0525", 申请人="云川乙示例有限公司"),
        invention(3, 授权公告日="2024-02-05", 主分类号="A61B5/11", 申请人="云川乙示例有限公司"),
        invention(4, 授权公告日="2024-03-05", 主分类号="A61B5/11", 地址="云川区"),
        invention(5, 授权公告日="", 主分类号="B65D1/00"),
        invention(6, 授权公告日="2025-03-05", 主分类号="", 地址="外地"),
        invention(7, 授权公告日="2025-03-05", 主分类号="G06F17/10", 申请人="", 地址="云川区柳河镇"),
        invention(8, 授权公告日="2022-03-05", 法律状态="未缴年费终止"),
        *({**row(n, 授权公告日="2024-05-05"), "地址": "东山区"} for n in range(11, 15)),
    ]
    take_in(csv_of(made, HEADS), officer)
    for pattern, group in (("H01M", "新能源"), ("A61B", "生物")):
        line = {"scheme": "sei", "pattern": pattern, "group": group}
        record_row(IPC_GROUPS, Entry(line, date(2021, 1, 1), "对照表（示例）"), by=officer, at=FEB)
    firm = Party.objects.get(name="云川乙示例有限公司")
    change_row(PARTIES, firm.pk, Entry({"industry": "C3841"}, date(2020, 1, 1), "名单"), by=officer, at=FEB)
    return made


def wanted(down: str, across: str, what: str = "in_force", region: str = "", kind: str = "") -> Wanted:
    asked = Question(region, date(2026, 11, 20), NOW)
    return Wanted(SUBJECTS[what], DIMENSIONS[down], DIMENSIONS[across], asked, kind)


def walked(down: str, across: str) -> Counter:
    """The table once more from the current rows, in plain Python."""
    industry = dict(Party.objects.values_list("pk", "industry"))
    group = {"H01M": "新能源", "A61B": "生物"}

    def key(patent: Patent, name: str) -> str:
        klass = patent.ipc_main.replace(" ", "")
        return {
            "granted": str(patent.granted_on.year) if patent.granted_on else "",
            "filed": str(patent.filed_on.year),
            "kind": patent.kind,
            "town": patent.region[:9],
            "district": patent.region[:6],
            "industry": industry.get(patent.holder_id, "")[:3],
            "holder": str(patent.holder_id or ""),
            "class3": klass[:3],
            "class4": klass[:4],
            "group_sei": group.get(klass[:4], ""),
            "group_intensive": "",
            "group_own": "",
        }[name]

    standing = Patent.objects.filter(is_shown=True, public_class="in_force")
    return Counter((key(patent, down), key(patent, across)) for patent in standing)


@pytest.mark.parametrize("across", ["granted", "kind", "group_sei"])
def test_every_cell_is_what_a_walk_counts_and_opens_to_as_many_rows(rows, across):
    for down in DIMENSIONS:
        every_cell_is_right(down, across)


def every_cell_is_right(down: str, across: str) -> None:
    question = wanted(down, across)
    cross = cross_of(question, SYSTEM)
    assert dict(cross.counts) == dict(walked(down, across)), down
    assert cross.total == sum(cross.row_totals.values()) == sum(cross.column_totals.values()) == 10
    for (row_key, column_key), count in cross.counts.items():
        found, labels = rows_of_cell(question, row_key, column_key, SYSTEM)
        assert found.count() == count
        assert len(labels) == 2
    for row_key, count in cross.row_totals.items():
        assert rows_of_cell(question, row_key, None, SYSTEM)[0].count() == count


def test_what_is_counted_can_be_chosen(rows):
    assert cross_of(wanted("kind", "filed", "filed"), SYSTEM).total == 12
    assert cross_of(wanted("kind", "filed", "granted"), SYSTEM).total == 11
    assert cross_of(wanted("kind", "filed", region="120119"), SYSTEM).total == 4
    assert cross_of(wanted("kind", "filed", kind="invention"), SYSTEM).total == 6


def test_years_stand_in_order_and_all_else_by_size_with_the_unknown_last(rows):
    cross = cross_of(wanted("holder", "granted"), SYSTEM)
    assert cross.column_keys == ["2023", "2024", "2025"]
    assert [cross.row_totals[key] for key in cross.row_keys] == [7, 2, 1]
    assert (cross.row_keys[-1], cross.row_labels[""]) == ("", "不明")


def test_the_page_shows_the_table_and_its_links_lead_to_the_rows(browser, rows):
    reply = browser.get(PAGE, {"rows": "town", "columns": "granted"})
    page = reply.content.decode()
    assert reply.status_code == 200
    assert "柳河镇" in page
    drawn = json.loads(re.search(r'id="chart-option"[^>]*>(.*?)</script>', page)[1])
    assert drawn["series"][0]["endLabel"]["show"]
    assert "示前 3 项，其余 1 项合计 2 件。" in page, "the unknown town has no line"
    assert "style=" not in page.partition("<main")[2]
    links = [unescape(link) for link in re.findall(r'href="(/registry/statistics/rows/[^"]+)"[^>]*>', page)]
    assert len(links) > 8
    for link in links:
        listed = browser.get(link)
        assert listed.status_code == 200
        assert "/registry/registers/patent/" in listed.content.decode()


def test_the_page_answers_as_known_then(browser, rows, officer):
    take_in(csv_of([invention(20)], HEADS), officer, datetime(2026, 6, 1, tzinfo=UTC))
    for known, total in (("2026-05-01", "10"), ("2026-06-02", "11")):
        page = browser.get(PAGE, {"rows": "kind", "columns": "filed", "on": "2026-05-01", "known": known})
        foot = page.content.decode().partition("<tfoot>")[2].partition("</tfoot>")[0]
        assert re.findall(r">([\d,]+)</a>", foot)[-1] == total


def test_the_whole_table_goes_out_as_a_file(browser, rows):
    reply = browser.get(PAGE, {"rows": "class4", "columns": "kind", "format": "csv"})
    lines = list(csv.reader(io.StringIO(b"".join(reply.streaming_content).decode("utf-8-sig"))))
    assert lines[0][0] == "国际专利分类小类"
    assert lines[-1][-1] == "10"
    assert sum(int(line[-1]) for line in lines[1:-1]) == 10
    workbook = browser.get(PAGE, {"format": "xlsx"})
    assert b"".join(workbook.streaming_content).startswith(b"PK")
    workbook.close()


def test_strange_addresses_show_the_usual_table(browser, rows):
    given = {"what": "x", "rows": "y", "columns": "z", "region": "abc", "on": "2026-99-99", "kind": "q"}
    assert browser.get(PAGE, given).status_code == 200


def test_a_cell_that_cannot_be_has_no_rows(browser, rows):
    for key in ("abc", "99999999999999999999", "-1"):
        response = browser.get(reverse("registry:statistics_rows"), {"column": key})
        assert response.status_code in (200, 404)


def test_an_empty_register_has_a_page_too(browser):
    assert "这个条件下没有专利" in browser.get(PAGE).content.decode()


def test_lines_are_of_the_largest_rows_and_the_rest_is_told(rows, monkeypatch):
    monkeypatch.setattr(charts, "MOST_LINES", 1)
    cross = cross_of(wanted("holder", "granted"), SYSTEM)
    drawn = charts.drawn_of(cross, cross.column_keys)
    assert drawn is not None
    [line] = drawn.chart.series
    assert [spot.day for spot in line.spots] == [date(year, 1, 1) for year in (2023, 2024, 2025)]
    assert sum(spot.value for spot in line.spots) == 7
    assert (drawn.shown, drawn.left, drawn.left_count) == (1, 2, 3)
    assert drawn.has_lines
    assert drawn.chart.head.sentence.startswith("第一权利人 × ")


def test_bars_are_the_totals_of_the_rows(rows):
    cross = cross_of(wanted("holder", "kind"), SYSTEM)
    drawn = charts.drawn_of(cross, cross.column_keys)
    assert drawn is not None
    assert list(drawn.chart.series[0].values) == [7, 2, 1]
    assert (drawn.left, drawn.left_count, drawn.has_lines) == (0, 0, False)
