"""Which lower promise carries which upper one (承接), and which need nobody below (本级不承接)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.plan.models.indicator import Indicator
from zhichan.rooms.plan.models.task import Task


class _Link(models.Model):
    """Who said so, when and why. A link taken off is gone from here and stays in the audit record."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    linked_at = models.DateTimeField(_("对应时间"))
    note = models.CharField(_("说明"), max_length=400, blank=True)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        abstract = True


class TaskLink(_Link):
    """That a task of a lower plan carries a task of the plan it serves; one may carry several."""

    lower = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="upper_links")
    upper = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="lower_links")

    class Meta:
        verbose_name = _("任务承接")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lower", "upper"], name="task_linked_once"),
            models.CheckConstraint(condition=~models.Q(lower=models.F("upper")), name="task_not_its_own"),
        ]


class IndicatorLink(_Link):
    """That an indicator of a lower plan carries an indicator of the plan it serves."""

    lower = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="upper_links")
    upper = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="lower_links")

    class Meta:
        verbose_name = _("指标承接")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lower", "upper"], name="indicator_linked_once"),
            models.CheckConstraint(
                condition=~models.Q(lower=models.F("upper")), name="indicator_not_its_own"
            ),
        ]


class _Decline(models.Model):
    """Who said so, when and why. One taken back is gone from here and stays in the audit record."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    declined_at = models.DateTimeField(_("登记时间"))
    reason = models.CharField(_("理由"), max_length=400)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        abstract = True


class TaskDecline(_Decline):
    """That a task of an upper plan needs nobody below to carry it (本级不承接)."""

    upper = models.OneToOneField(Task, on_delete=models.CASCADE, related_name="decline")

    class Meta:
        verbose_name = _("任务本级不承接")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="task_decline_has_reason")
        ]


class IndicatorDecline(_Decline):
    """That an indicator of an upper plan needs nobody below to carry it (本级不承接)."""

    upper = models.OneToOneField(Indicator, on_delete=models.CASCADE, related_name="decline")

    class Meta:
        verbose_name = _("指标本级不承接")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="indicator_decline_has_reason")
        ]
