"""Budget lines, commitments, and every amount entered on them (经费预算、承诺、支付).

Amounts are integer fen. ``BudgetEntry`` is the ledger and only grows; the totals of a line and of a
commitment are its sums, written in the same transaction and held to the law of the ledger by the database:
paid ≤ committed ≤ budget.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Person, Unit
from zhichan.rooms.plan.models.plan import Plan
from zhichan.rooms.plan.models.task import Task


class BudgetLine(models.Model):
    """Money of one year for one programme of a plan (预算条目), and the unit that spends it."""

    class Fund(models.TextChoices):
        DISTRICT = "district", _("区级财政")
        TRANSFER = "transfer", _("上级转移支付")
        OWN = "own", _("单位自筹")
        OTHER = "other", _("其他资金")

    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("项目"), max_length=120)
    plan = models.ForeignKey(Plan, verbose_name=_("规划"), on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(
        Task,
        verbose_name=_("任务"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="budget_lines",
    )
    unit = models.ForeignKey(Unit, verbose_name=_("使用单位"), on_delete=models.PROTECT, related_name="+")
    fund = models.CharField(_("资金来源"), max_length=8, choices=Fund.choices)
    budget_fen = models.BigIntegerField(_("预算（分）"), default=0, editable=False)
    committed_fen = models.BigIntegerField(_("承诺（分）"), default=0, editable=False)
    paid_fen = models.BigIntegerField(_("支付（分）"), default=0, editable=False)
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("预算条目")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "plan", "title", "fund", "unit"], name="budget_line_once"
            ),
            models.CheckConstraint(
                condition=models.Q(paid_fen__gte=0)
                & models.Q(committed_fen__gte=models.F("paid_fen"))
                & models.Q(budget_fen__gte=models.F("committed_fen")),
                name="budget_line_never_overdrawn",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-year", "-id"], name="budget_line_by_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.title}"


class Commitment(models.Model):
    """Money promised to somebody out of a line (承诺、拟安排); payments are made against it."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="commitments")
    payee = models.CharField(_("收款方"), max_length=120)
    purpose = models.CharField(_("用途"), max_length=200)
    committed_fen = models.BigIntegerField(_("承诺（分）"), default=0, editable=False)
    paid_fen = models.BigIntegerField(_("支付（分）"), default=0, editable=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("承诺")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(paid_fen__gte=0) & models.Q(committed_fen__gte=models.F("paid_fen")),
                name="commitment_never_overpaid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payee}：{self.purpose}"


class BudgetEntry(models.Model):
    """One amount entered on a line (分录); never changed, only reversed by a later one (冲回)."""

    append_only = True

    class Kind(models.TextChoices):
        APPROVED = "approved", _("批复预算")
        ADJUSTED = "adjusted", _("调整预算")
        COMMITTED = "committed", _("承诺")
        RECOMMITTED = "recommitted", _("调整承诺")
        PAID = "paid", _("支付")

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="entries")
    commitment = models.ForeignKey(
        Commitment, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    kind = models.CharField(_("种类"), max_length=11, choices=Kind.choices)
    amount_fen = models.BigIntegerField(_("金额（分）"))
    on = models.DateField(_("日期"))
    note = models.CharField(_("说明"), max_length=400, blank=True)
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversal"
    )
    recorded_at = models.DateTimeField(_("登记时间"))
    recorded_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("预算分录")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(amount_fen=0), name="budget_entry_not_nothing"),
            models.CheckConstraint(
                condition=models.Q(kind__in=("approved", "adjusted"), commitment__isnull=True)
                | models.Q(kind__in=("committed", "recommitted", "paid"), commitment__isnull=False),
                name="budget_entry_commitment_fits_kind",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["line", "on", "id"], name="budget_entry_of_line")]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"
