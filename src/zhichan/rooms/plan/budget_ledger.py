"""The ledger of budget lines (预算台账): new lines from a spreadsheet, changed amounts as adjustments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.exports.kinds import Choice, Day, Number, Text
from zhichan.core.exports.sheets import MONEY_FORMAT
from zhichan.core.imports.ledger import Change, Ledger, LedgerColumn, Problem, register_ledger
from zhichan.core.rules.money import MOST_FEN, yuan_of
from zhichan.rooms.plan.actions.budget_entry import Amount
from zhichan.rooms.plan.actions.keep_budget import NewLine, adjust_budget, open_budget_line
from zhichan.rooms.plan.ledgers import units_named
from zhichan.rooms.plan.models import BudgetLine, Plan
from zhichan.rooms.plan.queries.budget import lines_visible_to
from zhichan.rooms.plan.rights import BUDGET_KEEP

_AMOUNT = Number(2, Decimal(0), Decimal(MOST_FEN // 100), MONEY_FORMAT)
_ADJUSTABLE = frozenset({"amount", "note"})


def _visible(actor: Actor, _scope: str) -> QuerySet[BudgetLine]:
    return lines_visible_to(actor)


def _loaded(lines: QuerySet[BudgetLine]) -> QuerySet[BudgetLine]:
    approved = Min("entries__on", filter=Q(entries__kind="approved"))
    return lines.select_related("plan", "unit", "task").annotate(approved_on=approved)


def check_line(values: Mapping[str, Any], **_context: object) -> Iterable[Problem]:
    """What is wrong with a row as a whole: a plan or a unit that is not registered."""
    plan, unit = values.get("plan") or "", values.get("unit") or ""
    if Plan.objects.filter(title=plan).count() != 1:
        yield Problem(str(gettext_lazy("规划")), plan, _("没有这个规划，或者不止一个"), _("写规划全称"))
    if unit not in units_named([unit]):
        yield Problem(str(gettext_lazy("使用单位")), unit, _("登记册里没有这个单位"), _("写单位全称"))


def apply_lines(changes: Sequence[Change], *, scope: str, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Enter new lines, and the difference of a changed amount as an adjustment of today; any refusal undoes
    them all."""
    for change in changes:
        if change.record_id is None:
            open_budget_line(_new_line(change.values), by=by, at=at)
        else:
            _adjust(change, change.record_id, by, at)


def _new_line(values: Mapping[str, Any]) -> NewLine:
    """Raises NotFound for a plan or unit that went since the preview."""
    plan = Plan.objects.filter(title=values["plan"]).first()
    unit = units_named([values["unit"]]).get(values["unit"])
    if plan is None or unit is None:
        raise NotFound(_("规划或单位在预览以后不在了，整批没有入库。"), plan=values["plan"])
    return NewLine(
        year=int(values["year"]),
        title=values["title"],
        plan_id=plan.pk,
        unit_id=unit.pk,
        fund=values["fund"],
        amount=Decimal(values["amount"]),
        on=values["on"],
        note=values.get("note") or "",
    )


def _adjust(change: Change, line_id: int, by: Actor, at: datetime) -> None:
    if change.changed - _ADJUSTABLE or "amount" not in change.changed:
        message = _("第 %(row)d 行：已登记的预算条目只能改金额，改动作为调整登记。整批没有入库。")
        raise InvalidInput(message % {"row": change.row_number}, row=change.row_number)
    line = lines_visible_to(by).filter(pk=line_id).first()
    if line is None:
        raise NotFound(_("没有找到这个预算条目。"), line=line_id)
    more = Decimal(change.values["amount"]) - yuan_of(line.budget_fen)
    note = change.values.get("note") or _("按导入的台账修改")
    adjust_budget(line.pk, Amount(more, timezone.localdate(at), note), by=by, at=at)


BUDGET_LEDGER = register_ledger(
    Ledger(
        name="plan.budget",
        label=gettext_lazy("预算台账"),
        right=BUDGET_KEEP,
        columns=(
            LedgerColumn(
                "year",
                gettext_lazy("年度"),
                Number(0, Decimal(2000), Decimal(2100)),
                lambda line: line.year,
                is_required=True,
                width=8,
            ),
            LedgerColumn(
                "title", gettext_lazy("项目"), Text(120), lambda line: line.title, is_required=True, width=32
            ),
            LedgerColumn(
                "plan",
                gettext_lazy("规划"),
                Text(200),
                lambda line: line.plan.title,
                is_required=True,
                width=36,
            ),
            LedgerColumn(
                "unit",
                gettext_lazy("使用单位"),
                Text(120),
                lambda line: line.unit.name,
                is_required=True,
                width=28,
            ),
            LedgerColumn(
                "fund",
                gettext_lazy("资金来源"),
                Choice(BudgetLine.Fund.choices),
                lambda line: line.fund,
                is_required=True,
            ),
            LedgerColumn(
                "amount",
                gettext_lazy("预算（元）"),
                _AMOUNT,
                lambda line: yuan_of(line.budget_fen),
                is_required=True,
            ),
            LedgerColumn(
                "on", gettext_lazy("批复日期"), Day(), lambda line: line.approved_on, is_required=True
            ),
            LedgerColumn("note", gettext_lazy("文号与说明"), Text(400), lambda _line: "", width=24),
            LedgerColumn(
                "committed",
                gettext_lazy("承诺（元）"),
                _AMOUNT,
                lambda line: yuan_of(line.committed_fen),
                is_editable=False,
            ),
            LedgerColumn(
                "paid",
                gettext_lazy("支付（元）"),
                _AMOUNT,
                lambda line: yuan_of(line.paid_fen),
                is_editable=False,
            ),
            LedgerColumn(
                "task",
                gettext_lazy("任务"),
                Text(230),
                lambda line: str(line.task) if line.task else None,
                is_editable=False,
                width=24,
            ),
        ),
        visible=_visible,
        load=_loaded,
        check=check_line,
        apply=apply_lines,
        home=lambda _scope: reverse("plan:budget"),
        may_add=True,
    )
)
