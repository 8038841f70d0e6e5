"""Trademark status by WIPO standard ST.66 as the US office gives it: ``TradeMark`` (USPTO 商标状态 XML)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from lxml import etree

from zhichan.rooms.registry.formats.documents import Texts, document_format, joined
from zhichan.rooms.registry.formats.reading.opening import Source
from zhichan.rooms.registry.formats.reading.xml import every, first, found, text


def _take(part: etree._Element, _source: Source) -> Texts:
    mark = next(found(part, "TradeMarkDetails/TradeMark"), part)
    described = "GoodsServicesDetails/GoodsServices/ClassDescriptionDetails/ClassDescription/"
    applied = first(mark, "ApplicationNumber")
    return {
        **_holder(list(found(part, "ApplicantDetails/Applicant"))),
        "number": first(mark, "RegistrationNumber") or applied,
        "application_number": applied,
        "office": first(mark, "RegistrationOfficeCode"),
        "mark_text": first(mark, "WordMarkSpecification/MarkVerbalElementText"),
        "mark_type": first(mark, "KindMark"),
        "mark_description": first(mark, "MarkDescriptionDetails/MarkDescription"),
        "classes": every(mark, f"{described}ClassNumber"),
        "goods": every(mark, f"{described}GoodsServicesDescription"),
        "application_date": first(mark, "ApplicationDate"),
        "publication_date": first(mark, "PublicationDetails/Publication/PublicationDate"),
        "registration_date": first(mark, "RegistrationDate"),
        "status": first(mark, "MarkCurrentStatusCode"),
        "status_date": first(mark, "MarkCurrentStatusDate"),
        "events": tuple(map(_event, found(mark, "MarkEventDetails/MarkEvent"))),
    }


def _event(event: etree._Element) -> str:
    names = ("MarkEventDate", "MarkEventCode", "MarkEventExt/MarkEventInternalDescriptionText")
    return joined((first(event, name) for name in names), " ")


def _holder(parties: list[etree._Element]) -> Texts:
    """The office lists owners over time; the highest type of party is the latest."""
    if not parties:
        return {}
    latest = max(parties, key=lambda party: first(party, "ApplicantExt/PartyTypeCode").zfill(4))
    address = "ApplicantAddressBook/FormattedNameAddress/Address/FormattedAddress/"
    return {
        "holder": joined(map(text, found(latest, "//FreeFormatNameLine")), " "),
        "holder_country": first(latest, f"{address}FormattedAddressCountryCode"),
        "address": joined(
            (
                first(latest, f"{address}{name}")
                for name in ("AddressRoom", "AddressStreet", "AddressCity", "AddressState", "AddressPostcode")
            ),
            ", ",
        ),
    }


FORMAT = document_format(
    "st66_trademark",
    _("USPTO 商标状态 XML（ST.66）"),
    "trademark",
    ("TransactionData",),
    _take,
    is_own=lambda sample: sample.has_tag("TradeMark"),
)
