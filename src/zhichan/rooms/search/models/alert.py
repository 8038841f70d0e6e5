"""Early warning (预警): what is watched for, the cards that were found, how far the registers were read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Unit
from zhichan.rooms.search.models.revised import Revised
from zhichan.rooms.search.models.share import somebody
from zhichan.rooms.search.models.subscription import Digest
from zhichan.rooms.search.models.theme import Theme

LONGEST_NOTE = 400


class AlertWatch(Revised):
    """A kind of happening watched for over a party, a list, a theme or a class (预警设置).

    It is ended, never deleted.
    ``subject_code``: the class, where ``subject_id`` names nothing. ``held``: what the registers held when it
    was set and no round had read yet: by register the events, under ``batches`` the imports (``packed_ids``).
    ``from_on``: what took effect or was filed before that day is history. ``core``: the theme whose patents
    are core beside the high-value ones, of the kind that asks for it. ``task_id``: the plan task it serves.
    ``owner_unit``: the unit of who set it, whose people may change it, too.
    """

    class Subject(models.TextChoices):
        PARTY = "party", _("组织与个人")
        LIST = "list", _("名录")
        THEME = "theme", _("专题库")
        IPC = "ipc", _("专利分类号")
        NICE = "nice", _("商标类别")

    kind = models.CharField(_("预警种类"), max_length=20)
    subject = models.CharField(_("范围"), max_length=5, choices=Subject.choices)
    subject_id = models.BigIntegerField(_("记录号"))
    subject_code = models.CharField(_("类别"), max_length=20, blank=True, default="")
    core = models.ForeignKey(
        Theme,
        verbose_name=_("核心专利专题库"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    task_id = models.BigIntegerField(_("规划任务"), null=True, blank=True)
    from_on = models.DateField(_("只看此日以后的"))
    is_mailed = models.BooleanField(_("同时发邮件"), default=False)
    made_by = somebody(_("设置人"))
    owner_unit = models.ForeignKey(
        Unit, verbose_name=_("设置单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("设置时间"))
    ended_at = models.DateTimeField(_("停止时间"), null=True, blank=True)
    held = models.JSONField(_("设置时已有"), default=dict)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("预警设置")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject", "subject_id", "subject_code"],
                condition=models.Q(ended_at__isnull=True),
                name="alert_watch_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.subject_code or self.subject_id}"


class AlertCard(models.Model):
    """Something a watch found (预警). ``key``: what it is about, once for each watch.

    ``party_id``: the watched party it concerns, none of a theme. ``facts``: what the kind found besides, as
    the holders before and after. ``known_at``: when the register learned of it. ``withdrawn_at``: what it
    rests on was taken back. ``digest``: in which its person was told. ``grade``: how much it weighs, and
    ``graded_by``, the name of the rule that says so (``alerts.grading``).
    """

    class Grade(models.IntegerChoices):
        LOW = 1, _("低")
        MIDDLE = 2, _("中")
        HIGH = 3, _("高")

    class State(models.TextChoices):
        NEW = "new", _("未看")
        SEEN = "seen", _("已看")
        HANDLED = "handled", _("已处理")

    watch = models.ForeignKey(
        AlertWatch, verbose_name=_("预警设置"), on_delete=models.PROTECT, related_name="cards"
    )
    key = models.CharField(_("对象"), max_length=120)
    register = models.CharField(_("登记册"), max_length=40)
    record_id = models.BigIntegerField(_("记录号"))
    event_id = models.BigIntegerField(_("事件号"), default=0)
    party_id = models.BigIntegerField(_("主体号"), default=0)
    facts = models.JSONField(_("依据"), default=dict)
    grade = models.PositiveSmallIntegerField(_("等级"), choices=Grade.choices, default=Grade.LOW)
    graded_by = models.CharField(_("等级依据"), max_length=20, default="kind")
    happened_on = models.DateField(_("发生日期"))
    known_at = models.DateTimeField(_("获知时间"))
    found_at = models.DateTimeField(_("预警时间"))
    state = models.CharField(_("状态"), max_length=7, choices=State.choices, default=State.NEW)
    state_by = somebody(_("标记人"))
    state_at = models.DateTimeField(_("标记时间"), null=True, blank=True)
    note = models.CharField(_("处理情况"), max_length=LONGEST_NOTE, blank=True)
    task_id = models.BigIntegerField(_("规划任务"), null=True, blank=True)
    digest = models.ForeignKey(
        Digest,
        verbose_name=_("预警摘要"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cards",
    )
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("预警")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["watch", "key"], name="alert_card_once"),
            models.CheckConstraint(
                condition=models.Q(state="new") | models.Q(state_at__isnull=False),
                name="alert_state_has_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="handled") | ~models.Q(note=""), name="alert_handled_with_note"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "-id"], name="alert_card_by_state"),
            models.Index(fields=["-grade", "-id"], name="alert_card_by_grade"),
            models.Index(
                fields=["task_id"], condition=models.Q(task_id__isnull=False), name="alert_card_of_task"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.watch_id} {self.key}"


class AlertReach(models.Model):
    """How far the registers were read for warnings (预警进度); one row.

    ``round``: how often; who writes the next one has to have read this one. ``after``: by register the event
    up to which all was read for certain; ``newest``: the newest one at ``newest_at``, when somebody who was
    writing then may not have been seen. ``batches``: the imports that were read (``packed_ids``).
    ``terms_on``: up to which day terms that ended by computation were told.
    """

    name = models.CharField(_("名称"), max_length=10, unique=True)
    round = models.PositiveIntegerField(_("轮次"), default=0)
    after = models.JSONField(_("已读到"), default=dict)
    newest = models.JSONField(_("最新"), default=dict)
    newest_at = models.DateTimeField(_("时间"))
    batches = models.TextField(_("已读批次"), blank=True)
    terms_on = models.DateField(_("期限已看到"))

    class Meta:
        verbose_name = _("预警进度")

    def __str__(self) -> str:
        return f"{self.name} {self.round}"
