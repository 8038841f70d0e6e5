"""Handing in, looking, confirming and giving up in the browser."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.core.imports.ledgers import add_units, exported, table_of, workbook
from zhichan.core.access.roles import Role
from zhichan.core.imports.models import ImportBatch
from zhichan.core.people.models import Unit

pytestmark = pytest.mark.django_db
UPLOAD = "/imports/ledgers/test.units/?scope=a"


@pytest.fixture
def client(signed_in, office) -> Client:
    return signed_in(Role.PLAN_OFFICER, office)


@pytest.fixture
def batch(client) -> ImportBatch:
    add_units("甲局", "乙局", "丙局")
    table = table_of(exported())
    table[1][0], table[3][2] = "甲<b>委", "昨天"
    return hand_in(client, workbook(table))


def hand_in(client: Client, content: bytes) -> ImportBatch:
    response = client.post(UPLOAD, {"file": SimpleUploadedFile("台账.xlsx", content)})
    assert response.status_code == 302, response.content.decode()
    return ImportBatch.objects.get(pk=int(re.search(r"/imports/(\d+)/", response.headers["Location"])[1]))


def test_preview_shows_old_and_new_and_why_rows_are_refused(client, batch):
    with CaptureQueriesContext(connection) as queries:
        html = client.get(f"/imports/{batch.pk}/").content.decode()
    assert len(queries) <= 12
    assert "<del>甲局</del> <ins>甲&lt;b&gt;委</ins>" in html
    assert "“昨天”不是日期" in html
    assert "写成 2024-09-30 这样" in html
    assert "3 行，一行不少" in html
    assert "入库 1 行" in html
    assert "1 行不入库，其余的可以先入。" in html
    assert 'href="/" aria-current' not in html
    assert " style=" not in html


def test_confirming_shows_what_was_done(client, batch):
    html = client.post(f"/imports/{batch.pk}/confirm/", follow=True).content.decode()
    assert "已入库：新增 0 行，变更 1 行。" in html
    assert "1 行没有入库。" in html
    assert "其余的可以先入" not in html
    assert "已入库" in html
    assert Unit.objects.filter(name="甲<b>委").exists()
    assert f"/imports/{batch.pk}/confirm/" not in html


def test_giving_up_changes_nothing(client, batch):
    response = client.post(f"/imports/{batch.pk}/abandon/")
    assert response.headers["Location"] == "/find/?q=a"
    batch.refresh_from_db()
    assert batch.state == "abandoned"
    assert Unit.objects.filter(name="甲局").exists()


@pytest.mark.parametrize("step", ["confirm", "abandon"])
def test_deciding_needs_a_post(client, batch, step):
    assert client.get(f"/imports/{batch.pk}/{step}/").status_code == 405
    batch.refresh_from_db()
    assert batch.is_open


def test_a_file_that_cannot_be_read_stays_on_the_form(client):
    add_units("甲局")
    response = client.post(UPLOAD, {"file": SimpleUploadedFile("x.xlsx", b"%PDF-1.7")})
    assert response.status_code == 422
    assert "这不是表格文件。请传 xlsx 或 csv。" in response.content.decode()
    html = client.get(UPLOAD).content.decode()
    assert "未接受" in html


@pytest.mark.parametrize("content", [None, b""])
def test_no_file_and_an_empty_file_are_said_to_be_missing(client, content):
    given = {} if content is None else {"file": SimpleUploadedFile("x.xlsx", content)}
    response = client.post(UPLOAD, given)
    assert response.status_code == 422


def test_a_file_that_is_too_large_is_refused_by_size(client, monkeypatch):
    from zhichan.core.imports import pages

    monkeypatch.setattr(pages, "MOST_MEGABYTES", 0)
    response = client.post(UPLOAD, {"file": SimpleUploadedFile("x.xlsx", exported())})
    assert response.status_code == 422
    assert "请分成几份" in response.content.decode()
    assert ImportBatch.objects.count() == 0


def test_refused_rows_can_be_taken_away_as_a_file(client, batch):
    content = client.get(f"/imports/{batch.pk}/refusals/").getvalue()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows == [
        ["行", "列", "原值", "原因", "怎么改"],
        [4.0, "成立日期", "昨天", "“昨天”不是日期", "写成 2024-09-30 这样"],
    ]


def test_the_empty_ledger_can_be_filled_in_and_comes_back_as_new_rows(client):
    content = client.get("/imports/ledgers/test.units/template/").getvalue()
    table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    table.append(["甲镇", "镇(街道)", "2020/1/2", "", "", "", ""])
    batch = hand_in(client, workbook(table))
    assert (batch.new_count, batch.row_count) == (1, 1)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLAN_OFFICER])
def test_other_roles_find_neither_form_nor_batch(signed_in, office, batch, role):
    other = signed_in(role, office)
    assert other.get(UPLOAD).status_code in (403, 404)
    assert other.get("/imports/ledgers/test.units/template/").status_code in (403, 404)
    for address in ("", "refusals/"):
        assert other.get(f"/imports/{batch.pk}/{address}").status_code == 404
    assert other.post(f"/imports/{batch.pk}/confirm/").status_code == 404


def test_another_officer_does_not_see_the_batch(signed_in, unit, batch):
    assert signed_in(Role.PLAN_OFFICER, unit("另一局")).get(f"/imports/{batch.pk}/").status_code == 404


@pytest.mark.parametrize("address", ["/imports/ledgers/nope/", "/imports/ledgers/test.units/?scope=z"])
def test_unknown_ledgers_and_scopes_are_not_found(client, address):
    assert client.get(address).status_code == 404
