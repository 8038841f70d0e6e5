"""An edited ledger against what is stored: what each row would do, and why it is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import NOW
from tests.core.imports.ledgers import UNITS, add_units, csv_bytes, exported, table_of, workbook
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import NotAllowed, NotFound
from zhichan.core.imports.actions import preview_ledger
from zhichan.core.imports.models import ImportBatch, ImportRow
from zhichan.core.people.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def preview(officer):
    def run(content: bytes, scope: str = "a", name: str = "台账.xlsx") -> ImportBatch:
        return preview_ledger(content, name=name, ledger=UNITS, scope=scope, by=officer, at=NOW)

    return run


def problems_of(batch: ImportBatch) -> list[tuple[int, str, str]]:
    rows = batch.rows.exclude(problems=[]).order_by("row_number")
    return [(row.row_number, p["column"], p["reason"]) for row in rows for p in row.problems]


TEXTS = st.text(min_size=1, max_size=60).filter(lambda text: text.strip() and "\x00" not in text)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(TEXTS, min_size=1, max_size=5, unique=True),
    days=st.lists(st.none() | st.dates(date(1900, 3, 1), date(2900, 1, 1)), min_size=5, max_size=5),
    kind=st.sampled_from(Unit.Kind.values),
    file_format=st.sampled_from(["xlsx", "csv"]),
)
def test_export_then_import_changes_nothing(preview, names, days, kind, file_format):
    Unit.objects.filter(source="a").delete()
    for name, day in zip(names, days, strict=False):
        try:
            name.encode()
        except UnicodeEncodeError:
            continue
        Unit.objects.create(name=name, kind=kind, source="a", established_on=day)
    count = Unit.objects.filter(source="a").count()
    if not count:
        return
    batch = preview(exported(file_format=file_format), name=f"台账.{file_format}")
    assert (batch.state, batch.same_count, batch.row_count) == ("previewed", count, count), batch.reason


def test_each_row_is_one_of_five(preview):
    one, two, three, four = add_units("甲局", "乙局", "丙局", "丁局")
    table = table_of(exported())
    table[1][0] = "甲委员会"
    table[2][2] = "2020年1月2日"
    table[3][1] = "不认识的类别"
    table[4][0] = "丁局改"
    Unit.objects.filter(pk=four.pk).update(kind="court")
    table.append(["戊局", "镇(街道)", date(2021, 5, 6), None, None, None, None])
    before = list(Unit.objects.order_by("pk").values())
    batch = preview(workbook(table))

    assert batch.state == ImportBatch.State.PREVIEWED
    assert (batch.new_count, batch.changed_count, batch.same_count) == (1, 2, 0)
    assert (batch.refused_count, batch.conflict_count) == (1, 1)
    assert [(row.row_number, row.state, row.record_id) for row in batch.rows.order_by("row_number")] == [
        (2, "changed", one.pk),
        (3, "changed", two.pk),
        (4, "refused", three.pk),
        (5, "conflict", four.pk),
        (6, "new", None),
    ]
    changed = batch.rows.get(row_number=3)
    assert (changed.old["established_on"], changed.values["established_on"]) == (None, "2020-01-02")
    assert batch.rows.get(row_number=6).values == {
        "name": "戊局",
        "kind": "town",
        "established_on": "2021-05-06",
        "abolished_on": None,
    }
    assert list(Unit.objects.order_by("pk").values()) == before
    event = AuditEvent.objects.get(kind="imports.batch.previewed")
    assert str(batch.pk) == event.subject_id


def test_row_refusals_name_column_value_reason_and_fix(preview):
    units = add_units("甲局", "乙局", "丙局", "丁局", "戊局")
    table = table_of(exported())
    table[1][0] = ""
    table[2][2] = "2024-02-30"
    table[3][4] = 77
    table[4][2], table[4][3] = date(2022, 1, 1), date(2021, 1, 1)
    table[5][5] = 999_999
    table.append(["新局", "政府部门", "", "", "", units[0].pk, ""])
    table.append(["", "", date(2021, 1, 1), "", "", "", ""])
    table.append(["坏号", "政府部门", "", "", "", "12a", ""])
    batch = preview(workbook(table))
    assert problems_of(batch) == [
        (2, "记录号", "同一个记录号出现了几次"),
        (3, "成立日期", "没有“2024-02-30”这一天"),
        (4, "顺序", "这一列不能在台账里改"),
        (5, "撤销日期", "不晚于成立日期"),
        (6, "记录号", "没有这条记录，或您看不到它"),
        (7, "记录号", "同一个记录号出现了几次"),
        (8, "名称", "必填，不能空"),
        (8, "类别", "必填，不能空"),
        (9, "记录号", "没有这条记录，或您看不到它"),
    ]
    assert batch.refused_count == batch.row_count == 8
    assert all(p["fix"] for row in batch.rows.all() for p in row.problems)


def test_a_record_outside_the_scope_is_as_if_it_were_not_there(preview):
    (other,) = add_units("别处", scope="b")
    table = table_of(exported("b"))
    table[1][0] = "改名"
    batch = preview(workbook(table), scope="a")
    assert problems_of(batch) == [(2, "记录号", "没有这条记录，或您看不到它")]
    other.refresh_from_db()
    assert other.name == "别处"


def test_formulas_and_error_values_are_refused_where_they_stand(preview):
    add_units("甲局", "乙局", "丙局")
    table = table_of(exported())
    formulas = [(1, 0, '="甲"&"局"', "甲局"), (2, 2, "=1/0", "#DIV/0!")]
    batch = preview(workbook(table, formulas=formulas))
    assert problems_of(batch) == [(2, "名称", "是公式或出错的值"), (3, "成立日期", "是公式或出错的值")]
    assert batch.same_count == 1


def test_columns_may_be_reordered_and_others_added(preview):
    add_units("甲局", "乙局")
    table = table_of(exported())
    shuffled = [[row[6], row[1], "备注" if n == 0 else "x", *row[2:6], row[0]] for n, row in enumerate(table)]
    shuffled[1][-1] = "甲委"
    batch = preview(workbook(shuffled))
    assert (batch.changed_count, batch.same_count, batch.ignored_columns) == (1, 1, ["备注"])


def test_lines_above_the_heading_and_blank_lines_do_not_matter(preview):
    add_units("甲局", "乙局")
    heading, first, second = table_of(exported())
    batch = preview(workbook([["云川区测试单位台账"], [], heading, first, [], second]))
    assert (batch.same_count, batch.row_count) == (2, 2)


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ","), ("gb18030", ","), ("utf-16", "\t")])
def test_csv_in_the_encodings_office_programs_write(preview, encoding, delimiter):
    add_units("甲局", "乙局")
    table = table_of(exported())
    table[2][0] = "乙委，员会"
    table[1][5], table[2][5] = int(table[1][5]), int(table[2][5])
    table[1][4], table[2][4] = int(table[1][4]), int(table[2][4])
    batch = preview(csv_bytes(table, encoding, delimiter), name="台账.csv")
    assert (batch.changed_count, batch.same_count) == (1, 1), batch.reason


def test_headings_and_choices_of_another_language_are_understood(preview, settings):
    from django.utils.translation import override

    add_units("甲局")
    with override("zh-hant"):
        table = table_of(exported())
    assert table[0][5] == "記錄號"
    assert table[1][1] == "政府部門"
    batch = preview(workbook(table))
    assert (batch.state, batch.same_count) == ("previewed", 1)


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (lambda t: [row[:2] + row[3:] for row in t], "缺少这些列：“成立日期”。"),
        (lambda t: [row[:6] for row in t], "缺少这些列：“校验码”。"),
        (lambda t: [["单位", *t[0][1:]], *t[1:]], "缺少这些列：“名称”。表中另有不认识的列：“单位”"),
        (lambda t: [[*row, row[0]] for row in t], "“名称”一列出现两次（A 列和 H 列）。"),
        (lambda t: t[1:], "没有找到表头。"),
        (lambda t: [["x"], ["y"]], "没有找到表头。"),
        (lambda t: t[:1], "表头下面没有数据。"),
        (lambda t: [row[:5] for row in t], "缺少“记录号”列，分不清哪些行是已有的。"),
    ],
)
def test_a_file_with_the_wrong_columns_is_refused_and_nothing_is_kept(preview, edit, reason):
    add_units("甲局", "乙局")
    before = list(Unit.objects.values())
    batch = preview(workbook(edit(table_of(exported()))))
    assert batch.state == ImportBatch.State.REFUSED
    assert batch.reason.startswith(reason)
    assert batch.file is None
    assert ImportRow.objects.count() == 0
    assert list(Unit.objects.values()) == before


def test_merged_cells_are_refused_with_their_place(preview):
    add_units("甲局", "乙局")
    batch = preview(workbook(table_of(exported()), merge=(1, 0, 2, 0)))
    assert batch.reason.startswith("A2:A3 是合并的单元格")
    assert preview(workbook([["标题"], *table_of(exported())], merge=(0, 0, 0, 3))).state == "previewed"


def test_an_empty_register_takes_a_file_without_ids(preview):
    rows = [
        ["名称", "类别", "成立日期", "撤销日期"],
        ["甲局", "政府部门", "", ""],
        ["乙镇", "镇(街道)", "", ""],
    ]
    batch = preview(workbook(rows))
    assert (batch.state, batch.new_count) == ("previewed", 2)


def test_a_ledger_that_takes_no_new_rows_refuses_them(officer):
    from dataclasses import replace

    add_units("甲局")
    table = [*table_of(exported()), ["乙局", "政府部门", "", "", "", "", ""]]
    batch = preview_ledger(
        workbook(table), name="x.xlsx", ledger=replace(UNITS, may_add=False), scope="a", by=officer, at=NOW
    )
    assert problems_of(batch) == [(3, "记录号", "这张台账不能新增行")]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLAN_OFFICER])
def test_only_the_ledgers_right_allows_a_preview(actor, office, role):
    with pytest.raises(NotAllowed):
        preview_ledger(exported(), name="x", ledger=UNITS, scope="a", by=actor(role, office), at=NOW)
    assert ImportBatch.objects.count() == 0


def test_a_scope_that_is_not_the_actors_is_not_found(officer):
    with pytest.raises(NotFound):
        preview_ledger(exported(), name="x", ledger=UNITS, scope="z", by=officer, at=NOW)


def test_queries_do_not_grow_with_the_rows(preview):
    def queries(count: int) -> int:
        Unit.objects.filter(source="a").delete()
        add_units(*(f"单位{n}" for n in range(count)))
        table = table_of(exported())
        for row in table[1:]:
            row[0] += "改"
        content = workbook(table)
        with CaptureQueriesContext(connection) as captured:
            assert preview(content).changed_count == count
        return len(captured)

    assert queries(300) <= queries(3) + 2
