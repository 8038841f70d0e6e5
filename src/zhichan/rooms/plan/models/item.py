"""What the reader extracted, waiting for a person's word (待核条目)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Person
from zhichan.rooms.plan.models.plan import PlanVersion


class ExtractedItem(models.Model):
    """One extracted target, task, box, money rule, instrument or conflict of a version.

    ``reading`` is what the reader gave and never changes; ``value`` is what stands now (the reading, or
    a person's correction). A conflict's ``value`` holds the chosen reading; all sources stay in ``reading``.
    """

    class Kind(models.TextChoices):
        TARGET = "target", _("指标")
        TASK = "task", _("任务")
        BOX = "box", _("专栏")
        MONEY_RULE = "money_rule", _("资助标准")
        INSTRUMENT = "instrument", _("拟制定文件")
        CONFLICT = "conflict", _("原文不一致")

    class State(models.TextChoices):
        WAITING = "waiting", _("待核")
        CONFIRMED = "confirmed", _("已确认")
        CORRECTED = "corrected", _("已更正")
        REJECTED = "rejected", _("不采用")
        REFERRED = "referred", _("已转办")

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="extracted_items")
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices)
    key = models.CharField(_("条目号"), max_length=24)
    position = models.PositiveIntegerField(_("次序"))
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    reading = models.JSONField(_("读取结果"))
    value = models.JSONField(_("现值"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(_("理由"), max_length=400, blank=True)
    referred_to = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="referred_items"
    )
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="decided_items"
    )
    decided_at = models.DateTimeField(_("认定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("待核条目")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "kind", "key"], name="extracted_item_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "referred"]) | models.Q(decided_at__isnull=False),
                name="extracted_item_decided_has_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["version", "kind", "position"], name="extracted_item_order")
        ]
