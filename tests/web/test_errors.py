"""Error pages: what happened, what to do, a number, and what was typed."""

from __future__ import annotations

import inspect
import logging
import re
import sys
from functools import partial

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver

from zhichan.core.access.page import file_bytes_of_view, module_of_view
from zhichan.core.access.roles import Role
from zhichan.core.errors import ZhichanError
from zhichan.core.log_lines import OneLine

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.urls")]
NUMBER = re.compile(r"E-[0-9A-F]{6}")
STATUS = {
    "NotAllowed": 403,
    "NotFound": 404,
    "WrongState": 409,
    "LimitPassed": 409,
    "InvalidInput": 422,
    "Conflict": 409,
    "SourceMissing": 422,
}


@pytest.fixture
def client(signed_in, office) -> Client:
    client = signed_in(Role.PLAN_OFFICER, office)
    client.raise_request_exception = False
    return client


def test_every_error_of_the_product_is_covered():
    assert {error.__name__: error.status for error in ZhichanError.__subclasses__()} == STATUS


@pytest.mark.parametrize(("name", "status"), STATUS.items())
def test_an_error_of_the_product_becomes_a_page_with_its_words(client, caplog, name, status):
    with caplog.at_level(logging.INFO, logger="zhichan.errors"):
        response = client.get(f"/fail/{name}/")
    html = response.content.decode()
    assert response.status_code == status
    assert "王执法已经先改了这一项。" in html
    assert NUMBER.search(html)[0] in caplog.text
    assert "'row': 3" in caplog.text


def test_an_error_for_htmx_is_a_notice_above_what_was_typed(client):
    response = client.post("/fail/Conflict/", {"text": "甲"}, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#notices"
    assert html.startswith('<div class="call bad')
    assert "<html" not in html
    assert NUMBER.search(html)


def test_a_refused_form_can_be_sent_again_without_its_secrets(client):
    given = {
        "text": "建立<b>机制",
        "units": ["科技局", "公安局"],
        "new_password1": "geheim",
        "code": "123456",
        "csrfmiddlewaretoken": "x",
    }
    html = client.post("/fail/Conflict/?plan=3", given).content.decode()
    assert 'action="/fail/Conflict/?plan=3"' in html
    assert '<input type="hidden" name="text" value="建立&lt;b&gt;机制">' in html
    assert html.count('<input type="hidden" name="units"') == 2
    assert "geheim" not in html
    assert "123456" not in html
    assert "再试一次" in html


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_crash_tells_nothing_but_a_number(client, caplog, method):
    response = getattr(client, method)("/fail/crash/", {"text": "甲"})
    html = response.content.decode()
    assert response.status_code == 500
    assert "secret details" not in html
    assert NUMBER.search(html)[0] in caplog.text
    assert "secret details" in caplog.text
    assert ('value="甲"' in html) == (method == "post")
    assert 'class="rail"' not in html


def test_a_crash_for_htmx_is_a_notice(client):
    response = client.get("/fail/crash/", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Retarget"]) == (500, "#notices")


@pytest.mark.parametrize(("name", "status"), [("denied", 403), ("missing", 404)])
def test_the_words_of_the_framework_are_not_for_people(client, name, status):
    response = client.get(f"/fail/{name}/")
    html = response.content.decode()
    assert response.status_code == status
    assert "Django" not in html
    assert "matches the given query" not in html


def test_an_unknown_address_and_a_hidden_page_look_the_same(client):
    def words(address: str) -> str:
        html = client.get(address).content.decode()
        return NUMBER.sub("", html[html.index("<main") : html.index("</main>")])

    assert words("/nowhere/") == words("/system/states/")


def test_a_form_from_an_old_page_is_refused_and_kept(signed_in, office):
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(Role.PLAN_OFFICER, office).cookies
    response = client.post("/guarded/", {"text": "甲"}, headers={"Origin": "http://testserver"})
    html = response.content.decode()
    assert response.status_code == 403
    assert "打开得太久" in html
    assert 'value="甲"' in html
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    again = client.post("/guarded/", {"text": "甲", "csrfmiddlewaretoken": token})
    assert again.content == b"done"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "https://testserver"},
        {"Origin": "null"},
        {"Referer": "http://evil.example/testserver/"},
        {"Origin": "http://evil.example", "HX-Request": "true"},
        {},
    ],
)
def test_another_sites_form_is_not_offered_to_be_sent_again(signed_in, office, headers):
    """Its button would send it with our own token and cookie: a forged request by one click."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(Role.PLAN_OFFICER, office).cookies
    response = client.post("/guarded/", {"text": "甲"}, headers=headers)
    html = response.content.decode()
    assert response.status_code == 403
    assert 'value="甲"' not in html
    assert 'action="/guarded/"' not in html


def test_a_bad_host_gets_a_page(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("signs_in", "address", "megabytes", "status"),
    [
        (False, "/account/sign-in/", 1, 413),
        (False, "/nowhere/", 1, 413),
        (False, "/takes-files/3/", 1, 413),
        (True, "/guarded/", 1, 200),
        (True, "/guarded/", 6, 413),
        (True, "/nowhere/", 6, 413),
        (True, "/takes-files/3/", 6, 200),
        (True, "/takes-files/3/", 25, 200),
        (True, "/takes-files/3/", 26, 413),
        (False, "/api/v1/plan/tasks/1/reports", 1, 401),
        (False, "/api/v1/plan/tasks/1/reports", 600, 413),
    ],
)
def test_a_body_too_large_for_its_sender_is_refused_unread(
    signed_in, office, signs_in, address, megabytes, status
):
    client = signed_in(Role.PLAN_OFFICER, office) if signs_in else Client()
    body = Unreadable(megabytes * 1_000_000)
    response = client.generic(
        "POST",
        address,
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(body.size), "wsgi.input": body},
    )
    assert response.status_code == status
    assert not body.was_read
    if status == 413:
        assert "超过了上限" in response.content.decode()


def test_the_pages_that_read_files_and_no_others_say_how_many_bytes_they_take():
    """Found by their source: a view that reads ``request.FILES`` itself or through a function beside it."""
    declared, reading = set(), set()
    for view in _views(get_resolver(settings.ROOT_URLCONF).url_patterns):
        if file_bytes_of_view(view):
            declared.add(view)
        if _reads_files(inspect.unwrap(view)):
            reading.add(view)
    assert {_name(view) for view in declared} == {_name(view) for view in reading}
    assert len(declared) == 25
    assert max(map(file_bytes_of_view, declared)) < settings.BODY_LIMIT_BYTES


def _views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        elif module_of_view(pattern.callback).startswith("zhichan."):
            callback = pattern.callback
            yield callback.func if isinstance(callback, partial) else callback


def _reads_files(view):
    module = inspect.getmodule(view)
    beside = [
        name
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if inspect.getmodule(one) is module and "request.FILES" in inspect.getsource(one)
    ]
    source = inspect.getsource(view)
    return "request.FILES" in source or any(re.search(rf"\b{name}\(", source) for name in beside)


def _name(view):
    return f"{module_of_view(view)}.{view.__name__}"


class Unreadable:
    """A body that notes when somebody begins to read it."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.was_read = False

    def read(self, *_size: int) -> bytes:
        self.was_read = True
        return b""

    readline = read


def test_an_entry_of_the_log_stays_one_line():
    given = "新的\n2026-01-01 ERROR 伪造\r\x1b[31m\u2028完"
    entry = logging.LogRecord("zhichan", logging.WARNING, __file__, 1, "%s", (given,), None)
    line = OneLine("%(levelname)s %(message)s").format(entry)
    assert line == r"WARNING 新的\n2026-01-01 ERROR 伪造\r\x1b[31m\u2028完"
    assert settings.LOGGING["formatters"]["line"]["()"] == f"{OneLine.__module__}.{OneLine.__name__}"


def test_a_traceback_in_the_log_keeps_its_lines():
    try:
        raise ValueError("eins\nzwei")
    except ValueError:
        entry = logging.LogRecord("zhichan", logging.ERROR, __file__, 1, "m", (), sys.exc_info())
    lines = OneLine("%(message)s").format(entry).splitlines()
    assert lines[0] == "m"
    assert lines[1].startswith("Traceback")
