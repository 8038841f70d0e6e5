"""The board by keyboard, the drawn path of an indicator, the overview on one sheet of paper."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import expect

PASSWORD = "yunchuan-shili"


def test_a_card_moves_by_keyboard_alone(visitor) -> None:
    officer = visitor()
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    page.goto("/plan/tasks/")
    card = page.locator(".card[data-state=not_started]").first
    title = card.locator("p").inner_text()
    card.focus()
    page.keyboard.press("m")
    dialog = page.locator("#move-card")
    expect(dialog).to_contain_text(title)
    expect(dialog.locator(":focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    assert page.evaluate("document.activeElement.classList.contains('card')")
    page.keyboard.press("m")
    expect(dialog.get_by_role("button", name="启动")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/plan/tasks/\d+/$"))
    expect(page.locator("main")).to_contain_text("推进中")
    assert officer.complaints == []


def test_arrow_keys_walk_over_the_cards(visitor) -> None:
    leader = visitor()
    leader.sign_in("juzhang", PASSWORD)
    page = leader.page
    page.goto("/plan/tasks/")
    cards = page.locator(".card")
    cards.first.focus()
    page.keyboard.press("ArrowRight")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(cards.first).to_be_focused()


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_the_path_of_an_indicator_is_drawn_under_the_content_policy(visitor, width) -> None:
    leader = visitor(width)
    leader.sign_in("juzhang", PASSWORD)
    page = leader.page
    page.goto("/plan/indicators/")
    page.locator("main tbody a").first.click()
    expect(page.locator("[data-chart] svg")).to_be_visible()
    assert page.locator("[data-chart] svg path").count() > 3
    assert leader.overflow() <= 0
    assert leader.complaints == []


def test_the_overview_prints_on_one_page(visitor, tmp_path: Path) -> None:
    leader = visitor()
    leader.sign_in("juzhang", PASSWORD)
    leader.page.goto("/")
    expect(leader.page.locator("[data-chart] svg")).to_be_visible()
    sheet = tmp_path / "简报.pdf"
    leader.page.pdf(path=sheet, prefer_css_page_size=True)
    assert len(pypdfium2.PdfDocument(sheet)) == 1
    assert leader.complaints == []
