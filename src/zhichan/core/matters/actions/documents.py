"""Drafting, making out and voiding the documents of a matter (起草、制发与作废文书)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.audit.actions import record
from zhichan.core.documents.definition import Definition, Seal
from zhichan.core.documents.filling import fill, own_template
from zhichan.core.documents.given import as_stored, from_stored, taken_out
from zhichan.core.documents.head import ISSUED_ON, NUMBER
from zhichan.core.documents.loading import definition_of
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.files.actions import store_file
from zhichan.core.files.sniff import DOCX
from zhichan.core.matters.certificates import refuse_other_numbers
from zhichan.core.matters.models import Document, Matter
from zhichan.core.matters.office_templates import content_of, template_on
from zhichan.core.matters.papers import (
    document_in,
    earliest_day,
    office_details,
    uses_secret,
    values_for,
    wanted_in,
)
from zhichan.core.matters.queries import procedure_of
from zhichan.core.matters.writing.papers import in_hand, say
from zhichan.core.matters.writing.secrets import refuse_secrets_in
from zhichan.core.numbering.actions import next_number


@transaction.atomic
def want_document(matter_id: int, template: str, *, by: Actor, at: datetime) -> Document:
    """Ask for one more document of the matter's procedure, such as a second notice.

    Raises NotFound, NotAllowed, InvalidInput for a document the procedure does not issue.
    """
    matter = in_hand(matter_id, by)
    if template not in wanted_in(procedure_of(matter)):
        raise InvalidInput(_("这个程序不出这种文书。"), field="template")
    event = say(matter, "wanted", template, by, at)
    return Document.objects.create(matter=matter, template=template, event_seq=event.seq, source=by.as_source)


@transaction.atomic
def keep_draft(
    matter_id: int,
    document_id: int,
    values: Mapping[str, object],
    *,
    issued_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Document:
    """Keep what was typed so far, and the day the document is to bear; nothing is numbered.

    Raises NotFound, NotAllowed, WrongState, InvalidInput.
    """
    matter = in_hand(matter_id, by)
    document = _wanted(matter, document_id)
    definition = definition_of(document.template)
    refuse_secrets_in(matter, values, by=by)
    document.values = _typed(definition, values)
    document.issued_on = issued_on and _day_borne(document, issued_on, at)
    document.save(update_fields=["values", "issued_on"])
    record("matters.document.drafted", subject=document, by=by, at=at)
    return document


@transaction.atomic
def issue_document(
    matter_id: int,
    document_id: int,
    values: Mapping[str, object],
    *,
    issued_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Document:
    """Make out a document: number it, fill it in, keep it as issued under its hash.

    ``issued_on``: the day it bears, today without it; an earlier one is that of a paper entered later
    (补录), and both days are kept. It is filled into the office's own template of that day, else into ours.
    The number is part of the file, so the file is made inside the transaction (15 ms): a number is never
    given to a draft nor lost with one. Raises NotFound, NotAllowed, WrongState, InvalidInput naming what is
    missing by its Chinese label; on any of them no number is used up.
    """
    matter = in_hand(matter_id, by)
    document = _wanted(matter, document_id)
    definition = definition_of(document.template)
    # A paper that others than the case team may open names nobody secret.
    if not uses_secret(definition, procedure_of(matter)):
        refuse_secrets_in(matter, values, by=by)
    document.values = _typed(definition, values)
    day = _day_borne(document, issued_on or timezone.localdate(at), at)
    known = values_for(document, day)
    refuse_other_numbers(matter, definition, known, day)
    document.issued_on, document.entered_at = day, at
    _fill(document, definition, known, by=by, at=at)
    document.state, document.issued_by_id = Document.State.ISSUED, by.id
    document.save()
    _say_issued(document, by=by, at=at)
    return document


def _typed(definition: Definition, values: Mapping[str, object]) -> dict[str, object]:
    """What was typed, for a JSON column; what was emptied on purpose stays empty."""
    return as_stored(definition, from_stored(definition, values)) | taken_out(definition, values)


def _fill(
    document: Document, definition: Definition, known: dict[str, object], *, by: Actor, at: datetime
) -> None:
    """Number and day, and the file made with them."""
    assert document.issued_on is not None
    if definition.seal is not Seal.NONE:
        known[ISSUED_ON] = document.issued_on
    if definition.number:
        organ = str(office_details(document.matter).get("code") or "")
        series = definition.number.series(organ)
        running = next_number(f"documents:{series}"[:60], year=document.issued_on.year)
        document.number = definition.number.text(organ, document.issued_on.year, running)
        known[NUMBER] = document.number
    document.office_template = template_on(definition.id, document.issued_on)
    template = content_of(document.office_template) if document.office_template else None
    content = fill(definition, known, template=template)
    document.template_sha256 = sha256(template or own_template(definition)).hexdigest()
    name = f"{document.number or definition.title}.docx"
    document.file = store_file(content, name=name, by=by, at=at, media_type=DOCX)
    document.values = as_stored(definition, known)


def _say_issued(document: Document, *, by: Actor, at: datetime) -> None:
    """The event; of a paper entered later both days, in the audit too."""
    more: dict[str, object] = {"document": document.pk}
    if entered_on := document.entered_later_on:
        days = {"issued_on": str(document.issued_on), "entered_on": entered_on.isoformat()}
        record("matters.document.entered_later", subject=document, by=by, at=at, details=days)
        more |= days
    say(document.matter, "issued", document.template, by, at, **more)


@transaction.atomic
def void_document(matter_id: int, document_id: int, reason: str, *, by: Actor, at: datetime) -> Document:
    """Void an issued document; its number stays in the ledger with the reason.

    Raises NotFound, NotAllowed, WrongState for one not issued or served already, InvalidInput.
    """
    matter = in_hand(matter_id, by)
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
    say(matter, "voided", document.template, by, at, document=document.pk)
    return document


def _wanted(matter: Matter, document_id: int) -> Document:
    document = document_in(matter, document_id)
    if document.state != Document.State.WANTED:
        raise WrongState(_("这份文书已经制发，不能再改；有误的，作废后重新制作。"), document=document.pk)
    return document


def _day_borne(document: Document, day: date, at: datetime) -> date:
    """The day, if a document may bear it."""
    if day > timezone.localdate(at):
        raise InvalidInput(_("成文日期不能晚于今天。"), code="issued_ahead", field=ISSUED_ON)
    if day < (first := earliest_day(document)):
        raise InvalidInput(
            _("成文日期不能早于它所属的一步：%(first)s。如果那一步的日期记错了，请先更正办理记录。")
            % {"first": first.isoformat()},
            code="issued_before_step",
            field=ISSUED_ON,
        )
    return day
