"""Documents a plan cites with their numbers (引文), and citations of one document that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhichan.rooms.plan.reading.model import Conflict, Outline, Span
from zhichan.rooms.plan.reading.targets.likeness import pairs_of
from zhichan.rooms.plan.reading.terms import mainland

_CITED = re.compile(
    r"《(?P<title>[^《》]{4,200})》\s*\(\s*(?P<agency>[^()\d\s]{1,24})\s*\(\s*(?P<year>(?:19|20)\d{2})\s*\)\s*(?P<serial>\d{1,5})\s*号\s*\)"
)
_INNER = re.compile(r"〈([^〈〉]+)〉")
_ALIKE = 0.8


@dataclass(frozen=True)
class Citation:
    """``title`` folded, of 关于印发〈…〉的通知 the inner one; the number in parts; where it stands."""

    title: str
    agency: str
    year: int
    serial: int
    span: Span

    @property
    def number(self) -> str:
        return f"{self.agency}〔{self.year}〕{self.serial}号"


def citations_in(outline: Outline) -> tuple[Citation, ...]:
    """Every citation that carries a document number, in order."""
    skipped = [block.span for block in outline.blocks if block.kind == "furniture"]
    found = []
    for match in _CITED.finditer(outline.source.folded):
        if any(start <= match.start() < end for start, end in skipped):
            continue
        whole = mainland("".join(match["title"].split()))
        inner = _INNER.search(whole)
        found.append(
            Citation(
                inner[1] if inner else whole,
                match["agency"],
                int(match["year"]),
                int(match["serial"]),
                match.span(),
            )
        )
    return tuple(found)


def citation_conflicts(outline: Outline) -> Iterator[Conflict]:
    """Groups of citations that mean one document and do not agree."""
    left = list(citations_in(outline))
    while left:
        first = left.pop(0)
        same = [other for other in left if _means_the_same(first, other)]
        left = [other for other in left if other not in same]
        if any(_differs(first, other) for other in same):
            yield _conflict(outline, [first, *same])


def _means_the_same(one: Citation, other: Citation) -> bool:
    """One document: the same number, or alike titles with the same agency and serial, or the same title."""
    numbered = (one.agency, one.serial) == (other.agency, other.serial)
    if numbered and one.year == other.year:
        return True
    if numbered and _alike(one.title, other.title):
        return True
    return one.title == other.title and len(one.title) >= 8


def _differs(one: Citation, other: Citation) -> bool:
    return (one.title, one.agency, one.year, one.serial) != (
        other.title,
        other.agency,
        other.year,
        other.serial,
    )


def _alike(one: str, other: str) -> bool:
    first, second = pairs_of(one), pairs_of(other)
    return bool(first and second) and len(first & second) / max(len(first), len(second)) >= _ALIKE


def _conflict(outline: Outline, group: Sequence[Citation]) -> Conflict:
    printed = ["".join(outline.source.text[slice(*citation.span)].split()) for citation in group]
    parts = []
    if len({citation.title for citation in group}) > 1:
        parts.append("标题")
    if len({citation.year for citation in group}) > 1:
        parts.append("发文年份")
    if len({(citation.agency, citation.serial) for citation in group}) > 1:
        parts.append("文号")
    what = f"同一文件的引用不一致（{'、'.join(parts)}不同）：" + "；".join(printed)
    reading = "两处应指同一文件，至少一处有误；请核对原文件的标题和文号，读取时两种写法都保留。"
    return Conflict(tuple(citation.span for citation in group), what, reading)
