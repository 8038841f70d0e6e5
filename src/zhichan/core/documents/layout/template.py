"""The docx template of a document (文书模板): official layout, with placeholders where the values go.

    template_docx(definition_of("penalty_decision"))    # bytes: open in Word, edit, hand back in

The same definition gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from docx import Document
from docx.enum.text import WD_BREAK
from docx.shared import Length, Pt

from zhichan.core.documents.definition import Definition, Line, LineKind
from zhichan.core.documents.fields import Field, FieldType
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
_SHEET_GRID = (22, 28, 22, 28)
"""A name of six characters fits into one line."""
_SIGNED, _SIGNED_TWIPS = "签名：", 1400
"""A row in which somebody signs is high enough to."""
_BEFORE_SIGNED = re.compile(rf"\s+(?={_SIGNED})")
_WRITTEN_BY_HAND = "：\t年\u3000\u3000月\u3000\u3000日"
_NUMBER_TWIPS = 800
"""Of the column 序号: its name stands in one line."""
_LONG = frozenset({FieldType.LONG_TEXT, FieldType.LIST})
"""A row that prints such a field may go over the end of a page; any other is kept whole."""
_DATE_IN = 4
"""The day stands four characters in from the right (7.3.5.1); it is about eight and a half wide."""
_DATE_WIDTH = 8.5


def template_docx(definition: Definition) -> bytes:
    """The template as an office gets it."""
    document = Document(io.BytesIO(blank_docx(definition.title, identifier_of(definition))))
    write_head(document, definition)
    fields = {field.key: field for field in definition.fields}
    kept = _before_seal(definition.body)
    for in_sheet, lines in groupby(enumerate(definition.body), key=lambda one: _is_in_sheet(one[1])):
        if in_sheet:
            _sheet(document, (line for _nth, line in lines), fields)
        else:
            for nth, line in lines:
                if line.kind is LineKind.PAGE:
                    _copies(document, definition)
                _line(document, line, fields, is_kept=nth in kept)
    if not any(line.kind is LineKind.PAGE for line in definition.body):
        _copies(document, definition)
    write_feet(document, definition.page_signs)
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


def _before_seal(body: Sequence[Line]) -> set[int]:
    """The lines that go over to the next page with the seal, which may not stand there without any text: back
    to the last line that stands under no condition (7.3.5)."""
    kept: set[int] = set()
    depth, nth = 0, next((nth for nth, line in enumerate(body) if line.kind is LineKind.SEAL), 0) - 1
    while nth >= 0:
        if body[nth].kind is LineKind.TAG:
            depth += {"end": 1, "els": 0}.get(body[nth].text[2:].strip()[:3], -1)
        else:
            kept.add(nth)
            if not depth:
                break
        nth -= 1
    return kept


def _is_in_sheet(line: Line) -> bool:
    return line.kind in (LineKind.ROW, LineKind.ROW_TAG)


def _sheet(document: Any, lines: Iterable[Line], fields: dict[str, Field]) -> None:
    table = Ruled(document, _SHEET_GRID)
    long = {field.key for field in fields.values() if field.type in _LONG}
    for line in lines:
        if line.kind is LineKind.ROW_TAG:
            table.tag(_tag(line.text, "tr"))
            continue
        height = _SIGNED_TWIPS if _SIGNED in line.text else 0
        whole = bool(height) or long.isdisjoint(re.findall(r"\w+", line.text))
        match line.cells:
            case (only,):
                table.row([value(only, 4)], whole=whole)
            case (name, text):
                signed = _BEFORE_SIGNED.sub("\n", text)
                table.row([label(name), value(signed, 3)], twips=height, whole=whole)
            case (name, text, second, other):
                table.row([label(name), value(text), label(second), value(other)], whole=whole)


def _line(document: Any, line: Line, fields: dict[str, Field], *, is_kept: bool) -> None:
    """``is_kept``: on one page with what follows."""
    match line.kind:
        case LineKind.TAG:
            paragraph(document, _tag(line.text, "p"), styles.BODY)
        case LineKind.LIST:
            paragraph(document, f"{{%p for item in {line.text} %}}", styles.BODY)
            paragraph(document, "{{ loop.index }}．{{ item }}", styles.BODY)
            paragraph(document, "{%p endfor %}", styles.BODY)
        case LineKind.TABLE:
            _table(document, fields[line.text], is_kept=is_kept)
        case LineKind.SIGN:
            paragraph(document, line.text + _WRITTEN_BY_HAND, styles.SIGNATURE)
        case LineKind.SEAL:
            _closing(document)
        case LineKind.COPIED:
            # A paragraph set in would have its rule set in too.
            copied = paragraph(document, f"\u3000{line.text}", styles.COPIED_TO)
            border(copied, "top", eighths=8, space=4, colour="000000")
        case LineKind.PAGE:
            paragraph(document, "", styles.BODY).add_run().add_break(WD_BREAK.PAGE)
        case _:
            made = paragraph(document, line.text, _STYLES[line.kind])
            if is_kept:
                made.paragraph_format.keep_with_next = True


def _tag(text: str, over: str) -> str:
    """A tag as docxtpl has it when it goes over whole paragraphs (``p``) or rows (``tr``)."""
    return text.replace("{%", f"{{%{over}", 1)


def _table(document: Any, field: Field, *, is_kept: bool) -> None:
    """Head, a row for each row of the value, and a number before each."""
    table = Ruled(document, [column.width for column in field.columns], first_twips=_NUMBER_TWIPS)
    whole = not any(column.type in _LONG for column in field.columns)
    table.row([label("序号"), *(label(column.label) for column in field.columns)], is_head=True)
    table.tag(f"{{%tr for row in {field.key} %}}")
    cells = [value(f"{{{{ row.{column.key} }}}}") for column in field.columns]
    table.row([label("{{ loop.index }}"), *cells], whole=whole, is_kept=is_kept)
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
    _centred_at(document, f"{{{{ {ISSUED_ON} }}}}", from_right)


def _centred_at(document: Any, text: str, from_right: float) -> Any:
    made = paragraph(document, text, styles.CLOSING)
    made.paragraph_format.left_indent = Pt(Length(TYPE_WIDTH).pt - 2 * from_right)
    return made
