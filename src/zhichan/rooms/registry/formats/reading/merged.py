"""Merged cells (合并单元格): the one value they show stands in every cell they cover.

Offices merge the applicant over its patents, and a group heading over its columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

Area = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell, row and column counted from nought, as the workbook reader gives them."""


def filled(
    rows: Iterable[tuple[int, list[str]]], areas: Sequence[Area]
) -> Iterator[tuple[int, list[str] | str]]:
    """The rows with merged areas filled in; line numbers count from one. O(cells)."""
    starting = defaultdict(list)
    for area in areas:
        starting[area[0][0] + 1].append(area)
    running: list[tuple[Area, str]] = []
    for line, cells in rows:
        for area in starting.pop(line, ()):
            column = area[0][1]
            running.append((area, cells[column] if column < len(cells) else ""))
        if running:
            running = [(area, value) for area, value in running if area[1][0] + 1 >= line]
            for area, value in running:
                _fill(cells, area, value)
        yield line, cells


def _fill(cells: list[str], area: Area, value: str) -> None:
    for column in range(area[0][1], min(area[1][1] + 1, len(cells))):
        cells[column] = cells[column] or value
