"""XML documents, element by element, without entities, external DTD, network or very deep trees.

An entity declaration (实体声明) is refused before anything is parsed. A document that breaks off gives the
elements before the break, then the reason with its line.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from zhichan.core.imports.reading.grid import FileRefused
from zhichan.rooms.registry.formats.reading.opening import ReadingLimits, Source, head_of, opened

_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})""")
_ROOT = re.compile(rb"<[A-Za-z_]")
_ENCODINGS = frozenset(
    ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312", "ascii", "iso8859-1", "cp1252")
)
_STEP = re.compile(r"(?:^|(?<=/))(?=[A-Za-z])")
_BROKEN_LINE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")
_TAGS_SEEN = 400
_SMALL = 1024


@dataclass(frozen=True)
class Broken:
    """Where a document breaks off, and how."""

    line: int
    reason: str


def is_xml(head: bytes) -> bool:
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:14].lower()
    if start.startswith((b"<html", b"<!doctype html")):
        return False
    return start.startswith((b"<?xml", b"<!doctype", b"<!--")) or bool(_ROOT.match(start))


def tags_of(head: bytes) -> tuple[str, ...]:
    """The first tags, the root first, each as ``{namespace}name``. Raises FileRefused."""
    refuse_declarations(head)
    parser = etree.XMLPullParser(events=("start",), **_settings())
    tags: list[str] = []
    with suppress(etree.XMLSyntaxError):  # what was read before it is enough to know the layout
        for start in range(0, len(head), _SMALL):
            parser.feed(head[start : start + _SMALL])
            tags += [str(element.tag) for _event, element in parser.read_events()]  # type: ignore[union-attr]
            if len(tags) > _TAGS_SEEN:
                break
    return tuple(tags[:_TAGS_SEEN])


def refuse_declarations(head: bytes) -> None:
    """Raises FileRefused for entity declarations, and for what could hide them."""
    plain = head.replace(b"\x00", b"")
    root = _ROOT.search(plain)
    prolog = plain[: root.start()] if root else plain
    if root is None or b"<!ENTITY" in prolog.upper():
        raise FileRefused(_("XML 里声明了实体，或开头不是 XML 元素，没有读。请去掉 DOCTYPE 里的声明再传。"))
    declared = _ENCODING.search(prolog)
    if declared and _codec(declared[1]) not in _ENCODINGS:
        raise FileRefused(_("XML 声明的文字编码不常见，没有读。请另存为 UTF-8。"))


def _codec(name: bytes) -> str:
    try:
        return codecs.lookup(name.decode("ascii")).name
    except LookupError:
        return ""


def elements(
    source: Source, tags: tuple[str, ...], limits: ReadingLimits
) -> Iterator[etree._Element | Broken]:
    """Each element of one of the local names, complete; its memory is given back when the next is asked."""
    refuse_declarations(head_of(source))
    with closing(opened(source, limits.xml_bytes, limits.packed_ratio)) as stream:
        walk = etree.iterparse(stream, events=("end",), tag=[f"{{*}}{tag}" for tag in tags], **_settings())
        try:
            for _event, element in walk:
                yield element
                _give_back(element)
        except etree.XMLSyntaxError as error:
            line = error.lineno or 1
            yield Broken(line, _("XML 在第 %(line)d 行断开或写错，之后的内容没有读到。") % {"line": line})


def _settings() -> dict[str, Any]:
    return {
        "resolve_entities": False,
        "load_dtd": False,
        "no_network": True,
        "huge_tree": False,
        "remove_comments": True,
        "remove_pis": True,
    }


def _give_back(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def local(element: etree._Element) -> str:
    return etree.QName(element).localname


def found(element: etree._Element, path: str) -> Iterator[etree._Element]:
    """Elements under a path of local names: ``parties/applicants/applicant``; ``//name`` at any depth."""
    return element.iterfind(_everywhere(path))


@lru_cache(maxsize=1024)
def _everywhere(path: str) -> str:
    """The path with every namespace let in."""
    return ("." if path.startswith("//") else "") + _STEP.sub("{*}", path)


def text(element: etree._Element | None) -> str:
    """Everything an element says, blanks folded; between Chinese signs a line break is no blank."""
    if element is None:
        return ""
    return _BROKEN_LINE.sub("", " ".join("".join(map(str, element.itertext())).split()))


def first(element: etree._Element, *paths: str) -> str:
    """The first text that is there under the paths, in their order."""
    for path in paths:
        for match in found(element, path):
            if words := text(match):
                return words
    return ""


def every(element: etree._Element, path: str) -> tuple[str, ...]:
    """All texts under a path, each once, in order."""
    return tuple(dict.fromkeys(words for match in found(element, path) if (words := text(match))))
