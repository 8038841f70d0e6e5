"""Tables printed as ``a | b |`` rows, a row on one line or wrapped hard over several (竖线分列的表格).

A wrapped row is told by its bars: it goes on until it has as many as the heading row. Rows that
open with a bar close with one, so a row cut short there stays short and takes nothing from the next.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhichan.rooms.plan.reading.columns import is_header_word, is_note
from zhichan.rooms.plan.reading.flat_tables import FlatTable, Row
from zhichan.rooms.plan.reading.lines import Line
from zhichan.rooms.plan.reading.model import Cell, SourceText, Span
from zhichan.rooms.plan.reading.numbering import marker_of

_MOST_LINES = 40  # a row may take
_MOST_HEADING_LINES = 8
_COUNTER = re.compile(r"(?:序\s*号|编号)\s*\|")
# 预期性 ends a row; a row that ends in 预 or 约束 goes on.
_NATURE = re.compile(r"(?:(?:预期|约束)性|(?P<half>预期?|约束?))$")
_NUMBER = re.compile(r"(\d{1,3})\s*(?:\||$)")
_MOST = 0.5  # of the words of a heading row
_NEAR_EDGE = 4  # columns a full line may stay short of the page's edge


def barred_table(source: SourceText, lines: Sequence[Line], index: int) -> FlatTable | None:
    """The table whose rows with bars begin at ``index``, or None."""
    if "|" not in lines[index].folded:
        return None
    last = _unwrapped_end(lines, index)
    wrapped = _wrapped_rows(lines, index) if _is_cut(lines, index, last) else []
    pieces = wrapped or [lines[i : i + 1] for i in range(index, last)]
    rows = [_row(source, (piece[0].span[0], piece[-1].span[1])) for piece in pieces]
    kept = tuple(row for row in rows if len(row) > 1)
    return FlatTable(sum(map(len, pieces)), kept) if len(kept) > 1 else None


def _unwrapped_end(lines: Sequence[Line], index: int) -> int:
    while index < len(lines) and "|" in lines[index].folded:
        index += 1
    return index


def _bars(lines: Sequence[Line]) -> int:
    return sum(line.folded.count("|") + line.barred for line in lines)


def _is_cut(lines: Sequence[Line], first: int, last: int) -> bool:
    """Whether rows lack bars, or the bars go on behind a line without any."""
    fewest, most = len({_bars([line]) for line in lines[first:last]}) > 1, last + 1
    below = most < len(lines) and any("|" in line.folded or line.barred for line in lines[last : last + 3])
    return fewest or below or _opens_row(lines[first]) != _closes_row(lines[first])


def _opens_row(line: Line) -> bool:
    return line.folded.startswith("|")


def _closes_row(line: Line) -> bool:
    return line.folded.endswith("|") or line.barred


def _wrapped_rows(lines: Sequence[Line], index: int) -> list[Sequence[Line]]:
    """The rows, each as the lines it was wrapped over; empty where no heading row can be made out.

    Of several heading rows that would do, the one with whose columns the rows agree best.
    """
    best: list[Sequence[Line]] = []
    for taken in range(1, _MOST_HEADING_LINES + 1):
        heading = lines[index : index + taken]
        if len(heading) < taken or _heading_share(heading) <= _MOST:
            continue
        below = lines[index + taken : index + taken + 1]
        closed = _opens_row(heading[0])
        if closed and not (_closes_row(heading[-1]) and below and _opens_row(below[0])):
            continue
        rows = [heading, *_rows_below(lines, index + taken, heading, closed=closed)]
        if _comes_out(rows) and (not best or _fit(rows) > _fit(best)):
            best = rows
    return best


def _heading_share(lines: Sequence[Line]) -> float:
    """How much of a row is column headings; 0 for a row of one cell."""
    cells = "".join(line.folded + "|" * line.barred for line in lines).strip("|").split("|")
    words = ["".join(cell.split()) for cell in cells]
    return sum(map(is_header_word, words)) / len(words) if len(words) > 1 else 0.0


def _comes_out(rows: Sequence[Sequence[Line]]) -> bool:
    """Whether most rows have as many bars as the heading row."""
    bars = _bars(rows[0])
    return len(rows) > 1 and sum(_bars(row) == bars for row in rows[1:]) * 2 > len(rows) - 1


def _fit(rows: Sequence[Sequence[Line]]) -> tuple[bool, float, float, int]:
    """Whether a column of numbers counts; how sure the headings are; how many rows are as wide as they."""
    bars, below = _bars(rows[0]), rows[1:]
    numbers = [_number(row[0]) for row in below]
    counts = not _is_counted(rows[0]) or numbers == list(range(1, len(below) + 1))
    even = sum(_bars(row) == bars for row in below) / len(below)
    return counts, _heading_share(rows[0]), even, bars


def _is_counted(heading: Sequence[Line]) -> bool:
    return _COUNTER.match("".join(line.folded for line in heading).lstrip("| ")) is not None


def _number(line: Line) -> int | None:
    match = _NUMBER.match(line.folded.lstrip("| "))
    return int(match[1]) if match else None


@dataclass(frozen=True)
class _Edge:
    """How far the longest lines of a table reach, in columns and in signs; pages wrap by either."""

    columns: int
    signs: int
    barred: bool  # rows close with a bar, though none opens them

    def is_full(self, line: Line) -> bool:
        near = self.columns - _columns(line) <= _NEAR_EDGE
        return near or len(line.text) >= self.signs - 1


def _edge(lines: Sequence[Line], *, closed: bool) -> _Edge:
    barred = [line for line in lines if _bars([line])]
    columns = max(map(_columns, barred), default=0)
    return _Edge(columns, max((len(line.text) for line in barred), default=0), closed)


def _rows_below(
    lines: Sequence[Line], start: int, heading: Sequence[Line], *, closed: bool
) -> Iterator[Sequence[Line]]:
    bars, counted = _bars(heading), _is_counted(heading)
    edge = _edge(lines[max(start - 1, 0) : start + _MOST_LINES], closed=_closes_row(heading[-1]))
    while start < len(lines) and _begins_row(lines, start, bars):
        stop = _closed_end(lines, start, bars) if closed else 0
        stop = stop or (counted and _counted_end(lines, start, bars)) or _open_end(lines, start, bars, edge)
        yield lines[start:stop]
        start = stop


def _begins_row(lines: Sequence[Line], start: int, bars: int) -> bool:
    """Whether a row of a table with so many bars begins; the bar of its first cell may be a line below."""
    if _bars([lines[start]]):
        return True
    below = lines[start + 1 : start + 2]
    return bars > 1 and bool(below) and _opens_row(below[0]) and not _ends_table(lines[start])


def _counted_end(lines: Sequence[Line], start: int, bars: int) -> int:
    """Where a counted row without outer bars ends: before the line with the next number; else 0."""
    number = _number(lines[start])
    for stop in range(start + 1, min(start + _MOST_LINES, len(lines))) if number is not None else ():
        lacking = bars - _bars(lines[start:stop])
        if lacking < 0 or _ends_table(lines[stop]):
            return 0
        if not lacking and number is not None and _number(lines[stop]) == number + 1:
            return stop
    return 0


def _closed_end(lines: Sequence[Line], start: int, bars: int) -> int:
    """Where a row that opens with a bar ends: at its last bar, or before the next row that opens."""
    stop = start + 1
    while stop < len(lines) and stop - start < _MOST_LINES:
        if _closes_row(lines[stop - 1]) and (_bars(lines[start:stop]) >= bars or _opens_row(lines[stop])):
            break
        if _bars(lines[start : stop + 1]) > bars or _ends_table(lines[stop]):
            break
        stop += 1
    return stop


def _open_end(lines: Sequence[Line], start: int, bars: int, edge: _Edge) -> int:
    """Where a row without outer bars ends: when its bars are complete and the last line is not full."""
    stop = start + 1
    while stop < len(lines) and stop - start < _MOST_LINES and not _ends_table(lines[stop]):
        lacking = bars - _bars(lines[start:stop])
        more = _bars([lines[stop]])
        if more > lacking:
            break
        last = _last_cell(lines[start:stop])
        if not lacking and (last or edge.barred) and _is_whole(last, lines[stop - 1], edge):
            break
        stop += 1
    return stop


def _is_whole(last: str, line: Line, edge: _Edge) -> bool:
    """Whether the last cell of a row, which ends on ``line``, is complete."""
    nature = _NATURE.match(last)
    return not nature["half"] if nature else not edge.is_full(line)


def _last_cell(row: Sequence[Line]) -> str:
    return "".join(line.folded for line in row).rpartition("|")[2].strip()


def _ends_table(line: Line) -> bool:
    """Whether a line without bars is a heading or a note and belongs to no cell."""
    if _bars([line]):
        return False
    marker = marker_of(line.folded)
    return is_note(line.folded) or bool(marker and marker.rank <= 5)


def _columns(line: Line) -> int:
    """Columns of a fixed-pitch page the line's last piece takes: a Chinese character two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line.text)


def _row(source: SourceText, span: Span) -> Row:
    start, end = span
    printed = source.folded[start:end]
    if not printed.strip("|-: \n"):
        return ()
    cells: list[Cell] = []
    position = start
    for piece in printed.removesuffix("|").split("|"):
        left = position + len(piece) - len(piece.lstrip())
        cells.append(Cell((left, left + len(piece.strip()))))
        position += len(piece) + 1
    return tuple(cells[1:] if printed.startswith("|") else cells)
