"""What somebody wants to hear of (预警订阅): searches, parties, rights, themes; each news once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 80
LONGEST_REFUSAL = 300


class Subscription(models.Model):
    """What somebody wants to hear of: a query, a party, a right or a theme (``subject_id``; of a right in
    which ``register``).

    Of a query: ``asked`` is the whole tree, ``known_at`` up to which instant of the index it was looked at,
    in milliseconds, ``seen`` the records it found so far (``packed_ids``): none of them is new again. The
    others keep in ``known`` what was known of the subject, by the name of a register (``packed_ids``).

    ``is_on``: not paused. ``ended_at``: it was cancelled and tells no more; what it told stays.
    """

    class Kind(models.TextChoices):
        QUERY = "query", _("检索式")
        PARTY = "party", _("组织与个人")
        RIGHT = "right", _("权利")
        THEME = "theme", _("专题库")

    kind = models.CharField(_("订阅对象"), max_length=8, choices=Kind.choices, default=Kind.QUERY)
    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("订阅人"), on_delete=models.PROTECT, related_name="+"
    )
    collection = models.CharField(_("检索库"), max_length=40, blank=True)
    line = models.TextField(_("检索式"), blank=True)
    chosen = models.JSONField(_("已选筛选"), default=list)
    asked = models.JSONField(_("检索条件"), null=True)
    register = models.CharField(_("登记册"), max_length=40, blank=True)
    subject_id = models.BigIntegerField(_("记录号"), null=True, blank=True)
    is_mailed = models.BooleanField(_("同时发邮件"), default=False)
    is_on = models.BooleanField(_("启用"), default=True)
    known_at = models.BigIntegerField(_("索引时刻"), default=0)
    seen = models.TextField(_("见过的记录"), blank=True)
    known = models.JSONField(_("已知情况"), default=dict)
    subscribed_at = models.DateTimeField(_("订阅时间"))
    ended_at = models.DateTimeField(_("取消时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("预警订阅")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "name"],
                condition=models.Q(kind="query", ended_at__isnull=True),
                name="subscription_once",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "register", "subject_id"],
                condition=models.Q(ended_at__isnull=True),
                name="subject_followed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(is_on=False, is_mailed=False),
                name="ended_subscription_is_off",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="query", subject_id__isnull=True, asked__isnull=False)
                | (~models.Q(kind="query") & models.Q(subject_id__isnull=False)),
                name="subscription_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Digest(models.Model):
    """What somebody was told at once (预警摘要).

    ``is_mailed``: a mail is wanted; ``mailed_at``: it went. ``refusal``: what the server said last;
    ``next_try_at``: not before that it is tried again; ``given_up_at``: it is tried no more.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("收件人"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("生成时间"))
    count = models.PositiveIntegerField(_("项数"))
    is_mailed = models.BooleanField(_("同时发邮件"), default=False)
    mailed_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("发信次数"), default=0)
    next_try_at = models.DateTimeField(_("下次发信时间"), null=True, blank=True)
    refusal = models.CharField(_("未发出的原因"), max_length=LONGEST_REFUSAL, blank=True)
    given_up_at = models.DateTimeField(_("放弃发信时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("预警摘要")
        indexes: ClassVar = [
            models.Index(
                fields=["id"],
                condition=models.Q(is_mailed=True, mailed_at__isnull=True, given_up_at__isnull=True),
                name="digest_to_mail",
            ),
            models.Index(fields=["person", "-id"], name="digest_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at:%Y-%m-%d}"


class NewHit(models.Model):
    """Something a subscription tells of for the first time (新情况): a record of its collection, or of a
    ``register``, with what happened; ``event_id`` is that of the event of a right."""

    class Change(models.TextChoices):
        NEW = "new", _("新命中")
        HELD = "held", _("新登记在名下")
        EVENT = "event", _("新事件")
        WITHDRAWN = "withdrawn", _("事件撤回")
        CAME = "came", _("进入专题库")
        WENT = "went", _("退出专题库")

    subscription = models.ForeignKey(
        Subscription, verbose_name=_("预警订阅"), on_delete=models.CASCADE, related_name="hits"
    )
    register = models.CharField(_("登记册"), max_length=40, blank=True)
    record_id = models.BigIntegerField(_("记录号"))
    change = models.CharField(_("变动"), max_length=9, choices=Change.choices, default=Change.NEW)
    event_id = models.BigIntegerField(_("事件号"), default=0)
    digest = models.ForeignKey(
        Digest, verbose_name=_("预警摘要"), on_delete=models.PROTECT, related_name="hits"
    )

    class Meta:
        verbose_name = _("新情况")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subscription", "register", "record_id", "change", "event_id"], name="new_hit_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.record_id}"
