"""Notices of criticism and admonition talks (通报、约谈), and what the units concerned answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.core.people.models import Person, Unit
from zhichan.rooms.plan.models.follow_up import FollowUp


class Admonition(models.Model):
    """A 通报 or a 约谈 that an officer has recorded: the office decides, the product keeps the record.

    ``quarter``: the quarter (2026Q3) whose late follow-ups it rests on, ``follow_ups``: those follow-ups.
    """

    class Kind(models.TextChoices):
        NOTICE = "notice", _("通报")
        TALK = "talk", _("约谈")

    kind = models.CharField(_("种类"), max_length=6, choices=Kind.choices)
    number = models.CharField(_("编号"), max_length=40, unique=True)
    held_on = models.DateField(_("日期"))
    held_by = models.CharField(_("通报或约谈人"), max_length=120)
    reason = models.TextField(_("事由"))
    demand = models.TextField(_("整改要求"))
    demand_due_on = models.DateField(_("整改期限"))
    quarter = models.CharField(_("所属季度"), max_length=8, blank=True)
    follow_ups = models.ManyToManyField(
        FollowUp, verbose_name=_("依据的督办事项"), blank=True, related_name="admonitions"
    )
    recorded_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("登记时间"))
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("通报约谈")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(demand_due_on__gte=models.F("held_on")), name="admonition_due_after_held"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["-held_on", "-id"], name="admonition_newest")]

    def __str__(self) -> str:
        return self.number


class AdmonishedUnit(models.Model):
    """A unit that a 通报 or 约谈 concerns, with its reply (整改回复)."""

    admonition = models.ForeignKey(Admonition, on_delete=models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="admonitions")
    reply = models.TextField(_("整改回复"), blank=True)
    replied_at = models.DateTimeField(_("回复时间"), null=True, blank=True)
    replied_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("被通报约谈单位")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["admonition", "unit"], name="admonished_unit_once")
        ]

    def __str__(self) -> str:
        return str(self.unit)


class AdmonitionFile(models.Model):
    """A file of the record, or (with ``unit``) one that a unit handed in with its reply (通报约谈材料)."""

    admonition = models.ForeignKey(Admonition, on_delete=models.PROTECT, related_name="files")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    name = models.CharField(_("文件名"), max_length=200)

    class Meta:
        verbose_name = _("通报约谈材料")

    def __str__(self) -> str:
        return self.name
