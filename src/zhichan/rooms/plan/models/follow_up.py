"""Follow-ups (督办): what a unit is asked to answer for, and everything that happened to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.core.people.models import Person, Unit
from zhichan.rooms.plan.models.indicator import Indicator
from zhichan.rooms.plan.models.task import Progress, Task


class FollowUp(models.Model):
    """A task or an indicator that one unit is followed up for (督办事项).

    What stands here is where its events have brought it (``follow_up_steps.replayed``). ``overdue_on``: the
    day that a follow-up opened by rule is for; the rule opens no second one for the same day, whatever
    became of the first. ``is_reply_late``: of the first reply; ``is_closed_late``: the reply it was closed
    on came after ``close_due_on``, or it was closed after that day without any. How long the office took to
    look at a reply is not held against the unit.
    """

    class State(models.TextChoices):
        OPENED = "opened", _("已立项")
        ISSUED = "issued", _("待签收")
        SIGNED = "signed", _("待反馈")
        REPLIED = "replied", _("待审核")
        CLOSED = "closed", _("已办结")
        WITHDRAWN = "withdrawn", _("已撤销")

    class Cause(models.TextChoices):
        DEADLINE = "deadline", _("任务超期")
        PERIOD = "period", _("按期未报")
        INDICATOR = "indicator", _("约束性指标滞后")
        PERSON = "person", _("人工发起")

    number = models.CharField(_("编号"), max_length=40, unique=True)
    task = models.ForeignKey(
        Task,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="follow_ups",
        verbose_name=_("任务"),
    )
    indicator = models.ForeignKey(
        Indicator,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="follow_ups",
        verbose_name=_("指标"),
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="follow_ups", verbose_name=_("被督办单位")
    )
    cause = models.CharField(_("立项缘由"), max_length=10, choices=Cause.choices)
    why = models.CharField(_("督办事由"), max_length=400)
    overdue_on = models.DateField(_("逾期日"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPENED)
    opened_at = models.DateTimeField(_("立项时间"))
    issued_at = models.DateTimeField(_("交办时间"), null=True, blank=True)
    issued_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("交办人")
    )
    reply_days = models.PositiveSmallIntegerField(_("反馈时限(工作日)"))
    close_days = models.PositiveSmallIntegerField(_("办结时限(工作日)"))
    reply_due_on = models.DateField(_("反馈期限"), null=True, blank=True)
    close_due_on = models.DateField(_("办结期限"), null=True, blank=True)
    replied_at = models.DateTimeField(_("首次反馈时间"), null=True, blank=True)
    last_replied_at = models.DateTimeField(_("最近反馈时间"), null=True, blank=True)
    is_reply_late = models.BooleanField(_("反馈逾期"), default=False)
    ended_at = models.DateTimeField(_("办结或撤销时间"), null=True, blank=True)
    is_closed_late = models.BooleanField(_("办结逾期"), default=False)
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("督办事项")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(task__isnull=False, indicator__isnull=True)
                | models.Q(task__isnull=True, indicator__isnull=False),
                name="follow_up_of_one_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(cause="person", overdue_on__isnull=True)
                | (~models.Q(cause="person") & models.Q(overdue_on__isnull=False)),
                name="follow_up_by_rule_has_its_day",
            ),
            models.UniqueConstraint(
                fields=["task", "unit"],
                condition=models.Q(ended_at__isnull=True),
                name="follow_up_of_task_open_once",
            ),
            models.UniqueConstraint(
                fields=["indicator", "unit"],
                condition=models.Q(ended_at__isnull=True),
                name="follow_up_of_indicator_open_once",
            ),
            models.UniqueConstraint(fields=["task", "overdue_on"], name="follow_up_of_task_by_rule_once"),
            models.UniqueConstraint(
                fields=["indicator", "overdue_on"], name="follow_up_of_indicator_by_rule_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-opened_at", "-id"], name="follow_up_newest"),
            models.Index(fields=["unit", "state"], name="follow_up_of_unit"),
            models.Index(
                fields=["reply_due_on"], name="follow_up_open", condition=models.Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> Task | Indicator:
        """What it is about: its task or its indicator."""
        subject = self.task or self.indicator
        assert subject is not None, "a constraint of the table holds this"
        return subject

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class FollowUpEvent(models.Model):
    """One step of a follow-up (督办过程); only ever added.

    ``reply_due_on`` and ``close_due_on``: the days that the step set, or, of a reply, those it had to keep.
    ``progress``: the report on the task that a reply points to; the reply itself changes no progress.
    """

    append_only = True

    class Kind(models.TextChoices):
        OPENED = "opened", _("立项")
        ISSUED = "issued", _("交办")
        SIGNED = "signed", _("签收")
        REPLIED = "replied", _("反馈")
        RETURNED = "returned", _("退回")
        CHASED = "chased", _("催办")
        EXTENDED = "extended", _("延期")
        CLOSED = "closed", _("办结")
        WITHDRAWN = "withdrawn", _("撤销")

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("步骤"), max_length=10, choices=Kind.choices)
    at = models.DateTimeField(_("时间"))
    day = models.DateField(_("日期"))
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("内容"), blank=True)
    reply_due_on = models.DateField(_("反馈期限"), null=True, blank=True)
    close_due_on = models.DateField(_("办结期限"), null=True, blank=True)
    progress = models.ForeignKey(
        Progress,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("进展填报"),
    )
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("督办过程")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up", "day"],
                condition=models.Q(kind="chased"),
                name="follow_up_chased_once_a_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["follow_up", "id"], name="follow_up_event_order")]

    def __str__(self) -> str:
        return f"{self.follow_up_id} {self.get_kind_display()}"


class FollowUpFile(models.Model):
    """A file handed in with a reply (反馈材料)."""

    event = models.ForeignKey(FollowUpEvent, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    name = models.CharField(_("文件名"), max_length=200)

    class Meta:
        verbose_name = _("反馈材料")

    def __str__(self) -> str:
        return self.name
