"""Dates and years that cannot stand as printed (日期检查)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhichan.rooms.plan.reading.facts.dates import dates_in
from zhichan.rooms.plan.reading.model import DocumentFacts, Lint, Outline, Span, Target, Task
from zhichan.rooms.plan.reading.wording import place_words

_LOST_DASH = re.compile(r"(?<!\d)(?P<first>(?:19|20)\d{2})(?P<last>(?:19|20)\d{2})年")
_LATER_GOAL = re.compile(r"(?<!\d)(?P<year>20\d{2})年(?:度)?(?:工作|发展|主要|总体|预期)?目标")
_CONTENT = ("heading", "item", "paragraph", "box", "note")


def date_lints(
    outline: Outline, targets: Sequence[Target], tasks: Sequence[Task], facts: DocumentFacts
) -> Iterator[Lint]:
    """Damaged spans, impossible dates, deadlines and goals before the issue, goals beyond the period."""
    yield from _damaged(outline, facts)
    yield from _before_issue(targets, tasks, facts)
    yield from _beyond_period(outline, facts)


def _damaged(outline: Outline, facts: DocumentFacts) -> Iterator[Lint]:
    known = {date.text for date in facts.dates}
    for span in _content(outline):
        text = outline.source.folded[slice(*span)]
        for match in _LOST_DASH.finditer(text):
            message = (
                f"“{match[0]}”年份之间缺连接号，应为{match['first']}—{match['last']}年。请对照原件更正。"
            )
            yield Lint("damaged-period", "warn", message, _within(span, match.span()))
        for found in dates_in(text):
            printed = outline.source.text[slice(*_within(span, found.span))]
            if found.iso is None and printed not in known:
                message = f"日期“{printed}”不存在。请对照原件更正。"
                yield Lint("impossible-date", "warn", message, _within(span, found.span))


def _content(outline: Outline) -> Iterator[Span]:
    for block in outline.blocks:
        if block.kind in _CONTENT:
            yield block.span


def _within(span: Span, part: Span) -> Span:
    return span[0] + part[0], span[0] + part[1]


def _before_issue(targets: Sequence[Target], tasks: Sequence[Task], facts: DocumentFacts) -> Iterator[Lint]:
    issued = next((date.date for date in facts.dates if date.role == "issued" and date.date), None)
    if issued is None:
        return
    for task in tasks:
        due = task.deadline.date if task.deadline else None
        if due is not None and due.isoformat()[: len(issued)] < issued:
            label = task.number or task.title or task.text[:20]
            message = f"任务“{label}”的期限{due.isoformat()}早于印发日期{issued}。请核对期限是否印错。"
            yield Lint("deadline-before-issue", "error", message, task.span)
    for target in targets:
        year = target.target.year if target.target else None
        if year is not None and year < int(issued[:4]):
            message = (
                f"{place_words(target)}“{target.name}”的目标年份{year}早于印发日期{issued}。请核对年份。"
            )
            yield Lint("goal-before-issue", "warn", message, target.span)


def _beyond_period(outline: Outline, facts: DocumentFacts) -> Iterator[Lint]:
    if facts.period is None:
        return
    for span in _content(outline):
        for match in _LATER_GOAL.finditer(outline.source.folded, *span):
            year = int(match["year"])
            if facts.period.end < year < 2035:  # 2035 is the horizon every plan names
                message = (
                    f"文中提到“{match[0]}”，而本文件的规划期是{facts.period.start}—{facts.period.end}年。"
                    "请确认是上级文件的目标还是年份有误。"
                )
                yield Lint("goal-outside-period", "info", message, match.span())
