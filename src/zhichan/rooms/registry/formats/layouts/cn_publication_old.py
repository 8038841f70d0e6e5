"""Publication XML of the Chinese office, old generation: ``cn-patent-document`` (旧版公布公告 XML)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from lxml import etree

from zhichan.rooms.registry.formats.documents import Texts, document_format, joined
from zhichan.rooms.registry.formats.reading.opening import Source
from zhichan.rooms.registry.formats.reading.xml import every, first, found, text
from zhichan.rooms.registry.formats.splitting import agency_apart

_BIBLIOGRAPHY = "cn-bibliographic-data/"


def _take(document: etree._Element, _source: Source) -> Texts:
    part = next(found(document, "cn-bibliographic-data"), document)
    office = first(part, "cn-publication-reference/document-id/country")
    kind = first(part, "cn-publication-reference/document-id/kind")
    number = first(part, "cn-publication-reference/document-id/doc-number")
    claims = tuple(text(claim) for claim in found(document, "//claims/claim"))
    classes = every(part, "classifications-ipcr/classification-ipcr/text")
    return {
        **_people(part),
        "office": office,
        "kind_code": kind,
        "publication_number": joined((office, number, kind)),
        "publication_date": first(part, "cn-publication-reference/document-id/date"),
        "application_number": first(part, "application-reference/document-id/doc-number"),
        "application_date": first(part, "application-reference/document-id/date"),
        "patent_type": _type(part),
        "title": first(part, "invention-title"),
        "abstract": joined(map(text, found(part, "abstract/p"))),
        "claims": "\n".join(claims),
        "first_claim": claims[0] if claims else "",
        "claims_count": str(len(claims)) if claims else "",
        "ipc_main": classes[0] if classes else "",
        "ipc": classes,
        "locarno": every(part, "classification-locarno/main-classification"),
        **_abroad(part),
    }


def _type(part: etree._Element) -> str:
    return next((ref.get("appl-type", "") for ref in found(part, "application-reference")), "")


def _people(part: etree._Element) -> Texts:
    agency, agency_code = agency_apart(first(part, "cn-parties/cn-agents/cn-agent/cn-agency/name"))
    return {
        "applicants": every(part, "cn-parties/cn-applicants/cn-applicant/addressbook/name"),
        "applicant_addresses": every(part, "cn-parties/cn-applicants/cn-applicant/addressbook/address/text"),
        "holders": every(part, "cn-parties/cn-assignees/cn-assignee/addressbook/name"),
        "inventors": every(part, "cn-parties/cn-inventors/cn-inventor/name"),
        "agency": agency,
        "agency_code": agency_code,
        "agents": every(part, "cn-parties/cn-agents/cn-agent/name"),
        "examiner": first(part, "examiners/primary-examiner/name"),
    }


def _abroad(part: etree._Element) -> Texts:
    claims = (
        joined((first(claim, name) for name in ("country", "doc-number", "date")), " ")
        for claim in found(part, "priority-claims/priority-claim")
    )
    published = "pct-or-regional-publishing-data/document-id/"
    return {
        "priorities": tuple(claims),
        "pct_entry_date": first(part, "date-pct-article-22-39-fulfilled/date"),
        "pct_application_number": first(part, "pct-or-regional-filing-data/document-id/doc-number"),
        "pct_application_date": first(part, "pct-or-regional-filing-data/document-id/date"),
        "pct_publication_number": joined(
            (first(part, f"{published}country"), first(part, f"{published}doc-number"))
        ),
        "pct_publication_date": first(part, f"{published}date"),
        "divisional_of": first(part, "cn-related-documents/division//parent-doc/document-id/doc-number"),
    }


FORMAT = document_format(
    "cn_publication_old",
    _("公布公告 XML（旧版）"),
    "patent",
    ("cn-patent-document",),
    _take,
    is_own=lambda sample: sample.has_tag("cn-patent-document"),
)
