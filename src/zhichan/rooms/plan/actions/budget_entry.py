"""Writing an entry of the budget (预算分录): the whole ledger of its line is judged first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.rules.money import fen_in, yuan_of
from zhichan.core.tables.text import day_text, money_text
from zhichan.rooms.plan.budget_law import COLUMN_OF_KIND, Breach, Effect, first_breach, totals_of
from zhichan.rooms.plan.models import BudgetEntry, BudgetLine, Commitment

Kind = BudgetEntry.Kind
MOST_NOTE = 400


@dataclass(frozen=True)
class Amount:
    """Yuan on a day, with what it is for or rests on (凭证号、文号、理由)."""

    yuan: Decimal
    on: date
    note: str = ""


@dataclass(frozen=True)
class Entry:
    kind: BudgetEntry.Kind
    amount_fen: int
    on: date
    note: str
    commitment: Commitment | None
    reverses: BudgetEntry | None = None


_MAY_FALL = frozenset({Kind.ADJUSTED, Kind.RECOMMITTED})


def entry_of(kind: Kind, amount: Amount, commitment: Commitment | None) -> Entry:
    """The entry of an amount. Raises InvalidInput for what is no amount, or a note that is too long."""
    fen = _fen(amount.yuan, may_fall=kind in _MAY_FALL)
    note = amount.note.strip()
    if len(note) > MOST_NOTE:
        raise InvalidInput(_("说明不超过 400 字。"), field="note")
    return Entry(kind, fen, amount.on, note, commitment)


def judged(line: BudgetLine, wanted: Entry, at: datetime) -> list[Effect]:
    """The whole ledger of a line, locked by the caller, with the new entry.

    Raises Conflict with the figures where the law would not hold on some day, InvalidInput for an absurd day.
    """
    _refuse_day(line, wanted.on, at)
    effects = [*_effects(line), _effect(wanted)]
    if breach := first_breach(effects):
        raise Conflict(_breach_text(line, breach), code="overdrawn", field="amount", line=line.pk)
    return effects


def _effects(line: BudgetLine) -> list[Effect]:
    rows = BudgetEntry.objects.filter(line=line).values_list("on", "kind", "amount_fen", "commitment_id")
    return [Effect(on, COLUMN_OF_KIND[kind], fen, of) for on, kind, fen, of in rows]


def _effect(wanted: Entry) -> Effect:
    of = wanted.commitment.pk if wanted.commitment else None
    return Effect(wanted.on, COLUMN_OF_KIND[wanted.kind], wanted.amount_fen, of)


def put_totals(line: BudgetLine, commitment: Commitment | None, effects: list[Effect]) -> None:
    """Write the sums of the ledger to the line and the commitment."""
    sums = totals_of(effects)
    line.budget_fen, line.committed_fen, line.paid_fen = sums.budget, sums.committed, sums.paid
    line.save(update_fields=["budget_fen", "committed_fen", "paid_fen"])
    if commitment is not None:
        own = totals_of(effect for effect in effects if effect.commitment == commitment.pk)
        commitment.committed_fen, commitment.paid_fen = own.committed, own.paid
        commitment.save(update_fields=["committed_fen", "paid_fen"])


def _breach_text(line: BudgetLine, breach: Breach) -> str:
    """What would be on that day, had it been entered: nothing of it is so."""
    words = {
        "line": line.title,
        "day": day_text(breach.on),
        "most": money_text(yuan_of(breach.most)),
        "wanted": money_text(yuan_of(breach.wanted)),
        "over": money_text(yuan_of(breach.wanted - breach.most)),
    }
    if breach.column == "committed":
        message = _(
            "没有登记。如果登记，“%(line)s”到 %(day)s 预算将是 %(most)s 元，"
            "承诺将是 %(wanted)s 元，承诺将超出预算 %(over)s 元。"
        )
    else:
        message = _(
            "没有登记。如果登记，这项承诺到 %(day)s 将是 %(most)s 元，"
            "支付将是 %(wanted)s 元，支付将超出承诺 %(over)s 元。"
        )
    return message % words


def _fen(yuan: Decimal, *, may_fall: bool) -> int:
    try:
        fen = fen_in(yuan)
    except ValueError as error:
        raise InvalidInput(_("%(reason)s。") % {"reason": error}, field="amount") from None
    if fen == 0 or (fen < 0 and not may_fall):
        raise InvalidInput(_("金额要大于零。") if not may_fall else _("金额不能是零。"), field="amount")
    return fen


def _refuse_day(line: BudgetLine, on: date, at: datetime) -> None:
    """A day between the start of the year before (early approval) and today."""
    first = date(line.year - 1, 1, 1)
    if not first <= on <= timezone.localdate(at):
        message = _("日期要在 %(first)s 到今天之间。") % {"first": day_text(first)}
        raise InvalidInput(message, field="on")
