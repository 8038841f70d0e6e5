"""The rows of conditions beside the query line (条件行): two views of one expression.

Rows make a line; a line that is a chain of simple conditions makes rows. Any other stays a line, and the page
says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from zhichan.core.search.collection import Collection, SearchField, Sort
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.language.writing import write_query
from zhichan.core.search.tree import And, Near, Node, Not, OneOf, Or, Pattern, Prefix, Range, Term

ALL, ANY, PHRASE, FROM, TO, IS = "all", "any", "phrase", "from", "to", "is"
HOWS = {
    Sort.TEXT: ((ALL, _("含全部")), (ANY, _("含任一")), (PHRASE, _("含整句"))),
    Sort.CODE: ((IS, _("是其中之一")),),
    Sort.DAY: ((IS, _("在")), (FROM, _("起")), (TO, _("止"))),
    Sort.NUMBER: ((IS, _("等于")), (FROM, _("至少")), (TO, _("至多"))),
}
HOW_LABELS = {how: label for choices in HOWS.values() for how, label in choices}
MOST_ROWS = 12


@dataclass(frozen=True)
class Row:
    """``joint``: AND, OR or NOT, how it goes on from the rows above; ``field``: a code."""

    joint: str = "AND"
    field: str = ""
    how: str = ALL
    text: str = ""


def rows_in(sent: QueryDict) -> list[Row]:
    """The rows of a form that was sent, without the empty ones and the one that is taken away."""
    columns = (sent.getlist(f"b_{name}") for name in ("joint", "field", "how", "text"))
    rows = [Row(*(part.strip() for part in parts)) for parts in zip(*columns, strict=False)]
    away = sent.get("without", "")
    return [row for place, row in enumerate(rows) if row.text and str(place) != away][:MOST_ROWS]


def line_of(rows: Sequence[Row], collection: Collection) -> str:
    """The line the rows say. Raises QueryError for what a row holds that cannot be read."""
    line, has_or = "", False
    for row in rows:
        said = _said(row, collection)
        joint = row.joint if row.joint in ("AND", "OR", "NOT") else "AND"
        if not line:
            line = f"NOT {said}" if joint == "NOT" else said
            continue
        above = f"({line})" if has_or and joint != "OR" else line  # rows are joined from the top
        line, has_or = f"{above} {joint} {said}", joint == "OR"
    return line


def _said(row: Row, collection: Collection) -> str:
    field = next((one for one in collection.fields if one.code == row.field), None)
    if field is None:
        code = row.field if row.field in {name.split("|")[0] for name in collection.several} else ""
        return _text_said(code, row)
    if field.sort is Sort.TEXT:
        return _text_said(field.code, row)
    if field.sort is Sort.CODE:
        return f"{field.code}=({', '.join(row.text.replace('，', ' ').replace(',', ' ').split())})"
    if row.how == FROM:
        return f"{field.code}>={row.text}"
    return f"{field.code}<={row.text}" if row.how == TO else f"{field.code}={row.text}"


def _text_said(code: str, row: Row) -> str:
    words = [row.text.replace('"', "")] if row.how == PHRASE else row.text.split()
    quoted = [f'"{word}"' if row.how == PHRASE else word for word in words]
    if code:
        joint = " OR " if row.how == ANY else " AND "
        return f"{code}=({joint.join(quoted)})" if len(quoted) > 1 else f"{code}={quoted[0]}"
    return f"({' OR '.join(quoted)})" if row.how == ANY and len(quoted) > 1 else " AND ".join(quoted)


def rows_of(node: Node, collection: Collection) -> list[Row] | None:
    """The rows that say this tree; None where rows cannot, or would say another."""
    parts = node.parts if isinstance(node, And) else (node,)
    rows = [_row_of(part, collection) for part in parts]
    found = [row for row in rows if row is not None]
    if len(found) != len(rows) or len(rows) > MOST_ROWS:
        return None
    try:
        again = read_query(line_of(found, collection), collection)
    except QueryError:
        return None
    return found if _plain(again) == _plain(node) else None


def _plain(node: Node) -> Node:
    """A chain of ANDs as one, so that how it was bracketed does not count."""
    if isinstance(node, And):
        parts: list[Node] = []
        for part in map(_plain, node.parts):
            parts += part.parts if isinstance(part, And) else (part,)
        return And(tuple(parts))
    return Or(tuple(map(_plain, node.parts))) if isinstance(node, Or) else node


def _row_of(node: Node, collection: Collection) -> Row | None:
    if isinstance(node, Not):
        inner = _row_of(node.part, collection)
        return (
            None if inner is None or inner.joint == "NOT" else Row("NOT", inner.field, inner.how, inner.text)
        )
    if isinstance(node, Near | And):
        return None
    if isinstance(node, Or):
        return _any_row(node, collection)
    if isinstance(node, Term | Pattern):
        code = _code(node.fields, collection)
        is_phrase = isinstance(node, Term) and write_query(node, collection).endswith('"')
        return None if code is None else Row("AND", code, PHRASE if is_phrase else ALL, node.text)
    if isinstance(node, OneOf):
        return Row("AND", collection.by_name[node.field].code, IS, " ".join(node.values))
    if isinstance(node, Prefix):
        field = collection.by_name[node.field]
        return Row("AND", field.code, IS, node.beginning if field.by_beginning else f"{node.beginning}*")
    if isinstance(node, Range):
        return _range_row(node, collection.by_name[node.field])
    return None


def _any_row(node: Or, collection: Collection) -> Row | None:
    rows = [_row_of(part, collection) for part in node.parts]
    if any(row is None or row.joint == "NOT" for row in rows):
        return None
    found = [row for row in rows if row is not None]
    if len({row.field for row in found}) != 1 or any(row.how not in (ALL, IS) for row in found):
        return None
    how = IS if found[0].how == IS else ANY
    return Row("AND", found[0].field, how, " ".join(row.text for row in found))


def _range_row(node: Range, field: SearchField) -> Row | None:
    if field.sort is Sort.DAY:
        if node.low is not None and node.high is None:
            return Row("AND", field.code, FROM, _day(node.low))
        if node.low is None and node.high is not None:
            return Row("AND", field.code, TO, _day(node.high))
        return _days_row(node, field)
    if node.low is not None and node.low == node.high:
        return Row("AND", field.code, IS, str(node.low))
    if node.low is not None and node.high is None:
        return Row("AND", field.code, FROM, str(node.low))
    return Row("AND", field.code, TO, str(node.high)) if node.low is None and node.high is not None else None


def _days_row(node: Range, field: SearchField) -> Row | None:
    """A whole year, a whole month or one day; a stretch of another length takes two rows."""
    from zhichan.core.search.language.days import days_meant

    if node.low is None or node.high is None:
        return None
    day = _day(node.low)
    meant = (day[:4], day[:7], day)
    said = next((one for one in meant if days_meant(one) == (node.low, node.high)), None)
    return Row("AND", field.code, IS, said) if said else None


def _day(value: int) -> str:
    return f"{value // 10000:04d}-{value // 100 % 100:02d}-{value % 100:02d}"


def _code(fields: tuple[str, ...], collection: Collection) -> str | None:
    if fields == collection.general:
        return ""
    if len(fields) == 1:
        return collection.by_name[fields[0]].code
    return next((name.split("|")[0] for name, some in collection.several.items() if some == fields), None)
