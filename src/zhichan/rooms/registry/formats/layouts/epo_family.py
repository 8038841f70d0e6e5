"""Families with legal events in answers of the European open service (EPO 同族与法律事务)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from lxml import etree

from zhichan.rooms.registry.formats.documents import Texts, document_format, joined
from zhichan.rooms.registry.formats.reading.opening import Source
from zhichan.rooms.registry.formats.reading.xml import first, found

_DOCDB = "[@document-id-type='docdb']"


def _take(member: etree._Element, _source: Source) -> Texts:
    published = f"publication-reference/document-id{_DOCDB}"
    return {
        "office": first(member, f"{published}/country"),
        "kind_code": first(member, f"{published}/kind"),
        "publication_number": _named(member, published),
        "publication_date": first(member, f"{published}/date"),
        "application_number": _named(member, f"application-reference/document-id{_DOCDB}"),
        "application_date": first(member, f"application-reference/document-id{_DOCDB}/date"),
        "priorities": tuple(
            joined((_named(claim, "document-id"), first(claim, "document-id/date")), " ")
            for claim in found(member, "priority-claim")
        ),
        "family_id": member.get("family-id", ""),
        "legal_events": tuple(map(_event, found(member, "legal"))),
    }


def _named(part: etree._Element, path: str) -> str:
    document = next(found(part, path), None)
    if document is None:
        return ""
    return joined(first(document, name) for name in ("country", "doc-number", "kind"))


def _event(event: etree._Element) -> str:
    """Day of the gazette, code and what it means."""
    return joined((first(event, "L007EP"), event.get("code", "").strip(), event.get("desc", "").strip()), " ")


FORMAT = document_format(
    "epo_family",
    _("EPO 同族与法律事务"),
    "patent",
    ("family-member",),
    _take,
    is_own=lambda sample: sample.has_tag("patent-family"),
)
