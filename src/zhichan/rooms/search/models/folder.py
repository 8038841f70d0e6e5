"""Folders of found documents (文献夹), and what a person marks and notes on a document (标记、笔记)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.search.models.share import Share, shared_once

LONGEST_NAME = 60
LONGEST_NOTE = 2_000


def _person(label: object) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,  # type: ignore[arg-type]
        on_delete=models.PROTECT,
        related_name="+",
    )


class Folder(models.Model):
    """A folder of somebody's (文献夹). Whom they share it with reads it; nobody else knows of it."""

    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    keeper = _person(_("建立的人"))
    collection = models.CharField(_("检索库"), max_length=40)
    made_at = models.DateTimeField(_("建立时间"))

    class Meta:
        verbose_name = _("文献夹")
        constraints: ClassVar = [models.UniqueConstraint(fields=["keeper", "name"], name="folder_name_once")]

    def __str__(self) -> str:
        return self.name


class FolderEntry(models.Model):
    """A record in a folder; it stays where the record leaves the register, and shows when that comes back."""

    folder = models.ForeignKey(Folder, on_delete=models.CASCADE, related_name="entries")
    record_id = models.BigIntegerField(_("记录号"))
    put_at = models.DateTimeField(_("放入时间"))

    class Meta:
        verbose_name = _("文献夹中的文献")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["folder", "record_id"], name="folder_entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.folder} {self.record_id}"


class FolderShare(Share):
    """Whom a folder is shared with to be read (共享文献夹)."""

    folder = models.ForeignKey(Folder, on_delete=models.CASCADE, related_name="shares")

    class Meta:
        verbose_name = _("文献夹共享")
        constraints: ClassVar = shared_once("folder")

    def __str__(self) -> str:
        return f"{self.folder} {self.person or self.unit}"


class DocumentMark(models.Model):
    """A mark somebody put on a record for themselves (标记)."""

    class Mark(models.TextChoices):
        STAR = "star", _("星标")
        KEY = "key", _("重点")
        READ = "read", _("已读")

    person = _person(_("标记的人"))
    collection = models.CharField(_("检索库"), max_length=40)
    record_id = models.BigIntegerField(_("记录号"))
    mark = models.CharField(_("标记"), max_length=4, choices=Mark.choices)
    made_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("文献标记")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "collection", "record_id", "mark"], name="document_marked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.get_mark_display()}"


class DocumentNote(models.Model):
    """What somebody noted on a record (笔记): for themselves, and for whoever reads a folder of theirs that
    holds it."""

    person = _person(_("写的人"))
    collection = models.CharField(_("检索库"), max_length=40)
    record_id = models.BigIntegerField(_("记录号"))
    text = models.TextField(_("笔记"), max_length=LONGEST_NOTE)
    changed_at = models.DateTimeField(_("改于"))

    class Meta:
        verbose_name = _("文献笔记")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "collection", "record_id"], name="document_noted_once")
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.person}"
