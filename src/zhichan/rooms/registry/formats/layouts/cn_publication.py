"""Publication XML of the Chinese office, new generation: ``PatentDocumentAndRelated`` (新版公布公告 XML)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from lxml import etree

from zhichan.rooms.registry.formats.documents import Texts, document_format, joined
from zhichan.rooms.registry.formats.reading.opening import Source
from zhichan.rooms.registry.formats.reading.xml import every, first, found, text
from zhichan.rooms.registry.formats.splitting import agency_apart

_ORIGINAL = "[@dataFormat='original']"


def _take(document: etree._Element, _source: Source) -> Texts:
    part = next(found(document, "BibliographicData"), document)
    published = f"PublicationReference{_ORIGINAL}/DocumentID/"
    applied = f"ApplicationReference{_ORIGINAL}/DocumentID/"
    office, kind = first(part, f"{published}WIPOST3Code"), first(part, f"{published}Kind")
    classes = every(part, "ClassificationIPCRDetails/ClassificationIPCR/Text")
    claims = tuple(joined(map(text, claim), "\n") for claim in found(document, "Claims/Claim"))
    return {
        **_people(part),
        **_relations(part),
        "office": office,
        "kind_code": kind,
        "publication_number": joined((office, first(part, f"{published}DocNumber"), kind)),
        "publication_date": first(part, f"{published}Date"),
        "application_number": first(part, f"{applied}DocNumber"),
        "application_date": first(part, f"{applied}Date"),
        "title": first(part, "InventionTitle"),
        "abstract": joined(map(text, found(document, "Abstract/Paragraphs"))),
        "claims": "\n".join(claims),
        "first_claim": claims[0] if claims else "",
        "claims_count": str(len(claims)) if claims else "",
        "ipc_main": classes[0] if classes else "",
        "ipc": classes,
        "locarno": every(part, "ClassificationLocarno/MainClassification"),
    }


def _people(part: etree._Element) -> Texts:
    applicant = "Parties/ApplicantDetails/Applicant/AddressBook"
    named = first(part, "Parties/AgentDetails/Agent/Agency/AddressBook/OrganizationName")
    agency, agency_code = agency_apart(named)
    first_address = f"{applicant}/Address/"
    return {
        "applicants": every(part, f"{applicant}/Name"),
        "applicant_addresses": every(part, f"{first_address}Text"),
        "holders": every(part, "AssigneeDetails/Assignee/AddressBook/Name"),
        "inventors": every(part, "Parties/InventorDetails/Inventor/AddressBook/Name"),
        "agency": agency,
        "agency_code": agency_code,
        "agents": every(part, "Parties/AgentDetails/Agent/AddressBook/Name"),
        "examiner": first(part, "ExaminerDetails/Examiner/Name"),
        "postcode": _filled(first(part, f"{first_address}PostCode")),
        "province": _filled(first(part, f"{first_address}Province")),
        "city": _filled(first(part, f"{first_address}City")),
        "county": _filled(first(part, f"{first_address}County")),
    }


def _filled(words: str) -> str:
    """The office writes nought where it has nothing."""
    return "" if words == "0" else words


def _relations(part: etree._Element) -> Texts:
    cited = f"ReferencesCited/Citation/ApplicationCitation/PublicationReference{_ORIGINAL}/DocumentID"
    priorities = found(part, f"PriorityDetails/Priority{_ORIGINAL}")
    filed, published = "InternationalFilingData/DocumentID/", "InternationalPublishingData/DocumentID/"
    return {
        "priorities": tuple(_named(priority, " ", "Date") for priority in priorities),
        "citations": tuple(_named(document, "", "Kind") for document in found(part, cited)),
        "other_citations": every(part, "ReferencesCited/Citation/NPLCitation/Text"),
        "divisional_of": first(part, "RelatedDocuments/Division//ParentDocument/DocumentID/DocNumber"),
        "pct_application_number": first(part, f"{filed}DocNumber"),
        "pct_application_date": first(part, f"{filed}Date"),
        "pct_publication_number": first(part, f"{published}DocNumber"),
        "pct_publication_date": first(part, f"{published}Date"),
        "pct_entry_date": first(part, "PCTArticle2239FulfilledDate"),
    }


def _named(document: etree._Element, between: str, last: str) -> str:
    return joined((first(document, name) for name in ("WIPOST3Code", "DocNumber", last)), between)


FORMAT = document_format(
    "cn_publication",
    _("公布公告 XML（新版）"),
    "patent",
    ("PatentDocumentAndRelated",),
    _take,
    is_own=lambda sample: sample.has_tag("PatentDocumentAndRelated"),
)
