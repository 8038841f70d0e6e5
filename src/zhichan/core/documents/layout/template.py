"""The docx template of a document (文书模板): official layout, with placeholders where the values go.

    template_docx(definition_of("penalty_decision"))    # bytes: open in Word, edit, hand back in

The same definition gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from docx import Document
from docx.enum.text import WD_BREAK
from docx.shared import Length, Pt

from zhichan.core.documents.definition import Definition, Line, LineKind
from zhichan.core.documents.fields import Field
from zhichan.core.documents.grammar import IS_DRAFT
from zhichan.core.documents.head import ISSUED_ON, ORGAN
from zhichan.core.documents.layout import styles
from zhichan.core.documents.layout.base import blank_docx
from zhichan.core.documents.layout.heads import write_feet, write_head
from zhichan.core.documents.layout.page import LINE_PITCH, SIZE_3, TYPE_WIDTH
from zhichan.core.documents.layout.shapes import SEAL_ACROSS, seal_outline
from zhichan.core.documents.layout.writing import Ruled, add_run, border, label, paragraph, value
from zhichan.core.documents.package import same_bytes

_STYLES = {
    LineKind.PARAGRAPH: styles.BODY,
    LineKind.HEADING: styles.HEADING,
    LineKind.SUBHEADING: styles.SUBHEADING,
    LineKind.FLUSH: styles.FLUSH,
    LineKind.RIGHT: styles.RIGHT,
    LineKind.CENTRE: styles.CENTRED,
}
_SHEET_GRID = (20, 30, 20, 30)
_SIGNED, _SIGNED_TWIPS = "签名：", 1400
"""A row in which somebody signs is high enough to."""
_WRITTEN_BY_HAND = "：\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"
_DATE_IN = 4
"""The day stands four characters in from the right (7.3.5.1); it is about eight and a half wide."""
_DATE_WIDTH = 8.5


def template_docx(definition: Definition) -> bytes:
    """The template as an office gets it."""
    document = Document(io.BytesIO(blank_docx(definition.title, identifier_of(definition))))
    write_head(document, definition)
    fields = {field.key: field for field in definition.fields}
    for in_sheet, lines in groupby(definition.body, key=_is_in_sheet):
        if in_sheet:
            _sheet(document, lines)
        else:
            for line in lines:
                if line.kind is LineKind.PAGE:
                    _copies(document, definition)
                _line(document, line, fields)
    if not any(line.kind is LineKind.PAGE for line in definition.body):
        _copies(document, definition)
    write_feet(document, definition)
    file = io.BytesIO()
    document.save(file)
    return same_bytes(file.getvalue())


def identifier_of(definition: Definition) -> str:
    """What the file itself keeps: which template it is, and which version."""
    return f"zhichan:{definition.id}:{definition.version}"


def _copies(document: Any, definition: Definition) -> None:
    """How many copies and where they go, at the end of the document itself: before what is torn off."""
    if definition.copies:
        last = paragraph(document, f"份数与去向：{definition.copies}", styles.COPIES)
        border(last, "top", eighths=4, space=4, colour="000000")


def _is_in_sheet(line: Line) -> bool:
    return line.kind in (LineKind.ROW, LineKind.ROW_TAG)


def _sheet(document: Any, lines: Iterator[Line]) -> None:
    table = Ruled(document, _SHEET_GRID)
    for line in lines:
        if line.kind is LineKind.ROW_TAG:
            table.tag(_tag(line.text, "tr"))
            continue
        height = _SIGNED_TWIPS if _SIGNED in line.text else 0
        match line.cells:
            case (only,):
                table.row([value(only, 4)])
            case (name, text):
                table.row([label(name), value(text, 3)], twips=height)
            case (name, text, second, other):
                table.row([label(name), value(text), label(second), value(other)])


def _line(document: Any, line: Line, fields: dict[str, Field]) -> None:
    match line.kind:
        case LineKind.TAG:
            paragraph(document, _tag(line.text, "p"), styles.BODY)
        case LineKind.LIST:
            paragraph(document, f"{{%p for item in {line.text} %}}", styles.BODY)
            paragraph(document, "{{ loop.index }}．{{ item }}", styles.BODY)
            paragraph(document, "{%p endfor %}", styles.BODY)
        case LineKind.TABLE:
            _table(document, fields[line.text])
        case LineKind.SIGN:
            paragraph(document, line.text + _WRITTEN_BY_HAND, styles.SIGNATURE)
        case LineKind.SEAL:
            _closing(document)
        case LineKind.PAGE:
            paragraph(document, "", styles.BODY).add_run().add_break(WD_BREAK.PAGE)
        case _:
            paragraph(document, line.text, _STYLES[line.kind])


def _tag(text: str, over: str) -> str:
    """A tag as docxtpl has it when it goes over whole paragraphs (``p``) or rows (``tr``)."""
    return text.replace("{%", f"{{%{over}", 1)


def _table(document: Any, field: Field) -> None:
    """Head, a row for each row of the value, and a number before each."""
    widths = (1, *(column.width * 2 for column in field.columns))
    table = Ruled(document, widths)
    table.row([label("序号"), *(label(column.label) for column in field.columns)], is_head=True)
    table.tag(f"{{%tr for row in {field.key} %}}")
    cells = [value(f"{{{{ row.{column.key} }}}}") for column in field.columns]
    table.row([label("{{ loop.index }}"), *cells])
    table.tag("{%tr endfor %}")


def _closing(document: Any) -> None:
    """Office over day, both centred on the day, and behind them where the seal will stand (7.3.5.1)."""
    paragraph(document, "", styles.CLOSING)
    character = SIZE_3.pt - 0.25
    from_right = character * (_DATE_IN + _DATE_WIDTH / 2)
    organ = _centred_at(document, f"{{{{ {ORGAN} }}}}", from_right)
    middle = Pt(Length(TYPE_WIDTH).pt - from_right)
    left = Length(middle - SEAL_ACROSS // 2)
    # Its middle stands a little above that of the two lines.
    top = Length(LINE_PITCH - SEAL_ACROSS // 2 - Pt(4))
    add_run(organ, f"{{%r if {IS_DRAFT} %}}", styles.CLOSING)
    organ._p.append(seal_outline(left, top))
    add_run(organ, "{%r endif %}", styles.CLOSING)
    _centred_at(document, f"{{{{ {ISSUED_ON} }}}}", from_right).paragraph_format.keep_with_next = False


def _centred_at(document: Any, text: str, from_right: float) -> Any:
    made = paragraph(document, text, styles.CLOSING)
    made.paragraph_format.left_indent = Pt(Length(TYPE_WIDTH).pt - 2 * from_right)
    return made
