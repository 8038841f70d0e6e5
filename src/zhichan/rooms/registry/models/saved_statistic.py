"""Cross tables that somebody keeps under a name (存下的统计表); the figures are computed anew each time."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 60


class SavedStatistic(models.Model):
    """What a cross table asks for, without a day: it opens as of today. ``show``: counts or shares."""

    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    subject = models.CharField(_("数什么"), max_length=20)
    rows = models.CharField(_("行"), max_length=20)
    columns = models.CharField(_("列"), max_length=20)
    region = models.CharField(_("地区代码"), max_length=12, blank=True)
    kind = models.CharField(_("专利类型"), max_length=20, blank=True)
    show = models.CharField(_("单元格里显示"), max_length=10)
    is_shared = models.BooleanField(_("本局都能看"), default=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("存下的人"), on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(_("存于"))

    class Meta:
        verbose_name = _("存下的统计表")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "name"], name="saved_statistic_once")
        ]

    def __str__(self) -> str:
        return self.name
