"""The first lines and the foot of each page (版头、页码)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.shared import Length, Mm, Pt

from zhichan.core.documents.definition import Definition, Layout
from zhichan.core.documents.head import NUMBER, ORGAN
from zhichan.core.documents.layout import styles
from zhichan.core.documents.layout.page import PAPER_HEIGHT, RED, TYPE_WIDTH
from zhichan.core.documents.layout.shapes import letter_rules
from zhichan.core.documents.layout.writing import add_run, border, field, indents, paragraph, written

_ORGAN = f"{{{{ {ORGAN} }}}}"
_NUMBER = f"{{{{ {NUMBER} }}}}"
_LETTER_NAME_TOP, _RULE_UNDER_NAME, _RULE_FROM_FOOT = Mm(30), Mm(4), Mm(20)
_RED_NAME_BEFORE = Pt(100)
"""The name's upper edge stands 35 mm below the type area, which begins 37 mm below the edge of the paper; the
margin is smaller and half the leading of the line is above the characters."""


def write_head(document: Any, definition: Definition) -> None:
    {
        Layout.PAPER: _paper,
        Layout.SHEET: _sheet,
        Layout.RED_HEAD: _red_head,
        Layout.LETTER: _letter,
    }[definition.layout](document, definition)


def write_feet(document: Any, signs: Sequence[str] = ()) -> None:
    """The page number: right on odd pages, left on even ones, one character in (GB/T 9704-2012, 7.5).

    A letter has none on its first page. Records bear lines for ``signs``, signatures, above it."""
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        first = footer.paragraphs[0]
        for who in _rows_of_signs(signs):
            written(first, "\t".join(f"{one}：" for one in who), styles.PAGE_SIGNS)
            for nth in range(1, len(who)):
                first.paragraph_format.tab_stops.add_tab_stop(Length(TYPE_WIDTH * nth // len(who)))
            first = footer.add_paragraph()
        _page_number(first, side)


def _rows_of_signs(who: Sequence[str]) -> list[Sequence[str]]:
    """Three in a line leave room to sign; of four there are two in each."""
    count = -(-len(who) // 3)
    each = -(-len(who) // count) if count else 1
    return [who[start : start + each] for start in range(0, len(who), each)]


def _page_number(made: Any, side: str) -> None:
    written(made, "— ", styles.PAGE_NUMBER)
    field(made, "PAGE", styles.PAGE_NUMBER)
    add_run(made, " —", styles.PAGE_NUMBER)
    made.alignment = {"left": 0, "right": 2}[side]
    indents(made, **{side: 1})


def _empty(document: Any, lines: int) -> None:
    for _line in range(lines):
        paragraph(document, "", styles.BODY)


def _paper(document: Any, definition: Definition) -> None:
    paragraph(document, _ORGAN, styles.ORGAN)
    paragraph(document, definition.title, styles.TITLE)
    if definition.number:
        paragraph(document, _NUMBER, styles.NUMBER)
    _empty(document, 1)


def _sheet(document: Any, definition: Definition) -> None:
    paragraph(document, _ORGAN, styles.ORGAN)
    paragraph(document, definition.title, styles.TITLE)
    if definition.number:
        paragraph(document, _NUMBER, styles.NUMBER_RIGHT)


def _red_head(document: Any, definition: Definition) -> None:
    name = paragraph(document, _ORGAN, styles.RED_NAME)
    name.paragraph_format.space_before = _RED_NAME_BEFORE
    _empty(document, 2)
    under = paragraph(document, _NUMBER if definition.number else "", styles.NUMBER)
    border(under, "bottom", eighths=18, space=11, colour=RED)
    _empty(document, 2)
    paragraph(document, definition.title, styles.TITLE)
    _empty(document, 1)


def _letter(document: Any, definition: Definition) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance = _LETTER_NAME_TOP
    head = section.first_page_header
    head.is_linked_to_previous = False
    name = written(head.paragraphs[0], _ORGAN, styles.RED_NAME)
    under_name = Length(_LETTER_NAME_TOP + styles.RED_NAME.line + _RULE_UNDER_NAME)
    for rule in letter_rules(11, under_name, thick_first=True):
        name._p.append(rule)
    foot = section.first_page_footer
    foot.is_linked_to_previous = False
    last = written(foot.paragraphs[0], "", styles.PAGE_NUMBER)
    for rule in letter_rules(13, Length(PAPER_HEIGHT - _RULE_FROM_FOOT), thick_first=False):
        last._p.append(rule)
    if definition.number:
        paragraph(document, _NUMBER, styles.NUMBER_RIGHT)
    _empty(document, 2)
    paragraph(document, definition.title, styles.TITLE)
    _empty(document, 1)
