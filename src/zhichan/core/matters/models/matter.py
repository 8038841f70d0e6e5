"""Matters (事项), what happened in them, and their clocks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Person, Unit

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Where a matter has nothing due: last in every order."""


class Matter(models.Model):
    """One piece of work moving through a procedure (事项).

    It keeps the ``version`` of the procedure it began with. State, ``next_due_at`` and ``waits_on`` follow
    from its events and are stored so that lists need not derive them. ``is_live``: something is still to be
    done, in an open matter or after its end (a notice that is due). ``is_paused``: time that does not count
    runs now. ``is_elsewhere``: it is live and waits for somebody outside, or stands still. ``was_late``: the
    office met a limit too late. ``next_due_at``: the first instant at which the office is too late with
    something. ``revision`` counts the events: a form that was opened before the latest of them is refused.
    """

    class Track(models.TextChoices):
        SUMMARY = "summary", _("简易程序")
        QUICK = "quick", _("快办")
        FULL = "full", _("普通程序")

    procedure = models.CharField(_("程序"), max_length=40)
    version = models.PositiveSmallIntegerField(_("程序版本"))
    number = models.CharField(_("编号"), max_length=60, unique=True)
    title = models.CharField(_("事由"), max_length=200)
    unit = models.ForeignKey(
        Unit, verbose_name=_("办理单位"), on_delete=models.PROTECT, related_name="matters"
    )
    handler = models.ForeignKey(
        Person, verbose_name=_("主办"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("所属事项"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    state = models.CharField(_("环节"), max_length=40)
    is_open = models.BooleanField(_("在办"), default=True)
    is_live = models.BooleanField(_("有待办"), default=True)
    is_paused = models.BooleanField(_("停止计时"), default=False)
    is_elsewhere = models.BooleanField(_("等待他人"), default=False)
    was_late = models.BooleanField(_("曾经超期"), default=False)
    waits_on = models.CharField(_("待办方"), max_length=20, blank=True)
    track = models.CharField(_("繁简"), max_length=20, blank=True, choices=Track.choices)
    opened_at = models.DateTimeField(_("开办时间"))
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    next_due_at = models.DateTimeField(_("最近到期"), default=NEVER)
    revision = models.PositiveIntegerField(_("经过数"), default=0)
    access_code = models.CharField(_("查询码摘要"), max_length=64, blank=True)
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("事项")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(is_open=True, closed_at__isnull=True)
                | models.Q(is_open=False, closed_at__isnull=False),
                name="matter_closed_when_settled",
            ),
        ]
        indexes: ClassVar = [
            # SQLite uses no index for a flag as such, so each of these holds only the rows that bear it; the
            # flag stands in it all the same, so that no row is read for it. Unit and turn come after the due
            # day: whose a matter is, is told from the index.
            models.Index(
                fields=["next_due_at", "id", "unit", "waits_on", "is_elsewhere", "is_live"],
                condition=models.Q(is_live=True),
                name="matter_by_due",
            ),
            models.Index(
                fields=["unit", "waits_on", "next_due_at", "id", "is_elsewhere", "is_live"],
                condition=models.Q(is_live=True),
                name="matter_of_unit",
            ),
            models.Index(
                fields=["next_due_at", "id", "unit", "waits_on", "is_elsewhere", "is_live"],
                condition=models.Q(is_elsewhere=True, is_live=True),
                name="matter_elsewhere",
            ),
            models.Index(
                fields=["unit", "waits_on", "id", "handler", "is_live"],
                condition=models.Q(handler__isnull=True, is_live=True),
                name="matter_unassigned",
            ),
            models.Index(
                fields=["unit", "id", "is_live"],
                condition=models.Q(is_live=False),
                name="matter_done_of_unit",
            ),
            models.Index(fields=["id"], condition=models.Q(is_paused=True), name="matter_paused"),
            models.Index(
                fields=["procedure", "state", "waits_on", "track", "unit", "is_open"],
                name="matter_of_procedure",
            ),
            models.Index(fields=["procedure", "opened_at", "unit"], name="matter_opened_in"),
            models.Index(
                fields=["procedure", "closed_at", "unit", "state", "opened_at", "is_open"],
                condition=models.Q(is_open=False),
                name="matter_closed_in",
            ),
            models.Index(
                fields=["procedure", "unit", "is_open", "is_live"],
                condition=models.Q(is_open=False, is_live=True),
                name="matter_live_after_end",
            ),
            models.Index(fields=["opened_at", "procedure", "unit"], name="matter_by_opening"),
            models.Index(
                fields=["closed_at", "procedure", "unit", "was_late", "opened_at"], name="matter_by_closing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def kept_by_team(self) -> dict[str, object]:
        """What the rows of its team keep of a matter."""
        names = ("unit_id", "is_live", "is_elsewhere", "next_due_at")
        return {name: getattr(self, name) for name in names}


class MatterEvent(models.Model):
    """Something that happened in a matter (办理经过); never changed, corrected by a later one.

    ``happened_at`` is when it took effect, ``recorded_at`` when it was written down. ``values`` holds what
    the form of a move was given, ``advised`` what the rules said then, by the name of the advice.
    """

    append_only = True

    class Kind(models.TextChoices):
        OPENED = "opened", _("开办")
        MOVED = "moved", _("办理")
        EXCLUDED = "excluded", _("开始扣除时间")
        EXCLUSION_ENDED = "exclusion_ended", _("结束扣除时间")
        CORRECTED = "corrected", _("更正")
        NOTED = "noted", _("记事")
        TEAM_CHANGED = "team_changed", _("人员变动")
        SEATS_CHANGED = "seats_changed", _("参与人变动")
        FILED = "filed", _("附入材料")
        DOCUMENT = "document", _("文书")
        LINKED = "linked", _("关联")
        FOLLOWED = "followed", _("随主件办理")
        HANDED_OVER = "handed_over", _("转办")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField(_("序号"))
    kind = models.CharField(_("种类"), max_length=16, choices=Kind.choices)
    name = models.CharField(_("动作"), max_length=40, blank=True)
    from_state = models.CharField(_("原环节"), max_length=40, blank=True)
    to_state = models.CharField(_("现环节"), max_length=40, blank=True)
    happened_at = models.DateTimeField(_("发生时间"))
    recorded_at = models.DateTimeField(_("记录时间"))
    person = models.ForeignKey(
        Person,
        verbose_name=_("经办"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    part = models.CharField(_("办理身份"), max_length=20, blank=True)
    values = models.JSONField(_("填写内容"), default=dict, blank=True)
    advised = models.JSONField(_("规则参考"), default=dict, blank=True)
    note = models.CharField(_("说明"), max_length=1000, blank=True)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("办理经过")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "seq"], name="matter_event_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "name", "happened_at"], name="matter_event_by_move"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}/{self.seq} {self.kind} {self.name}".strip()


class Obligation(models.Model):
    """A clock as it was derived last (办理期限): what must be done, until when, and whether it was.

    ``due_at`` is the first instant at which it is too late, ``due_on`` the last day, ``start_on`` the day it
    counts from. ``is_open``: it runs, and can still be met. ``is_ours``: the office has to keep it.
    ``by_system``: it is a term that runs or has run out, and the system moves the matter on at its end.
    Steps are derived when they are asked for. ``warned_at``: when people were told of this due day last.
    """

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="obligations", db_index=False)
    name = models.CharField(_("期限"), max_length=40)
    nth = models.PositiveSmallIntegerField(_("第几次"), default=1)
    started_by = models.PositiveIntegerField(_("起算经过"))
    start_on = models.DateField(_("起算日"))
    due_on = models.DateField(_("到期日"))
    due_at = models.DateTimeField(_("到期时刻"))
    promised_on = models.DateField(_("承诺到期日"), null=True, blank=True)
    extended = models.PositiveSmallIntegerField(_("延长次数"), default=0)
    is_provisional = models.BooleanField(_("暂定"), default=False)
    state = models.CharField(_("状态"), max_length=12)
    is_open = models.BooleanField(_("计时中"), default=True)
    is_ours = models.BooleanField(_("由本机关履行"), default=True)
    by_system = models.BooleanField(_("到期由系统办理"), default=False)
    met_by = models.PositiveIntegerField(_("履行经过"), null=True, blank=True)
    met_at = models.DateTimeField(_("履行时间"), null=True, blank=True)
    warned_at = models.DateTimeField(_("提醒时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("办理期限")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "name", "nth"], name="obligation_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], condition=models.Q(is_open=True), name="obligation_by_due"),
            models.Index(fields=["due_at"], condition=models.Q(by_system=True), name="obligation_term"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.name} {self.due_on}"


class MatterShare(models.Model):
    """A unit that may see a matter of another (共享)."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="shares")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(_("共享时间"))
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("事项共享")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "unit"], name="matter_share_once"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} → {self.unit_id}"


class MatterLink(models.Model):
    """How a matter goes with another (关联): ``first`` goes with, into, apart as or on as ``second``.

    A ``SOURCE`` (又一来源) went into the other, keeps who reported it and when, and follows its steps.
    """

    class Kind(models.TextChoices):
        RELATED = "related", _("相关")
        MERGED = "merged", _("并入")
        SOURCE = "source", _("又一来源")
        SPLIT = "split", _("分出")
        CONTINUED = "continued", _("转为")

    first = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="links_on")
    second = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="links_back")
    kind = models.CharField(_("关系"), max_length=12, choices=Kind.choices)
    linked_at = models.DateTimeField(_("时间"))
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("事项关联")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second", "kind"], name="matter_link_once"),
            models.CheckConstraint(
                condition=~models.Q(first=models.F("second")), name="matter_link_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.kind} {self.second_id}"


class MatterKey(models.Model):
    """What a matter may be found by to be about the same thing as another (查重用键), as it is compared."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="keys", db_index=False)
    key = models.CharField(_("比对用键"), max_length=120)

    class Meta:
        verbose_name = _("查重用键")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "matter"], name="matter_key_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["matter"], name="matter_key_of_matter"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.key}"
