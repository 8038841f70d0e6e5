"""An officer records what happened to a right abroad by keyboard, is refused once, and sees the figure."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

PASSWORD = "yunchuan-shili"
HEADINGS = "权利种类,授权国家,海外申请号,名称,权利人,申请日,授权日"


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_lapse_abroad_is_recorded_by_keyboard_and_leaves_the_figure(visitor, width) -> None:
    serial = 100_001 if width == "wide" else 200_001
    content = (
        f"{HEADINGS}\n发明,美国,17/{serial},第 {serial} 号海外装置,云川示例机械有限公司,2021-03-18,2024-03-05"
    )
    officer = visitor(width)
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    page.goto("/registry/imports/")
    page.locator("#id_file").set_input_files(
        {"name": "海外专利.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_role("button", name="读取并预览").click()
    page.get_by_role("button", name=re.compile("入库 1 行")).click()
    expect(page.locator("main")).to_contain_text("已入库")
    before = in_force(officer)

    page.goto("/registry/registers/overseas/")
    page.get_by_role("link", name=f"第 {serial} 号海外装置").click()
    page.get_by_role("link", name="登记法律事件").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("legal-events/new/$"))
    assert officer.overflow() == 0
    record(page, "未缴费终止", "2024-03-04")
    expect(page.locator("main")).to_contain_text("2024-03-04 的状态是“已申请”，不能发生“未缴费终止”")
    assert officer.overflow() == 0
    record(page, "未缴费终止", "2025-09-05")
    expect(page.locator("main dl").first).to_contain_text("未缴费终止")
    expect(page.locator("main")).to_contain_text("缴费通知（示例）")
    assert officer.overflow() == 0
    assert in_force(officer) == before - 1


def record(page, event: str, day: str) -> None:
    """Fill in the form and send it without a pointer."""
    page.locator("#id_code").select_option(label=event)
    page.locator("#id_effective_on").fill(day)
    page.locator("#id_source").fill("缴费通知（示例）")
    page.locator("#id_source").press("Enter")
    page.wait_for_load_state("networkidle")


def in_force(officer) -> int:
    told = officer.product.zhichan("measure", "overseas_in_force", "--json")
    return int(json.loads(told.stdout)["value"])
