"""The tabs of the room: three stand on a phone, seven on a screen, the rest under 更多; none is lost."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from zhichan.core.access.roles import Role

pytestmark = pytest.mark.django_db
LINE = ("home", "analysis", "marks", "themes", "projects", "alerts", "history")
MORE = ("alike", "kinds", "folders", "saved", "subscriptions", "exports", "synonyms", "catalogue")


def _tabs(client, address: str) -> tuple[str, str]:
    """What stands in the line of tabs, and what in its menu."""
    content = client.get(address).content.decode()
    nav = re.search(r'<nav class="tabs grouped" aria-label="检索导航">.*?</nav>', content, re.DOTALL)
    assert nav, content[:200]
    line, _menu, menu = nav[0].partition("<details")
    return line, menu


def _addresses(html: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'href="([^"]+)"', html)]


def _of(names: tuple[str, ...]) -> list[str]:
    return [reverse(f"search:{name}") for name in names]


def test_every_page_of_the_room_has_its_place(browser) -> None:
    line, menu = _tabs(browser, "/search/")
    assert _addresses(line) == _of(LINE)
    assert _addresses(menu) == _of((*LINE[3:], *MORE))
    assert line.count('class="far"') == 4
    assert re.findall(r"<p>([^<]+)</p>", menu) == ["检索", "我的", "词与目录"]


def test_the_menu_says_which_of_its_pages_is_open(browser) -> None:
    line, menu = _tabs(browser, reverse("search:folders"))
    assert "aria-current" not in line
    assert re.search(r'<summary class="on"><span class="sr">更多：</span>文献夹', menu)


def test_the_query_goes_along_to_what_shows_the_same(browser) -> None:
    line, menu = _tabs(browser, "/search/history/?q=TI%3D%E7%84%8A&f=status:granted&after=3")
    with_query = [one for one in _addresses(line + menu) if "?" in one]
    assert with_query == [f"{one}?q=TI%3D%E7%84%8A&f=status%3Agranted" for one in _of(("home", "analysis"))]


def test_every_tab_opens(signed_in, office) -> None:
    client = signed_in(Role.READ_ONLY_LEADER, office)
    line, menu = _tabs(client, reverse("search:history"))
    answers = {one: client.get(one, follow=True).status_code for one in _addresses(line + menu)}
    assert len(answers) == len(LINE) + len(MORE)
    assert {one for one, status in answers.items() if status not in (200, 409)} == set()  # 409: no index here
