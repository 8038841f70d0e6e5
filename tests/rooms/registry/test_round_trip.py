"""What a register gives out comes back unchanged: through its ledger, and through the mapping page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhichan.core.access.roles import Role
from zhichan.core.imports.actions.preview import preview_ledger
from zhichan.core.imports.ledger import ledger_named
from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.actions import Entry, record_rows
from zhichan.core.registers.actions.batches import stage_batch
from zhichan.core.registers.importing.staging import REFUSED, staging_of
from zhichan.rooms.registry.actions.mapped_files import TableToMap, begin_mapped, open_mapping
from zhichan.rooms.registry.models import Party, Patent
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.reading import rows_of_batch

from .files import csv_of, number
from .test_imports import take_in

pytestmark = pytest.mark.django_db
FEB = datetime(2026, 2, 10, 4, tzinfo=UTC)
MAY = datetime(2026, 5, 10, 4, tzinfo=UTC)
FEW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SIGNS = "云川示例装置 ab1=+@-'\"（）·：;%"
TEXT = st.text(SIGNS, min_size=4, max_size=20).map(str.strip).filter(lambda text: len(text) > 3)
FORMATS = st.sampled_from(("csv", "xlsx"))
FIRMS = ("云川示例机械有限公司", "云川示例大学", "柳河示例食品厂", "东山示例研究院", "张示例", "李示例")
STATUSES = ("", "", "未缴年费终止", "声明放弃", "实质审查", "视为撤回", "驳回", "期限届满", "有效")
HEADINGS = (
    "专利名称", "申请号", "专利权人", "申请日", "公开日", "授权公告日", "主分类号", "分类号", "发明人",
    "法律状态", "公开号", "权利要求数量",
)  # fmt: skip


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def few(rows: st.SearchStrategy[dict[str, str]], key: str) -> st.SearchStrategy[list[dict[str, str]]]:
    return st.lists(rows, min_size=1, max_size=6, unique_by=lambda row: row[key])


@st.composite
def patents(draw) -> dict[str, str]:
    filed = draw(st.dates(date(2015, 1, 1), date(2022, 12, 31)))
    published = filed + timedelta(days=draw(st.integers(30, 700)))
    granted = published + timedelta(days=draw(st.integers(1, 900)))
    serial = draw(st.integers(1, 10**6 - 1))
    return {
        "专利名称": draw(TEXT).replace(",", ""),
        "申请号": number(serial, filed.year, draw(st.sampled_from((1, 2, 3)))),
        "专利权人": ";".join(draw(st.lists(st.sampled_from(FIRMS), min_size=1, max_size=3, unique=True))),
        "申请日": filed.isoformat(),
        "公开日": draw(st.sampled_from(("", published.isoformat()))),
        "授权公告日": draw(st.sampled_from(("", granted.isoformat()))),
        "主分类号": draw(st.sampled_from(("", "B23K37/00", "A23F3/06"))),
        "分类号": draw(st.sampled_from(("", "B23K37/00;A23F3/06"))),
        "发明人": draw(st.sampled_from(("", "张一;李二", "王三"))),
        "法律状态": draw(st.sampled_from(STATUSES)),
        "公开号": draw(st.sampled_from(("", f"CN{100000000 + serial}A"))),
        "权利要求数量": draw(st.sampled_from(("", "7"))),
    }


def quoted(rows, headings=HEADINGS) -> bytes:
    """As ``csv_of``, with every cell in quotes."""
    doubled = [{name: text.replace('"', '""') for name, text in row.items()} for row in rows]
    return csv_of([{name: f'"{text}"' for name, text in row.items()} for row in doubled], headings)


def exported(register, officer, file_format: str) -> bytes:
    """What the list of the register gives out."""
    rows = register.current(officer).order_by("pk")
    response = ledger_named(register.name).export(rows, title=str(register.label), file_format=file_format)
    content = response.getvalue()
    response.close()
    return content


def counts(batch: ImportBatch) -> tuple[int, int, int]:
    return batch.new_count, batch.changed_count, batch.refused_count


def through_the_mapping(content: bytes, officer) -> ImportBatch:
    """Read by the first proposal, as it stands."""
    waiting = open_mapping(TableToMap(content, "导出.csv"), by=officer, at=MAY)
    batch = begin_mapped(waiting.pk, by=officer, at=MAY)
    list(stage_batch(batch, rows_of_batch(batch), by=officer, at=MAY))
    return batch


def refusals(batch: ImportBatch) -> list[str]:
    with staging_of(batch.pk) as staging:
        return [row.payload for row in staging.rows(REFUSED)]


@FEW
@given(
    file_format=FORMATS, rows=st.lists(patents(), min_size=1, max_size=6, unique_by=lambda row: row["申请号"])
)
def test_exported_patents_come_back_through_the_mapping_unchanged(officer, file_format, rows):
    with transaction.atomic():
        taken = take_in(quoted(rows), officer)
        assert counts(taken) == (len(rows), 0, 0), refusals(taken)
        before = list(Patent.objects.order_by("pk").values_list())
        batch = through_the_mapping(exported(PATENTS, officer, file_format), officer)
        assert counts(batch) == (0, 0, 0), refusals(batch)
        assert batch.same_count == len(rows)
        assert list(Patent.objects.order_by("pk").values_list()) == before
        transaction.set_rollback(True)


@st.composite
def parties(draw) -> dict[str, str]:
    return {
        "name": f"云川{draw(st.text('示例机械食品茶', min_size=1, max_size=6))}有限公司",
        "kind": Party.Kind.ORGANISATION,
        "region": draw(st.sampled_from(("", "120118"))),
        "industry": draw(st.sampled_from(("", "C35"))),
        "english_name": draw(st.sampled_from(("", "Yunchuan Sample Co., Ltd."))),
        "address": draw(TEXT),
    }


@FEW
@given(
    file_format=FORMATS, rows=st.lists(parties(), min_size=1, max_size=6, unique_by=lambda row: row["name"])
)
def test_exported_parties_come_back_through_the_mapping_unchanged(officer, file_format, rows):
    with transaction.atomic():
        headings = ("单位名称", "地址", "行业代码", "英文名称")
        lines = [(row["name"], row["address"], row["industry"], row["english_name"]) for row in rows]
        given = [dict(zip(headings, line, strict=True)) for line in lines]
        taken = take_in(quoted(given, headings), officer)
        assert counts(taken) == (len(rows), 0, 0), refusals(taken)
        before = list(Party.objects.order_by("pk").values_list())
        batch = through_the_mapping(exported(PARTIES, officer, file_format), officer)
        assert batch.ledger == PARTIES.name
        assert counts(batch) == (0, 0, 0), refusals(batch)
        assert batch.same_count == len(rows)
        assert list(Party.objects.order_by("pk").values_list()) == before
        transaction.set_rollback(True)


@FEW
@given(
    file_format=FORMATS, rows=st.lists(parties(), min_size=1, max_size=6, unique_by=lambda row: row["name"])
)
def test_the_exported_ledger_of_parties_comes_back_unchanged(officer, file_format, rows):
    with transaction.atomic():
        record_rows(PARTIES, [Entry(row, date(2026, 1, 1), "登记") for row in rows], by=officer, at=FEB)
        content = exported(PARTIES, officer, file_format)
        name, ledger = f"组织与个人.{file_format}", ledger_named(PARTIES.name)
        batch = preview_ledger(content, name=name, ledger=ledger, scope="", by=officer, at=MAY)
        assert counts(batch) == (0, 0, 0)
        assert batch.same_count == len(rows)
        transaction.set_rollback(True)
