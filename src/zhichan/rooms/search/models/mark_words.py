"""Words the office keeps for comparing marks (商标比对词表): which mean the same, which name goods only."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_WORD = 60


class MarkWord(models.Model):
    """``SAME``: two words of one meaning, a translation among them. ``GENERIC``: a name of goods, a model, a
    modifier: what tells no maker from another. Words are kept folded, the two of a pair in their order."""

    class Kind(models.TextChoices):
        SAME = "same", _("同义或译名")
        GENERIC = "generic", _("通用名称、型号或修饰词")

    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    word = models.CharField(_("词"), max_length=LONGEST_WORD)
    other = models.CharField(_("同义词"), max_length=LONGEST_WORD, blank=True)
    source = models.CharField(_("来源"), max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    added_at = models.DateTimeField(_("登记时间"))
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("比对词")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "word", "other"], name="mark_word_once"),
            models.CheckConstraint(
                condition=models.Q(kind="same") ^ models.Q(other=""), name="mark_word_has_other_where_same"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} {self.other}".strip()


class StartingWordsSwitch(models.Model):
    """Whether the starting list of the product counts (起始词表启停), as its newest row says; without one it
    does."""

    is_on = models.BooleanField(_("使用"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("决定人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("决定时间"))

    class Meta:
        verbose_name = _("起始词表启停")

    def __str__(self) -> str:
        return f"{self.is_on} {self.decided_at}"
