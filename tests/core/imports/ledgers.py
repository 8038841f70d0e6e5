"""A ledger over units, with the helpers that edit a file as a person would."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from zhichan.core.access.rights import Right, everywhere
from zhichan.core.access.roles import Role
from zhichan.core.errors import NotFound
from zhichan.core.exports.kinds import Choice, Day, Number, Text
from zhichan.core.imports.ledger import Ledger, LedgerColumn, Problem, register_ledger
from zhichan.core.people.models import Unit

EDIT = Right("test.units.edit", "改测试台账", everywhere(Role.PLAN_OFFICER), hidden=False)
FIELDS = ("name", "kind", "established_on", "abolished_on")


def units_of(actor, scope):
    """Units whose source is the scope; only plan officers have scopes here."""
    if scope not in ("a", "b"):
        raise NotFound("没有这个范围。")
    return Unit.objects.filter(source=scope)


def apply_changes(changes, *, scope, by, at):
    for change in changes:
        values = {name: change.values[name] for name in FIELDS}
        if change.record_id is None:
            Unit.objects.create(source=scope, **values)
        else:
            assert change.changed
            Unit.objects.filter(pk=change.record_id).update(**values)


def check_dates(values, *, scope, by):
    start, end = values["established_on"], values["abolished_on"]
    if start and end and end <= start:
        yield Problem("撤销日期", end.isoformat(), "不晚于成立日期", "写成立以后的日子")


UNITS = register_ledger(
    Ledger(
        name="test.units",
        label="测试单位台账",
        right=EDIT,
        columns=(
            LedgerColumn("name", "名称", Text(120), lambda row: row.name, is_required=True),
            LedgerColumn("kind", "类别", Choice(Unit.Kind.choices), lambda row: row.kind, is_required=True),
            LedgerColumn("established_on", "成立日期", Day(), lambda row: row.established_on),
            LedgerColumn("abolished_on", "撤销日期", Day(), lambda row: row.abolished_on),
            LedgerColumn("number", "顺序", Number(), lambda row: row.pk * 10, is_editable=False),
        ),
        visible=units_of,
        apply=apply_changes,
        check=check_dates,
        home=lambda scope: f"/find/?q={scope}",
        may_add=True,
    )
)


def add_units(*names: str, scope: str = "a", **values: Any) -> list[Unit]:
    return [Unit.objects.create(name=name, kind="bureau", source=scope, **values) for name in names]


def exported(scope: str = "a", file_format: str = "xlsx") -> bytes:
    response = UNITS.export(
        Unit.objects.filter(source=scope).order_by("pk"), title="测试", file_format=file_format
    )
    content = b"".join(response.streaming_content)
    response.close()
    return content


def table_of(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def workbook(rows: list[list[Any]], *, merge: tuple[int, int, int, int] | None = None, formulas=()) -> bytes:
    """A workbook as a spreadsheet program would save it."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy/m/d"})
        for number, row in enumerate(rows):
            for index, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(number, index, cell, day)
                elif cell not in (None, ""):
                    page.write(number, index, cell)
        for number, index, formula, value in formulas:
            page.write_formula(number, index, formula, None, value)
        if merge:
            page.merge_range(*merge, "合并")
    return target.getvalue()


def csv_bytes(rows: list[list[Any]], encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue().encode(encoding)
