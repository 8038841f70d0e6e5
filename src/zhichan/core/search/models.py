"""What waits to be indexed (待索引), and how far each collection has come (索引状态)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchChange(models.Model):
    """A row of a source that was written: added, changed, shown or hidden. Its writer's transaction adds it.

    What the row says now, the indexer reads; so an entry that is taken twice does no harm.
    """

    source = models.CharField(_("来源"), max_length=40)
    row_id = models.BigIntegerField(_("记录号"))

    class Meta:
        verbose_name = _("待索引")

    def __str__(self) -> str:
        return f"{self.source} {self.row_id}"


class SearchState(models.Model):
    """The index of one collection. ``generation`` is the one that answers; ``building``: the one being made.

    ``snapshot``: the state of the index after the last changes that were taken out of ``SearchChange``.
    """

    collection = models.CharField(_("检索库"), max_length=40, unique=True)
    generation = models.PositiveIntegerField(_("代"), default=0)
    version = models.CharField(_("版本"), max_length=16, blank=True)
    snapshot = models.CharField(_("快照"), max_length=60, blank=True)
    changed_at = models.DateTimeField(_("更新时间"), null=True, blank=True)
    built_at = models.DateTimeField(_("建成时间"), null=True, blank=True)
    build_reason = models.CharField(_("重建原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("索引状态")

    def __str__(self) -> str:
        return f"{self.collection} {self.snapshot}"
