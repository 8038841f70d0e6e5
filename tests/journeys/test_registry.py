"""A list of patents goes into the register, is opened to one right, looked back at, and taken out again."""

from __future__ import annotations

import json
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
    page.get_by_role("link", name=re.compile("撤销批次")).click()
    expect(page.locator("main")).to_contain_text("新增的 2 条会移出")
    assert officer.overflow() == 0
    page.get_by_role("button", name=re.compile("撤销批次")).click()
    expect(page.locator("main")).to_contain_text("已撤销")
    page.goto(row_page)
    expect(page.locator("main")).to_contain_text("不在册")
    assert officer.complaints == []


def firms(officer) -> int:
    told = officer.product.zhichan("measure", "firms_with_patents", "--json")
    return int(json.loads(told.stdout)["value"])


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_wrong_join_is_split_and_the_figure_changes(visitor, width) -> None:
    """Two files: the second names a firm with its former name, so it is joined; a person takes them apart."""
    first, mark = (300, "甲") if width == "wide" else (400, "乙")
    head, other = (
        f"云川{mark}方示例机械有限公司",
        f"云川{mark}方示范装备有限公司（曾用名：云川{mark}方示例机械有限公司）",
    )
    officer = visitor(width)
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    take_in(officer, [row(first + 1, 申请人=head)])
    before = firms(officer)
    take_in(officer, [row(first + 2, 申请人=other)])
    assert firms(officer) == before

    page.goto("/registry/registers/party/")
    page.get_by_role("link", name=head, exact=True).first.click()
    joins = page.locator("#joins")
    expect(joins).to_contain_text("与曾用名相同")
    expect(joins).to_contain_text("有效专利 2 件")
    assert officer.overflow() == 0
    joins.get_by_role("link", name="拆开").click()
    page.get_by_label("理由").fill("两家不同的企业，曾用名是误印")
    page.get_by_role("button", name="拆开").click()
    expect(joins).to_contain_text("已拆开")
    expect(joins).to_contain_text("误印")
    expect(joins).to_contain_text("有效专利 1 件")
    assert officer.overflow() == 0
    assert firms(officer) == before + 1
    assert officer.complaints == []


def test_the_queue_is_decided_by_keys(visitor) -> None:
    """A short name waits beside the full one; 1 and Enter join it, and the party's page says who did."""
    officer = visitor("wide")
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    take_in(officer, [row(501, 申请人="天津海晨智能装备有限公司")])
    take_in(officer, [row(502, 申请人="海晨智能装备")])
    before = firms(officer)
    page.goto("/registry/registers/party/")
    page.get_by_role("link", name="待归并").click()
    page.get_by_role("link", name="海晨智能装备", exact=True).click()
    expect(page.locator("main")).to_contain_text("字号：相同")
    page.wait_for_load_state("load")  # seen before its script listens for keys
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("main")).not_to_contain_text("为什么像")
    assert firms(officer) == before - 1
    assert officer.complaints == []


def take_in(officer, rows) -> None:
    """Hand in a file and commit it, by the pages."""
    page = officer.page
    page.goto("/registry/imports/")
    page.locator("#id_file").set_input_files(
        {"name": "清单.csv", "mimeType": "text/csv", "buffer": csv_of(rows)}
    )
    page.get_by_role("button", name="读取并预览").click()
    page.wait_for_url(re.compile(r"/registry/imports/\d+/$"))
    page.get_by_role("button", name=re.compile("入库")).click()
    expect(page.locator("main")).to_contain_text("已入库")
