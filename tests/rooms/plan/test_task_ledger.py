"""The task ledger: out as a file, edited, back as a change set that goes through the actions."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from zhichan.core.access.roles import Role as Post
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import Conflict, NotAllowed, NotFound
from zhichan.core.imports.actions import confirm_batch, preview_ledger
from zhichan.core.people.actions.units import NewName, add_alias
from zhichan.core.people.models import UnitName
from zhichan.rooms.plan.ledgers import TASK_LEDGER
from zhichan.rooms.plan.models import Task

from .samples import Role, make_ongoing, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


@pytest.fixture
def task(plan, science, justice):
    return make_task(plan, {science: Role.LEAD, justice: Role.PARTICIPANT}, number="1")


def exported(client, address: str = "/plan/tasks/?view=list&format=xlsx") -> list[list[object]]:
    response = client.get(address)
    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def workbook(rows: list[list[object]]) -> bytes:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    percent = book.add_format({"num_format": "0%"})
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(y, x, value)
            elif rows[0][x] == "进度" and isinstance(value, float):
                sheet.write_number(y, x, value, percent)
            else:
                sheet.write(y, x, value)
    book.close()
    return kept.getvalue()


def preview(rows, by, at, scope=""):
    content = workbook(rows)
    return preview_ledger(content, name="任务台账.xlsx", ledger=TASK_LEDGER, scope=scope, by=by, at=at)


def states(batch) -> tuple[int, ...]:
    return batch.new_count, batch.changed_count, batch.same_count, batch.refused_count, batch.conflict_count


def test_the_ledger_holds_the_rows_of_the_list_in_its_order(plan, task, science, signed_in, office):
    make_ongoing(plan, {science: Role.LEAD}, number="2", reviewed_until=date(2026, 9, 30))
    client = signed_in(Post.PLAN_OFFICER, office)
    rows = exported(client)
    assert rows[0][:11] == [
        *("任务", "编号", "工作方面", "牵头单位", "共同负责", "参与单位"),
        *("时限种类", "完成时限", "复核周期", "状态", "进度"),
    ]
    assert [row[:10] for row in rows[1:]] == [
        [
            task.title,
            "1",
            "一、强化保护",
            "云川区科技局",
            "",
            "云川区司法局",
            "限期完成",
            date(2026, 12, 31),
            "",
            "未启动",
        ],
        ["持续开展执法协作", "2", "一、强化保护", "云川区科技局", "", "", "持续推进", "", "按季", "未启动"],
    ]
    assert len(exported(client, "/plan/tasks/?view=list&deadline=ongoing&format=xlsx")) == 2


def test_out_and_back_in_changes_nothing(plan, task, science, signed_in, office, officer, now):
    make_ongoing(plan, {science: Role.LEAD})
    rows = exported(signed_in(Post.PLAN_OFFICER, office))
    assert states(preview(rows, officer, now)) == (0, 0, 2, 0, 0)


def test_an_edited_ledger_changes_limit_words_and_units(
    task, science, justice, signed_in, office, officer, now
):
    add_alias(justice, NewName("区司法局"), by=officer, at=now)
    rows = exported(signed_in(Post.PLAN_OFFICER, office))
    rows[1][0], rows[1][3], rows[1][5], rows[1][7] = (
        "建立会商制度",
        "区司法局",
        "云川区科技局",
        date(2027, 6, 30),
    )
    batch = preview(rows, officer, now)
    assert states(batch) == (0, 1, 0, 0, 0)
    assert Task.objects.get(pk=task.pk).title != "建立会商制度"
    confirm_batch(batch.pk, by=officer, at=now)
    task.refresh_from_db()
    assert (task.title, task.deadline_on, task.sort_on) == (
        "建立会商制度",
        date(2027, 6, 30),
        date(2027, 6, 30),
    )
    parts = dict(task.responsibilities.values_list("unit__name", "role"))
    assert parts == {"云川区司法局": "lead", "云川区科技局": "participant"}
    kinds = [event.kind for event in events_of(task)]
    assert kinds == ["plan.task.edited", "plan.task.units_assigned"]
    assert events_of(task)[0].details["before"]["deadline_on"] == "2026-12-31"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (3, "不存在的局"),
        (3, ""),
        (5, "云川区科技局"),
        (7, ""),
        (6, "持续推进"),
        (8, "按季"),
        (9, "已办结"),
        (10, 1.0),
        (0, ""),
    ],
)
def test_what_cannot_be_is_refused_row_by_row(task, signed_in, office, officer, now, column, value):
    rows = exported(signed_in(Post.PLAN_OFFICER, office))
    rows[1][column] = value
    batch = preview(rows, officer, now)
    assert states(batch) == (0, 0, 0, 1, 0)
    assert batch.rows.get().problems


def test_a_row_changed_meanwhile_is_a_conflict(task, signed_in, office, officer, now):
    rows = exported(signed_in(Post.PLAN_OFFICER, office))
    Task.objects.filter(pk=task.pk).update(title="别人改的名称")
    rows[1][0] = "我改的名称"
    assert states(preview(rows, officer, now)) == (0, 0, 0, 0, 1)


def test_a_name_that_lost_its_unit_meanwhile_undoes_the_batch(task, justice, signed_in, office, officer, now):
    add_alias(justice, NewName("法治办"), by=officer, at=now)
    rows = exported(signed_in(Post.PLAN_OFFICER, office))
    rows[1][0], rows[1][5] = "建立会商制度", "法治办"
    batch = preview(rows, officer, now)
    UnitName.objects.filter(name="法治办").delete()
    with pytest.raises(Conflict, match="法治办"):
        confirm_batch(batch.pk, by=officer, at=now)
    task.refresh_from_db()
    batch.refresh_from_db()
    assert (task.title == "建立会商制度", batch.state) == (False, "previewed")


def test_a_contact_exports_its_own_rows_and_imports_none(plan, task, science, unit, signed_in, actor, now):
    make_task(plan, {unit("云川区商务局"): Role.LEAD})
    rows = exported(signed_in(Post.UNIT_CONTACT, science))
    assert [row[0] for row in rows[1:]] == [task.title]
    with pytest.raises(NotAllowed):
        preview(rows, actor(Post.UNIT_CONTACT, science), now)


def test_the_scope_is_a_plan_the_actor_sees(task, plan, office, officer):
    assert TASK_LEDGER.rows(officer, str(plan.pk)).count() == 1
    assert TASK_LEDGER.home(str(plan.pk)) == f"/plan/tasks/?view=list&plan={plan.pk}"
    for scope in ("x", "99999", "²", "9" * 23):
        with pytest.raises(NotFound):
            TASK_LEDGER.rows(officer, scope)
