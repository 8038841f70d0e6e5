"""Where something stands in a docx (所在位置), in the words of whoever looks for it in a word processor."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from zhichan.core.documents.layout.styles import W
from zhichan.core.documents.package import BODY
from zhichan.core.documents.text import words_in

_PARAGRAPH, _TABLE, _ROW = f"{{{W}}}p", f"{{{W}}}tbl", f"{{{W}}}tr"


def placed_paragraphs(part: str, tree: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Each paragraph of a part with its place: 第 3 段, 第 1 个表格第 2 行, 页眉. Paragraphs are counted as a
    reader sees them, without empty ones and those in tables."""
    apart = place_of_part(part)
    tables: dict[etree._Element, int] = {}
    count = 0
    for paragraph in tree.iter(_PARAGRAPH):
        outer = list(paragraph.iterancestors(_TABLE, _ROW))
        if apart:
            yield apart, paragraph
        elif outer:
            table = outer[-1]
            row = outer[-2] if len(outer) > 1 else table
            nth = tables.setdefault(table, len(tables) + 1)
            words = {"table": nth, "row": 1 + len(list(row.itersiblings(_ROW, preceding=True)))}
            yield _("第 %(table)d 个表格第 %(row)d 行") % words, paragraph
        else:
            is_inner = next(paragraph.iterancestors(_PARAGRAPH), None) is not None
            count += not is_inner and bool(words_in(paragraph).strip())
            yield _("第 %(n)d 段") % {"n": count}, paragraph


def place_of_part(part: str) -> str:
    """What a part other than the body is called; empty for the body."""
    if part == BODY:
        return ""
    name = part.rsplit("/", 1)[-1]
    known = {
        "header": _("页眉"),
        "footer": _("页脚"),
        "footnotes": _("脚注"),
        "endnotes": _("尾注"),
        "core": _("文件属性"),
    }
    return next((words for start, words in known.items() if name.startswith(start)), name)
