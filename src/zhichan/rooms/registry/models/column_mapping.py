"""Tables read as a person said (列对应): what is remembered per sender, and what each file was read by."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.core.imports.models import ImportBatch
from zhichan.core.people.models import Unit

LONGEST_SENDER = 120


class RememberedMapping(models.Model):
    """How tables with these headings from this sender are read (记住的列对应).

    ``sender_key``: the name as it is compared; ``unit``: the unit it means, which stays the same when it is
    renamed. ``shape``: digest of the set of headings. ``content``: the mapping (``formats.mapping``).
    """

    sender = models.CharField(_("发送人"), max_length=LONGEST_SENDER)
    sender_key = models.CharField(_("比对用名"), max_length=LONGEST_SENDER, db_index=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("内容"), max_length=20)
    shape = models.CharField(_("表头摘要"), max_length=64)
    content = models.JSONField(_("列对应"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("定下的人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    source = models.CharField(_("来源"), max_length=200)
    changed_at = models.DateTimeField(_("定于"))
    used_at = models.DateTimeField(_("最近用于"), null=True, blank=True)

    class Meta:
        verbose_name = _("记住的列对应")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sender_key", "shape"], name="remembered_mapping_once")
        ]

    def __str__(self) -> str:
        return self.sender


class MappedFile(models.Model):
    """A file that is read by a mapping (按列对应读取的文件): waiting for one, or read into a batch.

    ``content`` belongs to this file alone: what is remembered may change, and the file is read by this again.
    ``samples``: its first rows; ``whole``: how all of them fare by the mapping of that digest, as far as they
    are counted. ``problem``: why it could not be read the last time. Its batch is kept for
    good; where it has none, it waits.
    """

    file = models.ForeignKey(StoredFile, verbose_name=_("文件"), on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("文件名"), max_length=200)
    sender = models.CharField(_("发送人"), max_length=LONGEST_SENDER, blank=True)
    known_at = models.DateTimeField(_("获知时间"), null=True, blank=True)
    content = models.JSONField(_("列对应"))
    samples = models.JSONField(_("前几行"))
    whole = models.JSONField(_("全表试读"), null=True, blank=True)
    remembered = models.ForeignKey(
        RememberedMapping,
        verbose_name=_("依据的列对应"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="files",
    )
    batch = models.OneToOneField(
        ImportBatch,
        verbose_name=_("导入批次"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="mapped_file",
    )
    problem = models.CharField(_("没有读成的原因"), max_length=1000, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("交来的人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    source = models.CharField(_("来源"), max_length=200)
    created_at = models.DateTimeField(_("交来时间"))

    class Meta:
        verbose_name = _("按列对应读取的文件")
        indexes: ClassVar = [
            models.Index(fields=["-id"], condition=models.Q(batch=None), name="mapped_file_waiting")
        ]

    def __str__(self) -> str:
        return self.file_name
