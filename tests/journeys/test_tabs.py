"""The tabs of a room at any width: as many as fit stand in one line, each of the others once in the menu."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from .test_registry import PASSWORD

WIDTHS = (1440, 1024, 768, 560, 390, 900)
SEEN = """row => [...row.querySelectorAll('a')].map(a => {
  const inLine = a.parentElement === row;
  const isListed = !inLine && !a.closest('[hidden]') && getComputedStyle(a.closest('ul')).display !== 'none';
  return [a.href, inLine && a.checkVisibility(), isListed];
})"""
MORE_FITS = """row => {
  const next = row.querySelector(':scope > a[hidden]');
  if (!next) return false;
  next.hidden = false;
  const tops = [...row.children].filter(one => one.checkVisibility()).map(one => Math.round(one.offsetTop));
  next.hidden = true;
  return new Set(tops).size === 1;
}"""


def shown(page: Page) -> tuple[list[str], list[str]]:
    """The addresses in the line, and those in the menu."""
    seen = page.locator(".tabs.grouped").evaluate(SEEN)
    return [one for one, in_line, _listed in seen if in_line], [one for one, _in, listed in seen if listed]


@pytest.mark.parametrize("address", ["/search/", "/search/history/", "/plan/tasks/"])
def test_as_many_tabs_as_fit_stand_in_the_line(visitor, address) -> None:
    officer = visitor("wide")
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    page.goto(address)
    counts, everything = {}, set()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_function("() => document.querySelector('.tabs.grouped.fitted')")
        line, menu = shown(page)
        everything = everything or {*line, *menu}
        assert len(line) + len(menu) == len(everything), (width, line, menu)
        assert {*line, *menu} == everything
        row = page.locator(".tabs.grouped")
        assert not row.evaluate(MORE_FITS), (width, line)
        assert row.locator("> [aria-current]").is_visible()
        assert officer.overflow() == 0
        counts[width] = len(line)
    assert counts[1440] >= counts[1024] >= counts[900] >= counts[768] >= counts[560] >= counts[390] >= 3, (
        counts
    )
    assert counts[768] > 3
    assert counts[390] < counts[1440]
