"""A report as PDF (排版), by Typst with the fonts of the product; those of the machine are not used."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from zhichan.core.errors import SourceMissing
from zhichan.core.reports.drawing import sentence_of
from zhichan.core.reports.facts import Column
from zhichan.core.reports.printing.parts import Drawn, Paragraph, Part, Picture, Ruled
from zhichan.core.reports.printing.title import title_lines
from zhichan.core.reports.wording import LineKind

FONTS = Path(__file__).resolve().parents[2] / "documents" / "fonts"
FONT_FILES = tuple(
    f"{family}-{weight}.ttf" for family in ("NotoSerifSC", "NotoSansSC") for weight in ("Regular", "Bold")
)
_TEMPLATE = Path(__file__).resolve().parent / "report.typ"
_TYPE_PT, _CELL_PT, _INSET_PT, _TALLEST_LINES = 442.2, 10.5, 4.0, 30
"""Of tables in ``report.typ``: width of the page's text, size of type, room beside it. A page has 38."""
_MADE = 1_767_225_600
"""When every file says it was made: the same report gives the same bytes."""


def missing_fonts() -> list[str]:
    """The font files that are not there."""
    return [name for name in FONT_FILES if not (FONTS / name).is_file()]


def report_pdf(title: str, parts: Sequence[Part], pictures: dict[str, bytes]) -> bytes:
    """The file. The same parts and pictures give the same bytes. Raises SourceMissing without the fonts."""
    if lacking := missing_fonts():
        raise SourceMissing(
            _("缺少字体文件 %(names)s，不能生成 PDF。请系统管理员重新运行 make setup。")
            % {"names": "、".join(lacking)}
        )
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in pictures.items():
            (root / f"{name}.png").write_bytes(content)
        shown = [one for part in parts for one in _values(part, pictures)]
        (root / "report.json").write_text(
            json.dumps({"title": title, "parts": shown}, ensure_ascii=False), encoding="utf-8"
        )
        (root / "report.typ").write_text(_TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        compiler = typst.Compiler(
            str(root / "report.typ"), root=folder, font_paths=[str(FONTS)], ignore_system_fonts=True
        )
        made = compiler.compile(format="pdf", timestamp=_MADE)
    assert isinstance(made, bytes), "one PDF"
    return made


def _values(part: Part, pictures: dict[str, bytes]) -> Iterable[dict[str, Any]]:
    match part:
        case Paragraph(kind=LineKind.ANNEX, text=text) if text != "附件":
            yield {"kind": "title", "lines": title_lines(text)}
        case Paragraph(kind=LineKind.TITLE, text=text):
            yield {"kind": "title", "lines": title_lines(text)}
        case Paragraph():
            yield {"kind": part.kind.value, "text": part.text}
        case Ruled():
            columns = [
                {"label": column.label, "width": column.width, "number": column.is_number}
                for column in part.columns
            ]
            yield {
                "kind": "table",
                "columns": columns,
                "rows": [_row(row, part.columns) for row in part.rows],
            }
        case Picture():
            if part.name in pictures:
                says = sentence_of(part.chart, part.caption)
                yield {"kind": "image", "file": f"{part.name}.png", "says": says}
        case Drawn():
            if part.name in pictures:
                yield {"kind": "image", "file": f"{part.name}.png", "says": part.says}


def _row(cells: Sequence[str], columns: Sequence[Column]) -> dict[str, Any]:
    """``tall``: so long that it may have to part over two pages; else it stands on one."""
    whole = sum(column.width for column in columns)
    lines = (
        len(cell) * _CELL_PT / max(_TYPE_PT * column.width / whole - 2 * _INSET_PT, _CELL_PT)
        for cell, column in zip(cells, columns, strict=True)
    )
    return {"cells": list(cells), "tall": max(lines) > _TALLEST_LINES}
