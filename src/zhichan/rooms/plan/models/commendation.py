"""Commendations (表彰奖励): what is awarded in a year and to how many, and who was put forward."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.core.people.models import Person, Unit
from zhichan.rooms.plan.models.steps import StepEvent


class AwardRound(models.Model):
    """A commendation of one year (表彰项目): its basis, its quotas and how long names stand public."""

    name = models.CharField(_("表彰项目"), max_length=80)
    year = models.PositiveSmallIntegerField(_("年度"))
    basis = models.CharField(_("依据"), max_length=200)
    unit_quota = models.PositiveSmallIntegerField(_("集体名额"))
    person_quota = models.PositiveSmallIntegerField(_("个人名额"))
    publicity_working_days = models.PositiveSmallIntegerField(_("公示工作日"))
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("表彰项目")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "year"], name="award_round_once"),
            models.CheckConstraint(
                condition=models.Q(publicity_working_days__gte=1), name="award_round_is_public_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.name}"


class Commendation(models.Model):
    """A unit or a person put forward for a commendation. ``person`` is empty for a unit (集体).

    One person, and one unit, stands once in a round; who was declined or withdrawn may be put forward again.
    """

    class State(models.TextChoices):
        NOMINATED = "nominated", _("已提名")
        REVIEWED = "reviewed", _("一审通过")
        PASSED = "passed", _("评审通过")
        PUBLICISED = "publicised", _("公示中")
        PUBLISHED = "published", _("已表彰")
        DECLINED = "declined", _("未通过")
        WITHDRAWN = "withdrawn", _("已撤回")
        REVOKED = "revoked", _("已撤销")

    round = models.ForeignKey(
        AwardRound, verbose_name=_("表彰项目"), on_delete=models.PROTECT, related_name="commendations"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        Person, verbose_name=_("个人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(_("事迹"))
    evidence = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT)
    evidence_name = models.CharField(_("佐证文件名"), max_length=200, blank=True)
    nominated_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("提名人")
    )
    nominated_on = models.DateField(_("提名日期"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.NOMINATED)
    public_from = models.DateField(_("公示开始"), null=True, blank=True, editable=False)
    public_until = models.DateField(_("公示到"), null=True, blank=True, editable=False)
    published_on = models.DateField(_("表彰日期"), null=True, blank=True, editable=False)
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("表彰")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "person"],
                condition=models.Q(person__isnull=False) & ~models.Q(state__in=("declined", "withdrawn")),
                name="commendation_person_once",
            ),
            models.UniqueConstraint(
                fields=["round", "unit"],
                condition=models.Q(person__isnull=True) & ~models.Q(state__in=("declined", "withdrawn")),
                name="commendation_unit_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.pk}"


class CommendationEvent(StepEvent):
    """A step of a commendation."""

    commendation = models.ForeignKey(Commendation, on_delete=models.PROTECT, related_name="events")

    class Meta:
        verbose_name = _("表彰记录")
        indexes: ClassVar = [
            models.Index(fields=["commendation", "-on", "-id"], name="commendation_event_latest")
        ]
