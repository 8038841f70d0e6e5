"""What the public may read of a document (公开文本)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.core.matters.models.document import Document
from zhichan.core.people.models import Person


class PublicCopy(models.Model):
    """A masked copy of an issued document: made by one person, read and approved by another.

    ``values`` are the masked ones; ``log`` says what was covered, never the value; ``doubts`` what whoever
    approves has to look at.
    """

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="public_copy")
    file = models.ForeignKey(
        StoredFile, verbose_name=_("公开文本"), on_delete=models.PROTECT, related_name="+"
    )
    party = models.CharField(_("当事人"), max_length=200)
    values = models.JSONField(_("公开内容"), default=dict)
    profile = models.CharField(_("遮盖规则"), max_length=40)
    profile_version = models.PositiveSmallIntegerField(_("遮盖规则版本"))
    log = models.JSONField(_("遮盖记录"), default=list)
    doubts = models.JSONField(_("待人工核对"), default=list)
    made_at = models.DateTimeField(_("制作时间"))
    made_by = models.ForeignKey(Person, verbose_name=_("制作"), on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("核对时间"), null=True, blank=True)
    approved_by = models.ForeignKey(
        Person, verbose_name=_("核对"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("公开文本")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True, approved_at__isnull=True)
                | (
                    models.Q(approved_by__isnull=False, approved_at__isnull=False)
                    & ~models.Q(approved_by=models.F("made_by"))
                ),
                name="public_copy_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.party}"
