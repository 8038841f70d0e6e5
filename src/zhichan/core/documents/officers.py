"""The officers a document names with the numbers of their certificates (执法人员与执法证号).

Source: 行政处罚法 第五十五条: officers show their certificates; the national forms print the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhichan.core.documents.definition import Definition
from zhichan.core.documents.fields import Column, Field, FieldType, From, Whose


@dataclass(frozen=True)
class Named:
    """An officer with the number beside the name. ``field``: where the number stands."""

    field: str
    name: str
    number: str


def number_fields(definition: Definition) -> tuple[Field, ...]:
    """The fields, tables among them, in which numbers of certificates stand."""
    fields = definition.fields
    return tuple(one for one in fields if _is_number(one) or any(map(_is_number, one.columns)))


def officers_named(definition: Definition, values: Mapping[str, object]) -> Iterator[Named]:
    """Every officer whose number the values tell, in the order of the fields."""
    names = {one.origin.path[0]: one.key for one in definition.fields if _is_member(one, "name")}
    for one in number_fields(definition):
        if one.columns:
            yield from _in_rows(one, values.get(one.key))
        elif _is_member(one, "certificate") and one.origin.path[0] in names:
            name = values.get(names[one.origin.path[0]])
            yield from _named(one.key, name, values.get(one.key))


def _in_rows(one: Field, rows: object) -> Iterator[Named]:
    name = next((column.key for column in one.columns if column.type is FieldType.PERSON), "")
    number = next(column.key for column in one.columns if _is_number(column))
    for row in rows if isinstance(rows, list | tuple) else ():
        yield from _named(one.key, row.get(name), row.get(number))


def _named(field: str, name: object, number: object) -> Iterator[Named]:
    if isinstance(name, str) and isinstance(number, str) and number.strip():
        yield Named(field, name.strip(), number.strip())


def _is_number(one: Field | Column) -> bool:
    return one.type is FieldType.CERTIFICATE and one.whose is Whose.OFFICER


def _is_member(one: Field, what: str) -> bool:
    return one.origin.kind is From.TEAM and one.origin.path[1] == what
