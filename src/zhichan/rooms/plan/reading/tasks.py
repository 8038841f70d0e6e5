"""The work a plan promises: numbered items, projects, safeguards, with who answers and by when (任务)."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from zhichan.rooms.plan.reading.deadlines import (
    PlanYears,
    body_deadline,
    is_deadline,
    parse_deadline,
)
from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.lines import Flow, Line, flow_of
from zhichan.rooms.plan.reading.model import Block, Deadline, DocumentFacts, Outline, Span, Task
from zhichan.rooms.plan.reading.numbering import bare_marker_of, marker_of, point_of
from zhichan.rooms.plan.reading.structure import sense_lines
from zhichan.rooms.plan.reading.task_years import with_reason, years_of
from zhichan.rooms.plan.reading.tasktables import first_named_leads, merged, table_tasks
from zhichan.rooms.plan.reading.units import UnitClause, expanded, heading_clause, together, unit_clauses

Kind = Literal["task", "project", "safeguard", "paragraph"]
# Closing provisions of a set of measures promise no work.
_PROVISION = re.compile(
    r"(?:本|上述|以上)(?:若干)?(?:措施|办法|方案|意见|规[划画]|计[划画]|细则|规定|政策|条款)(?:自|由|有效|的?解释|执行期|未尽)"
)
_LONGEST_TITLE = 50
_LONGEST_COLON_TITLE = 24
_FEWEST_SHARED = 2
_STOP = re.compile(r"。|:|(?<=[\u4e00-\u9fff])\s(?=[\u4e00-\u9fff])")


@dataclass(frozen=True)
class _Item:
    """An item's words after its number, paragraphs divided by line feeds, and the clauses in them."""

    block: Block
    text: str
    folded: str
    clauses: tuple[UnitClause, ...]
    first_line: int  # length of the first paragraph
    lender: _Item | None = None  # the item at the end of its section whose clauses speak for it too

    @property
    def naming(self) -> tuple[UnitClause, ...]:
        return tuple(clause for clause in self.clauses if clause.units)


def tasks_of(outline: Outline, facts: DocumentFacts | None = None) -> tuple[Task, ...]:
    """Every task of a document in order, ``task-1`` on; ``facts`` tell where limits without a start begin."""
    years = years_of(outline, facts)
    items = [item for item in _with_shared_clauses(_items(outline)) if not _is_provision(item)]
    groups = {_group(item) for item in items}
    titled = {group: _are_titled([item for item in items if _group(item) == group]) for group in groups}
    above = _clauses_above(outline)
    tasks = [_task(item, titled[_group(item)], above, years) for item in items if _counts(item, items)]
    rows = [
        task
        for block in outline.blocks
        if block.kind == "table"
        for task in table_tasks(outline, block, years)
    ]
    found = first_named_leads(_in_order(tasks, rows), outline)
    told = (with_reason(task, years) for task in found)
    return tuple(replace(task, id=f"task-{index}") for index, task in enumerate(told, 1))


def _in_order(tasks: list[Task], rows: list[Task]) -> list[Task]:
    return sorted(merged(tasks, rows), key=lambda task: task.span) if rows else tasks


def _items(outline: Outline) -> list[_Item]:
    """Item blocks with their words; what follows a box or table inside an item belongs to it."""
    lines = _kept_lines(outline)
    starts = [line.span[0] for line in lines]
    found: list[tuple[Block, list[Span]]] = []
    open_item = False
    for block in outline.blocks:
        if block.kind == "item":
            found.append((block, [block.span]))
            open_item = True
        elif block.kind == "paragraph" and open_item and found and block.path == found[-1][0].path:
            found[-1][1].append(block.span)
        elif block.kind not in ("box", "table", "note", "furniture"):
            open_item = False
    within = [
        [(bisect_left(starts, start), bisect_left(starts, end)) for start, end in spans] for _, spans in found
    ]
    return [
        _item(block, [line for first, last in places for line in lines[first:last]])
        for (block, _), places in zip(found, within, strict=True)
    ]


def _kept_lines(outline: Outline) -> list[Line]:
    """The lines of sense that are not left aside."""
    aside = {start for start, _ in outline.furniture}
    return [line for line in sense_lines(outline.source, outline.furniture) if line.span[0] not in aside]


def _item(block: Block, lines: list[Line]) -> _Item:
    first = lines[0].folded
    marker = (marker_of(first) or bare_marker_of(first) or point_of(first)) if block.number else None
    begin = marker.end if marker else 0
    text = "\n".join(line.text for line in lines)[begin:]
    folded = "\n".join(line.folded for line in lines)[begin:]
    return _Item(block, text, folded, tuple(unit_clauses(text, folded)), len(first) - begin)


def _with_shared_clauses(items: list[_Item]) -> list[_Item]:
    """Sections whose last item alone ends with a line on units: the line speaks for the whole section.

    Believed only where the document does so in several sections and never otherwise.
    """
    keyed = groupby(items, key=lambda item: (item.block.path, item.block.level))
    sections = [list(members) for _, members in keyed]
    answered = [section for section in sections if len(section) > 1 and any(item.clauses for item in section)]
    if len(answered) < _FEWEST_SHARED or not all(map(_shares_its_last, answered)):
        return items
    return [
        replace(item, clauses=section[-1].clauses, lender=section[-1]) if section in answered else item
        for section in sections
        for item in section
    ]


def _shares_its_last(section: list[_Item]) -> bool:
    """Whether only the last item names units, on a line of its own, with or without brackets."""
    last = section[-1]
    if not last.naming or any(item.clauses for item in section[:-1]):
        return False
    start = last.naming[-1].span[0]
    return last.folded[:start].removesuffix("(").endswith("\n")


def _kind(item: _Item) -> Kind:
    if item.block.role == "safeguards":
        return "safeguard"
    if item.block.role == "projects":
        return "project"
    return "task" if item.block.number or item.block.title else "paragraph"


def _group(item: _Item) -> tuple[Kind, str]:
    """Items of one kind and one numbering are titled alike."""
    number = fold(item.block.number or "")
    marker = marker_of(number) or point_of(f"{number}项")
    return _kind(item), marker.system if marker else ""


def _counts(item: _Item, items: list[_Item]) -> bool:
    """Stages of a schedule and items of an annex are work only where units answer for them."""
    if item.block.role == "schedule":
        return bool(item.naming)
    if item.block.part == "appendix":
        return bool(item.naming) or not any(other.block.part == "body" for other in items)
    return True


def _is_provision(item: _Item) -> bool:
    return not item.naming and bool(_PROVISION.match(item.folded))


def _are_titled(items: list[_Item]) -> bool:
    """Whether the items of one kind open with a title: most have one sentence and then more."""
    return bool(items) and sum(_title_end(item) is not None for item in items) * 2 > len(items)


def _has_title_line(item: _Item) -> bool:
    """Whether the first paragraph is a heading by its form: no full stop, hardly a comma, a body below it."""
    first = item.folded[: item.first_line]
    return "。" not in first and first.count(",") < 2 and _words_follow(item, item.first_line)


def _title_end(item: _Item) -> int | None:
    """Where the first sentence ends, if it is short enough for a title and words follow it."""
    own = () if item.lender else item.clauses
    end = min([item.first_line, *(clause.span[0] - 1 for clause in own)])
    for match in _STOP.finditer(item.folded, 0, max(end, 0)):
        longest = _LONGEST_TITLE if match.group() == "。" else _LONGEST_COLON_TITLE
        if 0 < match.start() <= longest and _words_follow(item, match.end()):
            return match.start()
        if match.group() == "。":
            return None
    return end if 0 < end <= _LONGEST_TITLE and _words_follow(item, end) else None


def _words_follow(item: _Item, start: int) -> bool:
    """Whether more than clauses on units stands behind ``start``."""
    rest = item.folded[start:]
    for clause in () if item.lender else reversed(item.clauses):
        left, right = clause.span[0] - start, clause.span[1] - start
        if left >= 0:
            rest = rest[:left] + rest[right:]
    return len(re.sub(r"[\s()。;,]", "", rest)) > 1


def _task(item: _Item, is_titled: bool, above: dict[tuple[str, ...], UnitClause], years: PlanYears) -> Task:
    kind = _kind(item)
    clause = together(list(item.naming))
    repairs = _repairs(item, clause)
    inherited = None if clause else _inherited(item.block.path, above)
    if inherited:
        clause = inherited
        repairs.append("责任单位取自上级标题")
    end = _title_end(item) if kind != "paragraph" and (is_titled or _has_title_line(item)) else None
    return Task(
        span=item.block.span,
        confidence=_confidence(kind, repairs),
        repairs=tuple(repairs),
        kind=kind,
        path=item.block.path,
        number=item.block.number,
        title=item.text[:end].strip() if end else None,
        text=item.text.strip(),
        mode=clause.mode if clause else None,
        lead=clause.lead if clause else (),
        participants=clause.participants if clause else (),
        unit_text=clause.unit_text if clause else None,
        deadline=_deadline(item, years),
    )


def _confidence(kind: Kind, repairs: list[str]) -> float:
    return round((0.85 if kind == "paragraph" else 0.98) - 0.08 * len(repairs), 2)


def _repairs(item: _Item, clause: UnitClause | None) -> list[str]:
    repairs = []
    if item.block.number and item.block.number.isdecimal():
        repairs.append("编号后缺少标点")
    if item.lender and item.lender.block != item.block:
        repairs.append("责任单位取自本节末尾")
    if clause is None:
        return repairs
    for printed, full in zip(clause.units, expanded(clause.units), strict=True):
        if printed != full:
            repairs.append(f"共用前缀：{printed}即{full}")
    joined = "".join(clause.unit_text or "")
    for one, two in zip(clause.units, clause.units[1:], strict=False):
        if one + two in joined:
            repairs.append(f"单位之间缺少分隔：{one}、{two}")
    return repairs


def _deadline(item: _Item, years: PlanYears) -> Deadline | None:
    """The deadline a clause states or that stands alone behind it, else the one day the words ask for."""
    spans = [clause.deadline for clause in item.clauses if clause.deadline]
    text = item.lender.text if item.lender else item.text
    if not spans:
        found = _behind_clauses(item) or body_deadline(item.folded)
        spans, text = [found] if found else [], item.text
    for span in spans:
        read = parse_deadline(
            text[slice(*span)], own_year=years.own, period_end=years.last, start=years.start
        )
        if read:
            return read
    return None


def _behind_clauses(item: _Item) -> Span | None:
    """The last words of an item where they follow its clause and only say when: 责任单位：…。持续推进。"""
    begin = max((clause.span[1] for clause in item.naming), default=len(item.folded))
    words = item.folded[begin:]
    start = begin + len(words) - len(words.lstrip("。;,) \n"))
    end = len(item.folded.rstrip("。;) \n"))
    return (start, end) if start < end and is_deadline(item.folded[start:end]) else None


def _clauses_above(outline: Outline) -> dict[tuple[str, ...], UnitClause]:
    """Clauses that stand with a heading or directly under it, by the path of what is below."""
    above: dict[tuple[str, ...], UnitClause] = {}
    for block in outline.blocks:
        if block.role not in ("measures", "projects") or block.kind not in ("heading", "paragraph"):
            continue
        words = flow_of(outline.source, (block.span,))
        clause = together(unit_clauses(words.text, words.folded)) or _of_heading(block, words)
        if clause:
            above.setdefault((*block.path, words.text) if block.kind == "heading" else block.path, clause)
    return above


def _of_heading(block: Block, words: Flow) -> UnitClause | None:
    """Who a heading hands its part to: 一、县农业局牵头工作."""
    if block.kind != "heading":
        return None
    marker = marker_of(words.folded)
    begin = marker.end if marker else 0
    return heading_clause(words.text[begin:], words.folded[begin:])


def _inherited(path: tuple[str, ...], above: dict[tuple[str, ...], UnitClause]) -> UnitClause | None:
    for depth in range(len(path), 0, -1):
        if path[:depth] in above:
            return above[path[:depth]]
    return None
