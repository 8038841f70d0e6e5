"""What the styles of a Word document say of a paragraph: heading depth, contents line, numbering."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEADING_NAME = re.compile(r"^(?:heading|标题)\s*([1-6])$", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"^(?:toc|目录)\s*\d", re.IGNORECASE)
_DEEPEST = 6


def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{_WORD}}}{name}"


def number_in(element: etree._Element | None, path: str) -> int | None:
    """The whole number in the ``val`` of the element at ``path``, None when there is none."""
    found = None if element is None else element.find(path)
    value = "" if found is None else str(found.get(w("val"), "")).strip()
    return int(value[:9]) if value.isascii() and value.isdigit() else None


@dataclass(frozen=True)
class ListPlace:
    """Which list a paragraph belongs to and how deep."""

    list_id: int
    level: int


@dataclass(frozen=True)
class Styles:
    """Paragraph styles by id."""

    by_id: dict[str, etree._Element]

    @classmethod
    def of(cls, root: etree._Element | None) -> Styles:
        """The styles of the styles part, none when the document has no such part."""
        found = () if root is None else root.iter(w("style"))
        return cls({str(style.get(w("styleId"), "")): style for style in found})

    def depth(self, paragraph: etree._Element) -> int:
        """Heading depth 1-6, 0 for text."""
        for properties, name in self._chain(paragraph):
            outline = number_in(properties, w("outlineLvl"))
            if outline is not None:
                return outline + 1 if outline < _DEEPEST else 0
            named = _HEADING_NAME.match(name)
            if named:
                return int(named[1])
        return 0

    def is_contents_line(self, paragraph: etree._Element) -> bool:
        """Whether the paragraph is a line of the table of contents (目录)."""
        return any(_CONTENTS_NAME.match(name) for _, name in self._chain(paragraph))

    def numbering_of(self, paragraph: etree._Element) -> ListPlace | None:
        """The list the paragraph is numbered in, by itself or by its style."""
        for properties, _ in self._chain(paragraph):
            numbered = None if properties is None else properties.find(w("numPr"))
            if numbered is not None:
                list_id = number_in(numbered, w("numId"))
                if list_id is not None:
                    return ListPlace(list_id, number_in(numbered, w("ilvl")) or 0) if list_id else None
        return None

    def _chain(self, paragraph: etree._Element) -> Iterator[tuple[etree._Element | None, str]]:
        """The paragraph's own properties, then those of its style and the styles that one is based on."""
        own = paragraph.find(w("pPr"))
        yield own, ""
        seen: set[str] = set()
        style_id = _value(own, w("pStyle"))
        while style_id and style_id not in seen and style_id in self.by_id:
            seen.add(style_id)
            style = self.by_id[style_id]
            yield style.find(w("pPr")), _value(style, w("name"))
            style_id = _value(style, w("basedOn"))


def _value(element: etree._Element | None, path: str) -> str:
    found = None if element is None else element.find(path)
    return "" if found is None else str(found.get(w("val"), ""))
