"""Reading a docx back (读回文字): what it says, paragraph by paragraph, with its headers and footers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from zhichan.core.documents.layout.styles import W
from zhichan.core.documents.package import BODY, parts_of

_PARSER: Any = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_PARAGRAPH = f"{{{W}}}p"
_WORDS = {f"{{{W}}}t": None, f"{{{W}}}tab": "\t", f"{{{W}}}br": "\n", f"{{{W}}}cr": "\n"}


def text_of(content: bytes) -> str:
    """Every paragraph a line: the body first, then headers and footers. Raises InvalidInput for no docx."""
    return "\n".join(paragraphs_of(content))


def paragraphs_of(content: bytes) -> list[str]:
    parts = parts_of(content)
    others = sorted(
        name for name in parts if name.startswith(("word/header", "word/footer", "word/footnotes"))
    )
    found: list[str] = []
    for name in (BODY, *others):
        tree = etree.fromstring(parts[name], etree.XMLParser(**_PARSER))
        found += words_of(tree)
    return found


def words_of(tree: etree._Element) -> list[str]:
    """The words of each paragraph of a part."""
    return [words_in(paragraph) for paragraph in tree.iter(_PARAGRAPH)]


def words_in(element: etree._Element) -> str:
    """The words of one element; of a paragraph, without those of paragraphs inside it (a text box)."""
    if element.tag == _PARAGRAPH:
        return "".join(_each(element))
    return "".join(words_of(element))


def _each(element: etree._Element) -> Iterator[str]:
    """Word by word, without those of paragraphs inside, which have their own line."""
    for child in element:
        if child.tag in _WORDS:
            yield _WORDS[str(child.tag)] or child.text or ""
        elif child.tag != _PARAGRAPH:
            yield from _each(child)
