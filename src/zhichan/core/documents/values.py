"""Values as a document prints them (取值): by their type, and only what a template may be given.

A template gets words, tuples of words, and rows with words in them: nothing it could call.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.documents.definition import Definition
from zhichan.core.documents.fields import Column, Field, FieldType
from zhichan.core.documents.figures import (
    money_in_capitals,
    official_date,
    official_instant,
    official_money,
)
from zhichan.core.documents.grammar import CAPITALS, IS_DRAFT
from zhichan.core.documents.head import ISSUED_ON, NUMBER, head_fields
from zhichan.core.errors import InvalidInput

LONGEST_TEXT = 50_000
MOST_ITEMS = 500
BLANK_DATE = "\u3000\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"
_NEW_PARAGRAPH = "\a"
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_BREAKS = re.compile(r"\s*\n\s*")
Printed = str | bool | tuple[str, ...] | tuple[SimpleNamespace, ...]


class Items(tuple[str, ...]):
    """A list that may stand in a sentence: its items with 、 between."""

    __slots__ = ()

    def __str__(self) -> str:
        return "、".join(self)


def missing(definition: Definition, values: Mapping[str, object], *, is_draft: bool = False) -> list[Field]:
    """The required fields that have no value yet. A draft has neither number nor day."""
    given_late = {NUMBER, ISSUED_ON} if is_draft else set()
    return [
        field
        for field in (*head_fields(definition), *definition.fields)
        if field.is_required and field.key not in given_late and _is_empty(values.get(field.key))
    ]


def printed(
    definition: Definition, values: Mapping[str, object], *, is_draft: bool = False
) -> dict[str, Printed]:
    """What the template is given, for every field there is: empty where an optional one has no value.

    Raises InvalidInput, naming the fields by their Chinese labels, where one is missing or not of its type,
    and for a value under a name that is no field.
    """
    if lacking := missing(definition, values, is_draft=is_draft):
        raise InvalidInput(
            _("《%(title)s》还缺：%(fields)s。请补填后再生成。")
            % {"title": definition.title, "fields": "、".join(field.label for field in lacking)},
            code="document_field_missing",
        )
    fields = (*head_fields(definition), *definition.fields)
    if unknown := sorted(set(values) - {field.key for field in fields}):
        raise InvalidInput(
            _("《%(title)s》没有这些填写项：%(names)s。")
            % {"title": definition.title, "names": "、".join(unknown)},
            code="document_field_unknown",
        )
    found: dict[str, Printed] = {IS_DRAFT: is_draft}
    for field in fields:
        value = values.get(field.key)
        found[field.key] = _blank(field, definition) if _is_empty(value) else _of_field(field, value)
        if field.type is FieldType.MONEY:
            found[field.key + CAPITALS] = "" if _is_empty(value) else money_in_capitals(_fen(field, value))
    return found


def _is_empty(value: object) -> bool:
    return value is None or value == "" or value == () or value == []


def _blank(field: Field, definition: Definition) -> Printed:
    if field.key == ISSUED_ON:
        return BLANK_DATE
    if field.key == NUMBER and definition.number:
        return definition.number.blank()
    if field.type is FieldType.LIST:
        return Items()
    return () if field.type is FieldType.TABLE else ""


def _of_field(field: Field, value: object) -> Printed:
    match field.type:
        case FieldType.YES_NO:
            if not isinstance(value, bool):
                raise _refused(field)
            return value
        case FieldType.LIST:
            return Items(_line(field, item) for item in _several(field, value))
        case FieldType.TABLE:
            return tuple(_row(field, row) for row in _several(field, value))
        case FieldType.CHOICE:
            if value not in field.choices:
                raise _refused(field, "、".join(field.choices))
            return str(value)
        case _:
            return _words(field, value)


def _row(field: Field, row: object) -> SimpleNamespace:
    if not isinstance(row, Mapping) or set(row) - {column.key for column in field.columns}:
        raise _refused(field, "、".join(column.label for column in field.columns))
    cells = {column.key: row.get(column.key) for column in field.columns}
    return SimpleNamespace(
        **{
            column.key: "" if _is_empty(cells[column.key]) else _words(column, cells[column.key])
            for column in field.columns
        }
    )


def _words(one: Field | Column, value: object) -> str:
    """A single value as it is printed."""
    match one.type:
        case FieldType.DAY:
            if not isinstance(value, date) or isinstance(value, datetime):
                raise _refused(one)
            return official_date(value)
        case FieldType.INSTANT:
            if not isinstance(value, datetime):
                raise _refused(one)
            return official_instant(value)
        case FieldType.MONEY:
            return official_money(_fen(one, value))
        case FieldType.NUMBER:
            if isinstance(value, bool) or not isinstance(value, int | str):
                raise _refused(one)
            return str(value)
        case FieldType.LONG_TEXT:
            return _BREAKS.sub(_NEW_PARAGRAPH, _clean(one, value).strip())
        case _:
            return _line(one, value)


def _line(one: Field | Column, value: object) -> str:
    return _BREAKS.sub(" ", _clean(one, value).strip())


def _clean(one: Field | Column, value: object) -> str:
    """Text without control characters, which would be taken for breaks of pages or break the file."""
    if not isinstance(value, str):
        raise _refused(one)
    if len(value) > LONGEST_TEXT:
        raise InvalidInput(
            _("“%(field)s”超过 %(limit)d 字，放不进文书。请改为附件。")
            % {"field": one.label, "limit": LONGEST_TEXT},
            code="document_field_length",
        )
    return _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).replace("\t", " ")


def _several(field: Field, value: object) -> Sequence[Any]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise _refused(field)
    items = tuple(value)
    if len(items) > MOST_ITEMS:
        raise InvalidInput(
            _("“%(field)s”超过 %(limit)d 项，放不进文书。请改为附件。")
            % {"field": field.label, "limit": MOST_ITEMS},
            code="document_field_length",
        )
    return items


def _fen(one: Field | Column, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _refused(one)
    return value


def _refused(one: Field | Column, allowed: str = "") -> InvalidInput:
    message = (
        _("“%(field)s”只能是：%(allowed)s。") % {"field": one.label, "allowed": allowed}
        if allowed
        else _("“%(field)s”的值不合要求，请重新填写。") % {"field": one.label}
    )
    return InvalidInput(message, code="document_field_value", field=one.label)
