"""The forms of a warning and of an entry of the catalogue, walked and filled in with keys alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .test_registry import PASSWORD

FIRM = "栈云示例软件有限公司"
FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const over = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), box.top + box.height / 2);
  const label = one.labels?.[0]?.getBoundingClientRect() ?? box, css = getComputedStyle(one);
  const head = document.querySelector('.top').getBoundingClientRect().bottom;
  return {
    name: one.name || one.tagName, value: one.value ?? '',
    isSeen: !!over && (one.contains(over) || over.contains(one)) && label.top >= head,
    isRinged: css.outlineStyle !== 'none' && parseFloat(css.outlineWidth) >= 2,
  };
}"""


def focused(page: Page) -> dict[str, str | bool]:
    """What the keys are with; it stands in sight with its label, and has a ring."""
    found: dict[str, str | bool] = page.evaluate(FOCUSED)
    assert (found["isSeen"], found["isRinged"]) == (True, True), found
    return found


def walked(page: Page, key: str, last: str) -> list[str]:
    """The controls a key leads through, to the one of this name."""
    names = []
    while not names or names[-1] != last:
        page.keyboard.press(key)
        names.append(str(focused(page)["name"]))
        assert len(names) < 40, names
    return names


def to(page: Page, name: str) -> None:
    while page.evaluate("document.activeElement.name || document.activeElement.tagName") != name:
        page.keyboard.press("Tab")


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_warning_is_set_with_keys(visitor, width) -> None:
    officer = visitor(width)
    officer.sign_in("guihua", PASSWORD)
    page, keys = officer.page, officer.page.keyboard
    page.goto("/search/alerts/watches/new/")
    page.locator("#main").focus()
    there = walked(page, "Tab", "BUTTON")
    # A day has a stop for year, month, day and the picker.
    own = ["kind", "party", "list", "theme", "ipc", "nice"]
    fields = [*own, *["from_on"] * 4, "core", "task", "is_mailed", "BUTTON"]
    assert there == ["A", *fields]
    assert walked(page, "Shift+Tab", "kind") == fields[-2::-1]
    steps = 1 if width == "wide" else 2  # the same watch is not set twice
    for _step in range(steps):
        keys.press("ArrowDown")
    assert focused(page)["value"] == page.locator("[name=kind] option").nth(steps).get_attribute("value")

    to(page, "from_on")
    before = str(focused(page)["value"]).split("-")
    for _part in before:
        keys.press("ArrowUp")
        keys.press("Tab")
    after = str(focused(page)["value"]).split("-")
    assert len(after) == 3
    assert all(old != new for old, new in zip(before, after, strict=True)), (before, after)
    to(page, "BUTTON")
    keys.press("Enter")
    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page.locator("[data-focus]")).to_contain_text("填一项")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator("[name=party]")).to_be_focused()
    focused(page)
    keys.type(FIRM)
    keys.press("Enter")
    expect(page.locator("main tbody tr").first).to_contain_text(FIRM)
    expect(page.locator("main tbody tr").first).to_contain_text("-".join(after))
    assert officer.overflow() == 0


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_an_entry_of_the_catalogue_is_made_with_keys(visitor, width) -> None:
    officer = visitor(width)
    officer.sign_in("guihua", PASSWORD)
    page, keys = officer.page, officer.page.keyboard
    page.goto("/search/catalogue/new/")
    page.locator("#main").focus()
    fields = ["name", "parent", "state", "unit", "classes", "line", "theme", "note", "BUTTON"]
    assert walked(page, "Tab", "BUTTON") == ["A", "A", *fields]
    assert walked(page, "Shift+Tab", "name") == fields[-2::-1]
    to(page, "BUTTON")
    keys.press("Enter")
    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page.locator("[data-focus] a")).to_have_count(2)
    name = f"键盘条目{width}"
    to(page, "name")
    keys.type(name)
    to(page, "unit")
    keys.press("ArrowDown")
    assert focused(page)["value"]
    to(page, "line")
    keys.type("TI=钢管 AND")
    to(page, "BUTTON")
    keys.press("Enter")
    expect(page.locator("[data-focus]")).to_be_focused()
    to(page, "line")
    keys.press("Control+a")
    keys.type("TI=钢管")
    to(page, "BUTTON")
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    assert officer.overflow() == 0
