"""The documents of a matter for a list (文书的写法)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from zhichan.core.documents.loading import title_of
from zhichan.core.matters.models import Document


@dataclass(frozen=True)
class DocumentLine:
    """A document in words: what it is, how far it has come, its number. ``entered_later_on``: the day it was
    entered, where it bears an earlier one."""

    label: str
    state: str
    tone: str
    number: str
    issued_on: date | None
    entered_later_on: date | None
    url: str = ""


_TONES = {Document.State.WANTED: "warn", Document.State.ISSUED: "done", Document.State.VOIDED: "idle"}


def document_line(one: Document) -> DocumentLine:
    return DocumentLine(
        title_of(one.template),
        one.get_state_display(),
        _TONES[Document.State(one.state)],
        one.number,
        None if one.state == Document.State.WANTED else one.issued_on,
        one.entered_later_on,
        reverse("matters:document", args=[one.matter_id, one.pk]),
    )
