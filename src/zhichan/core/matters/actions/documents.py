"""Making out, voiding and serving the documents of a matter (制发、作废与送达文书)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.audit.subjects import SubjectKey
from zhichan.core.documents.definition import Seal
from zhichan.core.documents.fields import ATTRIBUTES, From
from zhichan.core.documents.filling import fill
from zhichan.core.documents.given import as_stored, from_stored
from zhichan.core.documents.head import ISSUED_ON, NUMBER
from zhichan.core.documents.loading import definition_of
from zhichan.core.documents.service import ServiceMethod, facts_from, served_on
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.files.actions import store_file
from zhichan.core.files.models import StoredFile
from zhichan.core.matters.models import Document, Matter, MatterEvent, OfficeDetail, Participant, Service
from zhichan.core.matters.papers import document_in, office_details, uses_secret, values_for, wanted_in
from zhichan.core.matters.queries import procedure_of
from zhichan.core.matters.rights import MATTER_MOVE, OFFICE_DETAILS
from zhichan.core.matters.writing.events import NewEvent, add_event, locked
from zhichan.core.matters.writing.seats import require_team
from zhichan.core.matters.writing.secrets import refuse_secrets_in
from zhichan.core.numbering.actions import next_number

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@transaction.atomic
def want_document(matter_id: int, template: str, *, by: Actor, at: datetime) -> Document:
    """Ask for one more document of the matter's procedure, such as a second notice.

    Raises NotFound, NotAllowed, InvalidInput for a document the procedure does not issue.
    """
    matter = _in_hand(matter_id, by)
    if template not in wanted_in(procedure_of(matter)):
        raise InvalidInput(_("这个程序不出这种文书。"), field="template")
    event = _say(matter, "wanted", template, by, at)
    return Document.objects.create(matter=matter, template=template, event_seq=event.seq, source=by.as_source)


@transaction.atomic
def keep_draft(
    matter_id: int, document_id: int, values: Mapping[str, object], *, by: Actor, at: datetime
) -> Document:
    """Keep what was typed so far; nothing is numbered.

    Raises NotFound, NotAllowed, WrongState, InvalidInput.
    """
    matter = _in_hand(matter_id, by)
    document = _wanted(matter, document_id)
    definition = definition_of(document.template)
    refuse_secrets_in(matter, values, by=by)
    document.values = as_stored(definition, from_stored(definition, values))
    document.save(update_fields=["values"])
    record("matters.document.drafted", subject=document, by=by, at=at)
    return document


@transaction.atomic
def issue_document(
    matter_id: int, document_id: int, values: Mapping[str, object], *, by: Actor, at: datetime
) -> Document:
    """Make out a document: number it, fill it in, keep it as issued under its hash.

    The number is part of the file, so the file is made inside the transaction (15 ms): a number is never
    given to a draft nor lost with one. Raises NotFound, NotAllowed, WrongState, InvalidInput naming what is
    missing by its Chinese label; on any of them no number is used up.
    """
    matter = _in_hand(matter_id, by)
    document = _wanted(matter, document_id)
    definition = definition_of(document.template)
    typed = from_stored(definition, values)
    # A paper that others than the case team may open names nobody secret.
    if not uses_secret(definition, procedure_of(matter)):
        refuse_secrets_in(matter, values, by=by)
    document.values = as_stored(definition, typed)
    document.issued_on = timezone.localdate(at)
    known = values_for(document)
    if definition.seal is not Seal.NONE:
        known[ISSUED_ON] = document.issued_on
    if definition.number:
        organ = str(office_details(matter).get("code") or "")
        series = definition.number.series(organ)
        running = next_number(f"documents:{series}"[:60], year=document.issued_on.year)
        document.number = definition.number.text(organ, document.issued_on.year, running)
        known[NUMBER] = document.number
    content = fill(definition, known)
    name = f"{document.number or definition.title}.docx"
    document.file = store_file(content, name=name, by=by, at=at, media_type=DOCX)
    document.values = as_stored(definition, known)
    document.state, document.issued_by_id = Document.State.ISSUED, by.id
    document.save()
    _say(matter, "issued", document.template, by, at, document=document.pk)
    return document


@transaction.atomic
def void_document(matter_id: int, document_id: int, reason: str, *, by: Actor, at: datetime) -> Document:
    """Void an issued document; its number stays in the ledger with the reason.

    Raises NotFound, NotAllowed, WrongState for one not issued or served already, InvalidInput.
    """
    matter = _in_hand(matter_id, by)
    document = document_in(matter, document_id)
    if document.state != Document.State.ISSUED:
        raise WrongState(_("只有已制发的文书可以作废。"), document=document.pk)
    if document.services.exists():
        raise WrongState(_("文书已经送达，不能作废；有误的，请另制更正的文书。"), document=document.pk)
    if not reason.strip():
        raise InvalidInput(_("请写明作废的理由。"), field="reason")
    refuse_secrets_in(matter, reason, by=by)
    document.state, document.void_reason = Document.State.VOIDED, reason.strip()[:400]
    document.save(update_fields=["state", "void_reason"])
    _say(matter, "voided", document.template, by, at, document=document.pk)
    return document


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
    matter = _in_hand(matter_id, by)
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
    _say(matter, "served", document.template, by, at, document=document.pk, served_on=day.isoformat())
    return service


@transaction.atomic
def set_office_details(details: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Set what documents print of the office; an empty value takes it out.

    Raises NotAllowed, InvalidInput.
    """
    require(by, OFFICE_DETAILS)
    if strange := sorted(set(details) - ATTRIBUTES[From.OFFICE]):
        raise InvalidInput(_("没有这些项目：%(names)s。") % {"names": "、".join(strange)})
    for key, value in details.items():
        if len(value) > 300:
            raise InvalidInput(_("不能超过 %(most)d 字。") % {"most": 300}, field=key)
    OfficeDetail.objects.filter(key__in=details).delete()
    rows = [
        OfficeDetail(key=key, value=value.strip(), changed_at=at, source=by.as_source)
        for key, value in details.items()
        if value.strip()
    ]
    OfficeDetail.objects.bulk_create(rows)
    record(
        "matters.office.set",
        subject=SubjectKey("office", "details"),
        by=by,
        at=at,
        details={"keys": sorted(details)},
    )


def _in_hand(matter_id: int, by: Actor) -> Matter:
    matter = locked(matter_id, by=by)
    require(by, MATTER_MOVE, [matter.unit_id])
    require_team(matter, by)
    return matter


def _wanted(matter: Matter, document_id: int) -> Document:
    document = document_in(matter, document_id)
    if document.state != Document.State.WANTED:
        raise WrongState(_("这份文书已经制发，不能再改；有误的，作废后重新制作。"), document=document.pk)
    return document


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


def _say(matter: Matter, what: str, template: str, by: Actor, at: datetime, **more: object) -> MatterEvent:
    values = {"what": what, "template": template, **more}
    return add_event(matter, NewEvent(MatterEvent.Kind.DOCUMENT, values=values), by=by, at=at)
