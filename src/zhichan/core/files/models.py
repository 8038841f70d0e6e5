"""Stored files (文件): bytes kept once, under their SHA-256."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """Bytes that came in or went out. Who may see them is said by the rows that point here."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size_bytes = models.PositiveBigIntegerField(_("大小(字节)"))
    media_type = models.CharField(_("类型"), max_length=100)
    stored_at = models.DateTimeField(_("存入时间"))
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("文件")

    def __str__(self) -> str:
        return self.sha256[:16]
