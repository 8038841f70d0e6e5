"""Consultations and agreements with bodies outside this office (部市会商、区域合作) and what was agreed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.models.task import Task


class OutsideParty(models.Model):
    """A body that is no unit of this office (外部单位): a ministry, another city, a university."""

    name = models.CharField(_("名称"), max_length=120)
    key = models.CharField(_("比对用名"), max_length=120, unique=True, editable=False)
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("外部单位")

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """A consultation or an agreement (会商、合作协议) of a unit with outside parties, for a term.

    A renewal (续签) is a row of its own with the next term; ``renews`` names the one before, which stays as
    it was. ``ended_early_on`` (提前终止) is the last day it held, like ``until_on``.
    """

    class Kind(models.TextChoices):
        CONSULTATION = "consultation", _("会商")
        COOPERATION = "cooperation", _("合作协议")
        MEMORANDUM = "memorandum", _("备忘录")

    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("名称"), max_length=200)
    own_unit = models.ForeignKey(Unit, verbose_name=_("本方单位"), on_delete=models.PROTECT, related_name="+")
    parties = models.ManyToManyField(OutsideParty, verbose_name=_("外部单位"), related_name="agreements")
    signed_on = models.DateField(_("签署日期"))
    until_on = models.DateField(_("到期日"), null=True, blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT)
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    renews = models.OneToOneField(
        "self",
        verbose_name=_("上一期"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="renewal",
    )
    ended_early_on = models.DateField(_("提前终止日期"), null=True, blank=True)
    end_reason = models.CharField(_("终止原因"), max_length=400, blank=True)
    end_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_source = models.CharField(_("终止登记的来源"), max_length=200, blank=True)
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("会商与协议")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ended_early_on__isnull=True, end_reason="")
                | models.Q(ended_early_on__isnull=False) & ~models.Q(end_reason=""),
                name="agreement_end_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_early_on__isnull=True)
                | models.Q(ended_early_on__gte=models.F("signed_on"))
                & (models.Q(until_on__isnull=True) | models.Q(ended_early_on__lt=models.F("until_on"))),
                name="agreement_ended_in_term",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gt=models.F("signed_on")),
                name="agreement_days_in_order",
            ),
            models.UniqueConstraint(fields=["title", "signed_on"], name="agreement_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> date | None:
        """The last day it holds, or held; None without an end."""
        return self.ended_early_on or self.until_on


class AgreedMatter(models.Model):
    """Something agreed (商定事项); it may become a task that shows its outside parties."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="matters")
    position = models.PositiveSmallIntegerField(_("次序"))
    agreed_on = models.DateField(_("商定日期"))
    text = models.TextField(_("商定内容"))
    task = models.OneToOneField(
        Task,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreed_matter",
        verbose_name=_("任务"),
    )

    class Meta:
        verbose_name = _("商定事项")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "position"], name="agreed_matter_once")
        ]
