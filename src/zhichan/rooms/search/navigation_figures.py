"""Figures that the text of a navigation report names (可引用的数据), each with the rows it rests on.

``{{ b2.name_1 }}`` and ``{{ b2.n_1 }}`` are the first line of block b2 and its figure, ``{{ b2.y2023 }}``
that of a year; ``_2`` behind it is the second column. Computed anew, text and figures change together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zhichan.core.reports.facts import MISSING, Figure
from zhichan.core.reports.placeholders import NAMED, filled, named_in
from zhichan.rooms.search.analysis.declaration import Cell, ChartResult
from zhichan.rooms.search.navigation_blocks import Block, Shape, cell_text

MOST_LINES = 30
_YEAR = re.compile(r"\d{4}")


def rows_address(data_set: int, where: str = "") -> str:
    """The rows of a data set, or those of a condition, as its index knew them."""
    address = reverse("search:project_rows", args=[data_set])
    return f"{address}?{urlencode({'q': where})}" if where else address


def figures_in(blocks: Sequence[Block]) -> dict[str, Figure]:
    """Every figure of every analysis, under the name by which a text calls it."""
    return {
        figure.name: figure
        for block in blocks
        if block.result is not None
        for figure in _figures(block, block.result)
    }


def _figures(block: Block, result: ChartResult) -> Iterator[Figure]:
    address = rows_address(block.data_set)
    yield Figure(f"{block.key}.total", _("合计"), Decimal(result.total), rows=address)
    for place, line in enumerate(result.lines[:MOST_LINES], 1):
        is_year = bool(_YEAR.fullmatch(line.name))
        if not is_year:
            yield Figure(f"{block.key}.name_{place}", _("第 %(n)d 位") % {"n": place}, line.name)
        own = f"y{line.name}" if is_year else f"n_{place}"
        for at, cell in enumerate(line.cells, 1):
            column = str(result.columns[at]) if len(line.cells) > 1 else ""
            name = f"{block.key}.{own}" + (f"_{at}" if at > 1 else "")
            yield Figure(name, f"{line.name} {column}".strip(), cell_text(cell), rows=_rows(block, cell))


def _rows(block: Block, cell: Cell) -> str:
    return rows_address(block.data_set, cell.where) if cell.where and cell.rows else ""


def text_with(text: str, figures: Mapping[str, Figure]) -> str:
    """A text with its figures written out; one that is there no more reads 数据缺失."""
    return filled(text, lambda name: figures[name].text if name in figures else MISSING)


def pieces_of(text: str, figures: Mapping[str, Figure]) -> list[tuple[str, str]]:
    """The same in pieces, each with the address of its rows; empty for words."""
    pieces: list[tuple[str, str]] = []
    for place, part in enumerate(NAMED.split(text)):
        if place % 2 == 0:
            pieces += [(part, "")] if part else []
        elif part in figures:
            pieces.append((figures[part].text, figures[part].rows))
        else:
            pieces.append((MISSING, ""))
    return pieces


def changed_figures(before: Block, after: Block) -> frozenset[str]:
    """The names of figures that read otherwise after computing a block anew, or are there no more."""
    old, new = ({name: one.text for name, one in figures_in([block]).items()} for block in (before, after))
    return frozenset(name for name in {**old, **new} if old.get(name) != new.get(name))


def paragraphs_naming(blocks: Sequence[Block], names: frozenset[str]) -> list[tuple[int, Block, int]]:
    """Which paragraphs name some figures: which one from the top it is, and how many of them it names."""
    numbered = enumerate((one for one in blocks if one.shape is Shape.PARAGRAPH), 1)
    counted = ((nth, one, len(names.intersection(named_in(one.text)))) for nth, one in numbered)
    return [one for one in counted if one[2]]


def used_figures(blocks: Sequence[Block]) -> list[str]:
    """The names that paragraphs use, in their order, each once."""
    texts = [block.text for block in blocks if block.shape is Shape.PARAGRAPH]
    return list(dict.fromkeys(name for text in texts for name in named_in(text)))
