"""Trademarks by WIPO standard ST.96, drafts included: ``Trademark`` (ST.96 商标)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from lxml import etree

from zhichan.rooms.registry.formats.documents import Texts, document_format, joined
from zhichan.rooms.registry.formats.reading.opening import Source
from zhichan.rooms.registry.formats.reading.xml import every, first, found


def _take(mark: etree._Element, _source: Source) -> Texts:
    applied = first(mark, "ApplicationNumber/ApplicationNumberText")
    described = "GoodsServicesBag/GoodsServices/ClassDescriptionBag/ClassDescription/"
    return {
        **_holders(list(found(mark, "ApplicantBag/Applicant"))),
        "number": first(mark, "RegistrationNumber") or applied,
        "application_number": applied,
        "international_number": first(mark, "InternationalRegistrationNumber"),
        "office": first(mark, "RegistrationOfficeCode"),
        "mark_text": first(mark, "//WordMarkSpecification/MarkVerbalElementText"),
        "mark_type": first(mark, "MarkCategory"),
        "mark_description": first(mark, "//MarkDescriptionBag/MarkDescriptionText"),
        "classes": every(mark, f"{described}ClassNumber"),
        "goods": every(mark, f"{described}GoodsServicesDescriptionText"),
        "application_date": first(mark, "ApplicationDate"),
        "publication_date": first(mark, "PublicationBag/Publication/PublicationDate"),
        "registration_date": first(mark, "RegistrationDate"),
        "expiry_date": first(mark, "ExpiryDate"),
        "status": first(mark, "MarkCurrentStatusCode"),
        "status_date": first(mark, "MarkCurrentStatusDate"),
        "events": tuple(map(_event, found(mark, "MarkEventBag/MarkEvent"))),
    }


def _event(event: etree._Element) -> str:
    names = ("MarkEventDate", "NationalMarkEvent/MarkEventCode", "NationalMarkEvent/MarkEventDescriptionText")
    return joined((first(event, name) for name in names), " ")


def _holders(parties: list[etree._Element]) -> Texts:
    """An office that comments its parties lists owners over time, the latest with the highest number;
    without comments they hold the mark together."""
    if not parties:
        return {}
    if any(first(party, "CommentText", "Version/CommentText") for party in parties):
        parties = [max(parties, key=_sequence)]
    names = [
        first(party, "//OrganizationStandardName", "//EntityName", "//PersonFullName") for party in parties
    ]
    return {
        "holder": names[0],
        "co_holders": tuple(filter(None, names[1:])),
        "holder_country": first(
            parties[0], "//PostalStructuredAddress/CountryCode", "IncorporationCountryCode"
        ),
    }


def _sequence(party: etree._Element) -> int:
    number = next((value for name, value in party.attrib.items() if str(name).endswith("sequenceNumber")), "")
    return int(number) if number.isdigit() else 0


FORMAT = document_format(
    "st96_trademark",
    _("ST.96 商标"),
    "trademark",
    ("Trademark",),
    _take,
    is_own=lambda sample: "rademark" in sample.namespace and sample.has_tag("Trademark"),
)
