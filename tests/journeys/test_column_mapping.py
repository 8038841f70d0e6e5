"""An unknown spreadsheet is mapped, its words told, previewed, committed, seen in the register and undone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.rooms.registry.files import number
from tests.rooms.registry.formats.samples import workbook

PASSWORD = "yunchuan-shili"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MERGES = [("汇总", 0, 0, 0, 5), ("汇总", 1, 0, 1, 3), ("汇总", 1, 5, 2, 5)]


def ledger(first: int, count: int, remarks: str) -> bytes:
    """A ledger as a bureau might keep it: a title, headings of two lines, dates the other way round.

    ``remarks``: the heading of the last column, so that two journeys have tables of their own shape.
    """
    rows = [
        [
            f"第 {n} 号台账装置",
            number(n),
            "云川甲示例有限公司、云川乙示例有限公司",
            "暂缓",
            "03/04/2021",
            "补录",
        ]
        for n in range(first, first + count)
    ]
    groups = ["权利", "", "", "", "日期", remarks]
    headings = ["件名", "号码", "申请人", "状态", "申请", ""]
    return workbook({"汇总": [["三季度台账", "", "", "", "", ""], groups, headings, *rows]}, MERGES)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_an_unknown_spreadsheet_is_mapped_committed_seen_and_undone(visitor, width) -> None:
    first = 5100 if width == "wide" else 5200
    sender, remarks = f"云川区{width}局", "备注" if width == "wide" else "说明"
    officer = visitor(width)
    officer.sign_in("guihua", PASSWORD)
    page = officer.page

    def hand_in(content: bytes) -> None:
        page.goto("/registry/imports/")
        file = {"name": "三季度台账.xlsx", "mimeType": XLSX, "buffer": content}
        page.locator("#id_file").set_input_files(file)
        page.locator("#id_sender").fill(sender)
        page.get_by_role("button", name="读取并预览").click()

    hand_in(ledger(first, 2, remarks))
    page.wait_for_url(re.compile(r"/registry/imports/tables/\d+/$"))
    expect(page.locator("main")).to_contain_text("表头占 2 行")
    expect(page.get_by_label("权利·号码")).to_have_value("application_number")
    expect(page.get_by_label("权利·申请人", exact=True)).to_have_value("applicants")
    expect(page.locator("main")).to_contain_text("分不清日和月")
    expect(page.locator("#whole")).to_contain_text("全表 2 行")
    expect(page.locator("main")).to_contain_text("不认识的词：暂缓")
    assert officer.overflow() == 0
    page.get_by_role("button", name="读取并预览").first.click()
    expect(page.locator("main")).to_contain_text("分不清日和月")
    page.get_by_label("日期·申请 日期写法").select_option("day_month")
    page.get_by_label("权利·状态 “暂缓”当作").select_option("授权")
    page.get_by_role("button", name="读取并预览").first.click()

    page.wait_for_url(re.compile(r"/registry/imports/\d+/$"))
    batch = page.url
    expect(page.locator("main")).to_contain_text("2 行，一行不少")
    expect(page.locator("main")).to_contain_text("所用列对应")
    expect(page.locator("main")).to_contain_text("暂缓 → 授权")
    assert officer.overflow() == 0
    page.get_by_role("button", name=re.compile("入库 2 行")).click()
    expect(page.locator("main")).to_contain_text("已入库")

    page.goto("/registry/registers/patent/")
    page.get_by_role("link", name=f"第 {first} 号台账装置").click()
    expect(page.locator("main")).to_contain_text("2021-04-03")
    expect(page.locator("main")).to_contain_text("有效")
    expect(page.locator("main")).to_contain_text("云川甲示例有限公司")
    row_page = page.url

    hand_in(ledger(first + 10, 1, remarks))
    page.wait_for_url(re.compile(r"/registry/imports/\d+/$"))
    expect(page.locator("main")).to_contain_text("1 行，一行不少")
    expect(page.locator("main")).to_contain_text("暂缓 → 授权")
    page.get_by_role("link", name=sender).click()
    expect(page.get_by_label("日期·申请 日期写法")).to_have_value("day_month")
    assert officer.overflow() == 0
    page.goto("/registry/imports/mappings/")
    expect(page.locator("main")).to_contain_text(sender)
    assert officer.overflow() == 0

    page.goto(batch)
    page.get_by_role("link", name=re.compile("撤销批次")).click()
    page.get_by_role("button", name=re.compile("撤销批次")).click()
    expect(page.locator("main")).to_contain_text("已撤销")
    page.goto(row_page)
    expect(page.locator("main")).to_contain_text("不在册")
    assert officer.complaints == []
