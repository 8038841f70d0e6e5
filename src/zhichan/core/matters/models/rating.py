"""What those outside say of how a matter was handled (好差评)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.models.matter import Matter


class Rating(models.Model):
    """What whoever submitted a matter said of it, once, after its closing (好差评): a grade, and words."""

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
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("好差评")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(grade__range=(1, 5)), name="rating_in_five_grades"),
        ]
        indexes: ClassVar = [models.Index(fields=["rated_at", "id"], name="rating_by_time")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.grade}"
