"""Claims and descriptions in answers of the European open service: ``fulltext-document`` (EPO 全文)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from lxml import etree

from zhichan.rooms.registry.formats.documents import Texts, document_format, joined
from zhichan.rooms.registry.formats.reading.opening import Source
from zhichan.rooms.registry.formats.reading.xml import first, found, text


def _take(document: etree._Element, _source: Source) -> Texts:
    published = "bibliographic-data/publication-reference/document-id/"
    office, kind = first(document, f"{published}country"), first(document, f"{published}kind")
    claims = [text(claim) for claim in found(document, "claims/claim/claim-text")]
    return {
        "office": office,
        "kind_code": kind,
        "publication_number": joined((office, first(document, f"{published}doc-number"), kind)),
        "claims": "\n".join(claims),
        "first_claim": claims[0] if claims else "",
        "claims_count": str(len(claims)) if claims else "",
        "description": joined(map(text, found(document, "description/p")), "\n"),
        "language": next((part.get("lang", "") for part in document if part.get("lang")), ""),
    }


FORMAT = document_format(
    "epo_fulltext",
    _("EPO 全文"),
    "patent",
    ("fulltext-document",),
    _take,
    is_own=lambda sample: sample.has_tag("fulltext-documents"),
)
