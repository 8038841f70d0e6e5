"""What a roster gives out comes back unchanged; what was edited comes back as a change or a refusal."""

from __future__ import annotations

from datetime import date, timedelta

import openpyxl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhichan.core.imports.actions import confirm_batch, preview_ledger
from zhichan.core.imports.ledger import ledger_named
from zhichan.core.imports.models import ImportBatch, ImportRow
from zhichan.core.registers.actions import Entry, record_rows
from zhichan.rooms.protection.models import EnforcementOfficer, Expert
from zhichan.rooms.protection.models.enforcement_officer import ENFORCEMENT_OFFICERS
from zhichan.rooms.protection.models.expert import EXPERTS

from .samples import FEB, MAY, NAMES, ROSTERS, everything, put, values_of

pytestmark = pytest.mark.django_db
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXT = st.text("云川示例ab1=+@-'\"（）·：%", min_size=1, max_size=12).map(str.strip).filter(bool)
LISTS = st.lists(TEXT, min_size=1, max_size=3, unique=True).map("、".join)
DAYS = st.dates(date(2000, 1, 1), date(2025, 12, 31))


def exported(register, by, file_format: str = "xlsx") -> bytes:
    rows = register.current(by).select_related(*register.related).order_by("pk")
    response = ledger_named(register.name).export(rows, title=str(register.label), file_format=file_format)
    content = response.getvalue()
    response.close()
    return content


def preview(register, content: bytes, by, file_format: str = "xlsx", at=MAY) -> ImportBatch:
    ledger = ledger_named(register.name)
    return preview_ledger(content, name=f"名册.{file_format}", ledger=ledger, scope="", by=by, at=at)


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    return batch.new_count, batch.changed_count, batch.same_count, batch.refused_count


@st.composite
def odd_values(draw):
    """Text that a spreadsheet might take for something else, in whatever field the register has."""
    begins_on = draw(DAYS)
    return {
        "name": draw(TEXT),
        "begins_on": begins_on,
        "ends_on": begins_on + timedelta(days=draw(st.integers(0, 4000))),
        "phone": draw(st.sampled_from(("", "13800000000", "0571-88880000转12", "+8613800000000"))),
        "expertise": draw(LISTS),
        "scope": draw(LISTS),
        "organisation": draw(TEXT),
        "host": draw(TEXT),
        "operator": draw(TEXT),
        "contact": draw(TEXT),
    }


@pytest.mark.parametrize("register", ROSTERS, ids=NAMES)
@FEW
@given(file_format=st.sampled_from(("xlsx", "csv")), drawn=st.lists(odd_values(), min_size=1, max_size=4))
def test_an_exported_roster_comes_back_unchanged(register, office, keeper, file_format, drawn):
    with transaction.atomic():
        entries = []
        for number, odd in enumerate(drawn):
            own = {name: value for name, value in odd.items() if name in register.by_name}
            own["name"] = f"{own['name']}{number}"
            entries.append(Entry(values_of(register, office, **own), date(2026, 2, 1), "文件"))
        record_rows(register, entries, by=keeper, at=FEB)
        before = everything(register)
        batch = preview(register, exported(register, keeper, file_format), keeper, file_format)
        assert counts(batch) == (0, 0, len(entries), 0)
        assert everything(register) == before
        transaction.set_rollback(True)


def test_every_field_but_the_computed_state_can_come_back(office, keeper):
    for register in ROSTERS:
        columns = {one.name: one.is_editable for one in ledger_named(register.name).columns}
        assert columns == {one.name: one.name != "state" for one in register.fields}


def edited(content: bytes, tmp_path, change) -> bytes:
    """The workbook after ``change`` got its sheet and the place of each column by its heading."""
    path = tmp_path / "edited.xlsx"
    path.write_bytes(content)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    change(sheet, {cell.value: cell.column for cell in sheet[1]})
    book.save(path)
    return path.read_bytes()


def test_an_edited_roster_changes_its_rows_and_brings_new_ones(office, keeper, tmp_path):
    kept, renewed = (put(ENFORCEMENT_OFFICERS, office, by=keeper) for _each in range(2))

    def change(sheet, places):
        lines = {sheet.cell(n, places["姓名"]).value: n for n in range(2, sheet.max_row + 1)}
        sheet.cell(lines[renewed.name], places["证件有效期至"]).value = date(2032, 2, 28)
        new = {
            "姓名": "王示例",
            "证件号": "SL900001",
            "所在单位": office.name,
            "发证机关": "澜州市人民政府",
            "证件有效期起": date(2026, 1, 1),
            "证件有效期至": date(2030, 12, 31),
            "联系电话": "0000-88880009",
        }
        for name, value in new.items():
            sheet.cell(sheet.max_row + (name == "姓名"), places[name]).value = value

    batch = preview(
        ENFORCEMENT_OFFICERS, edited(exported(ENFORCEMENT_OFFICERS, keeper), tmp_path, change), keeper
    )
    assert counts(batch) == (1, 1, 1, 0), refusals(batch)
    confirm_batch(batch.pk, by=keeper, at=MAY)
    rows = {row.name: row for row in EnforcementOfficer.objects.all()}
    assert rows[renewed.name].ends_on == date(2032, 2, 28)
    assert rows[kept.name].ends_on == date(2027, 2, 28)
    new = rows["王示例"]
    assert (new.owner_unit, new.state, new.person_id, new.source) == (office, "valid", keeper.id, "台账导入")


def refusals(batch: ImportBatch) -> list[tuple[str, str]]:
    rows = ImportRow.objects.filter(batch=batch, state=ImportRow.State.REFUSED).order_by("row_number")
    return [(one["column"], one["reason"]) for row in rows for one in row.problems]


@pytest.mark.parametrize(
    ("heading", "value", "refused"),
    [
        ("聘期至", date(2024, 12, 31), ("聘期至", "早于“聘任日期”")),
        ("声明日期", date(2026, 5, 11), ("声明日期", "这一天还没有到")),
        ("聘任日期", date(1900, 1, 1), ("聘任日期", "年份不合常理")),
        ("管理单位", "没有这个局", ("管理单位", "没有找到单位“没有这个局”")),
        ("联系电话", "见名片", ("联系电话", "“见名片”不是电话号码")),
        ("利益冲突", "示例公司、示例公司", ("利益冲突", "“示例公司”写了两次")),
        ("状态", "已到期", ("状态", "这一列不能在台账里改")),
    ],
)
def test_a_wrong_cell_refuses_its_row_with_the_reason(
    office, keeper, tmp_path, monkeypatch, heading, value, refused
):
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: MAY)
    put(EXPERTS, office, by=keeper, declared_on=date(2026, 2, 1))
    before = everything(EXPERTS)

    def change(sheet, places):
        sheet.cell(2, places[heading]).value = value

    batch = preview(EXPERTS, edited(exported(EXPERTS, keeper), tmp_path, change), keeper)
    assert counts(batch) == (0, 0, 0, 1)
    assert refusals(batch) == [refused]
    assert everything(EXPERTS) == before
    assert Expert.objects.count() == 1


def test_units_are_found_by_any_name_they_go_by(office, keeper, tmp_path):
    from zhichan.core.people.models import UnitName

    UnitName.objects.create(unit=office, name="区知识产权局", key="区知识产权局", kind="short", source="x")
    put(EXPERTS, office, by=keeper)

    def change(sheet, places):
        sheet.cell(2, places["管理单位"]).value = "区知识产权局"

    batch = preview(EXPERTS, edited(exported(EXPERTS, keeper), tmp_path, change), keeper)
    assert counts(batch) == (0, 0, 1, 0), refusals(batch)
