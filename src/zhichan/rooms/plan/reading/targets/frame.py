"""The years a plan speaks of (规划期): which lie behind it, which ahead, and its last."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhichan.rooms.plan.reading.counted import COUNTED_YEARS
from zhichan.rooms.plan.reading.facts import facts_of
from zhichan.rooms.plan.reading.facts.periods import period_of
from zhichan.rooms.plan.reading.model import Block, DocumentFacts, Outline
from zhichan.rooms.plan.reading.numbering import han_value

_ORDINALS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}
_GOAL_YEAR = re.compile(r"到(20\d{2})年(?!的)")
_AIM_YEAR = re.compile(r"(?<![较比与])(20\d{2})年(?!(?:底|末)?(?:的|基础|水平|相比|以来))")
_SPAN_OF_YEARS = re.compile(r"(20\d{2})年?(?:-{1,2}|至|到)(20\d{2})年")
_REPORT = re.compile(
    r"(?:状况|白皮书|总结|回顾|公报|报告|统计|年报|成效|综述|概况|情况|简报|成绩|纪实)(?:[(].*)?$"
)
_PROMISING = re.compile(
    r"到20\d{2}年|力争|特制[定订]|制[定订]本|牵头|责任单位|责任部门|负责[);]|主要任务|重点任务|工作目标|发展目标|专栏\d"
)
_LONGEST_TITLE = 60  # characters of a first line that may be a title
_NUMBER_YEAR = re.compile(r"〔(20\d{2})〕")


@dataclass(frozen=True)
class Frame:
    """First and last year of the plan and the year it was issued, each as far as printed."""

    start: int | None = None
    end: int | None = None
    issued: int | None = None
    counts_from: int | None = None  # the year from which 三年内 counts, where the plan names no period
    promises: bool = True  # whether the document is one that promises, not a report or a page of news

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
    """The plan's years by the facts of the document, else by the goals it sets."""
    furniture = tuple(block.span for block in outline.blocks if block.kind == "furniture")
    facts = facts_of(outline.source, furniture)
    issued = _issued(facts)
    titles = _titles(outline)
    period = facts.period or period_of(titles, "")
    if facts.genre == "other" and not _promises(outline, titles):
        told = period.end if period else issued
        return Frame(told + 1 if told else None, None, told, promises=False)
    if period:
        return Frame(period.start, period.end, issued)
    goals = [int(year) for year in _GOAL_YEAR.findall(outline.source.folded)]
    if goals:
        return Frame(issued, max(goals, key=lambda year: (goals.count(year), -year)), issued, issued)
    if span := _goal_span(outline, issued):
        return Frame(span[0], span[1], issued)
    named = [int(year) for block in _aims(outline) for year in _AIM_YEAR.findall(_folded(outline, block))]
    ahead = [year for year in named if year > (issued or 0)]
    if ahead:
        return Frame(issued, max(ahead, key=lambda year: (ahead.count(year), -year)), issued, issued)
    counted = _counted_goal(outline) if issued else None
    return Frame(issued, (issued or 0) + counted if counted else issued, issued, issued)


def _aims(outline: Outline) -> list[Block]:
    return [block for block in outline.blocks if block.role == "goals"]


def _folded(outline: Outline, block: Block) -> str:
    return outline.source.folded[slice(*block.span)]


def _goal_span(outline: Outline, issued: int | None) -> tuple[int, int] | None:
    """The years the aims give themselves (2022年至2024年); without a day of issue any such span will do."""
    folded = outline.source.folded
    stretches = [block.span for block in _aims(outline)] if issued else []
    spans = [
        (int(match[1]), int(match[2]))
        for stretch in (stretches if issued else [(0, len(folded))])
        for match in _SPAN_OF_YEARS.finditer(folded, *stretch)
    ]
    ahead = [span for span in spans if span[0] < span[1] and (issued is None or span[1] >= issued)]
    return max(ahead, key=lambda span: span[1], default=None)


def _counted_goal(outline: Outline) -> int | None:
    """How many years the aims give themselves (用三年时间), for a plan that names no year for them."""
    for block in _aims(outline):
        if found := COUNTED_YEARS.search(_folded(outline, block)):
            return han_value(found["years"] or found["spent"])
    return None


def _promises(outline: Outline, titles: list[str]) -> bool:
    """Whether a document of no known kind promises: by its aims, tasks or duties, unless it reports."""
    if any(_REPORT.search(title) for title in titles):
        return False
    return _PROMISING.search(outline.source.folded) is not None


def _titles(outline: Outline) -> list[str]:
    """Titles by the structure, the innermost (last) first: for pages whose facts name none."""
    text = outline.source.text
    titles = ["".join(text[slice(*b.span)].split()) for b in outline.blocks if b.kind == "title"]
    first = "".join(text[slice(*outline.blocks[0].span)].split()) if outline.blocks else ""
    opening = [first] if len(first) <= _LONGEST_TITLE and not first.endswith("。") else []
    return [*reversed(titles), *opening]


def _issued(facts: DocumentFacts) -> int | None:
    """The year of the issue date, else that of the document's own number."""
    for date in facts.dates:
        if date.role == "issued" and date.date:
            return int(date.date[:4])
    number = _NUMBER_YEAR.search(facts.doc_number_normal or "")
    return int(number[1]) if number else None
