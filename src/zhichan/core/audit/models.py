"""The audit record (审计记录): who did what to which thing, as rows that are only ever added.

Every thing (subject) has its own chain: event ``seq`` names the hash of event ``seq - 1``. How the hash
is made stands in ``hashing.py``; what each kind of tampering leaves to be found, in
docs/decisions/0004-audit-chain.md.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One thing that happened (审计事件). Triggers in both databases refuse UPDATE and DELETE.

    ``details_text`` is the canonical JSON that was hashed, byte for byte; read it through ``details``.
    ``actor_name`` is filled for the system actor only: people are named by id, so that the record holds
    no personal data. ``day`` is the local day of ``at``, for lists.
    """

    append_only = True

    class ActorKind(models.TextChoices):
        PERSON = "person", _("人员")
        SYSTEM = "system", _("系统")
        ANONYMOUS = "anonymous", _("未登录者")

    subject_kind = models.CharField(_("对象种类"), max_length=60)
    subject_id = models.CharField(_("对象编号"), max_length=64)
    seq = models.PositiveBigIntegerField(_("序号"))
    kind = models.CharField(_("事件"), max_length=80)
    actor_kind = models.CharField(_("行为人种类"), max_length=10, choices=ActorKind.choices)
    actor_id = models.BigIntegerField(_("行为人编号"), null=True, blank=True)
    actor_name = models.CharField(_("系统行为人"), max_length=60, blank=True)
    at = models.DateTimeField(_("时间"))
    day = models.DateField(_("日期"))
    details_text = models.TextField(_("内容"), default="{}")
    prev_hash = models.CharField(_("上一事件摘要"), max_length=64)
    hash = models.CharField(_("摘要"), max_length=64)

    class Meta:
        verbose_name = _("审计事件")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "seq"], name="audit_event_seq_once"
            ),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="audit_event_seq_from_1"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="audit_event_by_subject"),
            models.Index(fields=["subject_kind", "id"], name="audit_event_by_thing"),
            models.Index(fields=["kind", "id"], name="audit_event_by_kind"),
            models.Index(fields=["actor_kind", "actor_id", "id"], name="audit_event_by_actor"),
            models.Index(fields=["day", "id"], name="audit_event_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id}#{self.seq} {self.kind}"

    @property
    def details(self) -> dict[str, Any]:
        """Empty where the text is none that ``record`` has written: a tampered row, which verifying names."""
        try:
            values = json.loads(self.details_text)
        except ValueError:
            return {}
        return values if isinstance(values, dict) else {}


class AuditHead(models.Model):
    """The end of one subject's chain (链头): locked by whoever adds the next event."""

    only_forward = ("seq", "subject_kind", "subject_id")

    subject_kind = models.CharField(_("对象种类"), max_length=60)
    subject_id = models.CharField(_("对象编号"), max_length=64)
    seq = models.PositiveBigIntegerField(_("序号"), default=0)
    hash = models.CharField(_("摘要"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("审计链头")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="audit_head_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id}#{self.seq}"


class AuditSeal(models.Model):
    """The Merkle root over every subject's last event, once a day (日封存). Seals form a chain themselves.

    The root covers the events with ``id <= through_id`` and can be made again from them at any time.
    ``journal_bytes`` and ``journal_sha256`` fix the journal file as far as it was written then.
    """

    append_only = True

    day = models.DateField(_("日期"), unique=True)
    through_id = models.BigIntegerField(_("封至事件"))
    subjects = models.PositiveBigIntegerField(_("对象数"))
    events = models.PositiveBigIntegerField(_("事件数"))
    root = models.CharField(_("根摘要"), max_length=64)
    journal_bytes = models.PositiveBigIntegerField(_("流水字节数"))
    journal_sha256 = models.CharField(_("流水摘要"), max_length=64)
    sealed_at = models.DateTimeField(_("封存时间"))
    prev_hash = models.CharField(_("上一封存摘要"), max_length=64)
    hash = models.CharField(_("摘要"), max_length=64)

    class Meta:
        verbose_name = _("审计日封存")

    def __str__(self) -> str:
        return f"{self.day} {self.root[:16]}"
