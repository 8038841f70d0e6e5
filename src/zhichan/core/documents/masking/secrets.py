"""What is known of people (个人信息): every value that says something of somebody, and of whom.

Whether somebody is a natural person is judged by what is known: a credit code is an organisation's or a
registered business's; without one the name tells, and what could be either counts as a person's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from zhichan.core.documents.definition import Definition
from zhichan.core.documents.fields import PERSONAL, Column, Field, FieldType, Whose
from zhichan.core.documents.masking.spelling import key_of
from zhichan.core.documents.masking.treating import is_person_name

NUMERIC = frozenset({FieldType.ID_NO, FieldType.PHONE, FieldType.BANK_NO, FieldType.CREDIT_CODE})
_SHORTEST_NUMBER, _SHORTEST_WORDS = 5, 2
_NAMES = (FieldType.NAME, FieldType.PERSON)
_OF_SEATS = {
    "party": Whose.PARTY,
    "respondent": Whose.PARTY,
    "requester": Whose.REQUESTER,
    "reporter": Whose.REPORTER,
    "complainant": Whose.REPORTER,
    "witness": Whose.WITNESS,
}
_ATTRIBUTES = {
    "name": FieldType.NAME,
    "credit_code": FieldType.CREDIT_CODE,
    "id_no": FieldType.ID_NO,
    "phone": FieldType.PHONE,
    "email": FieldType.EMAIL,
    "bank_account": FieldType.BANK_NO,
    "address": FieldType.ADDRESS,
}


@dataclass(frozen=True)
class Secret:
    """A value that says something of somebody. ``is_person``: whether of a natural person."""

    value: str
    type: FieldType
    whose: Whose
    is_person: bool = True
    where: str = ""

    @property
    def key(self) -> str:
        return key_of(self.value, as_number=self.type in NUMERIC)

    @property
    def is_long_enough(self) -> bool:
        """Whether it can be looked for in a text without finding it everywhere."""
        return len(self.key) >= (_SHORTEST_NUMBER if self.type in NUMERIC else _SHORTEST_WORDS)


def secrets_of(definition: Definition, values: Mapping[str, object]) -> list[Secret]:
    """Every personal value of a document's fields, of whomever; those of one row speak of one."""
    party_is_person = party_is_natural(definition, values)
    found: list[Secret] = []
    for one in definition.fields:
        value = values.get(one.key)
        if one.type in PERSONAL and isinstance(value, str) and value:
            is_person = judged_person(one, value, party_is_person=party_is_person)
            found.append(Secret(value, one.type, one.whose or Whose.OTHER, is_person, one.label))
        elif one.type is FieldType.TABLE and isinstance(value, Iterable):
            for row in value:
                found += _secrets_of_row(one, row, party_is_person)
    return found


def secrets_of_seat(
    seat: str, attributes: Mapping[str, object], *, is_person: bool, is_secret: bool = False
) -> list[Secret]:
    """What a matter knows of whoever sits in a seat (see ``core.documents.given.seat_values``).

    ``is_secret``: it stands in the matter as a reporter or witness, whatever the seat is called.
    """
    agent = Whose.AGENT if seat.endswith("_agent") else Whose.OTHER
    whose = _OF_SEATS.get(seat, Whose.REPORTER if is_secret else agent)
    if is_secret and whose is not Whose.WITNESS:
        whose = Whose.REPORTER
    return [
        Secret(str(attributes[name]), kind, whose, is_person, seat)
        for name, kind in _ATTRIBUTES.items()
        if attributes.get(name)
    ]


def judged_person(one: Field | Column, value: str, *, party_is_person: bool) -> bool:
    """Whether a value of a field speaks of a natural person."""
    if one.whose is Whose.PARTY:
        return party_is_person
    if one.type is FieldType.CREDIT_CODE or one.whose is Whose.OFFICE:
        return False
    return one.type is not FieldType.NAME or is_person_name(value)


def row_is_person(one: Field, row: Mapping[str, object]) -> bool:
    """Whether a row speaks of a natural person: it has no credit code, and its name is one of a person."""
    for column in one.columns:
        if column.type is FieldType.CREDIT_CODE and row.get(column.key):
            return False
    names = [str(row.get(column.key) or "") for column in one.columns if column.type in _NAMES]
    return all(is_person_name(name) for name in names if name)


def party_is_natural(definition: Definition, values: Mapping[str, object]) -> bool:
    """A party with a credit code is an organisation or a registered business; otherwise its name tells."""
    of_party = [one for one in definition.fields if one.whose is Whose.PARTY and values.get(one.key)]
    if any(one.type is FieldType.CREDIT_CODE for one in of_party):
        return False
    return all(is_person_name(str(values[one.key])) for one in of_party if one.type in _NAMES)


def _secrets_of_row(one: Field, row: Mapping[str, object], party_is_person: bool) -> Iterator[Secret]:
    is_person = row_is_person(one, row)
    for column in one.columns:
        value = row.get(column.key)
        if column.type in PERSONAL and isinstance(value, str) and value:
            whose = column.whose or Whose.OTHER
            judged = party_is_person if whose is Whose.PARTY else is_person
            yield Secret(value, column.type, whose, judged, f"{one.label}·{column.label}")
