"""Collectives (集合单位): names that stand for several units, such as 各镇(街道) or a leading group.

Membership changes over time, so it is a list of append-only events (joined, left) with the day they
take effect and the instant they became known; the intervals are derived from them in the same
transaction (ARCHITECTURE §3.1).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models.unit import Unit


class Collective(models.Model):
    class Kind(models.TextChoices):
        ALL_OF_KIND = "all_of_kind", _("某一类单位的总称")
        LEADING_GROUP = "leading_group", _("领导小组")
        JOINT_MEETING = "joint_meeting", _("联席会议")
        OTHER = "other", _("其他")

    name = models.CharField(_("名称"), max_length=120, unique=True)
    kind = models.CharField(_("种类"), max_length=16, choices=Kind.choices)
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("集合单位")

    def __str__(self) -> str:
        return self.name


class CollectiveName(models.Model):
    """A way papers write the collective: 各镇(街道), 各街道办, 领导小组各成员单位."""

    collective = models.ForeignKey(Collective, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("写法"), max_length=120)
    key = models.CharField(_("比对用名"), max_length=120, unique=True, editable=False)

    class Meta:
        verbose_name = _("集合单位写法")

    def __str__(self) -> str:
        return self.name


class MembershipEvent(models.Model):
    class Change(models.TextChoices):
        JOINED = "joined", _("加入")
        LEFT = "left", _("退出")

    collective = models.ForeignKey(Collective, on_delete=models.PROTECT, related_name="events")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="membership_events")
    change = models.CharField(_("变动"), max_length=8, choices=Change.choices)
    effective_on = models.DateField(_("生效日期"))
    known_at = models.DateTimeField(_("获知时间"))
    withdraws = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("成员变动")
        indexes: ClassVar = [
            models.Index(fields=["collective", "unit", "effective_on"], name="membership_event_order")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_change_display()} {self.effective_on}"


class Membership(models.Model):
    """One derived interval: the unit is a member from ``from_on`` until the day before ``until_on``."""

    collective = models.ForeignKey(Collective, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("成员期间")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collective", "unit", "from_on"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gt=models.F("from_on")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.from_on}–{self.until_on or ''}"
