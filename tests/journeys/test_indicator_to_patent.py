"""From the indicator of a plan down to one right: value, run, rows, one patent, its firm."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.rooms.registry.files import number, row

from .test_registry import PASSWORD, take_in

FIRM = "云川指标示例装备有限公司"


def test_an_indicator_opens_down_to_one_patent_and_its_firm(visitor) -> None:
    officer = visitor("wide")
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    take_in(officer, [row(n, 申请号=number(n, 2021, 1), 申请人=FIRM) for n in (701, 702)])

    page.goto("/registry/registers/patent/?kind=invention&public_class=in_force")
    value = re.search(r"共 (\d+) 件", page.locator(".pager").inner_text())[1]

    page.goto("/plan/indicators/")
    page.get_by_role("link", name="有效发明专利拥有量").first.click()
    page.get_by_role("link", name="对应登记数据").click()
    page.locator("#id_measure").select_option("inventions_in_force")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("依据").fill("市局口径说明")
    page.get_by_role("button", name="对应并计算").click()
    values = page.locator("section", has=page.get_by_role("heading", name="历次数值"))
    values.get_by_role("link", name=value, exact=True).first.click()

    expect(page.locator(".lead")).to_contain_text(value)
    page.get_by_role("link", name=re.compile(f"打开全部 {value} 条")).click()
    expect(page.locator(".pager")).to_contain_text(f"共 {value} 件")
    facet = page.get_by_role("group", name="类型")
    expect(facet).to_contain_text(value)
    page.get_by_role("link", name="第 702 号示例装置").click()

    expect(page.locator("#timeline")).to_contain_text("已受理 → 有效")
    assert officer.overflow() == 0
    page.locator("#values").get_by_role("link", name=FIRM).click()
    held = page.locator("#holdings").get_by_role("row", name=re.compile("发明"))
    held.get_by_role("link", name="2", exact=True).click()
    expect(page.locator(".pager")).to_contain_text("共 2 件")

    page.get_by_label("选择 第 701 号示例装置").check()
    expect(page.locator(".selbar")).to_contain_text("已选 1 件")
    with page.expect_download() as sent:
        page.get_by_role("button", name="导出所选（csv）").click()
    lines = sent.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert (
        [line for line in lines if "示例装置" in line]
        == [line for line in lines if "第 701 号" in line]
        != []
    )
    assert officer.complaints == []
    filter_on_a_phone(visitor("narrow"))


def filter_on_a_phone(officer) -> None:
    """The facets open as a drawer, and only its button applies them."""
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    page.goto("/registry/registers/patent/")
    page.get_by_role("link", name="分类筛选").click()
    drawer = page.get_by_role("dialog", name="筛选")
    drawer.get_by_label("发明", exact=False).first.check()
    drawer.get_by_role("button", name="看结果").click()
    expect(page.locator(".chips")).to_contain_text("类型：发明")
    expect(page.locator("main")).to_contain_text("第 702 号示例装置")
    assert officer.overflow() == 0
