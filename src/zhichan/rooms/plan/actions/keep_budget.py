"""Keeping the budget (经费预算): lines, adjustments, commitments, payments, and reversals (冲回).

Every amount is an entry that stays; a mistake is put right by a reversal with its reason. The line is
locked while the whole of its ledger is judged (``budget_law``), so that two writers cannot overdraw it
together; the database refuses an overdrawn line besides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotFound, WrongState
from zhichan.core.locks import hold
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.core.tables.text import day_text
from zhichan.rooms.plan.actions.budget_entry import Amount, Entry, entry_of, judged, put_totals
from zhichan.rooms.plan.models import BudgetEntry, BudgetLine, Commitment, Plan, Task
from zhichan.rooms.plan.queries.budget import lines_visible_to
from zhichan.rooms.plan.rights import BUDGET_KEEP

Kind = BudgetEntry.Kind
FIRST_YEAR = 2000


@dataclass(frozen=True)
class NewLine:
    """A line as it was approved. ``amount`` in yuan; ``on``: the day of the approval (批复)."""

    year: int
    title: str
    plan_id: int
    unit_id: int
    fund: str
    amount: Decimal
    on: date
    task_id: int | None = None
    note: str = ""


@dataclass(frozen=True)
class NewCommitment:
    payee: str
    purpose: str
    amount: Amount


@transaction.atomic
def open_budget_line(given: NewLine, *, by: Actor, at: datetime) -> BudgetLine:
    """Enter a line with the amount that was approved.

    Raises NotFound, NotAllowed, Conflict (the programme has that line already), InvalidInput (an amount
    that is none, an absurd year or day, a task of another plan); on any of them nothing is changed.
    """
    require(by, BUDGET_KEEP)
    title = _words(given.title, 120, "title")
    if not FIRST_YEAR <= given.year <= timezone.localdate(at).year + 1:
        raise InvalidInput(_("年度要在 %(first)d 年到明年之间。") % {"first": FIRST_YEAR}, field="year")
    if given.fund not in BudgetLine.Fund.values:
        raise InvalidInput(_("请选资金来源。"), field="fund")
    _refuse_strangers(given)
    hold(f"budget:{given.plan_id}:{given.year}")
    key = {"year": given.year, "plan_id": given.plan_id, "title": title, "fund": given.fund}
    if BudgetLine.objects.filter(**key, unit_id=given.unit_id).exists():
        raise Conflict(_("这个年度已有同名、同来源、同单位的预算条目。"), code="line_exists")
    plan = Plan.objects.get(pk=given.plan_id)
    line = BudgetLine.objects.create(
        **key,
        unit_id=given.unit_id,
        task_id=given.task_id,
        is_sample=plan.is_sample,
        source=by.as_source,
    )
    return _written(
        line, entry_of(Kind.APPROVED, Amount(given.amount, given.on, given.note), None), by, at
    ).line


@transaction.atomic
def adjust_budget(line_id: int, change: Amount, *, by: Actor, at: datetime) -> BudgetEntry:
    """Raise or, with a negative amount, lower the budget of a line (追加、调减); a reason is needed.

    Raises NotFound, NotAllowed, Conflict (less than what is committed would be left), InvalidInput; on any
    of them nothing is changed.
    """
    line = _lock(line_id, by)
    _words(change.note, 400, "note")
    return _written(line, entry_of(Kind.ADJUSTED, change, None), by, at)


@transaction.atomic
def commit_money(line_id: int, given: NewCommitment, *, by: Actor, at: datetime) -> Commitment:
    """Promise somebody money out of a line (承诺、拟安排).

    Raises NotFound, NotAllowed, Conflict (more than the budget), InvalidInput; on any of them nothing is
    changed.
    """
    line = _lock(line_id, by)
    commitment = Commitment.objects.create(
        line=line,
        payee=_words(given.payee, 120, "payee"),
        purpose=_words(given.purpose, 200, "purpose"),
        source=by.as_source,
    )
    _written(line, entry_of(Kind.COMMITTED, given.amount, commitment), by, at)
    return commitment


@transaction.atomic
def change_commitment(commitment_id: int, change: Amount, *, by: Actor, at: datetime) -> BudgetEntry:
    """Raise or, with a negative amount, lower what was promised (e.g. release what is left over 结余收回).

    Raises NotFound, NotAllowed, Conflict (more than the budget, or less than was paid), InvalidInput; on any
    of them nothing is changed.
    """
    commitment = _lock_commitment(commitment_id, by)
    _words(change.note, 400, "note")
    return _written(commitment.line, entry_of(Kind.RECOMMITTED, change, commitment), by, at)


@transaction.atomic
def pay(commitment_id: int, paid: Amount, *, by: Actor, at: datetime) -> BudgetEntry:
    """Note a payment against a commitment (支付). The product pays nothing: it keeps what was paid.

    Raises NotFound, NotAllowed, Conflict (more than was promised), InvalidInput; on any of them nothing is
    changed.
    """
    commitment = _lock_commitment(commitment_id, by)
    return _written(commitment.line, entry_of(Kind.PAID, paid, commitment), by, at)


@transaction.atomic
def reverse_entry(entry_id: int, reason: str, *, on: date, by: Actor, at: datetime) -> BudgetEntry:
    """Take an entry back by one of the opposite amount (冲回), dated the day of the reversal.

    Raises NotFound, NotAllowed, WrongState (reversed already, or itself a reversal), Conflict (what rests on
    it would be overdrawn), InvalidInput; on any of them nothing is changed.
    """
    require(by, BUDGET_KEEP)
    found = BudgetEntry.objects.filter(pk=entry_id, line__in=lines_visible_to(by)).first()
    if found is None:
        raise NotFound(_("没有找到这笔分录。"), entry=entry_id)
    line = _lock(found.line_id, by)
    if found.reverses_id is not None or BudgetEntry.objects.filter(reverses=found).exists():
        raise WrongState(_("这笔分录已经冲回，或者本身就是冲回。"), code="reversed", entry=entry_id)
    if on < found.on:
        message = _("冲回的日期不能早于原分录的 %(day)s。")
        raise InvalidInput(message % {"day": day_text(found.on)}, field="on")
    commitment = None if found.commitment_id is None else Commitment.objects.get(pk=found.commitment_id)
    wanted = Entry(Kind(found.kind), -found.amount_fen, on, _words(reason, 400, "note"), commitment, found)
    return _written(line, wanted, by, at)


def _written(line: BudgetLine, wanted: Entry, by: Actor, at: datetime) -> BudgetEntry:
    effects = judged(line, wanted, at)
    entry = BudgetEntry.objects.create(
        line=line,
        commitment=wanted.commitment,
        kind=wanted.kind,
        amount_fen=wanted.amount_fen,
        on=wanted.on,
        note=wanted.note,
        reverses=wanted.reverses,
        recorded_at=at,
        recorded_by_id=by.id if by.kind == "person" else None,
        source=by.as_source,
    )
    put_totals(line, wanted.commitment, effects)
    details = {
        "entry": entry.pk,
        "kind": entry.kind,
        "amount_fen": entry.amount_fen,
        "on": entry.on.isoformat(),
        "commitment": entry.commitment_id,
        "reverses": entry.reverses_id,
    }
    event = "plan.budget.reversed" if wanted.reverses else f"plan.budget.{entry.kind}"
    record(event, subject=line, by=by, at=at, details=details)
    return entry


def _lock(line_id: int, by: Actor) -> BudgetLine:
    require(by, BUDGET_KEEP)
    line = lines_visible_to(by).select_for_update().filter(pk=line_id).first()
    if line is None:
        raise NotFound(_("没有找到这个预算条目。"), line=line_id)
    return line


def _lock_commitment(commitment_id: int, by: Actor) -> Commitment:
    """The commitment, read after its line is locked."""
    require(by, BUDGET_KEEP)
    of = Commitment.objects.filter(pk=commitment_id).values_list("line_id", flat=True).first()
    if of is None:
        raise NotFound(_("没有找到这项承诺。"), commitment=commitment_id)
    line = _lock(of, by)
    commitment = Commitment.objects.get(pk=commitment_id)
    commitment.line = line
    return commitment


def _words(text: str, most: int, field: str) -> str:
    words = text.strip()
    if not words or len(words) > most:
        raise InvalidInput(_("这一项要填写，不超过 %(most)d 字。") % {"most": most}, field=field)
    return words


def _refuse_strangers(given: NewLine) -> None:
    if not Plan.objects.filter(pk=given.plan_id).exists():
        raise InvalidInput(_("没有找到这个规划。"), field="plan_id")
    if (
        given.task_id is not None
        and not Task.objects.filter(pk=given.task_id, plan_id=given.plan_id).exists()
    ):
        raise InvalidInput(_("这项任务不属于所选的规划。"), field="task_id")
    if not existing_on(Unit.objects.filter(pk=given.unit_id), given.on).exists():
        raise InvalidInput(_("使用单位在这一天不存在。"), field="unit_id")
