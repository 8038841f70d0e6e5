"""One part of an application as the office keeps it (申请文件 XML): ``cn-application-body``.

A file holds the claims, the description, the drawings or the abstract.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _
from lxml import etree

from zhichan.rooms.registry.formats.documents import Texts, document_format, folder_of, joined
from zhichan.rooms.registry.formats.reading.opening import Source
from zhichan.rooms.registry.formats.reading.xml import every, first, found, text

_NUMBER = re.compile(r"\d{12}[\dX]")
_PARTS = {
    "cn-claims": "权利要求书",
    "description": "说明书",
    "cn-drawings": "说明书附图",
    "cn-abstract": "说明书摘要",
}


def _take(body: etree._Element, source: Source) -> Texts:
    """The text does not say which application it belongs to: the folder of the application does."""
    folder = folder_of(source)
    claims = tuple(text(claim) for claim in found(body, "cn-claims/claim"))
    paragraphs = [text(paragraph) for paragraph in found(body, "description/p")]
    return {
        "application_number": folder if _NUMBER.fullmatch(folder) else "",
        "document_part": joined((_PARTS.get(etree.QName(part).localname, "") for part in body), "、"),
        "title": first(body, "description/invention-title"),
        "abstract": joined(every(body, "cn-abstract/p"), "\n"),
        "claims": "\n".join(claims),
        "first_claim": claims[0] if claims else "",
        "claims_count": str(len(claims)) if claims else "",
        "description": joined(paragraphs, "\n"),
    }


FORMAT = document_format(
    "cn_application_body",
    _("申请文件 XML"),
    "patent",
    ("cn-application-body",),
    _take,
    is_own=lambda sample: sample.root == "cn-application-body",
)
