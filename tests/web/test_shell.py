"""The frame of every page: rooms, tenant, notices, sample line, text size, language, policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

import zhichan
from tests.conftest import NOW
from zhichan.core.access.roles import ADMINISTRATORS, Role
from zhichan.core.notices.actions import notify
from zhichan.core.people.models import Person, Unit
from zhichan.web.middleware import content_policy
from zhichan.web.rooms import EMPTY_ROOMS, HOME, ROOMS, SYSTEM

pytestmark = pytest.mark.django_db
PACKAGE = Path(zhichan.__file__).parent
SIGNED_IN = [role for role in Role if role is not Role.PUBLIC]


@pytest.fixture
def client(signed_in, office) -> Client:
    return signed_in(Role.PLAN_OFFICER, office)


def page(client: Client, address: str = "/more/") -> str:
    return client.get(address).content.decode()


def test_the_rail_names_the_rooms_in_order(client):
    html = page(client)
    rail = html[html.index('class="rail"') : html.index("</nav>", html.index('class="rail"'))]
    assert re.findall(r"</i>([^<]+)</a>", rail) == [
        "总览",
        "规划执行",
        "权利登记",
        "检索导航",
        "运用转化",
        "保护办案",
        "政务服务",
        "地理标志",
        "系统",
    ]


@pytest.mark.parametrize("room", [HOME, *ROOMS, SYSTEM], ids=lambda room: room.name)
def test_each_room_has_an_address_and_marks_its_place(signed_in, office, room):
    client = signed_in(Role.PLAN_OFFICER, office)
    html = client.get(room.url, follow=True).content.decode()
    current = re.findall(r'<a href="([^"]+)" aria-current="page"><i', html[: html.index("</nav>")])
    assert current == [room.url]


@pytest.mark.parametrize("name", EMPTY_ROOMS)
def test_a_room_without_content_says_so_in_one_line(client, name):
    html = page(client, f"/{name}/")
    assert "还没有内容" in html
    assert str(EMPTY_ROOMS[name].label) in html


@pytest.mark.parametrize("role", SIGNED_IN)
def test_the_rail_leads_nowhere_that_does_not_answer(signed_in, office, role):
    client = signed_in(role, office)
    html = page(client)
    rail = html[html.index('class="rail"') : html.index("</nav>", html.index('class="rail"'))]
    addresses = re.findall(r'href="([^"]+)"', rail)
    assert {address: client.get(address, follow=True).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )
    assert ("/plan/" in addresses) == (role not in {*ADMINISTRATORS, Role.FIRM_USER})


@pytest.mark.parametrize("role", Role)
def test_every_role_but_the_public_gets_the_frame(signed_in, office, role):
    response = signed_in(role, office).get("/more/")
    assert response.status_code == (404 if role is Role.PUBLIC else 200)


def test_visitors_are_led_to_the_sign_in():
    response = Client().get("/more/")
    assert (response.status_code, response.headers["Location"]) == (302, "/account/sign-in/?next=/more/")


def test_tenant_and_sample_line(client, office):
    html = page(client)
    assert f"<b>{office.name}</b>" in html
    assert 'class="demo"' not in html
    Unit.objects.filter(pk=office.pk).update(is_sample=True)
    assert 'class="demo"' in page(client)


def test_unread_notices_are_counted_to_a_hundred(client):
    person = Person.objects.get(pk=client.session["_auth_user_id"])
    for _number in range(3):
        notify([person], kind="test.kind", text="x", url="/", at=NOW)
    assert '<span class="n" aria-hidden="true">3</span>' in page(client)
    for _number in range(120):
        notify([person], kind="test.kind", text="x", url="/", at=NOW)
    assert '<span class="n" aria-hidden="true">99+</span>' in page(client)


def test_the_frame_costs_two_queries_of_its_own(client):
    page(client)
    with CaptureQueriesContext(connection) as queries:
        page(client)
    tables = [re.search(r'FROM "?\(?\w*"?\.?"?(\w+)', q["sql"])[1] for q in queries]
    assert len(queries) <= 6, tables


def test_text_size_of_the_account_and_of_the_cookie(client):
    assert 'data-size="large"' not in page(client)
    client.post("/account/text-size/", {"size": "large", "next": "/more/"})
    assert 'data-size="large"' in page(client)
    visitor = Client()
    visitor.cookies["text_size"] = "large"
    assert 'data-size="large"' in page(visitor, "/account/sign-in/")


@pytest.mark.parametrize(
    ("language", "html_language", "word"),
    [("zh-hans", "zh-Hans", "规划执行"), ("zh-hant", "zh-Hant", "規劃執行"), ("en", "en", "Plans")],
)
def test_the_frame_speaks_three_languages(client, language, html_language, word):
    client.post("/account/language/", {"language": language, "next": "/more/"})
    html = page(client)
    assert f'<html lang="{html_language}"' in html
    rail = html[html.index('class="rail"') : html.index("</nav>", html.index('class="rail"'))]
    assert word in rail


def test_the_policy_forbids_what_is_inline_and_allows_the_identity_provider(client, settings):
    policy = client.get("/more/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy.split("; ")
    settings.OIDC_ISSUER = "https://id.example.cn/realms/a"
    assert "form-action 'self' https://id.example.cn" in content_policy().split("; ")


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("templates/**/*.html")), ids=lambda p: p.name)
def test_templates_hold_nothing_inline(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style", text)
    assert not re.search(r"\son[a-z]+=[\"']", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text)
    assert not re.search(r"hx-on|javascript:", text)


def test_pages_of_the_shell_carry_no_inline_style(signed_in, office):
    client = signed_in(Role.SYSTEM_ADMIN, office)
    for address in ("/", "/more/", "/find/?q=局", "/notices/", "/registry/", "/system/states/", "/nowhere/"):
        html = page(client, address)
        assert " style=" not in html, address
        assert html.count("<main") == html.count("<h1") == 1, address


def test_landmarks_and_names(client):
    html = page(client, "/notices/")
    assert html.index('class="skip" href="#main"') < html.index("<header")
    assert 'id="main"' in html
    for landmark in ("<header", "<nav", "<main", 'role="search"'):
        assert landmark in html
    for button in re.findall(r"<button[^>]*>(?:<i [^>]*><svg.*?</svg></i>)?</button>", html):
        assert "aria-label" in button


def test_every_named_page_can_be_reached_by_its_name():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {
        "home",
        "find",
        "more",
        "notices",
        "states",
        "system",
        "account",
        "text_size",
        "language",
    } <= names
