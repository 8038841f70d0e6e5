"""A report as lines of text (正文): one line a sentence, a caption or a row of a table.

What is printed is made of these lines and nothing else. The same outline and snapshot give the same lines;
each says which facts it rests on, so that a changed fact changes exactly the lines that touch it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from zhichan.core.reports.facts import Chart, Facts, Figure, printed
from zhichan.core.reports.outline import Block, Outline, Section, Shown
from zhichan.core.reports.placeholders import filled, named_in, sentences_of
from zhichan.core.reports.snapshot import REPORT, Snapshot

NO_ROWS = "（没有需要列出的记录）"
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff]")
_TENS = "一二三四五六七八九"


class LineKind(StrEnum):
    TITLE = "title"
    ORGAN = "organ"
    HEADING = "heading"
    SUBHEADING = "subheading"
    SENTENCE = "sentence"
    CAPTION = "caption"
    HEAD = "head"
    ROW = "row"
    PICTURE = "picture"
    CHART = "chart"
    NOTE = "note"
    ANNEX = "annex"


@dataclass(frozen=True)
class Line:
    """``key`` stays over versions as long as the sentence or row is there. ``paragraph``: sentences of one
    paragraph have the same, and so have the lines of a table or chart. ``touches``: the facts it rests on."""

    key: str
    kind: LineKind
    cells: tuple[str, ...]
    paragraph: str = ""
    touches: frozenset[str] = frozenset()

    @property
    def together(self) -> str:
        """What lines that are printed together have in common."""
        return self.paragraph or self.key

    @property
    def text(self) -> str:
        return "\t".join(self.cells)


def text_of(outline: Outline, snapshot: Snapshot) -> str:
    """The whole text, a line for each; the same bytes each time."""
    return "".join(f"{line.text}\n" for line in lines_of(outline, snapshot))


def lines_of(outline: Outline, snapshot: Snapshot) -> tuple[Line, ...]:
    """Every line in order, the annex of sources last; without signs that no document can hold."""
    return tuple(_printable(line) for line in _Writer(outline, snapshot).lines())


def _printable(line: Line) -> Line:
    cells = tuple(_UNPRINTABLE.sub("", cell) for cell in line.cells)
    return line if cells == line.cells else replace(line, cells=cells)


def chinese_number(number: int) -> str:
    """一, 十, 十二, 二十, 二十三: up to 99."""
    tens, ones = divmod(number, 10)
    before = "" if not tens else ("十" if tens == 1 else f"{_TENS[tens - 1]}十")
    return before + (_TENS[ones - 1] if ones else "")


class _Writer:
    """Writes one report; counts its tables and charts on the way."""

    def __init__(self, outline: Outline, snapshot: Snapshot) -> None:
        self.outline, self.snapshot = outline, snapshot
        self.figures = snapshot.figures()
        self.tables = self.charts = 0

    def lines(self) -> Iterator[Line]:
        yield self._worded("title", LineKind.TITLE, self.outline.title)
        if self.outline.organ:
            yield Line("organ", LineKind.ORGAN, (self.outline.organ,), "organ")
        yield self._worded(
            "moment",
            LineKind.NOTE,
            f"（数据自{{{{ {REPORT}.since }}}}起，截至{{{{ {REPORT}.as_of }}}}，"
            f"按{{{{ {REPORT}.known_at }}}}所知）",
        )
        for number, section in enumerate(self.outline.sections, 1):
            yield from self._section(number, section)
        yield from self._sources()

    def _section(self, number: int, section: Section) -> Iterator[Line]:
        heading = f"{chinese_number(number)}、{section.heading}"
        yield Line(f"section.{number}", LineKind.HEADING, (heading,))
        below = 0
        for block in section.blocks:
            if block.heading:
                below += 1
                words = f"（{chinese_number(below)}）{block.heading}"
                yield self._worded(f"{block.key}.heading", LineKind.SUBHEADING, words)
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Line]:
        if block.is_text:
            for nth, paragraph in enumerate(block.text.split("\n")):
                place = f"{block.key}.{nth}"
                for at, sentence in enumerate(sentences_of(paragraph)):
                    yield self._worded(f"{place}.{at}", LineKind.SENTENCE, sentence, place)
        elif block.show is Shown.TABLE:
            yield from self._table(block, self.snapshot.facts[block.key])
        elif block.show is Shown.CHART:
            yield from self._chart(block, self.snapshot.facts[block.key])

    def _worded(self, key: str, kind: LineKind, text: str, paragraph: str = "") -> Line:
        words = filled(text, lambda name: self._figure(name).text)
        return Line(key, kind, (words,), paragraph, frozenset(named_in(text)))

    def _figure(self, name: str) -> Figure:
        return figure_in(self.figures, name)

    def _table(self, block: Block, facts: Facts) -> Iterator[Line]:
        if facts.table is None:
            return
        self.tables += 1
        caption = f"表{self.tables}　{block.caption}"
        yield Line(f"{block.key}.caption", LineKind.CAPTION, (caption,), block.key)
        has_rows = frozenset({f"{block.key}#"})
        if facts.table.rows:
            heads = tuple(column.label for column in facts.table.columns)
            yield Line(f"{block.key}.head", LineKind.HEAD, heads, block.key, has_rows)
        else:
            yield Line(f"{block.key}.none", LineKind.NOTE, (NO_ROWS,), touches=has_rows)
        for row in facts.table.rows:
            touched = frozenset({f"{block.key}#{row.key}"})
            yield Line(f"{block.key}#{row.key}", LineKind.ROW, row.texts, block.key, touched)
        yield from self._notes(block, facts)

    def _chart(self, block: Block, facts: Facts) -> Iterator[Line]:
        if facts.chart is None:
            return
        self.charts += 1
        chart = facts.chart
        caption = f"图{self.charts}　{block.caption}（{chart.unit}）"
        yield Line(f"{block.key}.caption", LineKind.PICTURE, (caption,), block.key)
        for nth, one in enumerate(chart.series):
            key = f"{block.key}~{one.name}"
            yield Line(key, LineKind.CHART, (series_words(chart, nth),), block.key, frozenset({key}))
        yield from self._notes(block, facts)

    def _notes(self, block: Block, facts: Facts) -> Iterator[Line]:
        for nth, note in enumerate(facts.notes):
            key = f"{block.key}.note.{nth}"
            yield Line(key, LineKind.NOTE, (f"注：{note}",), key, frozenset({key}))

    def _sources(self) -> Iterator[Line]:
        """The annex: every figure that a text names, every table and chart, with its query."""
        yield Line("sources", LineKind.ANNEX, ("附件", "数据出处"))
        yield Line("sources.head", LineKind.HEAD, ("序号", "数据", "数值", "查询"), "sources")
        for nth, (key, cells, touches) in enumerate(self._source_rows(), 1):
            yield Line(f"sources#{key}", LineKind.ROW, (str(nth), *cells), "sources", touches)

    def _source_rows(self) -> Iterator[tuple[str, tuple[str, str, str], frozenset[str]]]:
        for name in used_figures(self.outline):
            block, figure = self.outline.block(name.partition(".")[0]), self._figure(name)
            yield name, (figure.label, figure.text, figure_source(block, figure)), frozenset({name})
        for block in self.outline.queries:
            facts = self.snapshot.facts[block.key]
            if block.show is Shown.TABLE and facts.table is not None:
                yield block.key, (block.caption, "表", asked_text(block)), frozenset()
            elif block.show is Shown.CHART and facts.chart is not None:
                yield block.key, (block.caption, "图", asked_text(block)), frozenset()


def series_words(chart: Chart, nth: int) -> str:
    """One series with all its values: ``授权：2025年 12；2026年 15``."""
    one = chart.series[nth]
    pairs = zip(chart.categories, one.values, strict=True)
    return f"{one.label}：{'；'.join(f'{category} {printed(value)}' for category, value in pairs)}"


def figure_in(figures: Mapping[str, Figure], name: str) -> Figure:
    """The figure of a name; one that its query gives no more is missing."""
    return figures.get(name) or Figure(name, name, None)


def used_figures(outline: Outline) -> tuple[str, ...]:
    """Figures of queries that a title, heading or text names, in the order of the report."""
    texts = [outline.title]
    for block in outline.blocks:
        texts += [block.heading, block.text]
    names = dict.fromkeys(name for text in texts for name in named_in(text))
    return tuple(name for name in names if not name.startswith(f"{REPORT}."))


def asked_text(block: Block) -> str:
    """The query of a block with its parameters, as annex and pages name it: ``plan.tasks（plan=3）``."""
    return _with_parameters(block.query, block.parameters)


def figure_source(block: Block, figure: Figure) -> str:
    """The same for one figure of it: ``plan.tasks.overdue（plan=3）``; lists of parameters are left out."""
    single = {name: value for name, value in block.parameters.items() if "," not in value}
    return _with_parameters(f"{block.query}.{figure.name}", single)


def _with_parameters(query: str, parameters: Mapping[str, str]) -> str:
    given = "，".join(f"{name}={value.replace(',', '、')}" for name, value in sorted(parameters.items()))
    return f"{query}（{given}）" if given else query


@dataclass(frozen=True)
class Gap:
    """Something the report prints as 数据缺失: in which block, and which figure, row or point."""

    block: str
    label: str


def gaps_of(outline: Outline, snapshot: Snapshot) -> tuple[Gap, ...]:
    """Everything that is missing in what the report prints, in its order."""
    figures = snapshot.figures()
    used = ((name, figure_in(figures, name)) for name in used_figures(outline))
    found = [Gap(name.partition(".")[0], figure.label) for name, figure in used if figure.value is None]
    for block in outline.queries:
        found += [Gap(block.key, label) for label in _gaps_in(block, snapshot.facts[block.key])]
    return tuple(found)


def _gaps_in(block: Block, facts: Facts) -> Iterator[str]:
    caption = block.caption
    if block.show is Shown.TABLE and facts.table is not None:
        for row in facts.table.rows:
            missing = [
                c.label for c, cell in zip(facts.table.columns, row.cells, strict=True) if cell is None
            ]
            if missing:
                named = next((text for text in row.texts if not text.isdigit()), row.key)
                yield f"{caption}：{named}（{'、'.join(missing)}）"
    elif block.show is Shown.CHART and facts.chart is not None:
        for one in facts.chart.series:
            points = zip(facts.chart.categories, one.values, strict=True)
            missing = [category for category, value in points if value is None]
            if missing:
                yield f"{caption}：{one.label}（{'、'.join(missing)}）"
