"""Plain lists (普通表格): no known layout, but headings that can be understood, or contents that can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from zhichan.rooms.registry.formats.contents import APPLICATION, PUBLICATION
from zhichan.rooms.registry.formats.definition import LINES_SEARCHED, NOTHING, Format, Sample, Verdict, seen
from zhichan.rooms.registry.formats.fields import Kind
from zhichan.rooms.registry.formats.guessing import DOUBTFUL, Guess, guess_columns
from zhichan.rooms.registry.formats.synonyms import field_of
from zhichan.rooms.registry.formats.tables import Column, Plan, reading_with, splitter

Rows = Sequence[tuple[int, list[str]]]

# A known layout is sure (1.0); a plain list never is, so that a known layout always wins.
_MOST_CERTAIN = 0.6
_LEAST_SHARE = 0.4
_NUMBERS = frozenset(("application_number", "publication_number", "grant_number", "patent_number"))
_TELLING = frozenset(("overseas_number", "overseas_grant_number", "office", "right_kind", "domestic_number"))
# The heading of its own exports says nothing by itself: any table of rights may have it.
_TELLS_NOTHING = "权利号码"
_NEEDED: dict[Kind, tuple[frozenset[str], ...]] = {
    "patent": (_NUMBERS,),
    "trademark": (
        frozenset(("number", "application_number")),
        frozenset(("mark_text", "classes", "goods")),
    ),
    "copyright": (
        frozenset(("copyright_number", "certificate_number")),
        frozenset(("work_title", "copyright_owners")),
    ),
    "overseas": (
        frozenset(
            ("pct_application_number", "overseas_number", "overseas_grant_number", "international_number")
        ),
    ),
    "organisation": (frozenset(("name", "credit_code")),),
}
_FOREIGN: dict[Kind, frozenset[str]] = {
    "patent": frozenset(),
    "trademark": frozenset(),
    "copyright": frozenset(),
    "overseas": frozenset(),
    "organisation": frozenset(("申请号", "专利号", "公开号", "公开（公告）号", "商标名称", "授权公告号")),
}


@dataclass(frozen=True)
class Heading:
    """The header of a sheet: its last line, what each column is called, and how many names are known."""

    line: int
    names: tuple[str, ...]
    known: int


def plain_list(name: str, label: str | Promise, kind: Kind) -> Format:
    """Any table of this kind whose headings are understood."""

    def detect(sample: Sample) -> Verdict:
        heading = heading_of(sample.rows, kind)
        if heading is None:
            return NOTHING
        named = [name for name in heading.names if name.strip()]
        known = [name for name in named if field_of(name, kind)]
        return seen(_MOST_CERTAIN * len(known) / len(named), "、".join(known[:5]))

    def plan(rows: Rows) -> Plan | None:
        heading = heading_of(rows, kind)
        if heading is None:
            return None
        body = [cells for line, cells in rows if line > heading.line]
        return planned(guess_columns(heading.names, body, kind), kind, heading.names, heading.line)

    return Format(name, label, kind, detect, reading_with(plan))


def planned(guesses: Sequence[Guess], kind: Kind, names: tuple[str, ...] = (), line: int = 0) -> Plan | None:
    """How a sheet is read by these guesses; the mapping page passes what a person chose.

    What stands beyond the last heading is no column: a row that says something there is refused.
    """
    columns = tuple(
        Column(guess.column, guess.field, splitter(kind, guess.field))
        for guess in guesses
        if guess.field and guess.confidence >= DOUBTFUL and (not names or guess.column < len(names))
    )
    return Plan(columns, names, line) if columns else None


def heading_of(rows: Rows, kind: Kind) -> Heading | None:
    """The row, or pair of rows, among the first ones that names most of its columns."""
    found = [
        heading for place in range(min(len(rows), LINES_SEARCHED)) for heading in _headings(rows, place, kind)
    ]
    best = max(found, key=lambda heading: (heading.known, -heading.line), default=None)
    if best is None or not _is_header(best, kind):
        return None
    above = {name for line, cells in rows if line <= best.line for name in (*cells, *best.names)}
    return None if _FOREIGN[kind] & above else best


def _headings(rows: Rows, place: int, kind: Kind) -> list[Heading]:
    line, cells = rows[place]
    single = _heading(line, cells, kind)
    if place + 1 == len(rows) or not _may_have_more(cells):
        return [single]
    below_line, below = rows[place + 1]
    return [single, _heading(below_line, _two_rows(cells, below, kind), kind)]


def _heading(line: int, cells: Sequence[str], kind: Kind) -> Heading:
    fields = {field for cell in cells if (field := field_of(cell, kind))}
    return Heading(line, tuple(cells), len(fields))


def _may_have_more(cells: Sequence[str]) -> bool:
    """A group heading leaves blanks beside it, or fills them when it was merged."""
    return "" in cells or len(set(cells)) < len(cells)


def _two_rows(above: Sequence[str], below: Sequence[str], kind: Kind) -> list[str]:
    """``申请人`` over ``地址`` is ``申请人地址``; a heading over nothing, or over itself, stays alone."""
    names, group = [], ""
    for index in range(max(len(above), len(below))):
        top = above[index] if index < len(above) else ""
        bottom = below[index] if index < len(below) else ""
        group = top or (group if bottom else "")
        alone = bottom or top
        both = f"{group}{bottom}" if bottom and bottom != group else alone
        names.append(both if field_of(both, kind) else alone)
    return names


def _is_header(heading: Heading, kind: Kind) -> bool:
    named = [name for name in heading.names if name.strip()]
    fields = {field_of(name, kind) for name in named}
    return (
        heading.known >= 2
        and heading.known >= _LEAST_SHARE * len(named)
        and all(fields & needed for needed in _NEEDED[kind])
        and (kind != "trademark" or any(map(_says_trademark, named)))
        and (kind != "overseas" or _says_overseas(named))
    )


def _says_trademark(name: str) -> bool:
    """A heading of trademarks that a list of patents would not use."""
    return field_of(name, "trademark") is not None and field_of(name, "patent") is None


def _says_overseas(names: Sequence[str]) -> bool:
    """Whether a list is of rights abroad: a heading no other list has, or PCT applications alone."""
    told = [
        field
        for name in names
        if (field := field_of(name, "overseas"))
        and not field_of(name, "patent")
        and not field_of(name, "trademark")
        and name.strip() != _TELLS_NOTHING
    ]
    if _TELLING & set(told):
        return True
    is_pct = any(field_of(name, "overseas") == "pct_application_number" for name in names)
    return is_pct and not any(field_of(name, "patent") in _NUMBERS for name in names)


def first_data_row(rows: Rows) -> int | None:
    """The place of the first row that holds a number of a right, among the first five."""
    for place, (_line, cells) in enumerate(rows[:5]):
        if any(APPLICATION.fullmatch(cell.strip()) or PUBLICATION.fullmatch(cell.strip()) for cell in cells):
            return place
    return None
