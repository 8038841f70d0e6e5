"""The lists of the budget: lines, and every entry of every line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.actor import Actor
from zhichan.core.rules.money import yuan_of
from zhichan.core.tables.declaration import Column, Order, Table, link
from zhichan.core.tables.filters import choice_filter, facet_filter, text_filter
from zhichan.rooms.plan.budget_ledger import BUDGET_LEDGER
from zhichan.rooms.plan.models import BudgetEntry, BudgetLine
from zhichan.rooms.plan.queries.budget import lines_visible_to, money_of
from zhichan.rooms.plan.queries.plans import plan_titles
from zhichan.web.templatetags.zhichan import bar, sample


def line_address(pk: int) -> str:
    return reverse("plan:budget_line", args=[pk])


def _title(line: BudgetLine) -> SafeString:
    return format_html("<div>{} {}</div>", link(line_address(line.pk), line.title), sample(line.is_sample))


def execution_bar(line: BudgetLine) -> SafeString:
    """Paid of the budget, with a mark where the commitments stand."""
    money = money_of(line.budget_fen, line.committed_fen, line.paid_fen)
    words = _("已支付 %(paid)s%%，已承诺 %(committed)s%%") % {
        "paid": f"{money.percent:.1f}",
        "committed": f"{money.committed_percent:.1f}",
    }
    return bar(money.percent, money.committed_percent, label=words)


def _share(line: BudgetLine) -> str:
    share = money_of(line.budget_fen, line.committed_fen, line.paid_fen).share
    return "—" if share is None else f"{share:.1%}"


def _years(actor: Actor) -> Sequence[tuple[str, str]]:
    years = lines_visible_to(actor).order_by("-year").values_list("year", flat=True).distinct()
    return [(str(year), str(year)) for year in years]


def _yuan(read: Callable[[Any], int]) -> Callable[[Any], Any]:
    return lambda row: yuan_of(read(row))


LINES = Table(
    name="plan-budget",
    label=gettext_lazy("预算条目"),
    noun=gettext_lazy("条"),
    model=BudgetLine,
    queryset=lambda actor: lines_visible_to(actor).select_related("plan", "task", "unit"),
    columns=(
        Column("title", gettext_lazy("项目"), lambda line: line.title, cell=_title),
        Column("year", gettext_lazy("年度"), lambda line: str(line.year), nowrap=True),
        Column("unit", gettext_lazy("使用单位"), lambda line: line.unit.name),
        Column("fund", gettext_lazy("资金来源"), lambda line: line.get_fund_display(), wide=True),
        Column("budget", gettext_lazy("预算（元）"), _yuan(lambda line: line.budget_fen), kind="money"),
        Column("committed", gettext_lazy("承诺（元）"), _yuan(lambda line: line.committed_fen), kind="money"),
        Column("paid", gettext_lazy("支付（元）"), _yuan(lambda line: line.paid_fen), kind="money"),
        Column("share", gettext_lazy("支付率"), _share, kind="number"),
        Column("bar", gettext_lazy("执行"), _share, cell=execution_bar, exported=False),
        Column(
            "task",
            gettext_lazy("任务"),
            lambda line: str(line.task) if line.task else None,
            is_default=False,
        ),
        Column("plan", gettext_lazy("规划"), lambda line: line.plan.title, is_default=False),
    ),
    orders=(
        Order("year", gettext_lazy("年度，近的在前"), ("-year",)),
        Order("amount", gettext_lazy("预算，多的在前"), ("-budget_fen",)),
    ),
    filters=(
        choice_filter("year", gettext_lazy("年度"), "year", _years),
        facet_filter("fund", gettext_lazy("资金来源"), "fund", BudgetLine.Fund.choices),
        facet_filter("plan", gettext_lazy("规划"), "plan_id", labels=plan_titles),
        text_filter("q", gettext_lazy("找项目"), ("title", "unit__name")),
    ),
    empty=gettext_lazy("批复以后登记预算条目，会列在这里。"),
    ledger=BUDGET_LEDGER,
)


def _entries(actor: Actor) -> Any:
    visible = BudgetEntry.objects.filter(line__in=lines_visible_to(actor))
    return visible.select_related("line", "line__unit", "commitment")


def _kind(entry: BudgetEntry) -> str:
    if entry.reverses_id is None:
        return entry.get_kind_display()
    return _("冲回：%(kind)s") % {"kind": entry.get_kind_display()}


ENTRIES = Table(
    name="plan-budget-entries",
    label=gettext_lazy("预算分录"),
    noun=gettext_lazy("笔"),
    model=BudgetEntry,
    queryset=_entries,
    columns=(
        Column(
            "line",
            gettext_lazy("项目"),
            lambda entry: entry.line.title,
            url=lambda entry: line_address(entry.line_id),
        ),
        Column("on", gettext_lazy("日期"), lambda entry: entry.on, nowrap=True),
        Column("kind", gettext_lazy("种类"), _kind, nowrap=True),
        Column("amount", gettext_lazy("金额（元）"), _yuan(lambda entry: entry.amount_fen), kind="money"),
        Column(
            "payee",
            gettext_lazy("收款方"),
            lambda entry: entry.commitment.payee if entry.commitment else None,
        ),
        Column("note", gettext_lazy("说明"), lambda entry: entry.note, on_phone=False),
        Column("year", gettext_lazy("年度"), lambda entry: str(entry.line.year), wide=True),
        Column("recorded_at", gettext_lazy("登记时间"), lambda entry: entry.recorded_at, wide=True),
    ),
    orders=(Order("day", gettext_lazy("日期，近的在前"), ("-on",)),),
    filters=(
        choice_filter("year", gettext_lazy("年度"), "line__year", _years),
        choice_filter("kind", gettext_lazy("种类"), "kind", BudgetEntry.Kind.choices),
        text_filter("q", gettext_lazy("找分录"), ("line__title", "commitment__payee", "note")),
    ),
    empty=gettext_lazy("登记预算条目以后，每一笔会列在这里。"),
)
