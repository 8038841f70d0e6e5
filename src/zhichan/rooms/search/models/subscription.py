"""Searches somebody wants to hear of (预警订阅): new hits, each once, in a digest."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 80


class Subscription(models.Model):
    """``asked``: the whole tree. ``known_at``: up to which instant of the index it was looked at, in
    milliseconds. ``seen``: the records it found so far (``packed_ids``): none of them is new again."""

    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("订阅人"), on_delete=models.PROTECT, related_name="+"
    )
    collection = models.CharField(_("检索库"), max_length=40)
    line = models.TextField(_("检索式"))
    chosen = models.JSONField(_("已选筛选"), default=list)
    asked = models.JSONField(_("检索条件"))
    is_mailed = models.BooleanField(_("同时发邮件"), default=False)
    is_on = models.BooleanField(_("启用"), default=True)
    known_at = models.BigIntegerField(_("索引时刻"))
    seen = models.TextField(_("记录号"), blank=True)
    subscribed_at = models.DateTimeField(_("订阅时间"))

    class Meta:
        verbose_name = _("预警订阅")
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "name"], name="subscription_once")]

    def __str__(self) -> str:
        return self.name


class Digest(models.Model):
    """What somebody was told at once (预警摘要). ``is_mailed``: a mail is wanted; ``mailed_at``: it went."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("收件人"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("生成时间"))
    count = models.PositiveIntegerField(_("新命中"))
    is_mailed = models.BooleanField(_("同时发邮件"), default=False)
    mailed_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("发信次数"), default=0)

    class Meta:
        verbose_name = _("预警摘要")
        indexes: ClassVar = [
            models.Index(
                fields=["id"],
                condition=models.Q(is_mailed=True, mailed_at__isnull=True),
                name="digest_to_mail",
            ),
            models.Index(fields=["person", "-id"], name="digest_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at:%Y-%m-%d}"


class NewHit(models.Model):
    """A record a subscription found for the first time (新命中)."""

    subscription = models.ForeignKey(
        Subscription, verbose_name=_("预警订阅"), on_delete=models.CASCADE, related_name="hits"
    )
    record_id = models.BigIntegerField(_("记录号"))
    digest = models.ForeignKey(
        Digest, verbose_name=_("预警摘要"), on_delete=models.PROTECT, related_name="hits"
    )

    class Meta:
        verbose_name = _("新命中")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscription", "record_id"], name="new_hit_once")
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.record_id}"
