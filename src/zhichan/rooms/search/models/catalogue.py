"""The catalogue of key technologies (关键技术攻关目录): topics in levels, each with the patents it finds."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Unit
from zhichan.rooms.search.models.navigation import LONGEST_TEXT, Made, NavigationFinding
from zhichan.rooms.search.models.revised import Revised
from zhichan.rooms.search.models.theme import LONGEST_NAME, Theme

LONGEST_CLASSES = 200


class KeyTechnology(Made, Revised):
    """One entry (条目). Its patents are what ``line`` finds, or the members of ``theme``: one of the two.

    ``classes``: which classes of the IPC it spans, as its keepers put it.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("待攻关")
        RUNNING = "running", _("攻关中")
        DONE = "done", _("已突破")
        DROPPED = "dropped", _("已撤出")

    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.PLANNED)
    owner_unit = models.ForeignKey(
        Unit, verbose_name=_("责任单位"), on_delete=models.PROTECT, related_name="+"
    )
    classes = models.CharField(_("分类号范围"), max_length=LONGEST_CLASSES, blank=True)
    line = models.TextField(_("检索式"), blank=True)
    theme = models.ForeignKey(
        Theme, verbose_name=_("专题库"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(_("说明"), max_length=LONGEST_TEXT, blank=True)
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("关键技术条目")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], name="key_technology_once"),
            models.CheckConstraint(
                condition=models.Q(theme__isnull=True) ^ models.Q(line=""), name="key_technology_asks_one"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KeyTechnologyFinding(Made):
    """That a finding of a navigation project bears on an entry (关联的导航发现)."""

    technology = models.ForeignKey(KeyTechnology, on_delete=models.CASCADE, related_name="links")
    finding = models.ForeignKey(NavigationFinding, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("关键技术条目的导航发现")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["technology", "finding"], name="key_technology_finding_once")
        ]
