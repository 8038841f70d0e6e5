"""A report as its pages show it: sections with their blocks, figures with their sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhichan.core.charts.specs import BarChart
from zhichan.core.reports.drawing import spec_of
from zhichan.core.reports.facts import Column, Figure, Grid
from zhichan.core.reports.outline import Block, Section, Shown
from zhichan.core.reports.queries import Reading
from zhichan.core.reports.wording import (
    Line,
    LineKind,
    asked_text,
    chinese_number,
    figure_in,
    figure_source,
    used_figures,
)

_BEGINS = 16
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CAPTIONS = frozenset({LineKind.CAPTION, LineKind.PICTURE})


@dataclass(frozen=True)
class OutlineLine:
    """A section in the outline: how many gaps stand in it, and how many texts nobody has written."""

    number: int
    heading: str
    gaps: int
    unwritten: int


@dataclass(frozen=True)
class ShownRow:
    """Texts of the cells, each with its class: a number, or a day, which stays on one line. ``address``: of
    what the row rests on."""

    address: str
    cells: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ShownBlock:
    """One block: a text with its paragraphs, or a query with what of it is shown."""

    block: Block
    query: str
    heading: str
    paragraphs: Sequence[str]
    caption: str
    columns: Sequence[Column]
    rows: Sequence[ShownRow]
    chart: Sequence[str]
    drawn: BarChart | None
    notes: Sequence[str]
    gaps: Sequence[str]

    @property
    def is_shown(self) -> bool:
        return self.block.is_text or self.block.show is not Shown.FIGURES

    @property
    def name(self) -> str:
        return self.caption or block_name(self.block)


def block_name(block: Block) -> str:
    """How a block is spoken of: by its caption or heading, a text by how it begins."""
    begins = block.text.replace("\n", " ")
    short = f"{begins[:_BEGINS]}…" if len(begins) > _BEGINS else begins
    return block.caption or block.heading or short or block.query


@dataclass(frozen=True)
class ShownFigure:
    """A figure with the name texts use, its query, and in how many lines it stands."""

    name: str
    figure: Figure
    query: str
    lines: int


def outline_lines(reading: Reading) -> list[OutlineLine]:
    return [
        OutlineLine(
            number,
            section.heading,
            sum(_gap_count(reading, block) for block in section.blocks),
            sum(block.is_unwritten for block in section.blocks),
        )
        for number, section in enumerate(reading.outline.sections, 1)
    ]


def _gap_count(reading: Reading, block: Block) -> int:
    return sum(gap.block == block.key for gap in reading.gaps)


def section_number(reading: Reading, given: str) -> int:
    """The section an address names, or the first."""
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 4 else 1
    return number if 1 <= number <= len(reading.outline.sections) else 1


def section_heading(section: Section, number: int) -> str:
    return f"{chinese_number(number)}、{section.heading}"


def shown_blocks(reading: Reading, section: Section) -> Iterator[ShownBlock]:
    """The blocks of a section as they read, in the lines of the report itself."""
    by_block: dict[str, list[Line]] = {}
    for line in reading.lines:
        for key in (line.together, line.key):
            by_block.setdefault(key, []).append(line)
    for block in section.blocks:
        yield _shown(reading, block, by_block)


def _shown(reading: Reading, block: Block, lines: dict[str, list[Line]]) -> ShownBlock:
    facts = reading.snapshot.facts.get(block.key)
    is_table = block.show is Shown.TABLE and facts is not None and facts.table is not None
    own = lines.get(block.key, [])
    caption = next((line.text for line in own if line.kind in _CAPTIONS), "")
    chart = facts.chart if facts and block.show is Shown.CHART else None
    headings = lines.get(f"{block.key}.heading", [])
    return ShownBlock(
        block=block,
        query="" if block.is_text else asked_text(block),
        heading=headings[0].text if headings else "",
        paragraphs=_paragraphs(block, reading.lines),
        caption=caption,
        columns=facts.table.columns if is_table and facts and facts.table else (),
        rows=_rows(facts.table) if is_table and facts and facts.table else (),
        chart=[line.text for line in own if line.kind is LineKind.CHART],
        drawn=spec_of(chart, caption) if chart else None,
        notes=facts.notes if facts and block.show is not Shown.FIGURES else (),
        gaps=[gap.label for gap in reading.gaps if gap.block == block.key],
    )


def _rows(table: Grid) -> list[ShownRow]:
    def css(column: Column, text: str) -> str:
        return "num" if column.is_number else "nw" if _DAY.fullmatch(text) else ""

    def cells(texts: Sequence[str]) -> list[tuple[str, str]]:
        return [(text, css(column, text)) for column, text in zip(table.columns, texts, strict=True)]

    return [ShownRow(row.rows, cells(row.texts)) for row in table.rows]


def _paragraphs(block: Block, lines: Sequence[Line]) -> list[str]:
    if not block.is_text:
        return []
    found: dict[str, str] = {}
    for line in lines:
        if line.kind is LineKind.SENTENCE and line.together.rpartition(".")[0] == block.key:
            found[line.together] = found.get(line.together, "") + line.text
    return list(found.values())


def shown_figures(reading: Reading, *, used_only: bool) -> list[ShownFigure]:
    """The figures texts can name, those in use first, in the order of the report."""
    every = reading.snapshot.figures()
    used = used_figures(reading.outline)
    names = used if used_only else [*used, *(name for name in every if name not in used)]
    counts: dict[str, int] = {}
    for line in reading.lines:
        for touched in line.touches:
            counts[touched] = counts.get(touched, 0) + (not line.key.startswith("sources"))
    blocks = {block.key: block for block in reading.outline.queries}
    found = ((name, blocks.get(name.partition(".")[0]), figure_in(every, name)) for name in names)
    return [
        ShownFigure(name, one, figure_source(block, one) if block else "—", counts.get(name, 0))
        for name, block, one in found
    ]
