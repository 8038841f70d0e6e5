"""Local values of rules (本地值): proposed by one person, confirmed by another, never edited."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class LocalValue(models.Model):
    """What this office holds a parameter to be from a day (本地值), beside the value of the rule's file.

    ``value``: as ``values.kept`` writes it. AS_WRITTEN: the file's value, that began on ``from_on``, was held
    against the text and is right. END: from ``from_on`` the file's value holds again.
    """

    class Kind(models.TextChoices):
        VALUE = "value", _("另定本地值")
        AS_WRITTEN = "as_written", _("按内置值确认")
        END = "end", _("停用本地值")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待另一人确认")
        CONFIRMED = "confirmed", _("已确认")
        DECLINED = "declined", _("已退回")
        WITHDRAWN = "withdrawn", _("已撤回")

    rule_set = models.CharField(_("规则集"), max_length=60)
    parameter = models.CharField(_("参数"), max_length=60)
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    value = models.JSONField(_("取值"), null=True)
    from_on = models.DateField(_("起"))
    source_title = models.CharField(_("出处"), max_length=200)
    source_article = models.CharField(_("条款"), max_length=60, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提出人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("确认时间"), null=True)
    decision_note = models.CharField(_("退回理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("规则本地值")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False)),
                name="local_value_decided_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (
                    Q(decided_by__isnull=False)
                    & (Q(proposed_by__isnull=True) | ~Q(decided_by=F("proposed_by")))
                ),
                name="local_value_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(kind="end") | Q(value__isnull=False), name="local_value_has_a_value"
            ),
            models.UniqueConstraint(
                fields=["rule_set", "parameter"],
                condition=Q(state="proposed"),
                name="local_value_one_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_set}.{self.parameter} {self.from_on}"
