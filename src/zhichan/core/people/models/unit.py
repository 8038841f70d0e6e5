"""Units (单位): the offices, bureaux, towns, courts and firms that own tasks and rows."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.Model):
    """A body that can be in charge of something (单位). ``name`` is its official name today."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("知识产权主管部门")
        BUREAU = "bureau", _("政府部门")
        PARTY_BODY = "party_body", _("党委部门")
        COURT = "court", _("司法机关")
        TOWN = "town", _("镇(街道)")
        PARK = "park", _("园区")
        INSTITUTION = "institution", _("事业单位")
        FIRM = "firm", _("企业")
        OUTSIDE = "outside", _("区外单位")

    name = models.CharField(_("名称"), max_length=120)
    kind = models.CharField(_("类别"), max_length=16, choices=Kind.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="below",
    )
    established_on = models.DateField(_("成立日期"), null=True, blank=True)
    abolished_on = models.DateField(_("撤销日期"), null=True, blank=True)
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("单位")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], name="unit_name_unique"),
            models.CheckConstraint(
                condition=models.Q(abolished_on__isnull=True)
                | models.Q(established_on__isnull=True)
                | models.Q(abolished_on__gt=models.F("established_on")),
                name="unit_abolished_after_established",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def exists_on(self, day: date) -> bool:
        """What ``queries.existing_on`` asks of the rows, of this one."""
        return (self.established_on is None or self.established_on <= day) and (
            self.abolished_on is None or self.abolished_on > day
        )


class UnitName(models.Model):
    """A name a unit goes or went by (曾用名、简称): dated, so that an old paper still finds its unit."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("全称")
        SHORT = "short", _("简称")
        ALIAS = "alias", _("别称")

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names", verbose_name=_("单位"))
    name = models.CharField(_("名称"), max_length=120)
    key = models.CharField(_("比对用名"), max_length=120, db_index=True, editable=False)
    kind = models.CharField(_("种类"), max_length=8, choices=Kind.choices)
    from_on = models.DateField(_("启用日期"), null=True, blank=True)
    until_on = models.DateField(_("停用日期"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("单位名称")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "name", "kind", "from_on"], name="unit_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_used_on(self, day: date) -> bool:
        return (self.from_on is None or self.from_on <= day) and (
            self.until_on is None or self.until_on > day
        )
