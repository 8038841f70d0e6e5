"""Masking a docx that is there already (遮盖成品), as one changed by hand after it was filled in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from zhichan.core.documents.layout.styles import W
from zhichan.core.documents.masking.masking import Entry, Masker, masker_of, survivors
from zhichan.core.documents.masking.secrets import Secret
from zhichan.core.documents.package import packed, parts_of
from zhichan.core.documents.text import paragraphs_of
from zhichan.core.errors import InvalidInput

_PARSER: Any = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_NAMING = frozenset(
    {"creator", "description", "lastModifiedBy", "keywords", "category", "Company", "Manager", "property"}
)
"""Properties of a file that may name somebody."""


def mask_docx(content: bytes, profile: str, secrets: Iterable[Secret]) -> tuple[bytes, tuple[Entry, ...]]:
    """The docx with every paragraph masked, and without the names of who wrote it; and the log.

    ``secrets``: everything known of people, of the punished party too. A paragraph that changes is set in the
    face of its beginning. Raises InvalidInput where a secret is parted over two paragraphs: that is for a
    person.
    """
    masker, _doubts = masker_of(profile, list(secrets))
    parts = parts_of(content)
    for name in [one for one in parts if one.startswith("word/") and one.endswith(".xml")]:
        tree = etree.fromstring(parts[name], etree.XMLParser(**_PARSER))
        for number, paragraph in enumerate(tree.iter(f"{{{W}}}p"), 1):
            _mask_paragraph(paragraph, masker, _("第 %(number)d 段") % {"number": number})
        parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    _forget_writers(parts)
    masked = packed(parts)
    if survivors("".join(paragraphs_of(masked)), masker.secrets, masker.kept):
        raise InvalidInput(
            _("有应当遮盖的内容拆在几个段落里，不能自动遮盖。请改成一段后再试。"), code="mask_parted"
        )
    return masked, tuple(masker.log)


def _mask_paragraph(paragraph: etree._Element, masker: Masker, where: str) -> None:
    texts = [one for one in paragraph.iter(f"{{{W}}}t") if _paragraph_of(one) is paragraph]
    whole = "".join(one.text or "" for one in texts)
    masked = masker.text(whole, where)
    if masked != whole:
        for one in texts:
            one.text = ""
        texts[0].text = masked
        texts[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _paragraph_of(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(f"{{{W}}}p"), None)


def _forget_writers(parts: dict[str, bytes]) -> None:
    for name in [one for one in parts if one.startswith("docProps/") and one.endswith(".xml")]:
        tree = etree.fromstring(parts[name], etree.XMLParser(**_PARSER))
        for element in [one for one in tree if etree.QName(one).localname in _NAMING]:
            tree.remove(element)
        parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
