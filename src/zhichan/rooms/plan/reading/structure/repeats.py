"""Text a page prints twice: its table of contents, and whole stretches that come again (目录、重复)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from zhichan.rooms.plan.reading.lines import Line
from zhichan.rooms.plan.reading.numbering import marker_of

_LEADERS = re.compile(r"(.{2,60}?)\s*(?:[.·_-]{3,}|…[.…·]*|\s{2,})\s*(?:第?\s*\d{1,3}\s*页?|\(\d{1,3}\))$")
_PAGED = re.compile(r"[^。;]{2,60}?\s(\d{1,3})")
_CONTENTS = re.compile(r"目\s*[录次]|CONTENTS", re.IGNORECASE)
_CLAUSE = re.compile(
    r"\(?(?:责任|牵头|配合|主办|协办|完成)(?:单位|部门|时限|时间)|\([^()]*(?:负责|牵头|落实|配合)[^()]*\)?$"
)
_LONG = 30
_FEWEST_ENTRIES = 3
_MOST_ENTRIES = 80
_LONGEST_ENTRY = 45


def repeated(lines: Sequence[Line]) -> set[int]:
    """The numbers of the lines to leave aside: contents, and what was printed before, word for word."""
    aside = _contents(lines)
    return aside | _second_printings(lines, aside)


def _contents(lines: Sequence[Line]) -> set[int]:
    """Lines of a table of contents: with leaders to page numbers, or headings that all come again."""
    leaders = {i for i, line in enumerate(lines) if _LEADERS.fullmatch(line.folded)} | _paged(lines)
    found = leaders if len(leaders) >= _FEWEST_ENTRIES else set()
    entries = [_entry(line.folded) for line in lines]
    last = {entry: index for index, entry in enumerate(entries)}
    start = 0
    for run in _runs_of_headings(entries):
        returns = [last[entry] for entry in entries[start : start + run]]
        found.update(range(start, start + _that_return(returns, start)))
        start += run + 1
    return found | {i for i, line in enumerate(lines) if _CONTENTS.fullmatch(line.folded) and i + 1 in found}


def _paged(lines: Sequence[Line]) -> set[int]:
    """Lines below 目录 that are headings with the number of a page behind a blank, in rising order."""
    found: set[int] = set()
    for index in (i for i, line in enumerate(lines) if _CONTENTS.fullmatch(line.folded)):
        page = 0
        for place in range(index + 1, min(index + _MOST_ENTRIES, len(lines))):
            entry = _PAGED.fullmatch(lines[place].folded)
            if entry is None or int(entry[1]) < page:
                break
            page = int(entry[1])
            found.add(place)
    return found


def _runs_of_headings(entries: Sequence[str]) -> Iterator[int]:
    """How many numbered headings stand in a row, run after run, one other line between two runs."""
    run = 0
    for words in entries:
        if run < _MOST_ENTRIES and len(words) <= _LONGEST_ENTRY and marker_of(words) is not None:
            run += 1
        else:
            yield run
            run = 0
    yield run


def _that_return(returns: Sequence[int], start: int) -> int:
    """How many of the headings in a row from ``start`` on are contents: all of them come again below.

    ``returns``: the last line each heading is printed on. The first ``length`` of them are contents
    where even the nearest return lies beyond them. O(headings).
    """
    nearest = accumulate(returns, min)
    lengths = [length for length, place in enumerate(nearest, 1) if place >= start + length]
    return lengths[-1] if lengths and lengths[-1] >= _FEWEST_ENTRIES else 0


def _entry(folded: str) -> str:
    """A heading without the page number a table of contents puts behind it."""
    match = _LEADERS.fullmatch(folded)
    return "".join((match[1] if match else folded).split())


def _second_printings(lines: Sequence[Line], aside: set[int]) -> set[int]:
    """Stretches equal, line for line, to one above, if there is a whole paragraph among them."""
    first: dict[str, int] = {}
    found: set[int] = set()
    index = 0
    while index < len(lines):
        words = lines[index].folded
        above = first.setdefault(words, index)
        length = 1
        if above < index and index not in aside:
            length = _common(lines, above, index)
            if _is_whole(lines[index : index + length]):
                found.update(range(index, index + length))
        index += length
    return found


def _common(lines: Sequence[Line], above: int, below: int) -> int:
    length = 0
    while above + length < below and below + length < len(lines):
        if lines[above + length].folded != lines[below + length].folded:
            break
        length += 1
    return length


def _is_whole(lines: Sequence[Line]) -> bool:
    long = [line for line in lines if len(line.folded) >= _LONG and not _CLAUSE.match(line.folded)]
    long = [line for line in long if "|" not in line.folded]  # headings of a table come again on each page
    if len(lines) == 1:
        return bool(long) and len(long[0].folded) >= 2 * _LONG
    return bool(long)
