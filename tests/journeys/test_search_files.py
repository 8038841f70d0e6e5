"""What search hands out: everything found as a file, however much it is, and the report of a navigation."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import expect
from served import Served, served

from .conftest import Visitor
from .many_patents import TITLE
from .test_registry import PASSWORD
from .test_search import count, searched

MANY = 100_000
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def large(browser) -> Iterator[Served]:
    """An installation of its own: nobody else should walk past so many patents."""
    with served() as running:
        environment = {**os.environ, "ZHICHAN_DATA_DIR": str(running.data_dir)}
        environment.pop("ZHICHAN_DATABASE_URL", None)
        filling = [sys.executable, "-m", "tests.journeys.many_patents", str(MANY)]
        subprocess.run(filling, check=True, env=environment, cwd=ROOT)
        running.zhichan("index", "rebuild", "patent")
        yield running


def test_a_hundred_thousand_hits_become_a_file(browser, large, tmp_path) -> None:
    officer = Visitor(browser, large, "wide")
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    searched(page, f"TI={TITLE}")
    assert count(page) == MANY
    page.locator("summary", has_text="导出").click()
    page.get_by_role("button", name="xlsx").click()
    expect(page.locator("#exports")).to_contain_text(f"{MANY:,}")
    download = page.get_by_role("link", name="下载")
    expect(download).to_be_visible(timeout=300_000)  # the page looks for itself every two seconds
    with page.expect_download() as coming:
        download.click()
    coming.value.save_as(tmp_path / "found.xlsx")
    with closing(load_workbook(tmp_path / "found.xlsx", read_only=True)) as book:
        cells = (str(cell) for row in book.active.iter_rows(values_only=True) for cell in row)
        titles = {cell for cell in cells if cell.startswith(TITLE)}
    assert len(titles) == MANY
    assert officer.complaints == []
    officer.context.close()


def test_a_navigation_is_asked_drawn_and_reported(visitor, tmp_path) -> None:
    officer = visitor("wide")
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    page.goto("/search/projects/new/")
    page.get_by_label("项目名称").fill("走查导航")
    page.get_by_label("目标和范围").fill("看清申请的走势")
    page.locator("main form button.pri").click()
    expect(page.get_by_role("heading", name="走查导航", level=1)).to_be_visible()
    page.get_by_role("link", name="检索数据集").click()
    page.get_by_label("数据集名称").fill("全部申请")
    page.get_by_label("检索式").fill("AD>=2000")
    page.locator("main form button.pri").click()
    figure = page.locator("main td.num a").first
    hits = int(figure.inner_text().replace(",", ""))
    assert hits > 0
    page.get_by_role("link", name="报告", exact=True).click()
    page.get_by_label("版块").first.select_option("table")
    page.get_by_label("分析图", exact=True).select_option("trend")
    page.get_by_label("图题或表题").fill("历年申请")
    page.get_by_role("button", name="加在最后").first.click()
    table = page.locator("article.doc table")
    expect(table).to_be_visible()
    links = table.locator("tbody tr td:nth-child(2) a")
    told = [int(text.replace(",", "")) for text in links.all_inner_texts()]
    assert sum(told) == hits
    text = page.locator("summary", has_text="标题或段落")
    text.click()
    name = page.locator("td.mono").first.inner_text().strip()
    page.locator("#words_shape").select_option("paragraph")
    page.locator("#words_text").fill(f"当年申请 {name} 件。")
    page.locator("form:has(#words_text) button.pri").click()
    expect(page.locator("article.doc")).to_contain_text("当年申请")
    with page.expect_download() as coming:
        page.get_by_role("link", name="导出 docx").click()
    coming.value.save_as(tmp_path / "report.docx")
    document = Document(str(tmp_path / "report.docx"))
    printed = "\n".join(one.text for one in document.paragraphs)
    assert "历年申请" in printed
    assert "{{" not in printed
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert all(f"{figure:,}" in cells for figure in told)
    first = links.first
    wanted = int(first.inner_text().replace(",", ""))
    first.click()
    assert rows_told(page) == wanted
    assert officer.overflow() == 0


def rows_told(page) -> int:
    return int(re.search(r"([\d,]+) 件", page.locator("main").inner_text())[1].replace(",", ""))
