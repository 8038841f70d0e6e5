"""Objects of documents: one to be made, one with its public copy, one that is published."""

from __future__ import annotations

import itertools

from tests.conftest import NOW, TODAY
from tests.rights_objects import Call, page_object, sample
from tests.rights_objects.core import any_person
from tests.rights_objects.matters import matter_of, stored_file
from zhichan.core.access.actor import system_actor
from zhichan.core.documents.filling import own_template
from zhichan.core.documents.loading import definition_of
from zhichan.core.matters.actions.serving import Serving
from zhichan.core.matters.actions.templates import NewTemplate, hand_in_template
from zhichan.core.matters.models import Document, Matter, OfficeTemplate, Participant, PublicCopy
from zhichan.core.people.models import Person, Unit

_number = itertools.count(1)


def document_of(unit: Unit) -> Document:
    """A document of a lead that is still to be made."""
    return Document.objects.create(
        matter=matter_of(unit), template="matter_approval", event_seq=1, source="test"
    )


def published(unit: Unit) -> PublicCopy:
    """The approved copy of a decision whose publicity runs."""
    matter = matter_of(unit)
    document = Document.objects.create(
        matter=matter,
        template="penalty_decision",
        event_seq=1,
        state=Document.State.ISSUED,
        number=f"示市监处罚〔2026〕{next(_number)}号",
        file=stored_file(),
        issued_on=TODAY,
        entered_at=NOW,
        source="test",
    )
    Matter.objects.create(
        procedure="penalty_publicity",
        version=1,
        number=f"{matter.number}-公示",
        title="公示",
        unit=unit,
        parent=matter,
        state="published",
        opened_at=NOW,
        source="test",
    )
    return PublicCopy.objects.create(
        document=document,
        file=stored_file(),
        party="示例商行",
        profile="penalty",
        profile_version=1,
        made_at=NOW,
        made_by=any_person(),
        approved_at=NOW,
        approved_by=_another(),
        source="test",
    )


def _another() -> Person:
    return Person.objects.create(
        username=f"reader{next(_number)}", name="核对人", created_at=NOW, source="test"
    )


TEMPLATE = "matter_approval"


def checked_template() -> OfficeTemplate:
    """The office's own template of a document, checked and not yet confirmed."""
    waiting = OfficeTemplate.objects.filter(document=TEMPLATE, state=OfficeTemplate.State.CHECKED).first()
    return waiting or hand_in_template(new_template(TEMPLATE), by=system_actor("test"), at=NOW)


def new_template(document: str) -> NewTemplate:
    return NewTemplate(document, "本局.docx", own_template(definition_of(document)))


for _name in ("system_template", "system_template_ours"):
    page_object(_name)(lambda unit: Call({"document": TEMPLATE}))

for _name in ("version", "file", "sample"):

    @page_object(f"system_template_{_name}")
    def _template(unit: Unit) -> Call:
        return Call({"document": TEMPLATE, "version": checked_template().version})


sample("template_id")(lambda: checked_template().pk)
sample(NewTemplate)(lambda: new_template("lead_register"))


for _name in ("document", "document_file", "document_void", "document_serve", "copy_make", "copy_approve"):

    @page_object(f"matters:{_name}")
    def _document(unit: Unit) -> Call:
        document = document_of(unit)
        return Call({"pk": document.matter_id, "document": document.pk})


@page_object("matters:document_want")
def _want(unit: Unit) -> Call:
    return Call({"pk": matter_of(unit).pk})


@page_object("matters:copy_file")
def _copy(unit: Unit) -> Call:
    document = published(unit).document
    return Call({"pk": document.matter_id, "document": document.pk})


for _name in ("one", "file"):

    @page_object(f"penalties:{_name}")
    def _penalty(unit: Unit) -> Call:
        return Call({"pk": published(unit).pk})


@sample("document_id")
def _document_id() -> int:
    """A document of the matter that was made last."""
    return Document.objects.create(
        matter=Matter.objects.latest("pk"), template="lead_register", event_seq=1, source="test"
    ).pk


@sample(Serving)
def _serving() -> Serving:
    matter = Matter.objects.latest("pk")
    party = Participant.objects.create(
        matter=matter, seat="party", name="示例商行", added_at=NOW, source="test"
    )
    return Serving(party.pk, "direct", {"receiver": "self", "signed_on": TODAY.isoformat()})
