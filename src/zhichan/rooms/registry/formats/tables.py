"""Layouts that are tables: the header row is found, its columns become fields, each row a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from operator import itemgetter

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhichan.core.exports.cells import label_key
from zhichan.core.imports.reading.grid import FileRefused
from zhichan.rooms.registry.formats.definition import (
    LINES_SEARCHED,
    NOTHING,
    SAMPLE_ROWS,
    Format,
    Sample,
    Verdict,
    seen,
)
from zhichan.rooms.registry.formats.fields import FIELDS, Kind
from zhichan.rooms.registry.formats.reading.opening import USUAL, ReadingLimits, Source
from zhichan.rooms.registry.formats.reading.sheets import Row, Sheet, sheets_of
from zhichan.rooms.registry.formats.records import Entry, Record, Unreadable, Value
from zhichan.rooms.registry.formats.splitting import Splitter, parted_by, splitter_for

PATENT_TYPES = frozenset(
    (
        "发明",
        "发明专利",
        "发明授权",
        "发明公开",
        "实用新型",
        "实用新型专利",
        "外观设计",
        "外观",
        "外观设计专利",
    )
)

Values = dict[str, Value]
Finish = Callable[[Values], None]
ValuesOf = Callable[[list[str]], Values]


@dataclass(frozen=True)
class Column:
    """A column of a file and the field it fills; ``split`` parts the texts of a field that is many."""

    index: int
    field: str
    split: Splitter | None = None


@dataclass(frozen=True)
class Plan:
    """How the rows of one sheet are taken apart; ``header_line`` is the last line that is no data."""

    columns: tuple[Column, ...]
    header: tuple[str, ...] = ()
    header_line: int = 0
    finish: Finish | None = None
    blanks: frozenset[str] = frozenset()


Planner = Callable[[Sequence[tuple[int, list[str]]]], Plan | None]
"""From the first rows of a sheet to how it is read, or None when it is not of this layout."""


def table_format(
    name: str,
    label: str | Promise,
    kind: Kind,
    columns: Mapping[str, str],
    *,
    signature: Sequence[str],
    separators: Mapping[str, str] | str = "",
    blanks: Sequence[str] = (),
    finish: Finish | None = None,
) -> Format:
    """A layout with fixed headings. ``columns``: heading to field; ``signature``: the headings that tell
    it; ``separators``: one mark for every field that is many, or one by field. A field that begins with an
    underline is the layout's own, and taken away again by ``finish``."""
    marks = separators if isinstance(separators, Mapping) else dict.fromkeys(FIELDS[kind], separators)
    known = {label_key(heading): field for heading, field in columns.items()}
    needed = frozenset(map(label_key, signature))

    def plan(rows: Sequence[tuple[int, list[str]]]) -> Plan | None:
        for line, cells in rows[:LINES_SEARCHED]:
            if needed <= (keys := _keys(cells)).keys():
                chosen = _columns(keys, known, kind, marks)
                return Plan(chosen, tuple(cells), line, finish, frozenset(blanks))
        return None

    def detect(sample: Sample) -> Verdict:
        if sample.medium != "table" or plan(sample.rows) is None:
            return NOTHING
        return seen(1.0, "、".join(signature[:4]))

    return Format(name, label, kind, detect, reading_with(plan))


def _keys(cells: Sequence[str]) -> dict[str, int]:
    """The column of each heading; of two equal headings the first."""
    return {label_key(cell): index for index, cell in reversed(list(enumerate(cells))) if cell}


def _columns(
    keys: Mapping[str, int], known: Mapping[str, str], kind: Kind, marks: Mapping[str, str]
) -> tuple[Column, ...]:
    chosen = {}
    for heading, field in known.items():
        if heading in keys and field not in chosen:
            chosen[field] = Column(keys[heading], field, splitter(kind, field, marks.get(field, "")))
    return tuple(chosen.values())


def splitter(kind: Kind, field: str, mark: str = "") -> Splitter | None:
    if field.startswith("_") or not FIELDS[kind][field].many:
        return None
    return parted_by(mark) if mark else splitter_for(field)


def reading_with(plan_of: Planner, chosen: Sequence[str] = ()) -> Callable[..., Iterator[Entry]]:
    """A reader of tables; ``plan_of`` looks at the first rows of each sheet. ``chosen``: the names of the
    sheets that are read, none for all."""

    def read(source: Source, limits: ReadingLimits = USUAL) -> Iterator[Entry]:
        numbers, was_read = count(1), False
        for sheet in sheets_of(source, limits):
            if chosen and sheet.name not in chosen:
                continue
            first = _begun(sheet.rows)
            plan = plan_of([(line, cells) for line, cells in first if not isinstance(cells, str)])
            rows = chain(first, sheet.rows)
            if plan is None:
                yield from _refused(sheet, rows, numbers)
            else:
                was_read = True
                yield from _entries(sheet, _of_sheet(plan, sheet), rows, numbers)
        if not was_read:
            raise FileRefused(_("没有找到这种格式的表头。请检查文件，或改用列对应页面。"))

    return read


def entries_of(sheet: Sheet, plan: Plan, numbers: Iterator[int]) -> Iterator[Entry]:
    """What the rows of one sheet say."""
    return _entries(sheet, _of_sheet(plan, sheet), sheet.rows, numbers)


def _begun(rows: Iterator[Row]) -> list[Row]:
    """The first rows with anything in them, enough to find a header."""
    first: list[Row] = []
    for row in rows:
        if isinstance(row[1], str) or any(row[1]):
            first.append(row)
        if len(first) == SAMPLE_ROWS:
            break
    return first


def _refused(sheet: Sheet, rows: Iterator[Row], numbers: Iterator[int]) -> Iterator[Entry]:
    reason = _("这张工作表没有同样的表头，没有读。")
    for line, cells in rows:
        if isinstance(cells, str) or any(cells):
            yield Unreadable(next(numbers), sheet.place(line), reason)


def _of_sheet(plan: Plan, sheet: Sheet) -> Plan:
    """A sheet named after a type of patent (发明, 实用新型, 外观设计) says the type of its rows."""
    if sheet.name not in PATENT_TYPES or any(column.field == "patent_type" for column in plan.columns):
        return plan

    def finish(values: Values) -> None:
        values["patent_type"] = sheet.name
        if plan.finish:
            plan.finish(values)

    return replace(plan, finish=finish)


def _entries(sheet: Sheet, plan: Plan, rows: Iterator[Row], numbers: Iterator[int]) -> Iterator[Entry]:
    """The hot loop: a million rows pass here, so names are bound once."""
    values_of, width = _values_of(plan), len(plan.header)
    least = 1 + max(column.index for column in plan.columns)  # of a table without a header
    make = tuple.__new__  # twice as fast as Record(...)
    header, header_line, finish = list(plan.header), plan.header_line, plan.finish
    before, after = sheet.before, sheet.after
    for line, cells in rows:
        if isinstance(cells, str):
            yield Unreadable(next(numbers), f"{before}{line}{after}", cells)
        elif line > header_line and cells and (cells[0] or any(cells)):
            if len(cells) != width and (reason := _fitted(cells, width or max(least, len(cells)))):
                yield Unreadable(next(numbers), f"{before}{line}{after}", reason)
            elif cells == header:
                yield Unreadable(next(numbers), f"{before}{line}{after}", _("这一行又是表头。"))
            else:
                values = values_of(cells)
                if finish:
                    finish(values)
                yield make(Record, (next(numbers), f"{before}{line}{after}", values))


def _fitted(cells: list[str], width: int) -> str:
    """Makes the row as wide as the table; the reason when it says more than there are columns."""
    if any(map(str.strip, cells[width:])):
        message = _("这一行有 %(found)d 列，表格只有 %(width)d 列，可能错位。")
        return message % {"found": len(cells), "width": width}
    cells[width:] = [""] * (width - len(cells))
    return ""


def _values_of(plan: Plan) -> ValuesOf:
    """The function that turns cells into values, made once per sheet."""
    names = tuple(column.field for column in plan.columns)
    indices = [column.index for column in plan.columns]
    pick = itemgetter(*indices, indices[0])  # at least two, so that a tuple comes back
    parts = [(column.field, column.split) for column in plan.columns if column.split]
    blanks, strip = plan.blanks, str.strip

    def values_of(cells: list[str]) -> Values:
        values: Values = dict(zip(names, map(strip, pick(cells))))  # noqa: B905 - the keyword costs time
        if "" in values.values():
            values = {name: text for name, text in values.items() if text}
        if blanks:
            for name in [name for name, text in values.items() if text in blanks]:
                del values[name]
        for name, split in parts:
            if text := values.get(name):
                values[name] = split(text)  # type: ignore[arg-type]
        return values

    return values_of
