"""Everything a search found, as a file for who asked for it (检索导出)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.rooms.search.models.theme import Theme


class SearchExport(models.Model):
    """``asked``: what was asked, as ``asked.values_of`` says it; ``columns``: those the file has. With
    ``theme`` the file has what is in that version of it, and ``asked`` says by which line it was filled.

    ``done`` of ``total`` rows are written. The file goes at ``expires_at``; that it was made stays told.
    """

    class Kind(models.TextChoices):
        XLSX = "xlsx", "xlsx"
        CSV = "csv", "csv"
        DOCX = "docx", "docx"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("导出的人"), on_delete=models.PROTECT, related_name="+"
    )
    collection = models.CharField(_("检索库"), max_length=40)
    asked = models.JSONField(_("检索条件"))
    theme = models.ForeignKey(
        Theme, verbose_name=_("专题库"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    theme_version = models.PositiveIntegerField(_("专题库版本"), null=True, blank=True)
    columns = models.JSONField(_("列"), default=list)
    kind = models.CharField(_("格式"), max_length=4, choices=Kind.choices)
    snapshot = models.CharField(_("快照"), max_length=60, blank=True)
    total = models.PositiveIntegerField(_("共"), default=0)
    done = models.PositiveIntegerField(_("完成"), default=0)
    refusal = models.CharField(_("没有生成的原因"), max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT)
    asked_at = models.DateTimeField(_("请求时间"))
    made_at = models.DateTimeField(_("生成时间"), null=True, blank=True)
    expires_at = models.DateTimeField(_("保留至"), null=True, blank=True)

    class Meta:
        verbose_name = _("检索导出")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(theme=None, theme_version=None)
                | models.Q(theme__isnull=False, theme_version__isnull=False),
                name="search_export_of_a_version",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="search_export_of_person")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.made_at is None and not self.refusal
