"""Documents a plan promises to issue (拟制定文件), and what became of them, step by step."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.models.plan import Plan, PlanVersion
from zhichan.rooms.plan.models.task import Task


class PromisedInstrument(models.Model):
    """A document the plan promises to issue (拟制定文件). Stable over the versions of its plan.

    ``state`` and what stands beside it follow from its events; ``task``: the task that promises it.
    ``basis`` is only of one added by hand (补登) and says where it was promised; its ``start`` and ``end``
    are 0.
    """

    class State(models.TextChoices):
        NOT_STARTED = "not_started", _("未启动")
        DRAFTING = "drafting", _("起草")
        CONSULTING = "consulting", _("征求意见")
        REVIEWING = "reviewing", _("审议")
        ISSUED = "issued", _("已印发")
        REVISED = "revised", _("已修订")
        REPEALED = "repealed", _("已废止")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="instruments")
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="instruments")
    title = models.CharField(_("名称"), max_length=200)
    verb = models.CharField(_("动作"), max_length=20)
    task = models.ForeignKey(
        Task,
        verbose_name=_("所在任务"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="instruments",
    )
    drafting_unit = models.ForeignKey(
        Unit, verbose_name=_("起草单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("应印发日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.NOT_STARTED)
    state_on = models.DateField(_("状态日期"), null=True, blank=True)
    doc_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("拟制定文件")
        indexes: ClassVar = [models.Index(fields=["plan", "start"], name="instrument_in_plan")]

    def __str__(self) -> str:
        return self.title


class InstrumentEvent(models.Model):
    """A step of an instrument (文件进度), append-only: a wrong one is put right by the next."""

    append_only = True

    instrument = models.ForeignKey(PromisedInstrument, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(_("状态"), max_length=12, choices=PromisedInstrument.State.choices)
    effective_on = models.DateField(_("日期"))
    known_at = models.DateTimeField(_("登记时间"))
    doc_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT)
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    note = models.CharField(_("说明"), max_length=400, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("文件进度")
        indexes: ClassVar = [models.Index(fields=["instrument", "known_at"], name="instrument_event_known")]
