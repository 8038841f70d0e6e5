"""Folders of found documents (文献夹), and what a person marks and notes on a document (标记、笔记)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Unit

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


class FolderShare(models.Model):
    """A person, or everybody of a unit, who may read a folder (共享文献夹)."""

    folder = models.ForeignKey(Folder, on_delete=models.CASCADE, related_name="shares")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("人员"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("文献夹共享")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["folder", "person"], name="folder_shared_once_with_person"),
            models.UniqueConstraint(fields=["folder", "unit"], name="folder_shared_once_with_unit"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, unit__isnull=True)
                | models.Q(person__isnull=True, unit__isnull=False),
                name="folder_share_of_one",
            ),
        ]

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
