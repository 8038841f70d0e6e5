"""Tasks (任务), who answers for them, and what was reported."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.core.people.models import Collective, Person, Unit
from zhichan.rooms.plan.models.plan import Plan, PlanVersion

# Kinds whose words stand in no version of the plan: a new version neither carries nor drops them.
BESIDE_THE_PLAN = ("decision", "agreed")


class Task(models.Model):
    """A promised piece of work (任务). An ongoing task is never done; it is reviewed each period.

    ``sort_on`` is the day something is due next: the deadline, the review of the earliest period not yet
    reviewed of an ongoing task, or a far day where there is no limit; the board and the list order by it.
    ``lags_on`` is the first day on which the accepted progress is too far behind the time used.
    Both are computed by ``alarms.clock_of`` whenever what they rest on changes.
    """

    class Kind(models.TextChoices):
        TASK = "task", _("任务")
        PROJECT = "project", _("重点工程")
        SAFEGUARD = "safeguard", _("保障措施")
        PARAGRAPH = "paragraph", _("工作举措")
        DECISION = "decision", _("会议议定事项")
        AGREED = "agreed", _("会商与协议事项")

    class State(models.TextChoices):
        NOT_STARTED = "not_started", _("未启动")
        UNDER_WAY = "under_way", _("推进中")
        TO_VERIFY = "to_verify", _("待核验")
        DONE = "done", _("已办结")
        CANCELLED = "cancelled", _("已取消")

    class DeadlineKind(models.TextChoices):
        BY_DATE = "by-date", _("限期完成")
        ONGOING = "ongoing", _("持续推进")
        NONE = "none", _("未定时限")

    class ReviewEvery(models.TextChoices):
        QUARTER = "quarter", _("按季")
        HALF_YEAR = "half_year", _("按半年")
        YEAR = "year", _("按年")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="tasks")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="tasks")
    position = models.PositiveIntegerField(_("次序"))
    number = models.CharField(_("编号"), max_length=20, blank=True)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    chapter = models.CharField(_("工作方面"), max_length=200, blank=True)
    title = models.CharField(_("任务"), max_length=200)
    text = models.TextField(_("全文"))
    mode = models.CharField(_("分工方式"), max_length=28, blank=True)
    unit_text = models.CharField(_("原文分工"), max_length=400, blank=True)
    deadline_kind = models.CharField(
        _("时限种类"), max_length=8, choices=DeadlineKind.choices, default=DeadlineKind.NONE
    )
    deadline_on = models.DateField(_("完成时限"), null=True, blank=True)
    review_every = models.CharField(_("复核周期"), max_length=10, choices=ReviewEvery.choices, blank=True)
    starts_on = models.DateField(_("起算日"), null=True, blank=True)
    sort_on = models.DateField(_("排序日"), editable=False)
    lags_on = models.DateField(_("滞后起始日"), null=True, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.NOT_STARTED)
    percent = models.PositiveSmallIntegerField(_("进度(%)"), default=0)
    reported_at = models.DateTimeField(_("最近填报"), null=True, blank=True)
    done_on = models.DateField(_("办结日期"), null=True, blank=True)
    reviewed_until = models.DateField(_("已复核至"), null=True, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)
    changed_at = models.DateTimeField(_("最近变动"))

    class Meta:
        verbose_name = _("任务")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(deadline_kind="by-date", deadline_on__isnull=False)
                | (~models.Q(deadline_kind="by-date") & models.Q(deadline_on__isnull=True)),
                name="task_deadline_fits_kind",
            ),
            models.CheckConstraint(
                condition=~models.Q(deadline_kind="ongoing", state="done"), name="task_ongoing_never_done"
            ),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="task_percent_to_100"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["plan", "position"], name="task_in_plan"),
            models.Index(fields=["sort_on", "id"], name="task_by_deadline"),
            models.Index(fields=["state", "sort_on", "id"], name="task_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Responsibility(models.Model):
    """A unit that answers for a task (责任分工). ``collective`` names the collective it came from."""

    class Role(models.TextChoices):
        LEAD = "lead", _("牵头")
        JOINT = "joint", _("共同负责")
        PARTICIPANT = "participant", _("参与")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="responsibilities")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="responsibilities")
    role = models.CharField(_("分工"), max_length=12, choices=Role.choices)
    collective = models.ForeignKey(Collective, null=True, blank=True, on_delete=models.PROTECT)
    printed = models.CharField(_("原文写法"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("责任分工")
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "unit"], name="responsibility_once")]
        indexes: ClassVar = [models.Index(fields=["unit", "task", "role"], name="responsibility_of_unit")]


class Progress(models.Model):
    """What a unit reported on a task (进展), and what the office said to it. Never edited, only followed."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("待审核")
        ACCEPTED = "accepted", _("已认可")
        RETURNED = "returned", _("已退回")

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="progress")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    reporter = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("填报时间"))
    period = models.CharField(_("所属期"), max_length=8, blank=True)
    percent = models.PositiveSmallIntegerField(_("进度(%)"))
    asks_done = models.BooleanField(_("申请办结"), default=False)
    text = models.TextField(_("进展情况"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.SUBMITTED)
    reviewed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    review_note = models.CharField(_("审核意见"), max_length=400, blank=True)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("进展")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="progress_percent_to_100"),
            # A second report while the first waits for review is refused, however close together they come.
            models.UniqueConstraint(
                fields=["task", "unit"],
                condition=models.Q(state="submitted"),
                name="progress_one_waiting_per_unit",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["task", "-reported_at"], name="progress_of_task")]


class ProgressFile(models.Model):
    """A file handed in with a report (佐证材料)."""

    progress = models.ForeignKey(Progress, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    name = models.CharField(_("文件名"), max_length=200)

    class Meta:
        verbose_name = _("佐证材料")


class PeriodReview(models.Model):
    """The office's look at an ongoing task for one period (按期复核): the task goes on, the period closes."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="period_reviews")
    period = models.CharField(_("所属期"), max_length=8)
    until_on = models.DateField(_("期末"))
    reviewed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(_("复核时间"))
    note = models.CharField(_("复核意见"), max_length=400, blank=True)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("按期复核")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "period"], name="period_reviewed_once"),
        ]
