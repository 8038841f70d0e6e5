"""The family of a patent as files tell it (同族): members abroad, by whom named, and how they are registered.

Only what a file says: a number that was listed, or another row of the same family number. A document says
nothing of an application's number; it is offered as a right abroad only where its kind code is of the second
publication level (WIPO ST.16), whose number is that of the right. [memory]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.registers.showing import source_of
from zhichan.core.tables.declaration import Label
from zhichan.rooms.registry.identifiers.documents import CHINA, PatentDocument
from zhichan.rooms.registry.identifiers.documents import parse as parse_document
from zhichan.rooms.registry.identifiers.offices import office_name
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused
from zhichan.rooms.registry.intakes.patents import document_kind
from zhichan.rooms.registry.models import OverseasRight, Patent
from zhichan.rooms.registry.models.overseas import OVERSEAS
from zhichan.rooms.registry.models.overseas import Kind as AbroadKind
from zhichan.rooms.registry.models.patent import PATENTS

MOST_MEMBERS = 60
_INTERNATIONAL = "WO"
# Letters of documents that are printed when a right is granted; A is the first publication, T a translation.
_GRANTED = frozenset("BCEYS")
_KINDS = {
    Patent.Kind.INVENTION.value: AbroadKind.PATENT,
    Patent.Kind.UTILITY_MODEL.value: AbroadKind.UTILITY_MODEL,
    Patent.Kind.DESIGN.value: AbroadKind.DESIGN,
}


@dataclass(frozen=True)
class Member:
    """One document of the family. ``row``: where it is in the register itself; ``right``: the right abroad
    that is registered under its number; ``offer``: the form to register it with, where it can be."""

    document: PatentDocument
    office: str
    source: str
    row: Patent | None = None
    right: OverseasRight | None = None
    offer: str = ""

    @property
    def level(self) -> Label:
        """What its kind code tells."""
        if self.document.office == _INTERNATIONAL:
            return _("国际公布")
        if not self.document.kind:
            return ""
        return _("授权文献") if _is_grant(self.document) else _("公开文献")


@dataclass(frozen=True)
class Family:
    """``members``: documents of other offices; ``rights``: rights abroad that name this application."""

    members: list[Member]
    rights: list[OverseasRight]
    is_cut: bool = False


def family_of(row: Any, actor: Actor) -> Family:
    """What is known of the family of a patent. At most five queries, by indexes."""
    told = _told(row, actor)
    shown = dict(list(told.items())[:MOST_MEMBERS])
    registered = _registered(shown, actor)
    may_register = may(actor, OVERSEAS.edit) and row.office == CHINA
    members = []
    for document, (source, other) in shown.items():
        right = registered.get(_number(document))
        offer = _offer(row, document, source, other) if may_register and right is None else ""
        members.append(Member(document, office_name(document.office), source, other, right, offer))
    rights = OVERSEAS.current(actor).filter(cn_number=row.number).order_by("office", "pk")
    return Family(members, list(rights[:MOST_MEMBERS]), len(told) > MOST_MEMBERS)


Told = dict[PatentDocument, tuple[str, Patent | None]]


def _told(row: Any, actor: Actor) -> Told:
    """Documents of other offices with who names them; rows of the register go before mere numbers."""
    found: Told = {}
    if row.family:
        others = PATENTS.current(actor).filter(family=row.family).exclude(pk=row.pk).exclude(office=CHINA)
        for other in others.select_related("batch", "person").order_by("number")[: MOST_MEMBERS + 1]:
            for document in _read([other.grant_number or other.publication_number or other.number]):
                found.setdefault(document, (source_of(other), other))
    if row.family_members:
        source = _source_of_list(row)
        for document in _read(row.family_members.split("；")):
            if document.office != CHINA:
                found.setdefault(document, (source, None))
    return found


def _read(texts: Iterable[str]) -> Iterator[PatentDocument]:
    """Those that are numbers of documents; a file may list what is none."""
    for text in texts:
        try:
            yield parse_document(text)
        except IdentifierRefused:
            continue


def _source_of_list(row: Any) -> str:
    """The batch that filled the list in, else that of the row."""
    events = row.events.select_related("batch", "person").order_by("-pk")
    return source_of(next((one for one in events if "family_members" in one.values), row))


def _is_grant(document: PatentDocument) -> bool:
    return document.kind[:1] in _GRANTED


def _number(document: PatentDocument) -> str:
    return f"{document.office}:{document.number}"


def _registered(told: Told, actor: Actor) -> Mapping[str, OverseasRight]:
    """Rights abroad by the number under which they were granted, or their only number."""
    numbers = {_number(document) for document in told}
    if not numbers:
        return {}
    keys = [f"{kind}:{number}" for number in sorted(numbers) for kind in _KINDS.values()]
    rights = OVERSEAS.current(actor)
    found = {right.number: right for right in rights.filter(row_key__in=keys)}
    return found | {right.grant_number: right for right in rights.filter(grant_number__in=sorted(numbers))}


def _offer(row: Any, document: PatentDocument, source: str, other: Patent | None) -> str:
    """The form with what the file says filled in; empty where the number is not that of a right."""
    if not _is_grant(document) or document.office == _INTERNATIONAL:
        return ""
    kind = _KINDS.get(document_kind(document.key))
    if kind is None:
        return ""
    number = f"{document.office} {document.number}"
    given = {
        "number": number,
        "grant_number": number,
        "kind": kind.value,
        "cn_number": row.number.removeprefix(CHINA),
        "family": row.family,
        "title": other.title if other else "",
        "entry_source": source[:200],
    }
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('registers:new', args=['registry', 'overseas'])}?{query}"
