"""Patent publications by WIPO standard ST.96: ``PatentPublication`` (ST.96 专利公布)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from lxml import etree

from zhichan.rooms.registry.formats.documents import Texts, document_format, joined
from zhichan.rooms.registry.formats.reading.opening import Source
from zhichan.rooms.registry.formats.reading.xml import every, first, found, text


def _take(document: etree._Element, _source: Source) -> Texts:
    part = next(found(document, "BibliographicData"), document)
    published, applied = "PatentPublicationIdentification/", "ApplicationIdentification/"
    office, kind = first(part, f"{published}IPOfficeCode"), first(part, f"{published}PatentDocumentKindCode")
    claims = tuple(text(claim) for claim in found(document, "Claims/Claim/ClaimText"))
    return {
        **_classes(part),
        **_people(part),
        "office": office,
        "kind_code": kind,
        "publication_number": joined((office, first(part, f"{published}PublicationNumber"), kind)),
        "publication_date": first(part, f"{published}PublicationDate"),
        "application_number": first(part, f"{applied}ApplicationNumber/ApplicationNumberText"),
        "application_date": first(part, f"{applied}FilingDate"),
        "title": first(part, "InventionTitleBag/InventionTitle"),
        "abstract": joined(every(document, "Abstract/P"), "\n"),
        "claims": "\n".join(claims),
        "first_claim": claims[0] if claims else "",
        "claims_count": first(part, "ClaimTotalQuantity") or (str(len(claims)) if claims else ""),
        "priorities": tuple(map(_priority, found(part, "PriorityClaimBag/PriorityClaim"))),
        "citations": tuple(map(_citation, found(part, "//CitedPatentDocumentIdentification"))),
        "divisional_of": first(
            part,
            "RelatedDocumentBag/Division/ParentDocument/PatentDocumentIdentification/ApplicationIdentification"
            "/ApplicationNumber/ApplicationNumberText",
        ),
    }


def _priority(claim: etree._Element) -> str:
    names = ("IPOfficeCode", "ApplicationNumber/ApplicationNumberText", "FilingDate")
    return joined((first(claim, name) for name in names), " ")


def _citation(document: etree._Element) -> str:
    return joined(
        first(document, name) for name in ("IPOfficeCode", "DocumentNumber", "PatentDocumentKindCode")
    )


def _classes(part: etree._Element) -> Texts:
    bag = "PatentClassificationBag/"
    main = [_class(one) for one in found(part, f"{bag}CPCClassificationBag/MainCPC/CPCClassification")]
    further = [_class(one) for one in found(part, f"{bag}CPCClassificationBag/FurtherCPC/CPCClassification")]
    ipc = tuple(_class(one) for one in found(part, f"{bag}IPCRClassificationBag/IPCRClassification"))
    return {
        "ipc_main": ipc[0] if ipc else "",
        "ipc": ipc,
        "cpc_main": main[0] if main else "",
        "cpc": tuple(dict.fromkeys(main + further)),
    }


def _class(element: etree._Element) -> str:
    head = first(element, "Section", "CPCSection") + first(element, "Class") + first(element, "Subclass")
    return f"{head}{first(element, 'MainGroup')}/{first(element, 'Subgroup')}"


def _people(part: etree._Element) -> Texts:
    bag = "PartyBag/"
    return {
        "applicants": _names(part, f"{bag}ApplicantBag/Applicant"),
        "holders": _names(part, f"{bag}AssigneeBag/Assignee"),
        "inventors": _names(part, f"{bag}InventorBag/Inventor"),
        "agents": _names(part, f"{bag}RegisteredPractitionerBag/RegisteredPractitioner"),
        "examiner": next(iter(_names(part, f"{bag}ExaminerBag/PrimaryExaminer")), ""),
    }


def _names(part: etree._Element, path: str) -> tuple[str, ...]:
    return tuple(filter(None, map(_name, found(part, path))))


def _name(party: etree._Element) -> str:
    """The organisation as one text; a person's names with blanks between."""
    for organisation in found(party, "//OrganizationName/OrganizationStandardName"):
        return text(organisation)
    for person in found(party, "//PersonStructuredName"):
        return joined(map(text, person), " ")
    return first(party, "//EntityName", "//PersonFullName")


FORMAT = document_format(
    "st96_patent",
    _("ST.96 专利公布"),
    "patent",
    ("PatentPublication",),
    _take,
    is_own=lambda sample: sample.root == "PatentPublication",
)
