"""The years a plan speaks of (规划期): which lie behind it, which ahead, and its last."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhichan.rooms.plan.reading.facts.periods import period_of
from zhichan.rooms.plan.reading.model import Outline

_ORDINALS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}
_YEAR = re.compile(r"(20\d{2})年")
_GOAL_YEAR = re.compile(r"到(20\d{2})年")
_NUMBER_YEAR = re.compile(r"\((20\d{2})\)\d+号")
_HEAD = 400  # characters at the top that stand for a title where none was found


@dataclass(frozen=True)
class Frame:
    """First and last year of the plan and the year it was issued, each as far as printed."""

    start: int | None = None
    end: int | None = None
    issued: int | None = None

    def is_behind(self, year: int) -> bool:
        """Whether figures of ``year`` tell what has been: it is before the plan, or not after its issue."""
        if self.end is not None and year >= self.end:
            return False
        if self.start is not None and year < self.start:
            return True
        return self.issued is not None and year <= self.issued

    def is_earlier_plan(self, ordinal: str) -> bool:
        """Whether ``十三五`` is a plan before this one."""
        first = _ORDINALS.get(ordinal)
        return first is not None and self.start is not None and first + 4 < self.start

    def ordinal_end(self, ordinal: str) -> int | None:
        """Last year of the five-year plan with this ordinal: 十四五 → 2025."""
        first = _ORDINALS.get(ordinal)
        return first + 4 if first else None


def frame_of(outline: Outline) -> Frame:
    """Read the plan's years from its titles, the innermost first, else from the goals it sets."""
    issued = _issued(outline)
    source = outline.source
    head = "".join(source.text[:_HEAD].split())
    period = period_of((*_titles(outline), head), "")
    if period:
        return Frame(period.start, period.end, issued)
    goals = [int(year) for year in _GOAL_YEAR.findall(source.folded)]
    if goals:
        return Frame(issued, max(goals, key=lambda year: (goals.count(year), -year)), issued)
    return Frame(issued, issued, issued)


def _titles(outline: Outline) -> list[str]:
    """Printed titles, the innermost (last) first, then the one in the file's own metadata."""
    text = outline.source.text
    titles = ["".join(text[slice(*b.span)].split()) for b in outline.blocks if b.kind == "title"]
    return [*reversed(titles), *([outline.source.title] if outline.source.title else [])]


def _issued(outline: Outline) -> int | None:
    """The year of the document number, else the latest year of its signature."""
    folded = outline.source.folded
    for block in outline.blocks:
        printed = _NUMBER_YEAR.search(folded[slice(*block.span)]) if block.kind in ("number", "meta") else None
        if printed:
            return int(printed[1])
    years = [
        int(year)
        for block in outline.blocks
        if block.kind == "signature"
        for year in _YEAR.findall(folded[slice(*block.span)])
    ]
    return max(years, default=None)
