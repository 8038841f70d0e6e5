"""A list of patents goes into the register, is opened to one right, looked back at, and taken out again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.rooms.registry.files import csv_of, row

PASSWORD = "yunchuan-shili"


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_file_is_previewed_committed_opened_and_undone(visitor, width) -> None:
    first = 100 if width == "wide" else 200
    rows = [row(first + 1), row(first + 2, 法律状态="未缴年费终止"), row(first + 3, 申请日="2021-02-30")]
    officer = visitor(width)
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    page.goto("/registry/imports/")
    content = csv_of(rows)
    page.locator("#id_file").set_input_files(
        {"name": "三季度专利清单.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="读取并预览").click()
    page.wait_for_url(re.compile(r"/registry/imports/\d+/$"))
    batch = page.url
    expect(page.locator("main")).to_contain_text("3 行，一行不少")
    page.get_by_role("link", name=re.compile("拒收")).first.click()
    expect(page.locator("main")).to_contain_text("没有这一天")
    assert officer.overflow() == 0
    page.get_by_role("button", name=re.compile("入库 2 行")).click()
    expect(page.locator("main")).to_contain_text("已入库")

    page.goto("/registry/registers/patent/")
    page.get_by_role("link", name=f"第 {first + 2} 号示例装置").click()
    expect(page.locator("main")).to_contain_text("未缴年费终止")
    row_page = page.url
    page.goto(f"{row_page}?on=2022-01-01")
    expect(page.locator("main dl").first).to_contain_text("有效")
    assert officer.overflow() == 0

    page.goto(batch)
    page.get_by_role("button", name=re.compile("撤销批次")).click()
    expect(page.locator("main")).to_contain_text("已撤销")
    page.goto(row_page)
    expect(page.locator("main")).to_contain_text("不在册")
    assert officer.complaints == []
