"""Reading a table as a mapping says (按列对应读取)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, count

from zhichan.rooms.registry.formats.dates import DateOrder, read_date
from zhichan.rooms.registry.formats.fields import FIELDS
from zhichan.rooms.registry.formats.mapping.definition import MappedColumn, TableMapping, places_of
from zhichan.rooms.registry.formats.mapping.headings import headings_of, shapes_in
from zhichan.rooms.registry.formats.mapping.marks import parted_at
from zhichan.rooms.registry.formats.mapping.samples import Rows, SheetSample
from zhichan.rooms.registry.formats.reading.sheets import Sheet
from zhichan.rooms.registry.formats.records import Entry, Value
from zhichan.rooms.registry.formats.splitting import Splitter, splitter_for
from zhichan.rooms.registry.formats.synonyms import field_of
from zhichan.rooms.registry.formats.tables import Column, Finish, Plan, Values, entries_of, reading_with


def reader_of(mapping: TableMapping) -> Callable[..., Iterator[Entry]]:
    """A reader like that of a known layout; sheets that were not chosen are passed over."""
    return reading_with(lambda rows: plan_of(mapping, rows), mapping.outline.sheets)


def plan_of(mapping: TableMapping, rows: Rows) -> Plan | None:
    """How a sheet that begins so is read, or None when it has other headings."""
    rows = [(line, cells) for line, cells in rows if any(map(str.strip, cells))]
    found = shapes_in(rows).get(mapping.shape)
    if found is None:
        return None
    line = found[0] if mapping.outline.heading_rows else mapping.outline.heading_line
    headings = headings_of(rows, replace(mapping.outline, heading_line=line))
    places = places_of(headings)
    if any(column.key not in places for column in mapping.columns):
        return None
    names = names_of(mapping.columns)
    columns = tuple(
        Column(places[column.key], name, _splitter(mapping, column))
        for name, column in zip(names, mapping.columns, strict=True)
    )
    return Plan(columns, headings, line, finish_of(mapping, names))


def names_of(columns: Sequence[MappedColumn]) -> list[str]:
    """What each column fills: its field, or a name of its own where an earlier one fills that."""
    first: dict[str, int] = {}
    return [
        column.field if first.setdefault(column.field, place) == place else f"_{place}"
        for place, column in enumerate(columns)
    ]


def finish_of(mapping: TableMapping, names: Sequence[str]) -> Finish | None:
    """What is done to each row: words and dates as a person told them, columns of one field together."""
    steps = [
        step
        for step in (_words_of(mapping.columns), _dates_of(mapping.columns), _together(mapping, names))
        if step
    ]
    if len(steps) < 2:
        return steps[0] if steps else None

    def finish(values: Values) -> None:
        for step in steps:
            step(values)

    return finish


def _words_of(columns: Iterable[MappedColumn]) -> Finish | None:
    told = {column.field: dict(column.words) for column in columns if column.words}
    if not told:
        return None

    def finish(values: Values) -> None:
        for field, words in told.items():
            meaning = words.get(str(values.get(field, "")))
            if meaning:
                values[field] = meaning
            elif meaning is not None:
                del values[field]

    return finish


def _together(mapping: TableMapping, names: Sequence[str]) -> Finish | None:
    parts: dict[str, list[str]] = {}
    for name, column in zip(names, mapping.columns, strict=True):
        parts.setdefault(column.field, []).append(name)
    several = {field: own for field, own in parts.items() if len(own) > 1}
    if not several:
        return None
    fields = FIELDS[mapping.kind]

    def finish(values: Values) -> None:
        for field, own in several.items():
            if texts := [values.pop(name) for name in own if name in values]:
                values[field] = tuple(chain.from_iterable(texts)) if fields[field].many else _joined(texts)

    return finish


def _joined(texts: Iterable[Value]) -> str:
    """Parts of one text, equal ones once; a blank only between Latin letters."""
    joined = ""
    for text in dict.fromkeys(map(str, texts)):
        joined += f" {text}" if joined and joined[-1].isascii() and text[0].isascii() else text
    return joined


def _splitter(mapping: TableMapping, column: MappedColumn) -> Splitter | None:
    if not FIELDS[mapping.kind][column.field].many:
        return None
    return parted_at(column.mark) if column.mark else splitter_for(column.field)


def _dates_of(columns: Iterable[MappedColumn]) -> Finish | None:
    """Writes dates whose order a person told so that nobody has to guess them again."""
    orders: Mapping[str, frozenset[DateOrder]] = {
        column.field: frozenset({DateOrder(column.dates)}) for column in columns if column.dates
    }
    if not orders:
        return None

    def finish(values: Values) -> None:
        for field, order in orders.items():
            day = read_date(str(values.get(field, "")), order)
            if isinstance(day, date):
                values[field] = day.isoformat()

    return finish


def fitted(mapping: TableMapping, samples: Sequence[SheetSample]) -> TableMapping | None:
    """The mapping as it suits another file, or None: of its sheets those that are there, else all."""
    names = tuple(one.name for one in samples if one.name in mapping.outline.sheets)
    for sample in samples:
        if not names or sample.name in names:
            plan = plan_of(mapping, sample.rows)
            if plan is not None and _may_be_its_own(mapping, sample):
                outline = replace(mapping.outline, heading_line=plan.header_line, sheets=names)
                return replace(mapping, outline=outline, headings=plan.header)
    return None


def _may_be_its_own(mapping: TableMapping, sample: SheetSample) -> bool:
    """A table said to have no headings must not begin with some."""
    first = sample.rows[0][1]
    return bool(mapping.outline.heading_rows) or not any(field_of(cell, mapping.kind) for cell in first)


def tried(mapping: TableMapping, samples: Sequence[SheetSample]) -> list[Entry]:
    """What the first rows say when read so."""
    numbers = count(1)
    found: list[Entry] = []
    for sample in samples:
        plan = plan_of(mapping, sample.rows)
        if plan is not None and (not mapping.outline.sheets or sample.name in mapping.outline.sheets):
            rows = iter([(line, list(cells)) for line, cells in sample.rows])
            found += entries_of(Sheet(sample.name, rows), plan, numbers)
    return found
