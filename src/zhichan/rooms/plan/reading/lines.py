"""From printed lines to lines of sense: hard wraps rejoined, blanks squeezed, offsets kept (行).

A page may break a paragraph every 30 characters. Where many lines end at one width without a full
stop the page is taken as hard-wrapped, and a full line is read on into the next one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from zhichan.rooms.plan.reading.model import SourceText, Span
from zhichan.rooms.plan.reading.numbering import marker_of, point_of
from zhichan.rooms.plan.reading.once import once_a_source

_TERMINAL = "。;:!?)》”’…|"
_NEVER_FIRST = ",;、。!?)》”"
# Who signed, and when: a line of its own even below a full one that ends its sentence.
_SIGNATURE = re.compile(
    r"[\u4e00-\u9fff()]{2,20}(?:政府|办公[厅室]|委员会|[局厅委部院会])|20\d\d年\d{1,2}月\d{1,2}日"
)
_LONGEST_WRAP = 110
_SHORTEST_WRAP = 14
_MOST_PIECES = 80
_FEWEST_FULL = 3  # lines at one width make a page hard-wrapped; fewer if nothing speaks against it


@dataclass(frozen=True)
class Flow:
    """Words that read on without line ends; ``offsets[i]`` is where character i stands in the source."""

    text: str
    folded: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The stretch of the source from character ``start`` to before ``end`` (not empty)."""
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True)
class Line:
    """One line of sense: the printed pieces it was joined from, blank lines above it, its indent."""

    flow: Flow
    pieces: tuple[Span, ...]
    gap: int
    indent: int
    barred: bool = False  # a table row of one cell: printed with a bar at its end

    @property
    def span(self) -> Span:
        return self.pieces[0][0], self.pieces[-1][1]

    @property
    def folded(self) -> str:
        return self.flow.folded

    @property
    def text(self) -> str:
        return self.flow.text


@dataclass(frozen=True)
class PrintedLine:
    """A line as printed, without the blanks at its ends."""

    span: Span
    folded: str
    gap: int
    indent: int
    barred: bool = False
    margin: str = ""

    @property
    def signs(self) -> int:
        """Characters from the margin to the last one."""
        return len(self.margin) + len(self.folded)

    @cached_property
    def columns(self) -> int:
        """Columns on a fixed-pitch page from the margin on: a Chinese character takes two."""
        words = self.margin + self.folded[: 2 * _LONGEST_WRAP]
        return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in words)

    @property
    def is_open(self) -> bool:
        """Whether the line ends in the middle of a sentence."""
        return self.folded[-1] not in _TERMINAL


@dataclass(frozen=True)
class Wrap:
    """The width at which a page breaks its lines, by one of two measures."""

    width: int
    slack: int
    gap: int
    indent: int  # of lines that go on with a paragraph
    is_indented: bool  # whether a paragraph's first line stands further in
    measure: Callable[[PrintedLine], int]

    def is_full(self, line: PrintedLine) -> bool:
        return self.width - self.slack <= self.measure(line) <= self.width + self.slack


def read_on(line: Line, below: Line) -> Line:
    """Both lines as one, the second going on with the first."""
    flow = Flow(
        line.flow.text + below.flow.text,
        line.flow.folded + below.flow.folded,
        line.flow.offsets + below.flow.offsets,
    )
    return replace(line, flow=flow, pieces=line.pieces + below.pieces, barred=below.barred)


def lines_of(source: SourceText, furniture: tuple[Span, ...] = ()) -> tuple[Line, ...]:
    """The lines of sense of ``source`` outside ``furniture``, in order; O(length of the text)."""
    return _lines_of(source, furniture)


@once_a_source
def _lines_of(source: SourceText, furniture: tuple[Span, ...]) -> tuple[Line, ...]:
    printed = printed_lines(source, furniture)
    wrap = wrap_of(printed)
    groups: list[list[PrintedLine]] = []
    for line in printed:
        if groups and _reads_on(groups[-1], line, wrap):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(_joined(source, group) for group in groups)


def printed_lines(source: SourceText, furniture: tuple[Span, ...] = ()) -> list[PrintedLine]:
    """Every line with something on it that does not lie inside ``furniture``."""
    result: list[PrintedLine] = []
    starts = [start for start, _ in sorted(furniture)]
    ends = [end for _, end in sorted(furniture)]
    position, gap = 0, 0
    for raw in source.folded.split("\n"):
        words = raw.strip()
        start = position + len(raw) - len(raw.lstrip())
        position += len(raw) + 1
        held = bisect_right(starts, start) - 1
        if not words or (held >= 0 and start + len(words) <= ends[held]):
            gap += not words
            continue
        margin = source.text[start - len(raw) + len(raw.lstrip()) : start]
        result.append(_printed_line(words, margin, start, gap))
        gap = 0
    return result


def _printed_line(words: str, margin: str, start: int, gap: int) -> PrintedLine:
    """A line without its blanks and, where it is a table row of one cell, without its closing bar."""
    barred = words.count("|") == 1 and words[-1] == "|" and len(words) > 1
    if barred:
        words = words[:-1].rstrip()
    return PrintedLine((start, start + len(words)), words, gap, len(margin), barred, margin)


def wrap_of(lines: Sequence[PrintedLine]) -> Wrap | None:
    """How the page breaks its lines, or None where paragraphs stand on one line each."""
    sizeable = [line for line in lines if len(line.folded) >= _SHORTEST_WRAP // 2 and "|" not in line.folded]
    by_signs = _pile(sizeable, lambda line: line.signs, slacks=(0, 1, 2, 3))
    by_columns = _pile(sizeable, lambda line: line.columns, slacks=(1, 2, 3, 4))
    best = by_signs if by_signs[0] * 5 >= by_columns[0] * 4 else by_columns
    if not best[0]:
        return None
    _, width, slack, measure = best
    full = [i for i, line in enumerate(lines[:-1]) if abs(measure(line) - width) <= slack and line.is_open]
    followers = [lines[i + 1] for i in full if marker_of(lines[i + 1].folded) is None]
    indent = _commonest(line.indent for line in followers)
    openers = [
        line for line, above in zip(lines[1:], lines, strict=False) if abs(measure(above) - width) > slack
    ]
    is_indented = sum(line.indent >= indent + 2 for line in openers) * 3 > len(openers) * 2
    return Wrap(width, slack, _commonest(line.gap for line in followers), indent, is_indented, measure)


def _commonest(numbers: Iterable[int]) -> int:
    counted = Counter(numbers).most_common(1)
    return counted[0][0] if counted else 0


def flow_of(source: SourceText, spans: Iterable[Span]) -> Flow:
    """The words of ``spans`` in order, read on: line ends dropped, runs of blanks squeezed to one."""
    offsets: list[int] = []
    for start, end in spans:
        for position in range(start, end):
            if not source.folded[position].isspace():
                if offsets and offsets[-1] != position - 1 and _keeps_blank(source, offsets[-1], position):
                    offsets.append(position - 1)
                offsets.append(position)
    text = "".join(" " if source.text[i].isspace() else source.text[i] for i in offsets)
    folded = "".join(" " if source.folded[i].isspace() else source.folded[i] for i in offsets)
    return Flow(text, folded, tuple(offsets))


def _keeps_blank(source: SourceText, before: int, after: int) -> bool:
    """Blanks inside a line stay as one; a line end stays as a blank only between Latin words, not in PCT."""
    if not source.folded[after - 1].isspace():
        return False
    if "\n" not in source.folded[before + 1 : after]:
        return True
    two = source.folded[before] + source.folded[after]
    return two.isascii() and two.isalpha() and not two.isupper()


_Pile = tuple[int, int, int, Callable[[PrintedLine], int]]


def _pile(
    lines: Sequence[PrintedLine], measure: Callable[[PrintedLine], int], slacks: tuple[int, ...]
) -> _Pile:
    """How many lines end at the greatest common width: (lines, width, slack, measure)."""
    sizes = sorted(measure(line) for line in lines)
    if not sizes:
        return 0, 0, 0, measure
    longest = sizes[max(0, len(sizes) - 1 - len(sizes) // 25)]
    commonest = Counter(size for size in sizes if size * 5 > longest * 4).most_common(1)[0][0]
    best = (0, 0, 0, measure)
    for width in {longest, commonest}:
        if not _SHORTEST_WRAP <= width <= _LONGEST_WRAP:
            continue
        for slack in (slack for slack in slacks if slack * 10 <= width):
            near = [line for line in lines if abs(measure(line) - width) <= slack]
            is_open = sum(line.is_open for line in near)
            fewest = _FEWEST_FULL + (slack > 0)
            if slack == 0 and width == sizes[-1] and is_open == len(near):
                fewest -= 1
            needed = max(fewest, sum(size > width // 2 for size in sizes) * 3 // 10)
            # A wider slack is believed only for many more lines: headings may come near the width by chance.
            if len(near) >= needed and is_open * 2 > len(near) and len(near) * 4 > best[0] * 5:
                best = (len(near), width, slack, measure)
    return best


def _reads_on(group: list[PrintedLine], line: PrintedLine, wrap: Wrap | None) -> bool:
    """Whether ``line`` goes on with the sentence or paragraph at the end of ``group``."""
    last = group[-1]
    if "|" in last.folded or "|" in line.folded or last.barred or line.barred:
        return False
    if _closes_bracket(group, line) or (line.folded[0] in _NEVER_FIRST and line.gap <= 1):
        return True
    if wrap is None or line.gap > wrap.gap or not (wrap.is_full(last) or _goes_on_below(last, line, wrap)):
        return False
    if line.indent >= wrap.indent + 2 and line.indent >= last.indent:
        return False
    if len(group) >= _MOST_PIECES or (not last.is_open and _stands_alone(line)):
        return False
    # Where paragraphs are indented, 一、 at the margin in the middle of a sentence is no chapter.
    return (wrap.is_indented and last.is_open and line.indent <= wrap.indent) or not _begins_anew(line)


def _goes_on_below(last: PrintedLine, line: PrintedLine, wrap: Wrap) -> bool:
    """Whether, on a page that indents paragraphs, a long open line goes on at the margin below."""
    is_long = wrap.measure(last) * 5 > wrap.width * 4
    return wrap.is_indented and last.is_open and is_long and line.indent <= wrap.indent


def _stands_alone(line: PrintedLine) -> bool:
    """Whether a line below a sentence's end opens something of its own: 一是…, who signed, when."""
    return bool(point_of(line.folded) or _SIGNATURE.fullmatch(line.folded))


def _begins_anew(line: PrintedLine) -> bool:
    """Whether a line opens with a number; 4.26 may be a day, and 2) the end of a bracket."""
    marker = marker_of(line.folded)
    if marker is None or marker.system == "decimal":
        return False
    printed = marker.printed.rstrip("、. ")
    return printed.startswith("(") or not printed.endswith(")")


def _closes_bracket(group: list[PrintedLine], line: PrintedLine) -> bool:
    """Whether ``line`` goes on inside a bracket that the one above leaves open, and closes it."""
    opened = group[-1].folded.count("(") - group[-1].folded.count(")")
    if opened <= 0 or line.gap > 1 or len(group) > 3 or len(group[-1].folded) < _SHORTEST_WRAP:
        return False
    return line.folded.count(")") > line.folded.count("(") and not _begins_anew(line)


def _joined(source: SourceText, group: list[PrintedLine]) -> Line:
    pieces = tuple(line.span for line in group)
    return Line(flow_of(source, pieces), pieces, group[0].gap, group[0].indent, group[0].barred)
