"""Recording that a document was served (送达文书)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.documents.service import ServiceMethod, facts_from, served_on
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.files.models import StoredFile
from zhichan.core.matters.models import Document, Matter, Participant, Service
from zhichan.core.matters.papers import document_in
from zhichan.core.matters.writing.papers import in_hand, say


@dataclass(frozen=True)
class Serving:
    """How a document reached a participant: the way, what is known of it, the stored proof."""

    participant_id: int
    method: str
    facts: Mapping[str, object] = field(default_factory=dict)
    proof: StoredFile | None = None


@transaction.atomic
def serve_document(matter_id: int, document_id: int, serving: Serving, *, by: Actor, at: datetime) -> Service:
    """Record that a document was served; the day follows from the way and its facts.

    Source: 民事诉讼法 第八十七条至第九十五条; 行政处罚法 第六十一条. Raises NotFound, NotAllowed (electronic
    service without consent), WrongState (not issued, served already), InvalidInput.
    """
    matter = in_hand(matter_id, by)
    document = document_in(matter, document_id)
    if document.state != Document.State.ISSUED:
        raise WrongState(_("文书制发以后才能送达。"), document=document.pk)
    person = _receiver(matter, serving)
    if document.services.filter(participant=person).exists():
        raise WrongState(_("这份文书已登记送达给这个人。"), document=document.pk)
    day = served_on(ServiceMethod(serving.method), facts_from(serving.facts))
    _check_day(document, day, serving.method, at)
    service = Service.objects.create(
        document=document,
        participant=person,
        method=serving.method,
        served_on=day,
        facts=dict(serving.facts),
        proof=serving.proof,
        recorded_at=at,
        source=by.as_source,
    )
    say(matter, "served", document.template, by, at, document=document.pk, served_on=day.isoformat())
    return service


def _receiver(matter: Matter, serving: Serving) -> Participant:
    if serving.method not in ServiceMethod.values:
        raise InvalidInput(_("请选送达方式。"), field="method")
    found = Participant.objects.filter(matter=matter, pk=serving.participant_id).first()
    if found is None:
        raise NotFound(_("没有找到这个参与人。"), participant=serving.participant_id)
    if serving.method == ServiceMethod.ELECTRONIC and not found.accepts_electronic:
        raise InvalidInput(
            _("这个参与人没有登记同意电子送达。请先登记送达地址确认书，或者改用其他方式。"),
            code="service_without_consent",
            field="method",
        )
    return found


def _check_day(document: Document, day: date, method: str, at: datetime) -> None:
    if document.issued_on and day < document.issued_on:
        raise InvalidInput(_("送达日期早于成文日期。"), code="served_before_issue", field="method")
    if method != ServiceMethod.ANNOUNCE and day > timezone.localdate(at):
        raise InvalidInput(_("送达日期不能晚于今天。"), code="served_ahead", field="method")
