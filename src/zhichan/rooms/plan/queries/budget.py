"""What is budgeted, committed and paid (经费执行): now from the stored totals, earlier from the entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, may, reach_of, units_of
from zhichan.core.errors import NotFound
from zhichan.core.rules.money import yuan_of
from zhichan.rooms.plan.budget_law import COLUMN_OF_KIND, Effect, totals_of
from zhichan.rooms.plan.models import BudgetEntry, BudgetLine, Commitment, Task
from zhichan.rooms.plan.rights import BUDGET_KEEP, BUDGET_VIEW

_PERMILLE = Decimal("0.001")


def lines_visible_to(actor: Actor) -> QuerySet[BudgetLine]:
    """The office and its leaders see every line; a unit's contact those its units spend."""
    reach = reach_of(actor, BUDGET_VIEW)
    if reach is Reach.ALL:
        return BudgetLine.objects.all()
    if reach is None:
        return BudgetLine.objects.none()
    return BudgetLine.objects.filter(unit_id__in=units_of(actor, BUDGET_VIEW))


@dataclass(frozen=True)
class Money:
    """Yuan. ``share``: paid of the budget, three decimals, halves up; None where nothing is budgeted."""

    budget: Decimal
    committed: Decimal
    paid: Decimal

    @property
    def share(self) -> Decimal | None:
        if not self.budget:
            return None
        return (self.paid / self.budget).quantize(_PERMILLE, ROUND_HALF_UP)

    @property
    def percent(self) -> Decimal:
        return (self.share or Decimal(0)) * 100

    @property
    def committed_percent(self) -> Decimal:
        return self.committed / self.budget * 100 if self.budget else Decimal(0)

    @property
    def free(self) -> Decimal:
        return self.budget - self.committed


def money_of(budget_fen: int, committed_fen: int, paid_fen: int) -> Money:
    return Money(yuan_of(budget_fen), yuan_of(committed_fen), yuan_of(paid_fen))


@dataclass(frozen=True)
class LineExecution:
    """A line as it stood: yuan, and the share of the budget that was paid."""

    line: BudgetLine
    budget: Decimal
    committed: Decimal
    paid: Decimal
    share: Decimal | None


def execution(year: int, at: datetime) -> list[LineExecution]:
    """Every line of a year as it stood and was known at an instant, by title. Two queries, O(entries).

    Counts what was entered until then and is dated that day or before; lines without such an entry are not
    there yet.
    """
    rows = BudgetEntry.objects.filter(line__year=year, recorded_at__lte=at, on__lte=timezone.localdate(at))
    of_line: dict[int, list[Effect]] = {}
    for line_id, on, kind, fen in rows.values_list("line_id", "on", "kind", "amount_fen"):
        of_line.setdefault(line_id, []).append(Effect(on, COLUMN_OF_KIND[kind], fen))
    lines = BudgetLine.objects.filter(pk__in=of_line).select_related("plan", "task", "unit")
    return [_executed(line, of_line[line.pk]) for line in lines.order_by("title", "pk")]


def _executed(line: BudgetLine, effects: Iterable[Effect]) -> LineExecution:
    sums = totals_of(effects)
    money = money_of(sums.budget, sums.committed, sums.paid)
    return LineExecution(line, money.budget, money.committed, money.paid, money.share)


def execution_total(lines: Iterable[LineExecution]) -> Money:
    """The lines together."""
    found = list(lines)
    zero = Decimal(0)
    return Money(
        sum((one.budget for one in found), zero),
        sum((one.committed for one in found), zero),
        sum((one.paid for one in found), zero),
    )


@dataclass(frozen=True)
class YearLine:
    year: int
    lines: int
    money: Money


def years_of(actor: Actor, plan: int | None = None) -> list[YearLine]:
    """Each year with its lines, of one plan or of all, and sums as they stand now, the latest first. One
    query."""
    lines = lines_visible_to(actor)
    summed = (
        (lines if plan is None else lines.filter(plan_id=plan))
        .values("year")
        .annotate(
            lines=Count("pk"), budget=Sum("budget_fen"), committed=Sum("committed_fen"), paid=Sum("paid_fen")
        )
    )
    return [
        YearLine(row["year"], row["lines"], money_of(row["budget"], row["committed"], row["paid"]))
        for row in summed.order_by("-year")
    ]


@dataclass(frozen=True)
class EntryLine:
    """An entry of the ledger in yuan; ``may_reverse``: it stands and the actor keeps the budget."""

    entry: BudgetEntry
    amount: Decimal
    is_reversal: bool
    is_reversed: bool
    may_reverse: bool


@dataclass(frozen=True)
class CommitmentLine:
    commitment: Commitment
    committed: Decimal
    paid: Decimal

    @property
    def percent(self) -> Decimal:
        return self.paid / self.committed * 100 if self.committed else Decimal(0)

    @property
    def left(self) -> Decimal:
        return self.committed - self.paid


@dataclass(frozen=True)
class LinePage:
    line: BudgetLine
    money: Money
    commitments: Sequence[CommitmentLine]
    entries: Sequence[EntryLine]
    may_keep: bool


def line_visible_to(actor: Actor, pk: int) -> BudgetLine:
    """One line; NotFound where the actor may not see it."""
    found = lines_visible_to(actor).select_related("plan", "task", "unit").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这个预算条目。"), line=pk)
    return found


def line_page(actor: Actor, pk: int) -> LinePage:
    """A line with its commitments and every entry, the latest first. Three queries."""
    line, may_keep = line_visible_to(actor, pk), may(actor, BUDGET_KEEP)
    rows = list(
        BudgetEntry.objects.filter(line=line)
        .select_related("commitment", "recorded_by")
        .order_by("-on", "-pk")
    )
    taken_back = {entry.reverses_id for entry in rows if entry.reverses_id}
    commitments = Commitment.objects.filter(line=line).order_by("-pk")
    return LinePage(
        line=line,
        money=money_of(line.budget_fen, line.committed_fen, line.paid_fen),
        commitments=[
            CommitmentLine(one, yuan_of(one.committed_fen), yuan_of(one.paid_fen)) for one in commitments
        ],
        entries=[
            EntryLine(
                entry=entry,
                amount=yuan_of(entry.amount_fen),
                is_reversal=entry.reverses_id is not None,
                is_reversed=entry.pk in taken_back,
                may_reverse=may_keep and entry.reverses_id is None and entry.pk not in taken_back,
            )
            for entry in rows
        ],
        may_keep=may_keep,
    )


@dataclass(frozen=True)
class MoneyOfTask:
    """The lines of a task that the actor may see, with their sums."""

    lines: Sequence[tuple[BudgetLine, Money]]
    total: Money


def money_of_task(actor: Actor, task: Task) -> MoneyOfTask | None:
    """Which money belongs to a task; None where there is none to see. One query."""
    lines = list(lines_visible_to(actor).filter(Q(task=task)).order_by("-year", "title"))
    if not lines:
        return None
    sums = [
        sum(getattr(line, name) for line in lines) for name in ("budget_fen", "committed_fen", "paid_fen")
    ]
    return MoneyOfTask(
        [(line, money_of(line.budget_fen, line.committed_fen, line.paid_fen)) for line in lines],
        money_of(*sums),
    )
