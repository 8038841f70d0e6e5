"""A line that is searched otherwise than it looks is told of wherever it is asked or shown."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, quote, urljoin, urlsplit

import pytest

from tests.conftest import NOW
from zhichan.core.access.actor import Actor
from zhichan.core.people.queries import actor_of
from zhichan.rooms.search.actions.themes import NewTheme, make_theme
from zhichan.rooms.search.queries import line_notes
from zhichan.rooms.search.queries.line_notes import notes_on

from .finding import indexed, several, text

pytestmark = pytest.mark.django_db

LINE, MEANT = "焊接 和 钢管", "焊接 AND 钢管"
TOLD = "“和”按词检索。"


@pytest.fixture
def me(browser, officer) -> Actor:
    indexed(several(3), officer)
    return actor_of(browser.get("/search/").wsgi_request.user, NOW.date())


def meant_url(page: str, address: str) -> str:
    """Where the line that was likely meant is asked; the page tells once how its own was read."""
    assert page.count(TOLD) == 1
    [url] = re.findall(rf'<a href="([^"]+)">改为 <span class="mono">{re.escape(MEANT)}</span>', page)
    return urljoin(address, unescape(url))


def test_on_the_page_of_its_analysis(browser, me) -> None:
    address = f"/search/analysis?q={quote(LINE)}&f=kind:utility_model&family=1"
    url = meant_url(text(browser.get(address)), address)
    assert urlsplit(url).path == "/search/analysis"
    assert parse_qs(urlsplit(url).query) == {"q": [MEANT], "f": ["kind:utility_model"], "family": ["1"]}
    page = text(browser.get(url))
    assert TOLD not in page
    assert "3 件" in page


def test_on_a_comparison_for_the_side_it_is_of(browser, me) -> None:
    address = f"/search/compare/?a=q:{quote('TI=焊接')}&b=q:{quote(LINE)}&family=1"
    page = text(browser.get(address))
    assert f"B 组：{TOLD}" in page
    said = parse_qs(urlsplit(meant_url(page, address)).query)
    assert said == {"a": ["q:TI=焊接"], "b": [f"q:{MEANT}"], "family": ["1"]}
    browser.get("/search/", {"q": LINE})
    page = text(browser.get("/search/compare/", {"a": "run:1", "b": "q:TI=焊接"}))
    assert f"A 组：{TOLD}" in page


def test_with_a_search_that_was_kept_and_with_a_subscription(browser, me) -> None:
    for action in ("/search/saved/new/", "/search/subscriptions/new/"):
        sent = {"q": LINE, "f": "kind:utility_model", "name": "钢管"}
        kept = browser.post(action, sent, follow=True)
        url = meant_url(text(kept), kept.request["PATH_INFO"])
        assert parse_qs(urlsplit(url).query) == {"q": [MEANT], "f": ["kind:utility_model"]}
        assert "<h2>3 件</h2>" in text(browser.get(url))


def test_with_a_theme_whose_keeper_goes_to_its_form(browser, me) -> None:
    theme = make_theme(NewTheme("钢管", LINE), by=me, at=NOW).theme
    address = f"/search/themes/{theme.pk}/"
    url = meant_url(text(browser.get(address)), address)
    assert urlsplit(url).path == f"{address}line/"
    assert f">\n{MEANT}</textarea>" in text(browser.get(url))
    within = text(browser.get(address, {"q": "钢管1 和 钢管2"}))
    assert '改为 <span class="mono">钢管1 AND 钢管2</span>' in within


def test_a_line_that_cannot_be_read_any_more_or_is_a_list_has_none(me, monkeypatch) -> None:
    assert notes_on(LINE, me)
    assert notes_on("#77 AND 焊接", me) == ()
    monkeypatch.setattr(line_notes, "LONGEST_NOTED", len(LINE) - 1)
    assert notes_on(LINE, me) == ()
