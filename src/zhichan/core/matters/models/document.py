"""Documents a matter issues, and their service (文书与送达)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.core.matters.models.matter import Matter
from zhichan.core.matters.models.office import OfficeTemplate
from zhichan.core.matters.models.people import Participant
from zhichan.core.people.models import Person


class Document(models.Model):
    """A document of a matter (文书): wanted by a move, drafted, and kept as issued under its hash.

    ``number`` is given when it is issued, never to a draft; a voided one keeps its number and its reason.
    ``issued_on`` is the day it bears, of a draft the day it is meant to; ``entered_at`` when it was made out
    here. ``template_sha256``: what it was filled into, ``office_template`` where that was the office's own.
    """

    class State(models.TextChoices):
        WANTED = "wanted", _("待制作")
        ISSUED = "issued", _("已制发")
        VOIDED = "voided", _("已作废")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="documents")
    template = models.CharField(_("文书"), max_length=60)
    event_seq = models.PositiveIntegerField(_("所出经过"))
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.WANTED)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    values = models.JSONField(_("填写内容"), default=dict, blank=True)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("成文"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    template_sha256 = models.CharField(_("模板摘要"), max_length=64, blank=True)
    office_template = models.ForeignKey(
        OfficeTemplate,
        verbose_name=_("本单位模板"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    entered_at = models.DateTimeField(_("录入时间"), null=True, blank=True)
    issued_by = models.ForeignKey(
        Person, verbose_name=_("制发"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    void_reason = models.CharField(_("作废理由"), max_length=400, blank=True)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("文书")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(number=""), name="document_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="wanted", file__isnull=True)
                | (
                    ~models.Q(state="wanted")
                    & models.Q(file__isnull=False, issued_on__isnull=False, entered_at__isnull=False)
                ),
                name="document_issued_with_file",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["matter", "state"], name="document_of_matter")]

    def __str__(self) -> str:
        return self.number or self.template

    @property
    def entered_later_on(self) -> date | None:
        """The day it was entered (补录), where it bears an earlier one; None where it does not."""
        if self.entered_at is None or self.issued_on is None:
            return None
        entered_on = timezone.localdate(self.entered_at)
        return entered_on if self.issued_on < entered_on else None


class Service(models.Model):
    """A document handed to somebody (送达): how, when, and the proof."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="services")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="services")
    method = models.CharField(_("送达方式"), max_length=20)
    served_on = models.DateField(_("送达日期"))
    facts = models.JSONField(_("送达情况"), default=dict, blank=True)
    proof = models.ForeignKey(
        StoredFile, verbose_name=_("凭证"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("记录时间"))
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("送达")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "participant"], name="service_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} → {self.participant_id} {self.served_on}"
