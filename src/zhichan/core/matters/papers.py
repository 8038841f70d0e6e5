"""What is known for a document of a matter (文书取值): from the matter, its seats, forms, team and office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.documents.definition import Definition
from zhichan.core.documents.fields import FieldType, From, Whose
from zhichan.core.documents.given import Given, from_stored, prefilled, seat_values, taken_out
from zhichan.core.documents.loading import definition_of
from zhichan.core.documents.masking.secrets import Secret, secrets_of, secrets_of_seat
from zhichan.core.errors import NotFound
from zhichan.core.matters.certificates import team_with_numbers
from zhichan.core.matters.happenings import What, facts_of
from zhichan.core.matters.models import Document, Matter, OfficeDetail, Participant
from zhichan.core.matters.procedure import Field, Kind, Procedure
from zhichan.core.matters.queries import happenings_of, procedure_of

_PRIVATE = (FieldType.ID_NO, FieldType.PHONE, FieldType.EMAIL, FieldType.BANK_NO, FieldType.ADDRESS)
_OF_THE_OFFICE = (Whose.OFFICE, Whose.OFFICER)


def document_in(matter: Matter, pk: int) -> Document:
    """A document of a matter. Raises NotFound."""
    found = (
        Document.objects.select_related("file", "office_template__file").filter(matter=matter, pk=pk).first()
    )
    if found is None:
        raise NotFound(_("没有找到这份文书。"), document=pk)
    return found


def values_for(document: Document, on: date) -> dict[str, object]:
    """What could be filled in by itself for a document of that day, with what the officer has typed over it.
    Seven queries."""
    definition = definition_of(document.template)
    empty = taken_out(definition, document.values)
    known = {**prefilled(definition, given_of(document, on)), **from_stored(definition, document.values)}
    return {key: value for key, value in known.items() if key not in empty}


def earliest_day(document: Document) -> date:
    """The first day a document may bear: that of the step it belongs to, as corrected; of one asked for
    beside the steps the day of the opening. One query."""
    happenings = happenings_of(document.matter)
    of_step = (one.at for one in happenings if one.seq == document.event_seq)
    opening = (one.at for one in happenings if one.kind == What.OPENED)
    return timezone.localdate([*of_step, *opening, document.matter.opened_at][0])


def given_of(document: Document, on: date) -> Given:
    """What is known of the matter, by where it comes from. Secret participants are not among it. Numbers of
    certificates are those of the day ``on``."""
    matter = document.matter
    procedure, happenings = procedure_of(matter), happenings_of(matter)
    return Given(
        matter={
            "number": matter.number,
            "title": matter.title,
            "opened_on": timezone.localdate(matter.opened_at),
            "received_on": timezone.localdate(matter.opened_at),
            "unit": matter.unit.name,
        },
        seats=_seats(matter),
        facts=_in_words(procedure, facts_of(happenings)),
        office=office_details(matter),
        team=team_with_numbers(matter, on),
        issued=_issued(matter),
        document=_itself(document),
    )


def office_details(matter: Matter) -> dict[str, object]:
    """What the office has set once; its name is that of the unit where nothing else was set."""
    return {"name": matter.unit.name, **dict(OfficeDetail.objects.values_list("key", "value"))}


def known_secrets(matter: Matter) -> list[Secret]:
    """What the matter knows of everybody who takes part, for masking. One query."""
    found: list[Secret] = []
    for one in Participant.objects.filter(matter=matter):
        is_person = one.kind == Participant.Kind.PERSON
        found += secrets_of_seat(one.seat, _of(one), is_person=is_person, is_secret=one.is_secret)
    return found


def wanted_in(procedure: Procedure) -> list[str]:
    """The documents any step of a procedure issues, in the order of its steps."""
    return list(dict.fromkeys(name for move in procedure.moves for name in move.issues))


def uses_secret(definition: Definition, procedure: Procedure) -> bool:
    """Whether a document speaks of a secret seat, so that the officer types it."""
    secret = {seat.name for seat in procedure.seats if seat.is_secret}
    return any(one.origin.kind is From.SEAT and one.origin.path[0] in secret for one in definition.fields)


def holds_personal(document: Document) -> bool:
    """Whether a document says a number or the address of a natural person. Eight queries for a draft."""
    definition = definition_of(document.template)
    if document.state == Document.State.WANTED:
        values = values_for(document, document.issued_on or earliest_day(document))
    else:
        values = from_stored(definition, document.values)
    return any(
        one.is_person and one.type in _PRIVATE and one.whose not in _OF_THE_OFFICE
        for one in secrets_of(definition, values)
    )


def _seats(matter: Matter) -> dict[str, Mapping[str, object]]:
    rows = Participant.objects.filter(matter=matter, removed_at__isnull=True, is_secret=False)
    found: dict[str, Mapping[str, object]] = {}
    for one in rows.order_by("pk"):
        found.setdefault(one.seat, _of(one))
    return found


def _of(one: Participant) -> dict[str, object]:
    return seat_values(
        is_person=one.kind == Participant.Kind.PERSON,
        name=one.name,
        identifier=one.identifier,
        address=one.address,
        phone=one.phone,
        email=one.email,
        bank_account=one.bank_account,
    )


def _itself(document: Document) -> dict[str, object]:
    """Number and day, which a draft has not."""
    if document.state == Document.State.WANTED:
        return {}
    return {"number": document.number, "issued_on": document.issued_on}


def _in_words(procedure: Procedure, facts: Mapping[str, object]) -> dict[str, object]:
    """Facts as documents print them: a choice as its words."""
    fields = {one.name: one for move in procedure.moves for one in move.form}
    fields.update((one.name, one) for one in procedure.opening)
    return {name: _word(fields.get(name), value) for name, value in facts.items()}


def _word(asked: Field | None, value: object) -> object:
    if asked is not None and asked.kind is Kind.CHOICE:
        return str(dict(asked.choices).get(str(value), value))
    return value


def _issued(matter: Matter) -> dict[str, Mapping[str, object]]:
    rows = Document.objects.filter(matter=matter, state=Document.State.ISSUED).prefetch_related("services")
    found: dict[str, Mapping[str, object]] = {}
    for one in rows.order_by("issued_on", "pk"):
        served = max((service.served_on for service in one.services.all()), default=None)
        found[one.template] = {"number": one.number, "issued_on": one.issued_on, "served_on": served}
    return found
