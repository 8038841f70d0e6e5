"""Query lines too long for an address (长检索式): lists of numbers pasted from a spreadsheet."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LongLine(models.Model):
    """The line of a person under the digest that stands for it in addresses."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("检索的人"), on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(_("代号"), max_length=20)
    line = models.TextField(_("检索式"))
    kept_at = models.DateTimeField(_("存于"))

    class Meta:
        verbose_name = _("长检索式")
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="long_line_once")]

    def __str__(self) -> str:
        return self.key
