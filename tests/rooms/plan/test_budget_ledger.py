"""The ledger of budget lines: out as a file and back, new lines and changed amounts, all or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhichan.core.access.roles import Role as Post
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed
from zhichan.core.imports.actions import confirm_batch, preview_ledger
from zhichan.rooms.plan.actions.budget_entry import Amount
from zhichan.rooms.plan.actions.keep_budget import NewCommitment, NewLine, commit_money, open_budget_line
from zhichan.rooms.plan.budget_ledger import BUDGET_LEDGER
from zhichan.rooms.plan.models import BudgetEntry, BudgetLine

from .test_task_ledger import exported, states, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
DAY = date(2026, 3, 2)


@pytest.fixture
def line(plan, science, officer, now) -> BudgetLine:
    new = NewLine(2026, "知识产权强企", plan.pk, science.pk, "district", Decimal(1000), DAY)
    made = open_budget_line(new, by=officer, at=now)
    commit_money(made.pk, NewCommitment("中心", "培训", Amount(Decimal(600), DAY)), by=officer, at=now)
    return made


@pytest.fixture
def rows(line, signed_in, office) -> list[list[object]]:
    return exported(signed_in(Post.PLAN_OFFICER, office), "/plan/budget/?format=xlsx")


def preview(rows, by, at):
    content = workbook(rows)
    return preview_ledger(content, name="预算台账.xlsx", ledger=BUDGET_LEDGER, scope="", by=by, at=at)


def new_row(rows, **fields) -> list[object]:
    row = list(rows[1])
    row[1], row[8:] = fields.get("title", "宣传周"), [None] * len(row[8:])
    row[3], row[5] = fields.get("unit", row[3]), fields.get("amount", 500)
    return row


def test_an_unchanged_file_changes_nothing(rows, officer, now):
    assert states(preview(rows, officer, now)) == (0, 0, 1, 0, 0)


def test_new_lines_come_in_and_a_changed_amount_is_an_adjustment(rows, line, officer, now):
    rows[1][5], rows[1][7] = 1200.5, "追加"
    batch = preview([*rows, new_row(rows)], officer, now)
    confirm_batch(batch.pk, by=officer, at=now)
    line.refresh_from_db()
    assert (line.budget_fen, line.committed_fen) == (120_050, 60_000)
    adjusted = BudgetEntry.objects.get(kind="adjusted")
    assert (adjusted.amount_fen, adjusted.note, adjusted.on) == (20_050, "追加", date(2026, 11, 20))
    assert BudgetLine.objects.exclude(pk=line.pk).get().budget_fen == 50_000


@pytest.mark.parametrize(
    ("column", "value", "error"),
    [
        (5, 599.99, Conflict),
        (1, "改名", InvalidInput),
        (4, "单位自筹", InvalidInput),
        (7, "只写说明", InvalidInput),
    ],
)
def test_what_breaks_the_law_or_renames_a_line_undoes_the_batch(rows, officer, now, column, value, error):
    rows[1][column] = value
    batch = preview([*rows, new_row(rows)], officer, now)
    with pytest.raises(error):
        confirm_batch(batch.pk, by=officer, at=now)
    assert (BudgetLine.objects.count(), BudgetEntry.objects.count()) == (1, 2)


@pytest.mark.parametrize("fields", [{"unit": "没有这个单位"}, {"amount": 1.005}, {"amount": -1}])
def test_an_unreadable_row_is_refused_in_the_preview(rows, officer, now, fields):
    batch = preview([*rows, new_row(rows, **fields)], officer, now)
    assert states(batch) == (0, 0, 1, 1, 0)


def test_only_who_keeps_the_budget_brings_it_in(rows, contact, now):
    with pytest.raises(NotAllowed):
        preview(rows, contact, now)
