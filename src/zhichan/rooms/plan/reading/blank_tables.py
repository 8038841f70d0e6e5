"""Tables whose rows stand on one line each, cells divided by blanks (空格分列的表格).

A row begins with its running number and may go on over several lines; a line more belongs to it
until the next number. Cells are told by their column: numbers, words of work, names of units, dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from zhichan.rooms.plan.reading.columns import ColumnKind, column_kind, is_header_word, is_note
from zhichan.rooms.plan.reading.deadlines import is_deadline
from zhichan.rooms.plan.reading.flat_tables import FlatTable, Row
from zhichan.rooms.plan.reading.lines import Line
from zhichan.rooms.plan.reading.model import Cell, Span
from zhichan.rooms.plan.reading.numbering import marker_of
from zhichan.rooms.plan.reading.units.names import looks_like_unit

_FEWEST_COLUMNS = 3
_MOST_LINES = 12  # a row may take
_UNIT_KINDS: frozenset[ColumnKind] = frozenset({"lead", "help", "unit"})
_Token = tuple[str, Span]


def blank_table(lines: Sequence[Line], index: int) -> FlatTable | None:
    """The table whose column headings stand on line ``index``, or None."""
    header = _tokens(lines[index])
    if len(header) < _FEWEST_COLUMNS or not all(is_header_word(words) for words, _ in header):
        return None
    kinds = [column_kind(words) for words, _ in header]
    rows: list[Row] = []
    used = 1
    while index + used < len(lines):
        row, taken = _row(lines, index + used, kinds)
        if not row:
            break
        rows.append(row)
        used += taken
    if not rows:
        return None
    return FlatTable(used, (tuple(Cell(span, heading=True) for _, span in header), *rows))


def _row(lines: Sequence[Line], start: int, kinds: list[ColumnKind]) -> tuple[Row, int]:
    """The row that begins on line ``start`` and how many lines it takes; an empty row where none begins."""
    tokens = _tokens(lines[start])
    if kinds[0] != "number":
        return (tuple(Cell(span) for _, span in tokens), 1) if len(tokens) == len(kinds) else ((), 0)
    if len(tokens) < 2 or not tokens[0][0].rstrip(".、").isdecimal():
        return (), 0
    taken = 1
    while (
        start + taken < len(lines) and taken < _MOST_LINES and _goes_on(lines[start + taken], kinds, tokens)
    ):
        tokens += _tokens(lines[start + taken])
        taken += 1
    return _cells(tokens, kinds), taken


def _goes_on(line: Line, kinds: list[ColumnKind], tokens: list[_Token]) -> bool:
    """Whether a line belongs to the row above: the row still lacks cells, and no heading begins."""
    if (
        is_note(line.folded)
        or _tokens(line)[0][0].isdecimal()
        or (len(tokens) >= len(kinds) > 2 and _is_full(tokens, kinds))
    ):
        return False
    return marker_of(line.folded) is None


def _is_full(tokens: list[_Token], kinds: list[ColumnKind]) -> bool:
    return kinds[-1] != "when" or is_deadline(tokens[-1][0])


def _cells(tokens: list[_Token], kinds: list[ColumnKind]) -> Row:
    """One cell a column; tokens too many join those of their own sort."""
    if len(tokens) <= len(kinds):
        return tuple(Cell(span) for _, span in tokens)
    sorts = [(kind, list(group)) for kind, group in groupby(tokens[1:], key=lambda token: _sort(token[0]))]
    spans = [tokens[0][1]]
    columns = kinds[1:]
    for sort, group in sorts:
        wide = [kind for kind in columns if (kind in _UNIT_KINDS) == (sort == "unit")]
        if sort == "unit" and len(wide) > 1 and len(group) > 1:
            spans += [group[0][1], (group[1][1][0], group[-1][1][1])]
        else:
            spans.append((group[0][1][0], group[-1][1][1]))
    return tuple(Cell(span) for span in spans[: len(kinds)])


def _sort(words: str) -> str:
    if is_deadline(words):
        return "when"
    first = words.split("、")[0].rstrip("。;,等")
    return "unit" if looks_like_unit(first) and len(first) < 20 else "words"


def _tokens(line: Line) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    for words in line.folded.split(" "):
        if words:
            tokens.append((words, line.flow.span(position, position + len(words))))
        position += len(words) + 1
    return tokens
