"""A list over HTTP: page, part for htmx, files, empty states, query count."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.conftest import NOW
from tests.core.tables.tables import add_files
from zhichan.core.access.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.tables.urls")]


@pytest.fixture
def client(signed_in, office):
    return signed_in(Role.PLAN_OFFICER, office)


@pytest.fixture
def owner(client) -> int:
    """The id of who is signed in: the list shows files of "unit" with that id."""
    return int(client.session["_auth_user_id"])


def rows_of(html: str) -> list[str]:
    return re.findall(r"<tr><td", html)


def test_a_page_of_a_hundred_takes_at_most_twelve_queries(client, owner):
    add_files(NOW, list(range(100)), owner=owner)
    client.get("/files/")
    with CaptureQueriesContext(connection) as queries:
        html = client.get("/files/?type=text/csv&order=newest").content.decode()
    assert len(queries) <= 12, [query["sql"] for query in queries]
    assert len(rows_of(html)) == 34
    assert "第 1–34 件，共 34 件" in html
    assert "<table" in html
    assert " style=" not in html


def test_links_lead_through_all_pages(client, owner):
    add_files(NOW, list(range(120)), owner=owner)
    html = client.get("/files/?order=newest").content.decode()
    assert "第 1–50 件，共 120 件" in html
    url = re.search(r'rel="next" href="([^"]+)"', html)[1].replace("&amp;", "&")
    html = client.get(f"/files/{url}").content.decode()
    assert "第 51–100 件" in html
    assert 'rel="prev"' in html


def test_htmx_gets_the_list_alone_and_history_the_page(client, owner):
    add_files(NOW, [1], owner=owner)
    target = {"HX-Request": "true", "HX-Target": "table-files"}
    part = client.get("/files/", headers=target).content.decode()
    assert part.startswith('<div id="table-files"')
    assert "<html" not in part
    restored = client.get(
        "/files/", headers={**target, "HX-History-Restore-Request": "true"}
    ).content.decode()
    assert "<html" in restored


def test_empty_list_says_what_to_do(client, owner):
    html = client.get("/files/").content.decode()
    assert "还没有文件" in html
    assert "请先上传。" in html
    add_files(NOW, [1], owner=owner)
    html = client.get("/files/?q=zzz").content.decode()
    assert "这个条件下没有文件" in html
    assert "去掉全部条件" in html


def test_export_has_the_rows_and_the_order_of_the_page(client, owner):
    rows = add_files(NOW, [5, 3, 4, 1], owner=owner)
    response = client.get("/files/?format=csv&order=size&type=application/pdf")
    table = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert table == [
        ["记录号", "摘要", "大小", "类型", "存入"],
        [str(rows[1].pk), rows[1].sha256, "3", "application/pdf", "2026-11-20 10:00"],
        [str(rows[2].pk), rows[2].sha256, "4", "application/pdf", "2026-11-20 10:00"],
    ]
    assert "filename*=utf-8''%E6%96%87%E4%BB%B6.csv" in response.headers["Content-Disposition"]


def test_export_goes_beyond_one_page_in_few_queries(client, owner):
    add_files(NOW, list(range(1_200)), owner=owner)
    with CaptureQueriesContext(connection) as queries:
        content = client.get("/files/?format=xlsx").getvalue()
    book = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[2] for row in book[1:]] == list(range(1_200))
    assert len(queries) <= 8


@pytest.mark.parametrize("query", ["format=pdf", "after=x", "type=nope", "since=gestern"])
def test_bad_addresses_get_a_page_that_says_so(client, query):
    response = client.get(f"/files/?{query}")
    assert response.status_code == 422
    assert "填写的内容有误" in response.content.decode()


def test_nobody_unknown_sees_the_list(db):
    from django.test import Client

    response = Client().get("/files/?format=csv")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/account/sign-in/")
