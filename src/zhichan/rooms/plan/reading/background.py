"""What a plan says has been reached (现状数字): figures of its background, to hold against its baselines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from zhichan.rooms.plan.reading.model import Outline, Span
from zhichan.rooms.plan.reading.quantities import Quantity, quantities_in
from zhichan.rooms.plan.reading.targets.passages import passages_of

_CLAUSE = re.compile(r"[^,。;:!?|]*[,。;:!?|]?")
_PART_OF = re.compile(r"其中|占|同比|比上年|较")
_REFORM = re.compile(r"(?:由|从|将原?有?的?)[^,。;]*(?:调整|增加|减少|精简|扩大|提高|增长)(?:到|至|为)")
_ACHIEVED = re.compile(
    r"成功(?:申报|创建|获批|入选)|获评|被评为|被认定|认定为|获批|入选|荣获|获得|成为|被命名"
)


@dataclass(frozen=True)
class Statement:
    """One clause of the background: its words without the figure, the figure (if any), its place."""

    words: str
    quantity: Quantity | None
    span: Span


def statements_of(outline: Outline) -> Iterator[Statement]:
    """Clauses of the background that state a figure, or an achievement without one."""
    for passage in passages_of(outline):
        if passage.zone not in ("past", "looks-back"):
            continue
        text = passage.flow.text
        quantities = quantities_in(text, bare=False)
        starts = [quantity.start for quantity in quantities]
        for match in _CLAUSE.finditer(text):
            clause = match[0]
            if not clause or _REFORM.search(clause) or _PART_OF.search(clause):
                continue
            inside = quantities[bisect_left(starts, match.start()) : bisect_left(starts, match.end())]
            if len(inside) == 1:
                words = text[match.start() : inside[0].start] + text[inside[0].end : match.end()]
                yield Statement(words, inside[0], passage.flow.span(*match.span()))
            elif not inside and _ACHIEVED.search(clause):
                yield Statement(clause, None, passage.flow.span(*match.span()))
