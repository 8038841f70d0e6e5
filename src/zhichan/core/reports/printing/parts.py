"""What is printed, in order (版面内容): the lines of a report as paragraphs, tables and charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from zhichan.core.reports.facts import Chart, Column
from zhichan.core.reports.outline import Outline
from zhichan.core.reports.snapshot import Snapshot
from zhichan.core.reports.wording import Line, LineKind, lines_of

SOURCE_COLUMNS = (Column("序号", 3), Column("数据", 10), Column("数值", 10), Column("查询", 16))


@dataclass(frozen=True)
class Paragraph:
    kind: LineKind
    text: str


@dataclass(frozen=True)
class Ruled:
    """A table with its head."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A chart; its caption and its values in words follow."""

    name: str
    chart: Chart
    caption: str


@dataclass(frozen=True)
class Drawn:
    """A picture that is drawn already, of whatever shape; ``says``: what it shows, for who cannot see it."""

    name: str
    says: str


Part = Paragraph | Ruled | Picture | Drawn


def parts_of(outline: Outline, snapshot: Snapshot) -> list[Part]:
    """Everything that is printed. Their texts are the lines of ``lines_of`` and nothing else."""
    return list(_parts(lines_of(outline, snapshot), snapshot))


def _parts(lines: Sequence[Line], snapshot: Snapshot) -> Iterator[Part]:
    for (together, kind), group in groupby(lines, key=lambda line: (line.together, _block_kind(line))):
        some = list(group)
        if kind is LineKind.ROW:
            yield Ruled(_columns(together, snapshot), tuple(line.cells for line in some[1:]))
        elif kind is LineKind.PICTURE:
            chart = snapshot.facts[together].chart
            assert chart is not None, "its lines are made of it"
            yield Picture(together, chart, some[0].text)
            yield Paragraph(kind, some[0].text)
        elif kind is LineKind.SENTENCE:
            yield Paragraph(kind, "".join(line.text for line in some))
        else:
            yield from (Paragraph(line.kind, cell) for line in some for cell in line.cells)


def _block_kind(line: Line) -> LineKind:
    """A head begins the table its rows are of."""
    return LineKind.ROW if line.kind is LineKind.HEAD else line.kind


def _columns(together: str, snapshot: Snapshot) -> tuple[Column, ...]:
    if together not in snapshot.facts:
        return SOURCE_COLUMNS
    table = snapshot.facts[together].table
    assert table is not None, "its lines are made of it"
    return table.columns


def texts_of(parts: Sequence[Part]) -> list[str]:
    """The texts as a reader of the printed file finds them: paragraphs, and the cells of tables."""
    found = list[str]()
    for part in parts:
        if isinstance(part, Paragraph):
            found.append(part.text)
        elif isinstance(part, Ruled):
            found += [column.label for column in part.columns]
            found += [cell for row in part.rows for cell in row]
    return found
