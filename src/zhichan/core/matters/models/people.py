"""Who works on a matter, and who takes part in it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.core.matters.models.matter import NEVER, Matter
from zhichan.core.people.models import Person, Unit


class TeamMember(models.Model):
    """A person of the office who works on a matter in a part (承办人员). ``is_recused``: has withdrawn or was
    withdrawn for a conflict of interest (回避), and cannot come back. ``unit``, ``is_live``, ``is_elsewhere``
    and ``next_due_at`` are those of the matter: the work of today is found and counted without its rows."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="team")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(_("办理身份"), max_length=20)
    since = models.DateTimeField(_("自"))
    until = models.DateTimeField(_("至"), null=True, blank=True)
    is_recused = models.BooleanField(_("回避"), default=False)
    reason = models.CharField(_("理由"), max_length=400, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_live = models.BooleanField(_("有待办"), default=True)
    is_elsewhere = models.BooleanField(_("等待他人"), default=False)
    next_due_at = models.DateTimeField(_("最近到期"), default=NEVER)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("承办人员")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["matter", "person", "part"],
                condition=models.Q(until__isnull=True),
                name="team_member_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "matter"], name="team_of_person"),
            models.Index(
                fields=["person", "matter", "unit", "next_due_at", "is_elsewhere", "is_live", "until"],
                condition=models.Q(until__isnull=True, is_live=True),
                name="team_at_work",
            ),
            models.Index(
                fields=["person", "matter", "unit", "is_live", "until"],
                condition=models.Q(until__isnull=True, is_live=False),
                name="team_of_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.person_id} {self.part}"


class Participant(models.Model):
    """Somebody who takes part in a matter in a seat of its procedure (参与人).

    Where ``is_secret``, nobody but the case team learns who it is, and each look is logged with its reason.
    ``register`` and ``row_id`` name the row of a register it was taken from. ``by_code``: whoever holds the
    code of the matter (查询码) acts as this participant. ``access_code``: the digest of a code of their own,
    of somebody else who may follow the matter.
    """

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("组织")
        PERSON = "person", _("个人")

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="participants")
    seat = models.CharField(_("身份"), max_length=40)
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices, default=Kind.ORGANISATION)
    name = models.CharField(_("名称或姓名"), max_length=200)
    identifier = models.CharField(_("统一社会信用代码或证件号"), max_length=40, blank=True)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    address = models.CharField(_("地址"), max_length=300, blank=True)
    bank_account = models.CharField(_("账号"), max_length=60, blank=True)
    email = models.CharField(_("电子邮箱"), max_length=200, blank=True)
    is_secret = models.BooleanField(_("身份保密"), default=False)
    accepts_electronic = models.BooleanField(_("同意电子送达"), default=False)
    represents = models.ForeignKey(
        "self", verbose_name=_("所代理的参与人"), null=True, blank=True, on_delete=models.PROTECT
    )
    papers = models.ForeignKey(
        StoredFile,
        verbose_name=_("委托材料"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    person = models.ForeignKey(
        Person, verbose_name=_("账号"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by_code = models.BooleanField(_("凭查询码办理"), default=False)
    access_code = models.CharField(_("查询码摘要"), max_length=64, blank=True)
    register = models.CharField(_("登记册"), max_length=40, blank=True)
    row_id = models.PositiveBigIntegerField(_("记录号"), null=True, blank=True)
    added_at = models.DateTimeField(_("登记时间"))
    removed_at = models.DateTimeField(_("退出时间"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("参与人")
        indexes: ClassVar = [
            models.Index(fields=["matter", "seat"], name="participant_in_seat"),
            models.Index(fields=["identifier"], name="participant_by_identifier"),
            models.Index(
                fields=["register", "row_id", "matter"],
                condition=models.Q(row_id__isnull=False),
                name="participant_of_row",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.seat}"
