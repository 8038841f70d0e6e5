"""The table of similar goods and services is a register: it comes in as a file, and is asked by names."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import transaction

from tests.everything import everything
from zhichan import cli
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed
from zhichan.core.exports.kinds import CellRefused
from zhichan.core.imports.models import ImportBatch
from zhichan.core.people.models import Person
from zhichan.core.registers.actions import Entry, end_row, record_row, record_rows
from zhichan.core.registers.declaration import register_named
from zhichan.core.registers.ledger import register_address
from zhichan.rooms.registry.kinds import SimilarGroup
from zhichan.rooms.registry.models import GoodsItem
from zhichan.rooms.registry.models.goods import GOODS_ITEMS
from zhichan.rooms.registry.queries.goods import goods_called

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
LINES = (
    ("3001", "咖啡，咖啡代用品，可可", "300026", "咖啡"),
    ("3001", "咖啡，咖啡代用品，可可", "300149", "加奶咖啡饮料"),
    ("3002", "茶、茶饮料", "300186", "茶"),
    ("1109", "加热、烹饪用设备", "110329", "电咖啡渗滤壶"),
    ("4303", "饭店服务", "430024", "咖啡馆"),
    ("4303", "饭店服务", "", "茶馆"),
)


def entry(line: tuple[str, str, str, str]) -> Entry:
    values = dict(zip(("group", "group_name", "code", "name"), line, strict=True))
    return Entry(values, date(2026, 1, 1), "区分表（示例）")


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def table(officer):
    return record_rows(GOODS_ITEMS, list(map(entry, LINES)), by=officer, at=AT)


def found(words: str, by) -> dict[str, list[str]]:
    return {one.code: [name for _code, name in one.items] for one in goods_called(words, by).groups}


def test_groups_with_the_goods_come_with_what_is_called_just_so_first(table, officer) -> None:
    assert found("咖啡", officer) == {
        "3001": ["咖啡", "加奶咖啡饮料"],
        "1109": ["电咖啡渗滤壶"],
        "4303": ["咖啡馆"],
    }
    assert next(iter(found("咖啡馆", officer))) == "4303"
    assert list(found("茶", officer)) == ["3002", "4303"]
    assert {one.nice_class for one in goods_called("咖啡", officer).groups} == {"30", "11", "43"}


def test_the_table_tells_whose_edition_it_is(table, officer) -> None:
    for words in ("咖啡", "", "骉"):
        edition = goods_called(words, officer).edition
        assert edition is not None
        assert (edition.source, edition.known_at) == ("区分表（示例）", AT)
        assert edition.person == Person.objects.get(pk=officer.id).name != ""


def test_several_words_codes_groups_and_classes_are_understood(table, officer) -> None:
    assert found("咖啡 饮料", officer) == {"3001": ["加奶咖啡饮料"]}
    assert found("110329", officer) == {"1109": ["电咖啡渗滤壶"]}
    assert list(found("3002", officer)) == ["3002"]
    assert sorted(found("30", officer)) == ["3001", "3002"]
    assert found("電咖啡", officer) == {"1109": ["电咖啡渗滤壶"]}
    assert found("ｃａｆｅ", officer) == {}
    assert found("  ", officer) == {}
    assert goods_called("%", officer).groups == []


def test_a_class_follows_from_the_group_and_an_item_stands_once(table, officer) -> None:
    assert set(GoodsItem.objects.values_list("nice_class", flat=True)) == {"30", "11", "43"}
    with pytest.raises(InvalidInput):
        record_row(GOODS_ITEMS, Entry({}, date(2026, 1, 1), "区分表"), by=officer, at=AT)
    assert GoodsItem.objects.count() == len(LINES)


def test_a_whole_table_is_recorded_at_once_as_line_by_line(officer, django_assert_max_num_queries) -> None:
    """Eleven thousand items took a quarter of a minute as one query for each thing that is written."""
    many = [(f"{n % 45 + 1:02d}01", "某群", f"{n:06d}", f"项目{n}") for n in range(1_200)]
    with transaction.atomic():
        with django_assert_max_num_queries(60):
            record_rows(GOODS_ITEMS, list(map(entry, many)), by=officer, at=AT)
        at_once = written()
        transaction.set_rollback(True)
    assert len(at_once) == 1_200
    assert not GoodsItem.objects.exists()
    for line in many[:20]:
        record_row(GOODS_ITEMS, entry(line), by=officer, at=AT)
    assert written() == at_once[:20]


def written() -> list[tuple[object, ...]]:
    """Each item with its event, its period and its line of the audit, whatever their keys."""
    audited = dict(
        AuditEvent.objects.filter(kind="registry.goods-item.recorded").values_list("subject_id", "actor_id")
    )
    items = GoodsItem.objects.order_by("code").prefetch_related("events", "periods")
    names = (
        "group",
        "nice_class",
        "group_name",
        "code",
        "name",
        "known_at",
        "is_shown",
        "person_id",
        "source",
    )
    of_event = ("code", "values", "effective_on", "known_at", "person_id", "source", "note")
    of_period = ("group_name", "valid_from", "valid_to", "known_from", "known_to")
    return [
        (
            *(getattr(item, name) for name in names),
            [[getattr(event, name) for name in of_event] for event in item.events.all()],
            [[getattr(period, name) for name in of_period] for period in item.periods.all()],
            audited[str(item.pk)],
        )
        for item in items
    ]


def test_an_item_that_stands_in_the_table_already_keeps_all_out(table, officer) -> None:
    before = everything("registry", "audit", "search")
    new = ("0101", "工业气体", "010092", "二氧化碳")
    for lines in ((new, LINES[0]), (new, new)):
        with pytest.raises(Conflict):
            record_rows(GOODS_ITEMS, list(map(entry, lines)), by=officer, at=AT)
    assert everything("registry", "audit", "search") == before


def test_what_left_the_table_is_not_found(table, officer) -> None:
    end_row(GOODS_ITEMS, table[-1].pk, Entry({}, date(2026, 2, 1), "新版"), by=officer, at=AT)
    assert found("茶馆", officer) == {}


def test_only_those_who_keep_the_reference_lists_add_to_it(actor, office, officer) -> None:
    for role in (Role.CASE_OFFICER, Role.LEGAL_REVIEWER, Role.SYSTEM_ADMIN):
        with pytest.raises(NotAllowed):
            record_row(GOODS_ITEMS, entry(LINES[0]), by=actor(role, office), at=AT)
    assert not GoodsItem.objects.exists()
    assert goods_called("咖啡", officer).edition is None


@pytest.mark.parametrize(
    ("written", "read"), [("3001", "3001"), ("101", "0101"), (101, "0101"), (3001.0, "3001")]
)
def test_a_group_is_four_digits(written, read) -> None:
    assert SimilarGroup().read(written) == read


@pytest.mark.parametrize("written", ["30", "4601", "0001", "30-1", "三零零一", "30011", ""])
def test_what_is_no_group_is_refused_with_how_to_write_it(written) -> None:
    with pytest.raises(CellRefused) as refused:
        SimilarGroup().read(written)
    assert "3001" in str(refused.value.fix)


def test_a_file_of_the_table_comes_in_as_a_ledger(signed_in, office, shared: Path, officer) -> None:
    """Columns as such files have them; others beside them do not matter."""
    with gzip.open(shared / "data/nice_classification/cn_similar_goods_2018.csv.gz", "rt") as file:
        lines = list(csv.reader(file))[:41]
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    upload = io.BytesIO(text.getvalue().encode())
    upload.name = "区分表.csv"
    client = signed_in(Role.PLAN_OFFICER, office)
    page = client.post("/imports/ledgers/registry.goods-item/", {"file": upload}, follow=True)
    assert page.status_code == 200
    confirmed = client.post(f"{page.redirect_chain[-1][0]}confirm/", follow=True)
    assert confirmed.status_code == 200
    assert GoodsItem.objects.count() == 40
    assert found("二氧化碳", officer)["0101"]


def test_pages_lead_to_where_the_table_comes_in_for_who_may_bring_it(signed_in, office, request) -> None:
    """The goods page and the register, without rows and with them."""
    able, reader = signed_in(Role.PLAN_OFFICER, office), signed_in(Role.CASE_OFFICER, office)
    link = 'href="/imports/ledgers/registry.goods-item/"'
    pages = ("/search/marks/goods/", register_address(GOODS_ITEMS))
    for _times in range(2):
        for page in pages:
            assert link in able.get(page).content.decode(), page
            assert link not in reader.get(page).content.decode(), page
        request.getfixturevalue("table")
    symbols = able.get(register_address(register_named("registry.ipc-symbol"))).content.decode()
    assert 'href="/imports/ledgers/registry.ipc-symbol/"' in symbols
    assert able.get("/imports/ledgers/registry.goods-item/").status_code == 200


GOODS = "类似群,类似群名称,项目编码,项目名称\n0101,工业气体,010092,二氧化碳\n101,工业气体,010061,氩\n"
SYMBOLS = "国际专利分类号,圆点数,类名,版本\nH01M 10/00,0,二次电池,2026\nH01M 10/05,1,非水电解质,2026\n"


def written_to(path: Path, text: str) -> str:
    content = text.encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return str(path)


@pytest.mark.parametrize(
    ("text", "name", "file_name"),
    [(GOODS, "registry.goods-item", "表.csv.gz"), (SYMBOLS, "registry.ipc-symbol", "表.csv")],
)
def test_the_console_takes_in_a_table_of_classes(text, name, file_name, officer, tmp_path, capsys) -> None:
    path, register = written_to(tmp_path / file_name, text), register_named(name)
    before = everything("registry")
    assert cli.main(["import", path, "--dry-run", "--json"]) == 0
    tried = json.loads(capsys.readouterr().out)
    assert (tried["kind"], tried["state"], tried["rows_in"], tried["new"]) == (name, "abandoned", 2, 2)
    assert everything("registry") == before
    assert cli.main(["import", path]) == 0
    assert f"（{name}）：共 2 行，新增 2，变更 0，相同 0，拒收 0。" in capsys.readouterr().out
    assert register.current(officer).count() == 2
    batch = ImportBatch.objects.get(state="confirmed")
    event = AuditEvent.objects.get(kind="imports.batch.confirmed")
    assert (batch.file_name, event.actor_kind, event.subject_id) == (file_name, "system", str(batch.pk))
    assert cli.main(["undo", str(batch.pk)]) == 2
    assert "台账导入，不能整批撤销" in capsys.readouterr().err
    assert cli.main(["import", path]) == 2
    assert "请从系统重新导出" in capsys.readouterr().err
    assert register.current(officer).count() == 2


def test_the_console_says_what_stays_out_of_a_table_as_its_page_does(officer, tmp_path, capsys) -> None:
    wrong = "3001,咖啡,300026,咖啡\n9901,无,1,无\n,茶,300186,茶\n30,茶,2,茶\n"
    path = written_to(tmp_path / "表.csv", GOODS.splitlines(keepends=True)[0] + wrong)
    assert cli.main(["import", path, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["state"], told["new"], told["refused"]) == ("confirmed", 1, 3)
    assert sorted(row for one in told["reasons"] for row in one["rows"]) == [3, 4, 5]
    assert any("类似群：必填，不能空；填上内容" in one["reason"] for one in told["reasons"])
    assert [item.name for item in GoodsItem.objects.all()] == ["咖啡"]


def test_the_console_writes_all_of_a_table_or_nothing(officer, tmp_path, capsys) -> None:
    lines = GOODS.splitlines(keepends=True)
    path = written_to(tmp_path / "表.csv", "".join([*lines, lines[1]]))
    before = everything("registry")
    assert cli.main(["import", path]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert everything("registry") == before
    assert set(ImportBatch.objects.values_list("state", flat=True)) == {"abandoned"}
    all_wrong = written_to(tmp_path / "错.csv", f"{lines[0]}9901,无,1,无\n")
    assert cli.main(["import", all_wrong, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["state"], told["new"], told["refused"]) == ("abandoned", 0, 1)


@pytest.mark.parametrize("option", [("--sender", "商标局"), ("--known", "2026-01-01")])
def test_the_console_says_what_a_ledger_does_not_keep(option, officer, tmp_path, capsys) -> None:
    path = written_to(tmp_path / "表.csv", GOODS)
    before = everything("registry", "imports")
    assert cli.main(["import", path, *option]) == 2
    assert "不用 --sender 和 --known" in capsys.readouterr().err
    assert everything("registry", "imports") == before


def test_a_table_that_may_be_another_goes_in_by_its_name_alone(officer, tmp_path, capsys) -> None:
    path = written_to(tmp_path / "表.csv", "名称,地区代码,别的写法\n云川市,120118,云川\n")
    assert cli.main(["import", path]) == 2
    error = capsys.readouterr().err
    assert "--kind registry.region" in error
    assert "/imports/ledgers/registry.region/" in error
    assert cli.main(["import", path, "--kind", "registry.region"]) == 0
    assert register_named("registry.region").current(officer).filter(code="120118").count() == 1
    capsys.readouterr()
    assert cli.main(["kinds", "--json"]) == 0
    listed = {one["name"]: one["kind"] for one in json.loads(capsys.readouterr().out)}
    assert {name for name, kind in listed.items() if kind == "reference"} == {
        "registry.goods-item",
        "registry.ipc-symbol",
        "registry.ipc-group",
        "registry.region",
        "registry.reference",
    }
