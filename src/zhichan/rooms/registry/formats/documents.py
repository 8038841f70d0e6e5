"""Layouts that are XML: each element of a kind is a record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path

from django.utils.functional import Promise
from lxml import etree

from zhichan.rooms.registry.formats.definition import NOTHING, Format, Sample, Verdict, seen
from zhichan.rooms.registry.formats.fields import Kind
from zhichan.rooms.registry.formats.reading.opening import USUAL, ReadingLimits, Source
from zhichan.rooms.registry.formats.reading.xml import Broken, elements, local
from zhichan.rooms.registry.formats.records import Entry, Record, Unreadable, Value

Texts = dict[str, Value]
Take = Callable[[etree._Element, Source], Texts]


def document_format(
    name: str,
    label: str | Promise,
    kind: Kind,
    tags: tuple[str, ...],
    take: Take,
    *,
    is_own: Callable[[Sample], bool],
) -> Format:
    """``tags``: the elements that are records, by local name; ``take``: what one of them says."""

    def detect(sample: Sample) -> Verdict:
        if sample.medium == "xml" and is_own(sample):
            return seen(1.0, f"<{sample.root}>")
        return NOTHING

    def read(source: Source, limits: ReadingLimits = USUAL) -> Iterator[Entry]:
        numbers = count(1)
        for element in elements(source, tags, limits):
            if isinstance(element, Broken):
                yield Unreadable(next(numbers), f"第 {element.line} 行", element.reason)
            else:
                place = f"第 {element.sourceline} 行 <{local(element)}>"
                yield Record(next(numbers), place, said(take(element, source)))

    return Format(name, label, kind, detect, read)


def said(values: Texts) -> Texts:
    """Without the fields that say nothing."""
    return {name: value for name, value in values.items() if value}


def joined(parts: Iterable[str], between: str = "") -> str:
    return between.join(part for part in parts if part)


def folder_of(source: Source) -> str:
    """The name of the folder two levels up, where an office keeps the parts of one application."""
    return source.parent.parent.name if isinstance(source, Path) else ""
