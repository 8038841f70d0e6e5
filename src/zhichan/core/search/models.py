"""What waits to be indexed (待索引), and how far each collection has come (索引状态)."""

from __future__ import annotations

from typing import ClassVar

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

    ``snapshot``: the state of the index after the last changes that were taken out of ``SearchChange``;
    ``known_at``: the instant of that state, in milliseconds. ``highest_id``: of the records it has seen.
    ``began_at``: when the collection was indexed for the first time; of before that nothing is known.
    """

    collection = models.CharField(_("检索库"), max_length=40, unique=True)
    generation = models.PositiveIntegerField(_("代"), default=0)
    version = models.CharField(_("版本"), max_length=16, blank=True)
    snapshot = models.CharField(_("快照"), max_length=60, blank=True)
    changed_at = models.DateTimeField(_("更新时间"), null=True, blank=True)
    built_at = models.DateTimeField(_("建成时间"), null=True, blank=True)
    known_at = models.BigIntegerField(_("索引时刻"), default=0)
    highest_id = models.BigIntegerField(_("最大记录号"), default=0)
    began_at = models.DateTimeField(_("开始索引"), null=True, blank=True)
    build_reason = models.CharField(_("重建原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("索引状态")

    def __str__(self) -> str:
        return f"{self.collection} {self.snapshot}"


class SearchIntake(models.Model):
    """Records that an index held for the first time, or once more, from an instant on (入索引记录).

    ``ids``: ``packed_ids``. Those of the first build are not kept: they are held from the beginning.
    """

    collection = models.CharField(_("检索库"), max_length=40)
    at = models.BigIntegerField(_("时刻"))
    ids = models.TextField(_("记录号"))

    class Meta:
        verbose_name = _("入索引记录")
        indexes: ClassVar = [models.Index(fields=["collection", "at"], name="search_intake_by_time")]

    def __str__(self) -> str:
        return f"{self.collection} {self.at}"


class FormerRecord(models.Model):
    """What an index held of a record before it changed or left (记录的往日内容): so a search can be replayed.

    Instants are in milliseconds; ``until`` is exclusive.
    """

    collection = models.CharField(_("检索库"), max_length=40)
    record_id = models.BigIntegerField(_("记录号"))
    since = models.BigIntegerField(_("起"))
    until = models.BigIntegerField(_("止"))
    content = models.BinaryField(_("内容"))

    class Meta:
        verbose_name = _("记录的往日内容")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collection", "record_id", "since"], name="former_record_once_since"
            )
        ]

    def __str__(self) -> str:
        return f"{self.collection} {self.record_id} {self.since}"
