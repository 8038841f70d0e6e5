"""Every page of the search room, wide and narrow: nothing in the console, nothing cut, all in reach."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Page, expect

from zhichan.rooms.search.urls import urlpatterns

from .test_registry import PASSWORD

LINE = "q=AD%3E%3D2000"
#: Where one begins; the other pages are come to by the links of those before them.
STARTS = (
    "/search/",
    f"/search/?{LINE}",
    f"/search/?{LINE}&view=table",
    "/search/?q=TI%3D(",
    f"/search/analysis?{LINE}",
    "/search/compare/?a_line=AD%3E%3D2000&b_line=AD%3E%3D2020",
    "/search/marks/?q=云川",
    "/search/marks/?q=云川&class=99",
    "/search/marks/goods/?goods=咖啡",
    *(f"/search/in/{kind}/?q=专利" for kind in ("trademark", "party", "plan", "task")),
    "/search/numbers/",
    "/search/firms/",
    "/search/exports/",
)
#: What is sent somewhere, files, parts of a page, and what only leads on to another page.
NAMES = """
    alert_see analysis_file catalogue_export columns compare_file export_delete export_file export_order
    facets folder_export folder_search folder_take_out folder_unshare history_forget marked
    marks_of_mark note pick project_close project_docx project_move project_remove remove_mark_word save
    saved_delete subscribe switch_starting_words synonym_delete synonym_save synonym_switch
    technology_unlink theme_back theme_export theme_high_value theme_refresh theme_remove theme_unshare
    unsubscribe years
"""
NO_PAGES = frozenset(NAMES.split())
LINKS = "[...document.querySelectorAll('a[href]:not([download])')].map(a => a.getAttribute('href'))"
SEEN = "one.checkVisibility({visibilityProperty: true}) && one.getBoundingClientRect().width > 2"
#: Controls that reach over the edge of the window, where they are not in a box that scrolls.
CUT = f"""() => [...document.querySelectorAll('main :is(a, button, input, select, textarea, summary)')]
.filter(one => {{
  const box = one.getBoundingClientRect();
  if (!({SEEN}) || one.closest('.sr, .scroll, .tabs, .flowwrap, .skip')) return false;
  return box.left < -1 || box.right > document.documentElement.clientWidth + 1;
}}).map(one => one.outerHTML.slice(0, 120))"""
#: What is pressed and is lower than a finger needs: small buttons 34 px, all else 40.
LOW = f"""() => [...document.querySelectorAll('main :is(button, .btn, input, select, summary)')]
.filter(one => {{
  if (!({SEEN}) || one.closest('.sr')) return false;
  const box = (one.closest('label, td.ck') ?? one).getBoundingClientRect();
  if (one.type === 'checkbox' && one.closest('td.ck') && one.getBoundingClientRect().width < 24) return true;
  return box.height < (one.matches('.s, .sm, .seg *') ? 33.5 : 39.5);
}}).map(one => one.outerHTML.slice(0, 120))"""


def pages(page: Page) -> Iterator[str]:
    """The name of each page as it is opened: each once, but for those one begins with."""
    waiting, seen = list(STARTS), set[str]()
    for nth, address in enumerate(waiting):  # which grows
        name = str(resolve(urlsplit(address).path).url_name)
        if name in NO_PAGES or (name in seen and nth >= len(STARTS)):
            continue
        seen.add(name)
        page.goto(address)
        links = {urljoin(address, one).partition("#")[0] for one in page.evaluate(LINKS)}
        waiting += sorted(one for one in links if one.startswith("/search/") and "format=" not in one)
        if name == "mark_applicant":
            waiting.append(address.replace("applicants", "parties"))  # whose page has no link in the room
        yield name


def made(page: Page) -> None:
    """What the demo lacks: a search that is kept, a list of words, a file."""
    page.goto(f"/search/?{LINE}")
    page.locator("summary", has_text="存下").click()
    page.locator("#save-name").fill("走查")
    page.get_by_role("button", name="存下检索").click()
    expect(page.locator("main")).to_contain_text("走查")
    page.goto("/search/synonyms/")
    page.locator("#name").fill("走查")
    page.locator("#text").fill("焊管、焊接钢管")
    page.get_by_role("button", name="存下").click()
    page.goto(f"/search/?{LINE}")
    page.locator("summary", has_text="导出").last.click()
    page.get_by_role("button", name="csv").click()
    expect(page.locator("#exports")).to_contain_text("csv")


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_no_page_of_the_room_complains_or_is_cut(visitor, width) -> None:
    officer = visitor(width)
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    made(page)
    opened, cut, low = [], set(), set()
    for name in pages(page):
        opened.append(name)
        assert officer.overflow() == 0, page.url
        if width == "narrow":
            cut |= {(name, one) for one in page.evaluate(CUT)}
            low |= {(name, one) for one in page.evaluate(LOW)}
    assert {one.name for one in urlpatterns} - NO_PAGES - set(opened) == set()
    assert cut == set()
    assert low == set()


def test_a_page_is_whole_after_its_parts_were_changed_and_one_went_back(visitor) -> None:
    """A style that a script had left was set anew, which the browser refuses; then no script was there."""
    officer = visitor("wide")
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    page.goto(f"/search/?{LINE}&view=cards")
    colours, hits = page.locator(".query .copy"), page.locator("[data-hit]")
    expect(colours).to_have_count(1)
    for nth in range(2):
        page.evaluate("for (const id of ['q', 'hits']) document.getElementById(id).style.minHeight = '90px'")
        hits.nth(nth).locator("[data-open]").click()
        expect(hits.nth(nth).locator("[aria-current]")).to_have_count(1)
    for open_ones in (1, 0):
        page.go_back()
        expect(page.locator("#card")).to_have_count(open_ones)
        expect(colours).to_have_count(1)
        expect(page.locator(".tabs.fitted")).to_have_count(1)
