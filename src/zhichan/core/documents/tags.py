"""Tags as they stand in a docx (模板标记): what the filling library would take away unsaid is refused.

docxtpl looks for the end of an open placeholder in later paragraphs and takes them away with it; a tag over
a paragraph (``{%p``) or a row (``{%tr``) takes away whatever else stands there. So every tag must be whole
within its paragraph, of a kind we know, and those over paragraphs and rows must stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from zhichan.core.documents.layout.styles import W
from zhichan.core.documents.places import place_of_part, placed_paragraphs
from zhichan.core.documents.text import words_in

_WHOLE = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}%]*%\}")
_SIGNS = ("{{", "}}", "{%", "%}", "{#", "#}")
_KNOWN = re.compile(
    r"\{\{\s*[\w.]+\s*\}\}|\{%(?:p|tr|r)?\s+(?:(?:if|elif|for)\s[^{}%]+|else|endif|endfor)\s*%\}"
)
_LONGEST_START = 24
_OVER, _OPENS = re.compile(r"\{%(?:p|tr|r)?\s+"), re.compile(r"\{% (if|for)\s")
_OVER_PARAGRAPH, _OVER_ROW = re.compile(r"\{%p\s"), re.compile(r"\{%tr\s")


def tag_faults(part: str, tree: etree._Element) -> Iterator[str]:
    """What is wrong with the tags of a part, a sentence each with its place."""
    rows: dict[etree._Element, str] = {}
    for place, paragraph in placed_paragraphs(part, tree):
        yield from (f"{place}：{fault}" for fault in _paragraph(words_in(paragraph)))
        rows.update((row, place) for row in paragraph.iterancestors(f"{{{W}}}tr"))
    for row, place in rows.items():
        words = words_in(row)
        if _OVER_ROW.search(words) and not _WHOLE.fullmatch(words.strip()):
            yield f"{place}：{_alone(words)}"


def tags_in(part: str, tree: etree._Element) -> Iterator[tuple[str, str]]:
    """Every whole tag of a part with its place and the beginning of its paragraph."""
    if part.startswith("docProps/"):
        yield from (
            (place_of_part(part), tag) for words in tree.itertext() for tag in _WHOLE.findall(str(words))
        )
    for place, paragraph in placed_paragraphs(part, tree):
        words = words_in(paragraph).strip()
        start = words if len(words) <= _LONGEST_START else f"{words[:_LONGEST_START]}…"
        yield from ((f"{place}“{start}”", tag) for tag in _WHOLE.findall(words))


def standing_alone(tag: str) -> str:
    """A tag as a text of its own that can be read: what it opens is closed, what it closes is left out."""
    plain = _OVER.sub("{% ", tag)
    if opened := _OPENS.match(plain):
        return f"{plain}{{% end{opened[1]} %}}"
    return plain if plain.startswith("{{") else ""


def _paragraph(words: str) -> Iterator[str]:
    rest = _WHOLE.sub("", words)
    if any(sign in rest for sign in _SIGNS):
        yield _("占位符没有写完整：%(reason)s") % {"reason": words.strip()[:40]}
    for tag in _WHOLE.findall(words):
        if not _KNOWN.fullmatch(tag):
            yield _("不能用这样的标记：%(tag)s") % {"tag": tag[:40]}
    if _OVER_PARAGRAPH.search(words) and not _WHOLE.fullmatch(words.strip()):
        yield _alone(words)


def _alone(words: str) -> str:
    return _("控制整段或整行的标记要单独占一段或一行：%(tag)s") % {"tag": words.strip()[:40]}
