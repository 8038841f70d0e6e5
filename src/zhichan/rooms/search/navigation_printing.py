"""A navigation report as what is printed (印制): tables and charts numbered, the sources of figures last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhichan.core.charts.drawing import Paper, png_of
from zhichan.core.charts.specs import BarChart, Chart
from zhichan.core.reports.facts import MISSING, Column, Figure
from zhichan.core.reports.printing.parts import Drawn, Paragraph, Part, Ruled
from zhichan.core.reports.wording import LineKind
from zhichan.core.tables.text import moment_text
from zhichan.rooms.search.analysis.declaration import ChartResult
from zhichan.rooms.search.models import NavigationDataSet
from zhichan.rooms.search.navigation_account import account_parts, finding_parts, gone_text
from zhichan.rooms.search.navigation_blocks import ANALYSES, Block, PatentCard, Shape, ranked_text
from zhichan.rooms.search.navigation_figures import figures_in, text_with, used_figures
from zhichan.rooms.search.queries.navigation import ProjectRead, gone_of

MOST_ROWS = 40
_WIDTH_MM, _UPRIGHT_MM, _SQUARE_MM = 150.0, 72.0, 105.0
_PER_NAME_MM, _AROUND_MM, _LEAST_MM, _MOST_MM = 5.5, 14.0, 40.0, 200.0
_SOURCES = (Column("序号", 2), Column("数据", 9), Column("数值", 6), Column("出处", 16))
_CARD = (Column("项目", 3), Column("内容", 12))
SAMPLE = "〔示例〕"


@dataclass(frozen=True)
class Source:
    """The data set of a block, the number of the newest of its name, and how many of its records left."""

    data_set: NavigationDataSet
    newest: int
    gone: int

    @property
    def is_stale(self) -> bool:
        return self.data_set.number < self.newest


Sets = Mapping[int, Source]


def parts_of(read: ProjectRead, blocks: Sequence[Block], version: int) -> list[Part]:
    """What the document prints: the project, the blocks of the version, the findings, the sources."""
    project, figures = read.project, figures_in(blocks)
    newest = read.newest
    sets = {one.pk: Source(one, newest[one.name], read.gone.get(one.pk, 0)) for one in read.data_sets}
    stale = sum(one.data_set in sets and sets[one.data_set].is_stale for one in blocks)
    first: list[Part] = [Paragraph(LineKind.TITLE, f"{SAMPLE if project.is_sample else ''}{project.name}")]
    first += [Paragraph(LineKind.ORGAN, project.owner_unit.name)] if project.owner_unit else []
    first += [Paragraph(LineKind.NOTE, "示例项目：数据是虚构的。")] if project.is_sample else []
    return [
        *first,
        *account_parts(read, version, stale),
        *_parts(blocks, figures, sets),
        *finding_parts(read),
        *_sources(blocks, figures, sets),
    ]


def pictures_of(blocks: Sequence[Block]) -> dict[str, bytes]:
    """The charts drawn for the document, by their keys. Raises SourceMissing without the fonts."""
    drawn = {
        block.key: block.result.drawing
        for block in blocks
        if block.shape is Shape.CHART and block.result and block.result.drawing
    }
    return {key: png_of(one, _paper(one)) for key, one in drawn.items()}


def _paper(chart: Chart) -> Paper:
    height = _SQUARE_MM
    if isinstance(chart, BarChart):
        rows = _AROUND_MM + _PER_NAME_MM * len(chart.names) * (1 if chart.is_stacked else len(chart.series))
        height = min(_MOST_MM, max(_LEAST_MM, rows)) if chart.is_lying else _UPRIGHT_MM
    return Paper(_WIDTH_MM, height, has_title=False, has_source=False)


def _parts(blocks: Sequence[Block], figures: Mapping[str, Figure], sets: Sets) -> Iterator[Part]:
    tables = charts = 0
    gone = gone_of({one.patent.id for one in blocks if one.patent})
    for block in blocks:
        if block.shape is Shape.HEADING:
            yield Paragraph(LineKind.HEADING, block.text)
        elif block.shape is Shape.PARAGRAPH:
            words = (text_with(line, figures) for line in block.text.splitlines() if line)
            yield from (Paragraph(LineKind.SENTENCE, line) for line in words)
        elif block.patent:
            tables += 1
            yield from _card(block.patent, block.text, tables, block.patent.id in gone)
        elif block.result and block.shape is Shape.CHART and block.result.drawing is None:
            yield Paragraph(LineKind.SENTENCE, f"{block.text}：{block.result.sentence}")
        elif block.result and block.shape is Shape.CHART:
            charts += 1
            yield from _chart(block, block.result, charts, sets)
        elif block.result:
            tables += 1
            yield from _table(block, block.result, tables, sets)


def _card(card: PatentCard, why: str, number: int, is_gone: bool) -> Iterator[Part]:
    sample = SAMPLE if card.is_sample else ""
    yield Paragraph(LineKind.CAPTION, f"表{number}　重点专利：{sample}{card.title}")
    yield Ruled(_CARD, tuple(card.rows))
    left = "这件专利已不在登记册。" if is_gone else ""
    yield Paragraph(LineKind.NOTE, f"注：登记册{card.on:%Y-%m-%d}的记录。{left}")
    yield from (Paragraph(LineKind.SENTENCE, line) for line in why.splitlines() if line)


def _chart(block: Block, result: ChartResult, number: int, sets: Sets) -> Iterator[Part]:
    caption = f"图{number}　{block.text}" + (f"（{result.unit}）" if result.unit else "")
    yield Drawn(block.key, f"{caption}。{result.sentence}")
    yield Paragraph(LineKind.PICTURE, caption)
    yield from _notes(block, [result.sentence, *result.notes], sets)


def _table(block: Block, result: ChartResult, number: int, sets: Sets) -> Iterator[Part]:
    yield Paragraph(LineKind.CAPTION, f"表{number}　{block.text}")
    columns = [
        Column(str(label), 2 if place else 4, is_number=bool(place))
        for place, label in enumerate(result.columns)
    ]
    rows = [(line.name, *(ranked_text(cell) for cell in line.cells)) for line in result.lines[:MOST_ROWS]]
    yield Ruled(tuple(columns), tuple(rows))
    left = len(result.lines) - len(rows)
    more = [f"另有{left}行，见系统。"] if left else []
    yield from _notes(block, [*more, *result.notes], sets)


def _notes(block: Block, said: Sequence[str], sets: Sets) -> Iterator[Part]:
    notes = [*said, source_text(sets[block.data_set])] if block.data_set in sets else said
    yield from (Paragraph(LineKind.NOTE, f"注：{note}") for note in notes)


def source_text(source: Source) -> str:
    """Which data set figures are of: its name, version and count, how many of it left, and of which state of
    the index; that it was asked again since, too."""
    data_set = source.data_set
    said = f"数据集“{data_set.name}”第{data_set.number}版，{data_set.hit_count:,}件{gone_text(source.gone)}"
    newer = f"数据集已有第{source.newest}版，这里没有重算。" if source.is_stale else ""
    return f"{said}，{moment_text(data_set.snapshot_at)}的快照{data_set.snapshot}。{newer}"


def _sources(blocks: Sequence[Block], figures: Mapping[str, Figure], sets: Sets) -> Iterator[Part]:
    """The annex: each figure a text names, each analysis, with its data set and its query."""
    of = {block.key: block for block in blocks}
    rows: list[tuple[str, str, str]] = []
    for name in used_figures(blocks):
        block = of.get(name.partition(".")[0])
        label = f"{block.text}：{figures[name].label}" if block and name in figures else name
        said = figures[name].text if name in figures else MISSING
        rows.append((label, said, _source(block, sets)))
    rows += [(one.text, str(ANALYSES[one.shape]), _source(one, sets)) for one in blocks if one.is_analysis]
    if rows:
        yield Paragraph(LineKind.ANNEX, "附件")
        yield Paragraph(LineKind.ANNEX, "数据出处")
        yield Ruled(_SOURCES, tuple((str(nth), *row) for nth, row in enumerate(rows, 1)))


def _source(block: Block | None, sets: Sets) -> str:
    source = sets.get(block.data_set) if block else None
    return f"{source_text(source)}检索式：{source.data_set.line}" if source else ""
