"""Runs of a scheme (考核计算), what each unit got, and what was said and corrected afterwards."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.core.people.models import Person, Unit
from zhichan.rooms.plan.models.score_scheme import ScoreScheme


class ScoreRun(models.Model):
    """One computing of a scheme (考核计算): for a period, as of a day, as known at an instant.

    ``digest``: of the scheme, the question and every unit's record; the same again gives the same bytes.
    """

    append_only = True

    scheme = models.ForeignKey(ScoreScheme, on_delete=models.PROTECT, related_name="runs")
    period_from = models.DateField(_("考核期起"))
    on = models.DateField(_("数据时点"))
    known_at = models.DateTimeField(_("按何时所知"))
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("计算时间"))
    digest = models.CharField(_("摘要"), max_length=64)
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("考核计算")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(on__gte=models.F("period_from")), name="score_run_period_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.on}"


class UnitScore(models.Model):
    """What one unit got in a run (单位得分).

    ``record_text``: canonical JSON of inputs, parts and total, which is hashed byte for byte. ``total`` and
    ``rank`` are empty where nothing could be counted.
    """

    append_only = True

    run = models.ForeignKey(ScoreRun, on_delete=models.PROTECT, related_name="unit_scores")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    total = models.DecimalField(_("得分"), max_digits=7, decimal_places=2, null=True)
    rank = models.PositiveSmallIntegerField(_("名次"), null=True)
    record_text = models.TextField(_("计算记录"))

    class Meta:
        verbose_name = _("单位得分")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "unit"], name="unit_score_once"),
            models.CheckConstraint(
                condition=Q(total__isnull=True, rank__isnull=True)
                | Q(total__isnull=False, rank__isnull=False),
                name="unit_score_ranked",
            ),
        ]


class ScoreRelease(models.Model):
    """That a run was sent to its units to look at (送单位核对), or published (公布)."""

    append_only = True

    class Kind(models.TextChoices):
        SENT = "sent", _("送单位核对")
        PUBLISHED = "published", _("公布")

    run = models.ForeignKey(ScoreRun, on_delete=models.PROTECT, related_name="releases")
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    appeals_until = models.DateField(_("申诉截止"), null=True)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("考核结果送达与公布")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "kind"], name="score_release_once"),
            models.CheckConstraint(
                condition=~Q(kind="sent") | Q(appeals_until__isnull=False), name="score_sent_has_limit"
            ),
        ]


class ScoreAppeal(models.Model):
    """A unit's objection to one item of its score (申诉), and the answer."""

    class State(models.TextChoices):
        OPEN = "open", _("待答复")
        UPHELD = "upheld", _("成立，已更正")
        REJECTED = "rejected", _("不成立")

    score = models.ForeignKey(UnitScore, on_delete=models.PROTECT, related_name="appeals")
    position = models.PositiveSmallIntegerField(_("考核项"))
    reason = models.TextField(_("理由"))
    filed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("提出时间"))
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.CharField(_("答复"), max_length=400, blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("考核申诉")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["score", "position"], condition=Q(state="open"), name="score_appeal_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True)
                | (~Q(state="open") & Q(answered_at__isnull=False) & ~Q(answer="")),
                name="score_appeal_answered",
            ),
        ]


class ScoreAppealFile(models.Model):
    """A file handed in with an appeal (申诉材料)."""

    appeal = models.ForeignKey(ScoreAppeal, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    name = models.CharField(_("文件名"), max_length=200)

    class Meta:
        verbose_name = _("申诉材料")


class ScoreCorrection(models.Model):
    """That an item of a unit's score is another figure (更正): 0 to 100, as the formula gives.

    What was computed stays; the latest correction of an item holds.
    """

    append_only = True

    score = models.ForeignKey(UnitScore, on_delete=models.PROTECT, related_name="corrections")
    position = models.PositiveSmallIntegerField(_("考核项"))
    value = models.DecimalField(_("更正为"), max_digits=5, decimal_places=2)
    reason = models.CharField(_("理由"), max_length=400)
    appeal = models.OneToOneField(ScoreAppeal, null=True, on_delete=models.PROTECT, related_name="correction")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("考核更正")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(value__gte=0, value__lte=100), name="score_correction_bounds")
        ]


class ScorePoints(models.Model):
    """Points added to or deducted from a unit (加分、扣分) for something that happened on a day.

    ``withdraws``: this row takes that one back, from the instant it is known; its points are the
    opposite.
    """

    append_only = True

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    effective_on = models.DateField(_("发生日"))
    known_at = models.DateTimeField(_("登记时间"))
    points = models.DecimalField(_("分值"), max_digits=5, decimal_places=2)
    reason = models.CharField(_("事由"), max_length=200)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT)
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    withdraws = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="withdrawn_by", verbose_name=_("撤回")
    )
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("加分扣分")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(points=0), name="score_points_count"),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "effective_on"], name="score_points_of_unit")]
