"""What the office says of itself in its documents (机关信息)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficeDetail(models.Model):
    """One thing documents print of the office: its name, court, account for fines."""

    key = models.CharField(_("项目"), max_length=40, unique=True)
    value = models.CharField(_("内容"), max_length=300)
    changed_at = models.DateTimeField(_("更新时间"))
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("机关信息")

    def __str__(self) -> str:
        return f"{self.key} {self.value}"
