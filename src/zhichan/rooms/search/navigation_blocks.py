"""The blocks of a navigation report (报告版块): words, analyses of a data set, patents that matter.

What a block shows is kept as it was computed; computing it anew is the same over a newer data set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhichan.core.charts.keeping import CHART_KINDS, kept, read
from zhichan.core.tables.text import number_text
from zhichan.rooms.search.analysis.declaration import Cell, ChartResult, Line


class Shape(StrEnum):
    """``PARAGRAPH`` and ``HEADING`` are words; ``TABLE`` and ``CHART`` are an analysis; ``PATENT`` is one
    patent with why it matters."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    CHART = "chart"
    PATENT = "patent"


WORDS = {Shape.HEADING: _("标题"), Shape.PARAGRAPH: _("段落")}
ANALYSES = {Shape.CHART: _("图"), Shape.TABLE: _("表")}


@dataclass(frozen=True)
class PatentCard:
    """What the register told of a patent on a day; ``rows``: what is told, and how it reads."""

    id: int
    number: str
    title: str
    url: str
    on: date
    rows: Sequence[tuple[str, str]]
    is_sample: bool = False


KINDS = {**CHART_KINDS, "ChartResult": ChartResult, "Line": Line, "Cell": Cell, "PatentCard": PatentCard}


@dataclass(frozen=True)
class Block:
    """``text``: the words, the caption of an analysis, or why a patent matters. ``by``: which analysis, or
    the number of the patent; ``options``: how it is counted, as ``choosing.said_of`` writes it."""

    key: str
    shape: Shape
    text: str
    by: str = ""
    data_set: int = 0
    options: Mapping[str, str] = field(default_factory=dict)
    result: ChartResult | None = None
    patent: PatentCard | None = None

    @property
    def is_analysis(self) -> bool:
        return self.shape in ANALYSES

    @property
    def is_computed(self) -> bool:
        return self.shape not in WORDS

    @property
    def name(self) -> str:
        """What it is called: its caption or its patent."""
        return self.patent.title if self.patent else self.text


@dataclass(frozen=True)
class Changed:
    """What a computed block says before and after; None: not there."""

    label: str
    before: str | None
    after: str | None


def block_values(block: Block) -> dict[str, Any]:
    """As JSON; ``blocks_of`` reads it back."""
    return {
        "key": block.key,
        "shape": block.shape.value,
        "text": block.text,
        "by": block.by,
        "data_set": block.data_set,
        "options": dict(block.options),
        "result": kept(block.result),
        "patent": kept(block.patent),
    }


def blocks_of(values: Sequence[Mapping[str, Any]]) -> list[Block]:
    return [
        Block(
            **{
                **one,
                "shape": Shape(one["shape"]),
                "result": read(one["result"], KINDS),
                "patent": read(one["patent"], KINDS),
            }
        )
        for one in values
    ]


def cell_text(cell: Cell) -> str:
    return cell.text or number_text(cell.value)


def ranked_text(cell: Cell) -> str:
    """The same with its rank, for a table."""
    return f"{cell_text(cell)}（第{cell.rank}）" if cell.rank else cell_text(cell)


def changed(before: Block, after: Block) -> list[Changed]:
    """What computing anew would change, in the order of the new one."""
    old, new = _said(before), _said(after)
    names = dict.fromkeys([*new, *old])
    return [Changed(one, old.get(one), new.get(one)) for one in names if old.get(one) != new.get(one)]


def _said(block: Block) -> dict[str, str]:
    """Every figure of an analysis under its names, or what is told of a patent."""
    if block.patent:
        return dict(block.patent.rows)
    if block.result is None:
        return {}
    columns = block.result.columns[1:]
    named = len(columns) > 1
    return {
        f"{line.name} {column}" if named else line.name: cell_text(cell)
        for line in block.result.lines
        for column, cell in zip(columns, line.cells, strict=True)
    }
