"""Chinese documents and the applications they belong to: one fills the other, whichever comes first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.actions.merge import FILLED
from zhichan.core.registers.importing.intake import Match
from zhichan.core.registers.importing.lines import Checked, Line
from zhichan.core.registers.models import Disagreement
from zhichan.core.registers.moments import BEGINNING
from zhichan.rooms.registry.identifiers.documents import CHINA
from zhichan.rooms.registry.intakes.patent_texts import take_over_texts
from zhichan.rooms.registry.models.patent import PATENTS, Patent, PatentEvent
from zhichan.rooms.registry.patent_history import DOCUMENT, TAKEN_OVER

_AT_ONCE = 900
_DOCUMENTS = ("grant_number", "publication_number")
_OWN = frozenset(("number", "office", "kind"))
"""What a document says of itself alone, not of its application."""


def is_chinese_document(key: str) -> bool:
    """Whether a key is a Chinese one and no application number: those have eight or twelve digits."""
    return key.startswith(CHINA) and not (len(key) in (10, 14) and key[2:].isdigit())


def matcher() -> Match:
    return match_documents


def match_documents(checked: Sequence[Checked]) -> Sequence[Checked]:
    """A Chinese document of an application that the register knows fills in what is empty there.

    It says nothing of holders or status that the application does not say better. Two queries for 900.
    """
    lines = [one for one in checked if isinstance(one, Line) and _is_document(one)]
    for portion in _portions(lines):
        known = _applications([line.key for line in portion])
        for line in portion:
            if number := known.get(line.key):
                _fill_only(line, number)
    return checked


def _is_document(line: Line) -> bool:
    return line.settled["office"] == CHINA and any(fact.code == DOCUMENT for fact in line.facts)


def _applications(documents: Sequence[str]) -> dict[str, str]:
    """The number of the row in the register that has each document as its publication or grant."""
    found: dict[str, str] = {}
    for name in _DOCUMENTS:
        rows = Patent.objects.filter(**{f"{name}__in": documents}, is_shown=True).exclude(status=DOCUMENT)
        found.update(rows.values_list(name, "number"))
    return found


def _fill_only(line: Line, number: str) -> None:
    line.key, line.facts = number, []
    for name in _OWN:
        del line.settled[name]


def take_over_documents(batch: ImportBatch, changed: Collection[int], at: datetime) -> set[int]:
    """Documents that stood alone leave the register for the application that a batch brought or filled.

    The application gets what it did not say; where both say something else, a person decides. All of it is
    the batch's doing and goes with it. Returns the rows to derive anew. ``changed``: rows of earlier batches
    that this one changed. No query where the register holds no document, else one for 900 of them and each
    of the two numbers.
    """
    taken: dict[int, tuple[Any, Any]] = {}
    for documents in _portions(list(_standing_alone())):
        for document, application in _pairs(documents, batch, changed):
            taken.setdefault(document.pk, (document, application))
    known_at = batch.known_at or at
    for document, application in taken.values():
        _take_over(document, application, batch, known_at)
    applications = {document.pk: application.pk for document, application in taken.values()}
    if applications:
        row_numbers = {application.pk: application.row_number for _document, application in taken.values()}
        take_over_texts(applications, row_numbers, batch)
    return {pk for document, application in taken.values() for pk in (document.pk, application.pk)}


def _standing_alone() -> QuerySet[Patent]:
    return Patent.objects.filter(
        is_shown=True, public_class="unknown", status=DOCUMENT, office=CHINA
    ).order_by("pk")


def _pairs(
    documents: Sequence[Patent], batch: ImportBatch, changed: Collection[int]
) -> Iterator[tuple[Patent, Patent]]:
    """Each document with the first application of the batch that has it as its grant or publication."""
    numbers = {document.number: document for document in documents}
    for name in _DOCUMENTS:
        rows = Patent.objects.filter(**{f"{name}__in": list(numbers)}).exclude(status=DOCUMENT)
        for row in rows.filter(Q(batch=batch) | Q(is_shown=True)).order_by("pk"):
            if row.batch_id == batch.pk or row.pk in changed:
                yield numbers[getattr(row, name)], row


def _take_over(document: Any, application: Any, batch: ImportBatch, known_at: datetime) -> None:
    on = timezone.localdate(known_at)
    source = {"known_at": known_at, "batch": batch, "row_number": application.row_number}
    fills: dict[str, str] = {}
    for name, said, held in _told_by_both(document, application):
        if held is None:
            fills[name] = said
            setattr(application, name, getattr(document, name))
        elif held != said:
            _keep_both(application, name, (held, said), batch, known_at)
    note = _("并入申请 %(number)s") % {"number": application.number}
    PatentEvent.objects.create(subject=document, code=TAKEN_OVER, effective_on=BEGINNING, note=note, **source)
    if fills:
        Patent.objects.filter(pk=application.pk).update(
            **{name: getattr(application, name) for name in fills}
        )
        PatentEvent.objects.create(subject=application, code=FILLED, effective_on=on, values=fills, **source)


def _told_by_both(document: Any, application: Any) -> Iterator[tuple[str, str, str | None]]:
    """Each settled field the document says something of: name, its text, and that of the application."""
    for field in PATENTS.fields:
        if field.is_tracked or field.name in _OWN:
            continue
        said = field.text(getattr(document, field.name))
        if said is not None:
            yield field.name, said, field.text(getattr(application, field.name))


def _keep_both(
    application: Any, name: str, texts: tuple[str, str], batch: ImportBatch, known_at: datetime
) -> None:
    """A disagreement, unless the batch has one on this field of this row already."""
    stored, offered = texts
    Disagreement.objects.get_or_create(
        register=PATENTS.name,
        subject_id=application.pk,
        field=name,
        batch=batch,
        row_number=application.row_number or 0,
        defaults={"stored": stored, "offered": offered, "known_at": known_at},
    )


def _portions(entries: Sequence[Any]) -> Iterable[Sequence[Any]]:
    for first in range(0, len(entries), _AT_ONCE):
        yield entries[first : first + _AT_ONCE]
