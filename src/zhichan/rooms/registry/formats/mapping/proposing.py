"""The first proposal for a table: its kind, where its headings stand, which column is which field (猜测)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from zhichan.rooms.registry.formats.contents import APPLICATION, PUBLICATION
from zhichan.rooms.registry.formats.dates import ALL_ORDERS, DateRefused, orders_of, read_date
from zhichan.rooms.registry.formats.definition import LINES_SEARCHED
from zhichan.rooms.registry.formats.fields import FIELDS, Kind
from zhichan.rooms.registry.formats.guessing import BY_NAME, DOUBTFUL, Guess, guess_columns
from zhichan.rooms.registry.formats.mapping.definition import (
    IDENTIFYING,
    MappedColumn,
    Outline,
    TableMapping,
    keys_of,
)
from zhichan.rooms.registry.formats.mapping.headings import BETWEEN, headings_from, headings_of
from zhichan.rooms.registry.formats.mapping.marks import mark_between
from zhichan.rooms.registry.formats.mapping.samples import Rows, SheetSample
from zhichan.rooms.registry.formats.synonyms import field_of, heading_key

_SHOWN_VALUES = 3
_NUMBER_BEFORE = re.compile("^第[0-9一二三四五六七八九十]{1,2}个?")
_NUMBER_AFTER = re.compile("(?:[0-9一二三四五六七八九十]{1,2}|[(（][0-9一二三四五六七八九十]{1,2}[)）])$")
# Headings of columns that hold whatever comes to mind: what stands there now says nothing of the next row.
_REMARKS = frozenset(map(heading_key, ("备注", "说明", "备考", "remark", "remarks", "note", "notes")))


@dataclass(frozen=True)
class ColumnSeen:
    """A column as the page shows it: its heading, some of its values, the guess and what stays open.

    ``is_open``: its dates can be read in two ways; ``is_empty``: more than half of its cells are.
    """

    index: int
    heading: str
    values: tuple[str, ...]
    guess: Guess
    is_open: bool
    is_empty: bool


def guess_outline(samples: Sequence[SheetSample], kinds: Collection[Kind]) -> Outline:
    """Kind, headings and sheets that make the most of a table; every sheet with the same headings is read."""
    first = samples[0]
    line, count, kind = guess_heading(first.rows, kinds)
    outline = Outline(kind, line, count)
    if len(samples) == 1:
        return outline
    shape = TableMapping(outline, headings_of(first.rows, outline), ()).shape
    alike = [one.name for one in samples if _has_shape(one, outline, shape)]
    return replace(outline, sheets=tuple(alike) if len(alike) < len(samples) else ())


def _has_shape(sample: SheetSample, outline: Outline, shape: str) -> bool:
    line, count, _kind = guess_heading(sample.rows, (outline.kind,))
    other = replace(outline, heading_line=line, heading_rows=count)
    return TableMapping(other, headings_of(sample.rows, other), ()).shape == shape


def guess_heading(rows: Rows, kinds: Collection[Kind]) -> tuple[int, int, Kind]:
    """The line of the last heading row, the number of heading rows, and the kind of thing they speak of.

    The lines that name most fields of one kind; else the first that looks like a heading; else none.
    """
    width = max((len(cells) for _line, cells in rows), default=0)
    line, count, known = _best_named(rows, width, kinds)
    if known < 2:
        other = _before_data(rows) or _first_heading(rows, width)
        line, count = other or ((line, count) if known else (0, 0))
    place = next((place for place, (found, _cells) in enumerate(rows) if found == line), 0)
    names = (
        headings_from([cells for _line, cells in rows[place - count + 1 : place + 1]], width) if count else ()
    )
    return line, count, kind_among(names, [cells for found, cells in rows if found > line], kinds)


def _best_named(rows: Rows, width: int, kinds: Collection[Kind]) -> tuple[int, int, int]:
    """Line, number of heading rows and how many fields of one kind they name, where that is most."""
    best = 0, 0, 0
    for place in range(min(len(rows), LINES_SEARCHED)):
        for count in range(1, min(2, place + 1) + 1):
            lines = [cells for _line, cells in rows[place - count + 1 : place + 1]]
            if not any(map(_is_data, lines)):
                headings = headings_from(lines, width)
                known = max(_known(headings, kind) for kind in kinds)
                if known > best[2]:
                    best = rows[place][0], count, known
    return best


def kind_among(names: Sequence[str], body: Sequence[Sequence[str]], kinds: Collection[Kind]) -> Kind:
    """The kind of which a column tells one thing from another, and then most columns are told."""

    def certainty(kind: Kind) -> tuple[bool, float]:
        asked = [_asked(name, kind) for name in names]
        told = [one for one in guess_columns(asked, body, kind) if one.field]
        is_told_apart = any(one.field in IDENTIFYING.get(kind, ()) for one in told)
        return is_told_apart, sum(one.confidence for one in told)

    return max(kinds, key=certainty)


def _known(headings: Sequence[str], kind: Kind) -> int:
    return len({field for heading in headings if (field := _field(heading, kind))})


def _field(heading: str, kind: Kind) -> str | None:
    return field_of(_asked(heading, kind), kind) if heading else None


def _is_data(cells: Sequence[str]) -> bool:
    """Whether a row holds a number of a right or a date, which no heading does."""
    return any(
        APPLICATION.fullmatch(cell) or PUBLICATION.fullmatch(cell) or isinstance(read_date(cell), date)
        for text in cells
        if (cell := text.strip())
    )


def _before_data(rows: Rows) -> tuple[int, int] | None:
    """The line right before the first row with data, and whether a line of group headings stands above it."""
    first = next((place for place, (_line, cells) in enumerate(rows[:LINES_SEARCHED]) if _is_data(cells)), 0)
    if not first:
        return None
    line, cells = rows[first - 1]
    if not all(_is_name(text) for cell in cells if (text := cell.strip())):
        return None
    above = [text for cell in rows[first - 2][1] if (text := cell.strip())] if first > 1 else []
    has_groups = len(set(above)) > 1 and (len(set(above)) < len(above) or len(above) < len(cells))
    return line, 2 if has_groups else 1


def _first_heading(rows: Rows, width: int) -> tuple[int, int] | None:
    """The first of five lines that fills most columns, each with another short text without figures."""
    for line, cells in rows[:5]:
        texts = [text for cell in cells if (text := cell.strip())]
        is_wide = len(texts) * 10 >= width * 6 and len(texts) >= min(2, width)
        if is_wide and len(set(texts)) == len(texts) and all(_is_name(text) for text in texts):
            return line, 1
    return None


def _is_name(text: str) -> bool:
    return len(text) <= 30 and sum(sign.isdigit() for sign in text) * 3 <= len(text)


def seen_columns(outline: Outline, samples: Sequence[SheetSample]) -> list[ColumnSeen]:
    """Every column of the first chosen sheet with its guess."""
    sample = chosen_of(outline, samples)[0]
    headings = headings_of(sample.rows, outline)
    body = [cells for line, cells in sample.rows if line > outline.heading_line]
    asked = [_asked(heading, outline.kind) for heading in headings]
    guesses = guess_columns(asked, body, outline.kind)
    return [
        _seen(index, heading, _with_further(guess, heading, outline.kind), body, outline.kind)
        for index, (heading, guess) in enumerate(zip(headings, guesses, strict=True))
    ]


def chosen_of(outline: Outline, samples: Sequence[SheetSample]) -> Sequence[SheetSample]:
    """The sheets that are read, at least one."""
    return [one for one in samples if one.name in outline.sheets] or samples


def _asked(heading: str, kind: Kind) -> str:
    """A heading in the words by which the guess knows it: without the group above it, without a number."""
    last = heading.rpartition(BETWEEN)[2]
    words = (heading, last, *(_without_number(one, kind) for one in (heading, last)))
    return next((one for one in words if one and field_of(one, kind)), heading)


def _without_number(heading: str, kind: Kind) -> str:
    """``申请人`` for ``申请人2``, where that names a field that several columns may fill."""
    bare = _NUMBER_AFTER.sub("", _NUMBER_BEFORE.sub("", heading.strip()))
    field = field_of(bare, kind) if bare else None
    return bare if field and FIELDS[kind][field].takes_several else ""


def _with_further(guess: Guess, heading: str, kind: Kind) -> Guess:
    """A numbered column of a field that another column fills already goes to the same field."""
    asked = _asked(heading, kind)
    if guess.field or asked in (heading, heading.rpartition(BETWEEN)[2]):
        return guess
    return Guess(guess.column, field_of(asked, kind), _("表头“%(heading)s”") % {"heading": heading}, BY_NAME)


def _seen(index: int, heading: str, guess: Guess, body: Sequence[Sequence[str]], kind: Kind) -> ColumnSeen:
    texts = [text for cells in body if index < len(cells) and (text := cells[index].strip())]
    if heading_key(heading) in _REMARKS:
        guess = Guess(index, None, _("备注一类的列"), 0.0)
    is_date = guess.field is not None and FIELDS[kind][guess.field].sort == "date"
    return ColumnSeen(
        index,
        heading,
        tuple(dict.fromkeys(texts))[:_SHOWN_VALUES],
        guess,
        is_date and has_open_dates(texts),
        len(texts) * 2 < len(body),
    )


def has_open_dates(texts: Sequence[str]) -> bool:
    """Whether some date of a column can be read in two ways, which nothing in the column settles."""
    orders = orders_of(texts)
    return any(
        isinstance(read_date(text, orders), DateRefused) and len(_readings(text)) > 1 for text in texts
    )


def _readings(text: str) -> set[date]:
    found = (read_date(text, frozenset({order})) for order in ALL_ORDERS)
    return {day for day in found if isinstance(day, date)}


def proposed(outline: Outline, samples: Sequence[SheetSample]) -> TableMapping:
    """The mapping that the guesses make; columns that are not told are left out."""
    seen = seen_columns(outline, samples)
    headings = tuple(one.heading for one in seen)
    keys = keys_of(headings)
    sample = chosen_of(outline, samples)[0]
    body = [cells for line, cells in sample.rows if line > outline.heading_line]
    columns = []
    for one in seen:
        field = one.guess.field
        if field and one.guess.confidence >= DOUBTFUL:
            mark = ""
            if FIELDS[outline.kind][field].sort == "name" and FIELDS[outline.kind][field].many:
                mark = mark_between([cells[one.index] for cells in body if one.index < len(cells)])
            columns.append(MappedColumn(one.heading, keys[one.index][1], field, mark))
    return TableMapping(outline, headings, tuple(columns))
