"""Hit lists in answers of the European open service: numbers and families only (EPO 检索结果)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from lxml import etree

from zhichan.rooms.registry.formats.documents import Texts, document_format, joined
from zhichan.rooms.registry.formats.reading.opening import Source
from zhichan.rooms.registry.formats.reading.xml import first


def _take(hit: etree._Element, _source: Source) -> Texts:
    office, kind = first(hit, "document-id/country"), first(hit, "document-id/kind")
    return {
        "office": office,
        "kind_code": kind,
        "publication_number": joined((office, first(hit, "document-id/doc-number"), kind)),
        "family_id": hit.get("family-id", ""),
    }


FORMAT = document_format(
    "epo_search",
    _("EPO 检索结果"),
    "patent",
    ("publication-reference",),
    _take,
    is_own=lambda sample: sample.has_tag("biblio-search") and not sample.has_tag("exchange-documents"),
)
