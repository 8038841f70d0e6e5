"""Kept work over an import that was undone: what left the register is still told, and said to have left."""

from __future__ import annotations

import io
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from tests.rooms.registry.files import number, row
from zhichan import cli
from zhichan.core.imports.models import ImportBatch
from zhichan.core.people.queries import actor_of
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.search.asking import Question
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.registry.collections import PATENT_COLLECTION
from zhichan.rooms.search.actions import navigation as acts
from zhichan.rooms.search.actions.navigation_report import NewNavigationBlock, add_navigation_block
from zhichan.rooms.search.actions.saved_searches import NewSavedSearch, save_search
from zhichan.rooms.search.actions.themes import NewTheme, make_theme
from zhichan.rooms.search.models import NavigationDataSet, NavigationProject, NavigationReport, SavedSearch
from zhichan.rooms.search.navigation_blocks import Shape, blocks_of

from .finding import indexed, text

pytestmark = pytest.mark.django_db
YEARS = {1: "2019", 2: "2020", 3: "2021", 4: "2021"}


@pytest.fixture
def me(browser):
    return actor_of(browser.get("/search/").wsgi_request.user, timezone.localdate())


@pytest.fixture
def batch(officer) -> ImportBatch:
    """Four patents of the register, LED in capitals in their titles; their holder stays without them."""
    indexed([row(9, 专利名称="先有的装置")], officer)
    rows = [row(nth, 专利名称=f"焊接 LED（灯）{nth}", 申请日=f"{year}-03-18") for nth, year in YEARS.items()]
    return indexed(rows, officer)


def undone(batch: ImportBatch, by) -> None:
    undo_batch(batch.pk, by=by, at=timezone.now())
    bring_up_to_date(wait=True)


@pytest.fixture
def project(batch, me) -> NavigationProject:
    new = acts.NewProject("焊管导航", NavigationProject.Kind.INDUSTRY, "看清方向")
    return acts.make_project(new, by=me, at=timezone.now())


@pytest.fixture
def data(project, me) -> NavigationDataSet:
    return acts.ask_data_set(project.pk, "焊接", "TI=焊接", "", by=me, at=timezone.now())


def saved(by) -> SavedSearch:
    _said, wanted = Question("patent", "TI=焊接").nodes(PATENT_COLLECTION)
    return save_search(NewSavedSearch("焊接跟踪", "patent", "TI=焊接", (), wanted), by=by, at=timezone.now())


def test_a_saved_search_lists_what_left_by_number_and_title(browser, me, officer, batch) -> None:
    kept = saved(me)
    undone(batch, officer)
    page = text(browser.get(f"/search/saved/{kept.pk}/"))
    for nth in YEARS:
        assert f"焊接 LED（灯）{nth}" in page
        assert number(nth) in page
    assert page.count("不再在册") == len(YEARS)
    assert "这些件现在都不能显示" not in page


def test_a_data_set_and_its_figures_open_to_rows_that_left(browser, officer, batch, data) -> None:
    home = f"/search/data-sets/{data.pk}/"
    assert "不再在册" not in text(browser.get(home))
    undone(batch, officer)
    whole = text(browser.get(home))
    assert "<h2>4 件</h2>" in whole
    assert [one for one in YEARS if number(one) in whole] == list(YEARS)
    assert "有 4 件已不在登记册" in whole
    assert "换个检索式" not in whole
    figure = text(browser.get(home, {"q": "AD=2021"}))
    assert "<h2>2 件</h2>" in figure
    assert [one for one in YEARS if number(one) in figure] == [3, 4]
    assert re.search(r"焊接 LED（灯）3.{0,200}不再在册", figure, re.DOTALL)
    assert "云川示例机械有限公司" in figure
    assert "2021-03-18" in figure


@pytest.fixture
def report(project, data, me) -> str:
    """Where a report stands with a table, a paragraph that names two of its figures, one that names none, and
    a patent."""
    blocks = (
        NewNavigationBlock(Shape.TABLE, "历年申请", "trend", data.pk),
        NewNavigationBlock(Shape.PARAGRAPH, "没有数。"),
        NewNavigationBlock(Shape.PARAGRAPH, "2021年{{ b1.y2021 }}件，合计{{ b1.total }}件。"),
        NewNavigationBlock(Shape.PATENT, "绕不开。", number(1)),
    )
    for version, block in enumerate(blocks):
        add_navigation_block(project.pk, version, block, by=me, at=timezone.now())
    return f"/search/projects/{project.pk}/report/"


def printed(browser, home: str) -> str:
    document = Document(io.BytesIO(browser.get(f"{home}docx/").content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_report_project_and_document_say_how_many_left(
    browser, me, officer, batch, project, data, report
) -> None:
    acts.add_finding(data.pk, "都在一家", by=me, at=timezone.now())
    pages = (report, f"/search/projects/{project.pk}/")
    assert all("已不在登记册" not in text(browser.get(one)) for one in pages)
    assert "已不在登记册" not in printed(browser, report)
    undone(batch, officer)
    page = text(browser.get(report))
    assert page.count("其中 4 件已不在登记册") == 1
    assert "不再在册" in page
    assert text(browser.get(pages[1])).count("其中 4 件已不在登记册") == 2  # of the data set and the finding
    document = printed(browser, report)
    assert "第1版，4件，其中4件已不在登记册" in document
    assert "这件专利已不在登记册。" in document


def test_a_patent_that_left_is_not_computed_anew_and_the_page_says_why(
    browser, officer, batch, report
) -> None:
    undone(batch, officer)
    for answer in (browser.get(f"{report}b4/"), browser.post(f"{report}b4/", {"version": 4, "key": "b4"})):
        page = text(answer)
        assert "重算“焊接 LED（灯）1”" in page
        assert "登记册里已没有这件专利" in page
        assert "采用新快照" not in page
    assert NavigationReport.objects.count() == 4


def test_all_blocks_are_computed_anew_at_once_and_old_ones_are_marked(
    browser, me, officer, batch, project, data, report
) -> None:
    indexed([row(20, 专利名称="焊接新机")], officer)
    assert "按旧的数据集" not in printed(browser, report)
    newer = acts.ask_data_set(project.pk, "焊接", "TI=焊接", "", by=me, at=timezone.now())
    document = printed(browser, report)
    assert "第4版；1块按旧的数据集，没有重算" in document
    assert "数据集已有第2版，这里没有重算。" in document
    undone(batch, officer)
    address = f"{report}recompute/"
    assert f'href="{address}"' in text(browser.get(report))
    one = text(browser.get(f"{report}b1/"))
    assert re.search(r"<del>2</del>\s*<ins>3</ins>", one)
    whole = text(browser.get(address))
    for page in (one, whole):
        assert "正文第 2 段引用了其中 2 处" in page
        assert "正文第 1 段" not in page
    assert "登记册里已没有这件专利" in whole
    assert browser.post(address, {"version": 3}).status_code == 422
    assert browser.post(address, {"version": 4}).status_code == 302
    last = NavigationReport.objects.get(project=project, number=5)
    table, _words, _figures, patent = blocks_of(last.blocks)
    assert (table.data_set, table.result.total) == (newer.pk, 5)
    assert patent.patent.title == "焊接 LED（灯）1"
    assert "2021年3件，合计5件。" in printed(browser, report)


def test_the_document_of_a_sample_project_is_marked(browser, officer, batch, project, report) -> None:
    assert "示例" not in printed(browser, report).replace("云川示例机械有限公司", "")
    NavigationProject.objects.filter(pk=project.pk).update(is_sample=True)
    document = printed(browser, report)
    assert "〔示例〕焊管导航" in document
    assert "示例项目：数据是虚构的。" in document


def test_the_undo_names_the_kept_work_that_rests_on_it(browser, me, leader, batch, data, report) -> None:
    saved(me)
    saved(leader)  # another's: counted, not named
    acts.add_finding(data.pk, "都在一家", by=me, at=timezone.now())
    make_theme(NewTheme("焊接专题", "TI=焊接"), by=me, at=timezone.now())
    told = (
        "存下的检索 2（焊接跟踪）",
        "专题库 1（焊接专题）",
        "导航数据集 1（焊管导航 焊接 v1）",
        "导航发现 1（都在一家）",
        "导航报告 1（焊管导航）",
    )
    page = text(browser.get(reverse("registry:batch_undo", args=[batch.pk])))
    assert [one for one in told if f"<li>{one}</li>" in page] == list(told)
    done = browser.post(reverse("registry:batch_undo", args=[batch.pk]), follow=True)
    assert all(one in text(done) for one in told)


def test_the_console_names_the_kept_work_too(officer, me, batch, data, capsys) -> None:
    saved(me)
    assert cli.main(["undo", str(batch.pk), "--json"]) == 0
    kept = json.loads(capsys.readouterr().out)["kept"]
    assert [(one["what"], one["count"]) for one in kept] == [("存下的检索", 1), ("导航数据集", 1)]
    assert kept[1]["names"] == ["焊管导航 焊接 v1"]


def test_an_undo_that_nothing_rests_on_says_nothing_of_it(browser, officer, batch) -> None:
    saved(actor_of(browser.get("/search/").wsgi_request.user, timezone.localdate()))
    other = indexed([row(30, 专利名称="别的")], officer)
    assert "留存的工作" in text(browser.get(reverse("registry:batch_undo", args=[batch.pk])))
    assert "留存的工作" not in text(browser.get(reverse("registry:batch_undo", args=[other.pk])))
