"""The budget through the API: lines, their entries, and the execution of a year. Amounts in yuan."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhichan.core.access.operation import DEFAULT_PAGE_SIZE, Id, Line, PageSize, key_set_page, operation
from zhichan.core.access.requests import actor_in, now
from zhichan.core.rules.money import yuan_of
from zhichan.rooms.plan.actions import keep_budget
from zhichan.rooms.plan.actions.budget_entry import Amount
from zhichan.rooms.plan.api.types import BudgetKind, Day, Exact, FundSource, Note
from zhichan.rooms.plan.models import BudgetEntry, BudgetLine, Commitment
from zhichan.rooms.plan.queries.budget import line_page, lines_visible_to
from zhichan.rooms.plan.rights import BUDGET_KEEP, BUDGET_VIEW

router = Router()
Year = Annotated[int, Field(ge=2000, le=2100)]
Yuan = Annotated[Decimal, Field(max_digits=15, decimal_places=2, allow_inf_nan=False)]


class BudgetLineOut(Schema):
    """``budget``, ``committed``, ``paid``: yuan as they stand now."""

    id: int
    year: int
    title: str
    plan_id: int
    task_id: int | None
    unit_id: int
    fund: FundSource
    budget: Exact
    committed: Exact
    paid: Exact
    is_sample: bool


class BudgetLinePage(Schema):
    items: list[BudgetLineOut]
    next: int | None


class CommitmentOut(Schema):
    id: int
    payee: str
    purpose: str
    committed: Exact
    paid: Exact


class BudgetEntryOut(Schema):
    """``reverses``: the entry this one takes back."""

    id: int
    line_id: int
    commitment_id: int | None
    kind: BudgetKind
    amount: Exact
    on: date
    note: str
    reverses: int | None
    recorded_at: datetime


class BudgetLineDetailOut(BudgetLineOut):
    commitments: list[CommitmentOut]
    entries: list[BudgetEntryOut]


class BudgetLineIn(Schema):
    year: Year
    title: Line
    plan_id: Id
    unit_id: Id
    fund: FundSource
    amount: Yuan
    on: Day
    task_id: Id | None = None
    note: Note = ""


class AmountIn(Schema):
    """``amount``: yuan, at most two decimals; negative lowers a budget or a commitment."""

    amount: Yuan
    on: Day
    note: Note = ""


class CommitmentIn(AmountIn):
    payee: Line
    purpose: Line


class ReversalIn(Schema):
    on: Day
    reason: Note


@operation(router.get, "/budget", right=BUDGET_VIEW, out=BudgetLinePage, summary="列出预算条目")
def budget_lines(
    request: HttpRequest,
    year: Year | None = None,
    after: Id | None = None,
    limit: PageSize = DEFAULT_PAGE_SIZE,
) -> BudgetLinePage:
    lines = lines_visible_to(actor_in(request))
    if year is not None:
        lines = lines.filter(year=year)
    rows, following = key_set_page(lines, after=after, limit=limit)
    return BudgetLinePage(items=[BudgetLineOut(**_line(row)) for row in rows], next=following)


@operation(
    router.get, "/budget/{line_id}", right=BUDGET_VIEW, out=BudgetLineDetailOut, summary="查看预算条目"
)
def budget_line(request: HttpRequest, line_id: Id) -> BudgetLineDetailOut:
    shown = line_page(actor_in(request), line_id)
    return BudgetLineDetailOut(
        **_line(shown.line),
        commitments=[_commitment(one.commitment) for one in shown.commitments],
        entries=[_entry(one.entry) for one in shown.entries],
    )


@operation(router.post, "/budget", right=BUDGET_KEEP, out=BudgetLineOut, summary="登记预算条目", status=201)
def add_budget_line(request: HttpRequest, body: BudgetLineIn) -> Status[BudgetLineOut]:
    made = keep_budget.open_budget_line(keep_budget.NewLine(**body.dict()), by=actor_in(request), at=now())
    return Status(201, BudgetLineOut(**_line(made)))


@operation(
    router.post,
    "/budget/{line_id}/adjustments",
    right=BUDGET_KEEP,
    out=BudgetEntryOut,
    summary="调整预算",
    status=201,
)
def adjust_line(request: HttpRequest, line_id: Id, body: AmountIn) -> Status[BudgetEntryOut]:
    made = keep_budget.adjust_budget(line_id, _amount(body), by=actor_in(request), at=now())
    return Status(201, _entry(made))


@operation(
    router.post,
    "/budget/{line_id}/commitments",
    right=BUDGET_KEEP,
    out=CommitmentOut,
    summary="登记承诺",
    status=201,
)
def add_commitment(request: HttpRequest, line_id: Id, body: CommitmentIn) -> Status[CommitmentOut]:
    given = keep_budget.NewCommitment(body.payee, body.purpose, _amount(body))
    return Status(201, _commitment(keep_budget.commit_money(line_id, given, by=actor_in(request), at=now())))


@operation(
    router.post,
    "/budget/commitments/{commitment_id}/changes",
    right=BUDGET_KEEP,
    out=BudgetEntryOut,
    summary="调整承诺",
    status=201,
)
def change_one_commitment(request: HttpRequest, commitment_id: Id, body: AmountIn) -> Status[BudgetEntryOut]:
    made = keep_budget.change_commitment(commitment_id, _amount(body), by=actor_in(request), at=now())
    return Status(201, _entry(made))


@operation(
    router.post,
    "/budget/commitments/{commitment_id}/payments",
    right=BUDGET_KEEP,
    out=BudgetEntryOut,
    summary="登记支付",
    status=201,
)
def add_payment(request: HttpRequest, commitment_id: Id, body: AmountIn) -> Status[BudgetEntryOut]:
    made = keep_budget.pay(commitment_id, _amount(body), by=actor_in(request), at=now())
    return Status(201, _entry(made))


@operation(
    router.post,
    "/budget/entries/{entry_id}/reversal",
    right=BUDGET_KEEP,
    out=BudgetEntryOut,
    summary="冲回预算分录",
    status=201,
)
def reverse_budget_entry(request: HttpRequest, entry_id: Id, body: ReversalIn) -> Status[BudgetEntryOut]:
    made = keep_budget.reverse_entry(entry_id, body.reason, on=body.on, by=actor_in(request), at=now())
    return Status(201, _entry(made))


def _amount(body: AmountIn) -> Amount:
    return Amount(body.amount, body.on, body.note)


def _line(row: BudgetLine) -> dict[str, Any]:
    names = ("id", "year", "title", "plan_id", "task_id", "unit_id", "fund", "is_sample")
    return {
        **{name: getattr(row, name) for name in names},
        "budget": yuan_of(row.budget_fen),
        "committed": yuan_of(row.committed_fen),
        "paid": yuan_of(row.paid_fen),
    }


def _commitment(row: Commitment) -> CommitmentOut:
    return CommitmentOut(
        id=row.pk,
        payee=row.payee,
        purpose=row.purpose,
        committed=yuan_of(row.committed_fen),
        paid=yuan_of(row.paid_fen),
    )


def _entry(row: BudgetEntry) -> BudgetEntryOut:
    names = ("id", "line_id", "commitment_id", "kind", "on", "note", "recorded_at")
    plain = {name: getattr(row, name) for name in names}
    return BudgetEntryOut(**plain, amount=yuan_of(row.amount_fen), reverses=row.reverses_id)
