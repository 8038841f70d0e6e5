"""Where values come from (预填): what is known of the matter, put into the fields of a document.

given = Given(matter={...}, seats={"party": seat_values(...)}, facts={...}, office={...}, team=[...])
values = prefilled(definition, given)          # what could be filled in; the officer types the rest
stored = as_stored(definition, values)         # for a JSON column
values = from_stored(definition, stored)       # and back
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.documents.definition import Definition
from zhichan.core.documents.fields import Column, Field, FieldType, From
from zhichan.core.documents.head import head_fields
from zhichan.core.errors import InvalidInput

Values = Mapping[str, object]
_YES_NO: dict[object, bool] = {"yes": True, "no": False, True: True, False: False}


@dataclass(frozen=True)
class Given:
    """What is known, by where it comes from (``core.documents.fields.From``).

    ``facts``: what forms of the procedure were given, the latest of each name; a choice as its words, days
    and instants as such or as ISO text. ``seats``: whoever this copy speaks of, by seat. ``team``: the
    officers in order, with name and certificate. ``issued``: by document, the last one's number and days.
    """

    matter: Values = field(default_factory=dict)
    seats: Mapping[str, Values] = field(default_factory=dict)
    facts: Values = field(default_factory=dict)
    office: Values = field(default_factory=dict)
    team: Sequence[Values] = ()
    issued: Mapping[str, Values] = field(default_factory=dict)
    document: Values = field(default_factory=dict)


def seat_values(
    *,
    is_person: bool,
    name: str,
    identifier: str = "",
    address: str = "",
    phone: str = "",
    email: str = "",
    bank_account: str = "",
) -> dict[str, object]:
    """A participant as sources name it; the identifier is an identity number or a credit code."""
    return {
        "name": name,
        "id_no" if is_person else "credit_code": identifier,
        "address": address,
        "phone": phone,
        "email": email,
        "bank_account": bank_account,
    }


def prefilled(definition: Definition, given: Given) -> dict[str, object]:
    """The values that are known and fit their fields. A fact that does not fit is left for the officer."""
    found: dict[str, object] = {}
    for one in (*head_fields(definition), *definition.fields):
        value = _known(one, given)
        if _is_empty(value):
            continue
        try:
            found[one.key] = _read(one, value)
        except (InvalidInput, ValueError, TypeError):
            continue
    return found


def as_stored(definition: Definition, values: Values) -> dict[str, object]:
    """Values for a JSON column: days and instants as ISO text."""
    keys = {one.key for one in (*head_fields(definition), *definition.fields)}
    return {key: _plain(value) for key, value in values.items() if key in keys and value is not None}


def from_stored(definition: Definition, stored: Values) -> dict[str, object]:
    """Values of a JSON column as ``fill`` takes them. Raises InvalidInput, naming the field, for what is no
    value of its type; names of fields that the definition no longer has are left out."""
    fields = {one.key: one for one in (*head_fields(definition), *definition.fields)}
    known = ((key, value) for key, value in stored.items() if key in fields and not _is_empty(value))
    return {key: _read(fields[key], value) for key, value in known}


def taken_out(definition: Definition, values: Values) -> dict[str, object]:
    """The fields left empty on purpose (``""``): nothing is filled in there."""
    return {one.key: "" for one in definition.fields if values.get(one.key) == ""}


def _is_empty(value: object) -> bool:
    return value is None or value == ""


def _known(one: Field, given: Given) -> object:
    path = one.origin.path
    match one.origin.kind:
        case From.MATTER:
            return given.matter.get(path[0])
        case From.SEAT:
            return given.seats.get(path[0], {}).get(path[1])
        case From.FACT:
            return given.facts.get(path[0])
        case From.OFFICE:
            return given.office.get(path[0])
        case From.TEAM:
            nth = int(path[0]) - 1
            return given.team[nth].get(path[1]) if nth < len(given.team) else None
        case From.OFFICERS:
            columns = [column.key for column in one.columns]
            return [{key: member.get(key) for key in columns} for member in given.team] or None
        case From.ISSUED:
            return given.issued.get(path[0], {}).get(path[1])
        case From.DOCUMENT:
            return given.document.get(path[0])
        case _:
            return None


def _read(one: Field | Column, value: object) -> object:
    """A value by the type of its field, from itself or from its stored form."""
    try:
        return _as_type(one, value)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InvalidInput(
            _("“%(field)s”的值不合要求，请重新填写。") % {"field": one.label},
            code="document_field_value",
            field=one.label,
        ) from error


def _as_type(one: Field | Column, value: object) -> object:
    match one.type:
        case FieldType.DAY:
            return date.fromisoformat(value) if isinstance(value, str) else _one_of(value, date)
        case FieldType.INSTANT:
            return datetime.fromisoformat(value) if isinstance(value, str) else _one_of(value, datetime)
        case FieldType.MONEY:
            return int(value) if isinstance(value, str) else _one_of(value, int)
        case FieldType.YES_NO:
            return _YES_NO[value]
        case FieldType.LIST:
            return [str(item) for item in _one_of(value, list, tuple)]
        case FieldType.TABLE if isinstance(one, Field):
            columns = {column.key: column for column in one.columns}
            return [
                {key: _read(columns[key], cell) for key, cell in row.items() if not _is_empty(cell)}
                for row in _one_of(value, list, tuple)
            ]
        case FieldType.CHOICE if isinstance(one, Field):
            if value not in one.choices:
                raise ValueError(value)
            return value
        case FieldType.NUMBER:
            return value if isinstance(value, int) and not isinstance(value, bool) else str(value)
        case _:
            return _one_of(value, str)


def _one_of(value: object, *kinds: type) -> Any:
    is_day_wanted = kinds == (date,)
    if (
        not isinstance(value, kinds)
        or isinstance(value, bool)
        or (is_day_wanted and isinstance(value, datetime))
    ):
        raise TypeError(value)
    return value


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
