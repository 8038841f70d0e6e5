"""Where the headings of a table stand, and what they are when they take one, two or three lines (表头)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from zhichan.rooms.registry.formats.definition import LINES_SEARCHED
from zhichan.rooms.registry.formats.mapping.definition import MOST_HEADING_ROWS, Outline, shape_of
from zhichan.rooms.registry.formats.mapping.samples import Rows

LONGEST_HEADING = 200
BETWEEN = "·"


def headings_of(rows: Rows, outline: Outline) -> tuple[str, ...]:
    """The headings at the lines the outline names; blank ones where there are none."""
    width = max((len(cells) for _line, cells in rows), default=0)
    place = _place(rows, outline.heading_line)
    if not outline.heading_rows or place is None:
        return ("",) * width
    lines = [cells for _line, cells in rows[max(0, place - outline.heading_rows + 1) : place + 1]]
    return headings_from(lines, width)


def headings_from(lines: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    """``申请人`` over ``地址`` is ``申请人·地址``; a group heading stands for the blanks beside it too."""
    texts = [[" ".join(cell.split())[:LONGEST_HEADING] for cell in cells] for cells in lines]
    joined = reduce(_over, texts)
    return (*joined, *[""] * (width - len(joined)))


def _over(above: list[str], below: list[str]) -> list[str]:
    found, group = [], ""
    for index in range(max(len(above), len(below))):
        top = above[index] if index < len(above) else ""
        bottom = below[index] if index < len(below) else ""
        group = top or (group if bottom else "")
        found.append(f"{group}{BETWEEN}{bottom}" if group and bottom and group != bottom else bottom or top)
    return found


def _place(rows: Rows, line: int) -> int | None:
    """The place of the last row at or before a line."""
    return max((place for place, (found, _cells) in enumerate(rows) if found <= line), default=None)


def shapes_in(rows: Rows) -> dict[str, tuple[int, int]]:
    """Every shape that first rows may have: heading line, number of heading rows. The first place wins."""
    width = max((len(cells) for _line, cells in rows), default=0)
    found: dict[str, tuple[int, int]] = {}
    for place in range(min(len(rows), LINES_SEARCHED)):
        for count in range(1, min(MOST_HEADING_ROWS, place + 1) + 1):
            headings = headings_from([cells for _line, cells in rows[place - count + 1 : place + 1]], width)
            found.setdefault(shape_of(headings, count), (rows[place][0], count))
    found.setdefault(shape_of(("",) * width, 0), (0, 0))
    return found
