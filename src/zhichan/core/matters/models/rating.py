"""What those outside say of how a matter was handled (好差评), and how the office answers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.models.matter import Matter
from zhichan.core.people.models import Person


class Rating(models.Model):
    """What whoever submitted a matter said of it, once, after its closing (好差评): a grade, and words.

    ``answer_by``: until when the office gets in touch about a bad one; ``answered_at``: since when that is
    settled.
    """

    class Grade(models.IntegerChoices):
        VERY_GOOD = 5, _("非常满意")
        GOOD = 4, _("满意")
        FAIR = 3, _("基本满意")
        BAD = 2, _("不满意")
        VERY_BAD = 1, _("非常不满意")

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="rating")
    grade = models.PositiveSmallIntegerField(_("评价"), choices=Grade.choices)
    words = models.CharField(_("意见"), max_length=500, blank=True)
    rated_at = models.DateTimeField(_("评价时间"))
    answer_by = models.DateField(_("回访期限"), null=True, blank=True)
    answered_at = models.DateTimeField(_("回访办结"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("好差评")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(grade__range=(1, 5)), name="rating_in_five_grades"),
            models.CheckConstraint(
                condition=models.Q(grade__gt=2, answer_by__isnull=True, answered_at__isnull=True)
                | models.Q(grade__lte=2, answer_by__isnull=False),
                name="rating_answered_where_bad",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["rated_at", "id"], name="rating_by_time")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.grade}"

    @property
    def is_bad(self) -> bool:
        return self.grade <= self.Grade.BAD


class RatingAnswer(models.Model):
    """How the office got in touch about a bad rating (差评回访), and what came of it."""

    class Outcome(models.TextChoices):
        PUT_RIGHT = "put_right", _("已整改")
        EXPLAINED = "explained", _("已说明，评价人理解")
        MISTAKEN = "mistaken", _("评价人称误评")
        UNREACHED = "unreached", _("没有联系上")

    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices)
    words = models.CharField(_("核实和整改情况"), max_length=1000)
    answered_at = models.DateTimeField(_("回访时间"))
    person = models.ForeignKey(Person, verbose_name=_("回访人"), on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("差评回访")

    def __str__(self) -> str:
        return f"{self.rating_id} {self.outcome}"
