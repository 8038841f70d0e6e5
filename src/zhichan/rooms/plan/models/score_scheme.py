"""Schemes of performance appraisal (考核方案): what counts, how much, and by which formula."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ScoreScheme(models.Model):
    """One version of the scheme of a year (考核方案); once another person has confirmed it, it never changes.

    ``digest``: of all that counts, taken when it was confirmed; a run holds the scheme against it.
    ``bonus_most`` and ``deduction_most``: how much added and deducted points (加分、扣分) may do to a total.
    ``appeal_working_days``: how long a unit may appeal after its draft score was sent.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("起草中")
        PROPOSED = "proposed", _("待另一人确认")
        CONFIRMED = "confirmed", _("已确认")

    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("版本"))
    name = models.CharField(_("方案名称"), max_length=120)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    bonus_most = models.DecimalField(_("加分上限"), max_digits=6, decimal_places=2, default=0)
    deduction_most = models.DecimalField(_("扣分上限"), max_digits=6, decimal_places=2, default=0)
    appeal_working_days = models.PositiveSmallIntegerField(_("申诉期（工作日）"), default=5)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("起草人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField(_("起草时间"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提出人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    proposed_at = models.DateTimeField(_("提出时间"), null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True)
    digest = models.CharField(_("摘要"), max_length=64, blank=True)
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("考核方案")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "number"], name="score_scheme_once"),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & ~Q(digest="")
                    & (Q(proposed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")))
                ),
                name="score_scheme_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"


class ScoreItem(models.Model):
    """One item of a scheme (考核项): its formula gives 0 to 100, of which ``weight`` counts.

    ``least`` and ``most`` bound what the formula gives. ``without_data``: what becomes of it for a unit whose
    data are missing: left out, its weight going to the other items, or counted as nothing.
    """

    class WithoutData(models.TextChoices):
        LEFT_OUT = "left_out", _("不计，权重摊给其他项")
        ZERO = "zero", _("计 0 分")

    scheme = models.ForeignKey(ScoreScheme, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("次序"))
    name = models.CharField(_("考核项"), max_length=60)
    weight = models.DecimalField(_("权重"), max_digits=5, decimal_places=2)
    formula = models.CharField(_("算式"), max_length=400)
    least = models.DecimalField(_("下限"), max_digits=5, decimal_places=2, default=0)
    most = models.DecimalField(_("上限"), max_digits=5, decimal_places=2, default=100)
    without_data = models.CharField(
        _("缺数据时"), max_length=8, choices=WithoutData.choices, default=WithoutData.LEFT_OUT
    )

    class Meta:
        verbose_name = _("考核项")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "position"], name="score_item_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="score_item_weighs"),
            models.CheckConstraint(
                condition=Q(least__gte=0, most__lte=100, most__gt=F("least")), name="score_item_bounds"
            ),
        ]

    def __str__(self) -> str:
        return self.name
