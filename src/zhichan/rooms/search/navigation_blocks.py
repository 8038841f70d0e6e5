"""The blocks of a navigation report (报告版块): texts, and tables and charts that are computed of a data set.

What a block shows is kept as it was computed; computing it anew is the same function over another data set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.reports.facts import Chart, Column, Facts, Grid, Row, Series, facts_of, kept
from zhichan.core.reports.printing.parts import Paragraph, Part, Picture, Ruled
from zhichan.core.reports.wording import LineKind
from zhichan.core.search.asking import found_collection
from zhichan.core.search.indexing import searcher_of
from zhichan.core.search.packed_ids import unpacked
from zhichan.core.search.tree import Ids
from zhichan.rooms.search.models import NavigationDataSet

MOST_VALUES = 10
MOST_YEARS = 200


class Shape(StrEnum):
    """``PARAGRAPH`` and ``HEADING`` are words; the others are computed."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    CHART = "chart"


SHAPES = {
    Shape.HEADING: _("标题"),
    Shape.PARAGRAPH: _("段落"),
    Shape.TABLE: _("表"),
    Shape.CHART: _("图"),
}
COUNTED = {"filed_on": _("申请年"), "applicants": _("权利人"), "subclass": _("小类")}


@dataclass(frozen=True)
class Block:
    """``text``: the words, or the caption of what is computed; ``by``: what is counted of which data set."""

    key: str
    shape: Shape
    text: str
    by: str = ""
    data_set: int = 0
    facts: Facts | None = None

    @property
    def is_computed(self) -> bool:
        return self.shape in (Shape.TABLE, Shape.CHART)


@dataclass(frozen=True)
class Changed:
    """A figure before and after; None: not there."""

    label: str
    before: Decimal | None
    after: Decimal | None


def block_values(block: Block) -> dict[str, Any]:
    facts = kept(block.facts) if block.facts else None
    named = {"key": block.key, "shape": block.shape.value, "text": block.text, "by": block.by}
    return {**named, "data_set": block.data_set, "facts": facts}


def blocks_of(values: Sequence[Mapping[str, Any]]) -> list[Block]:
    return [
        Block(
            **{**one, "shape": Shape(one["shape"]), "facts": facts_of(one["facts"]) if one["facts"] else None}
        )
        for one in values
    ]


def computed(block: Block, data_set: NavigationDataSet, actor: Actor) -> Block:
    """The block over a data set, of what the actor may see of it. Raises IndexMissing."""
    collection = found_collection("patent")
    ids = Ids(tuple(unpacked(data_set.hit_ids)))
    most = MOST_YEARS if block.by == "filed_on" else MOST_VALUES
    [facet] = searcher_of(collection).facets(ids, collection.scope_for(actor), {block.by: most})
    counts = [(one.value, Decimal(one.count)) for one in facet.counts]
    if block.by == "filed_on":
        counts.reverse()
    label = str(COUNTED[block.by])
    grid = Grid(
        (Column(label, 3), Column("件", 1, is_number=True)),
        tuple(Row(value, (value, count)) for value, count in counts),
    )
    kind, series = ("upright" if block.by == "filed_on" else "lying"), tuple(count for _v, count in counts)
    chart = Chart(kind, "件", tuple(v for v, _c in counts), (Series("count", "件", series),))  # type: ignore[arg-type]
    notes = (f"数据集“{data_set.name}”第{data_set.number}版，{data_set.hit_count}件。",)
    return replace(block, data_set=data_set.pk, facts=Facts(table=grid, chart=chart, notes=notes))


def changed(before: Block, after: Block) -> list[Changed]:
    """The figures that computing anew would change."""
    old, new = _counts(before), _counts(after)
    names = dict.fromkeys([*new, *old])
    return [Changed(one, old.get(one), new.get(one)) for one in names if old.get(one) != new.get(one)]


def _counts(block: Block) -> dict[str, Decimal]:
    table = block.facts.table if block.facts else None
    return {row.key: Decimal(str(row.cells[1])) for row in table.rows} if table else {}


def parts_of(title: str, organ: str, blocks: Sequence[Block]) -> list[Part]:
    """What the document prints, tables and charts numbered in their order."""
    first: list[Part] = [Paragraph(LineKind.TITLE, title)]
    first += [Paragraph(LineKind.ORGAN, organ)] if organ else []
    return [*first, *_parts(blocks)]


def _parts(blocks: Sequence[Block]) -> Iterator[Part]:
    tables = charts = 0
    for block in blocks:
        if block.shape is Shape.HEADING:
            yield Paragraph(LineKind.HEADING, block.text)
        elif block.shape is Shape.PARAGRAPH:
            yield from (Paragraph(LineKind.SENTENCE, line) for line in block.text.splitlines() if line)
        elif block.facts and block.facts.table and block.shape is Shape.TABLE:
            tables += 1
            yield Paragraph(LineKind.CAPTION, f"表{tables}　{block.text}")
            yield Ruled(block.facts.table.columns, tuple(row.texts for row in block.facts.table.rows))
            yield from (Paragraph(LineKind.NOTE, f"注：{note}") for note in block.facts.notes)
        elif block.facts and block.facts.chart:
            charts += 1
            caption = f"图{charts}　{block.text}"
            yield Picture(block.key, block.facts.chart, caption)
            yield Paragraph(LineKind.PICTURE, caption)
            yield from (Paragraph(LineKind.NOTE, f"注：{note}") for note in block.facts.notes)
