"""Design applications by WIPO standard ST.96: ``DesignApplication`` (ST.96 外观设计)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from lxml import etree

from zhichan.rooms.registry.formats.documents import Texts, document_format, joined
from zhichan.rooms.registry.formats.reading.opening import Source
from zhichan.rooms.registry.formats.reading.xml import every, first, found, text


def _take(application: etree._Element, _source: Source) -> Texts:
    """One application; of several designs in it the first gives title, classes and publication."""
    design = next(found(application, "DesignBag/Design"), application)
    published = "PublicationBag/Publication/"
    return {
        "office": first(application, "RegistrationOfficeCode"),
        "kind_code": "S",
        "patent_type": first(design, "PublicationKindDescription"),
        "application_number": first(application, "ApplicationNumber/ApplicationNumberText"),
        "application_date": first(application, "ApplicationDate", "FilingDate"),
        "publication_number": first(design, f"{published}PublicationIdentifier", "DesignIdentifier"),
        "publication_date": first(design, f"{published}PublicationDate"),
        "grant_date": first(design, "RegistrationDate"),
        "title": first(design, "DesignTitleText"),
        "first_claim": first(design, "DesignClaim/DesignClaimTextBag/DesignClaimText"),
        "locarno": every(design, "//LocarnoClassificationBag/LocarnoClassificationText"),
        "applicants": _names(application, "ApplicantBag/Applicant"),
        "inventors": _names(design, "DesignerBag/Designer"),
        "priorities": tuple(
            joined((first(one, "PriorityCountryCode"), first(one, "//ApplicationNumberText")), " ")
            for one in found(design, "PriorityBag/Priority")
        ),
    }


def _names(part: etree._Element, path: str) -> tuple[str, ...]:
    return tuple(filter(None, map(_name, found(part, path))))


def _name(party: etree._Element) -> str:
    """The organisation as one text; a person's names with blanks between."""
    named = first(party, "//OrganizationStandardName", "//EntityName", "//PersonFullName")
    return named or joined(
        (joined(map(text, one), " ") for one in found(party, "//PersonStructuredName")), " "
    )


FORMAT = document_format(
    "st96_design",
    _("ST.96 外观设计"),
    "patent",
    ("DesignApplication",),
    _take,
    is_own=lambda sample: sample.root == "DesignApplication",
)
