"""A patent is recorded by form with two holders of whom one is new, and one whose term is long over."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.rooms.registry.files import number

PASSWORD = "yunchuan-shili"


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_patent_by_form_has_its_holders_and_the_events_of_its_days(visitor, width) -> None:
    serial = 700 if width == "wide" else 800
    officer = visitor(width)
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    page.goto("/registry/registers/patent/new/")
    page.locator("#id_title").fill("手记的装置")
    page.locator("#id_number").fill(number(serial, 2003))
    page.locator("#id_kind").select_option("utility_model")
    page.locator("#id_filed_on").fill("2003-03-18")
    page.locator("#id_granted_on").fill("2004-05-05")
    page.locator("#id_holder_ids").fill(f"手记示例机械有限公司\n手记研究所{serial}")
    page.locator("#id_entry_source").fill("专利证书（示例）")
    assert officer.overflow() == 0
    page.get_by_role("button", name="登记", exact=True).click()
    main = page.locator("main")
    expect(main).to_contain_text(f"手记示例机械有限公司、手记研究所{serial}")
    expect(main).to_contain_text("授权公告")
    expect(main).to_contain_text("期限届满（推算）")
    expect(main).to_contain_text("2013-03-17")
    assert officer.overflow() == 0
    page.get_by_role("link", name="变更").first.click()
    expect(page.locator("#id_holder_ids")).to_have_value(f"手记示例机械有限公司、手记研究所{serial}")
