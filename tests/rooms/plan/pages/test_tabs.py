"""The tabs of the room: three stand on a phone, six on a screen, the rest under 更多; none is lost."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from zhichan.core.access.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
MAIN = ("plan:tasks", "plan:follow_ups", "plan:progress", "plan:indicators", "plan:plans", "reports:list")
MORE = (
    *("plan:calendar", "plan:meetings", "plan:agreements", "plan:instruments"),
    *("plan:budget", "plan:scores", "plan:designations", "plan:commendations"),
)


def _tabs(client, name: str) -> tuple[str, str]:
    """What stands in the line of tabs, and what in its menu."""
    content = client.get(reverse(name)).content.decode()
    nav = re.search(r'<nav class="tabs grouped".*?</nav>', content, re.DOTALL)
    assert nav, content[:200]
    line, _menu, menu = nav[0].partition("<details")
    return line, menu


def _addresses(html: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', html)


def test_every_page_of_the_room_has_its_place(signed_in, office):
    line, menu = _tabs(signed_in(Role.PLAN_OFFICER, office), "plan:tasks")
    assert _addresses(line) == [reverse(name) for name in MAIN]
    assert _addresses(menu) == [reverse(name) for name in (*MAIN[3:], *MORE)]
    assert line.count('class="far"') == 3
    assert line.count('aria-current="page"') == 1
    assert ("更多<" in menu, 'class="on"' in menu) == (True, False)


def test_the_menu_says_which_of_its_pages_is_open(signed_in, office):
    line, menu = _tabs(signed_in(Role.PLAN_OFFICER, office), "plan:agreements")
    assert "aria-current" not in line
    assert re.search(r'<summary class="on"><span class="sr">更多：</span>会商与协议', menu)
    assert re.findall(r'href="([^"]+)" aria-current="page"', menu) == [reverse("plan:agreements")]


def test_a_contact_finds_what_it_may_open_and_nothing_else(signed_in, science):
    client = signed_in(Role.UNIT_CONTACT, science)
    line, menu = _tabs(client, "plan:tasks")
    found = {*_addresses(line), *_addresses(menu)}
    assert reverse("plan:agreements") not in found
    assert {client.get(address).status_code for address in found} == {200}
