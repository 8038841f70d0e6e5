"""Lists of synonyms (同义词表): whose terms stand for each other, for whoever has switched the list on."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 60


class SynonymList(models.Model):
    """``groups``: lists of terms that mean the same. ``users``: for whom it is switched on."""

    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("建立人"), on_delete=models.PROTECT, related_name="+"
    )
    is_shared = models.BooleanField(_("本局都能用"), default=False)
    groups = models.JSONField(_("词组"), default=list)
    users = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name=_("启用的人"), related_name="+")
    changed_at = models.DateTimeField(_("修改时间"))

    class Meta:
        verbose_name = _("同义词表")
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "name"], name="synonym_list_once")]

    def __str__(self) -> str:
        return self.name
