"""Searches kept to be asked again (存下的检索): the same count years later, and what has changed since."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 80


class SavedSearch(models.Model):
    """A search with all its answer depended on.

    ``asked``: the whole tree; ``synonyms``: the groups that took part; ``known_at``: the instant of the
    index, in milliseconds, with which it is asked again; ``engine``: the version of the index that answered.
    ``count`` and ``ids`` (``packed_ids``): what it found, to hold a replay against.
    """

    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("存下的人"), on_delete=models.PROTECT, related_name="+"
    )
    collection = models.CharField(_("检索库"), max_length=40)
    line = models.TextField(_("检索式"))
    chosen = models.JSONField(_("已选筛选"), default=list)
    asked = models.JSONField(_("检索条件"))
    synonyms = models.JSONField(_("同义词"), default=list)
    known_at = models.BigIntegerField(_("索引时刻"))
    snapshot = models.CharField(_("快照"), max_length=60)
    engine = models.CharField(_("索引版本"), max_length=16)
    count = models.PositiveIntegerField(_("件数"))
    ids = models.TextField(_("记录号"), blank=True)
    note = models.CharField(_("备注"), max_length=400, blank=True)
    saved_at = models.DateTimeField(_("存于"))

    class Meta:
        verbose_name = _("存下的检索")
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "name"], name="saved_search_once")]

    def __str__(self) -> str:
        return self.name
