"""What a document asks for (填写项): its type, where its value comes from, and of whom it speaks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FieldType(StrEnum):
    """What a field takes. The first eight are the kinds that forms of procedures ask for too."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DAY = "day"
    INSTANT = "instant"
    MONEY = "money"
    """In fen; printed in yuan. ``{{ key_capitals }}`` prints it in capitals (大写)."""
    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes_no"
    """For conditions only."""
    LIST = "list"
    TABLE = "table"
    NAME = "name"
    """Of a person or an organisation."""
    PERSON = "person"
    """The name of a natural person."""
    ID_NO = "id_no"
    PHONE = "phone"
    EMAIL = "email"
    BANK_NO = "bank_no"
    ADDRESS = "address"
    CREDIT_CODE = "credit_code"
    CERTIFICATE = "certificate"
    """The number of an officer's certificate (执法证号)."""


PERSONAL = frozenset(
    {
        FieldType.NAME,
        FieldType.PERSON,
        FieldType.ID_NO,
        FieldType.PHONE,
        FieldType.EMAIL,
        FieldType.BANK_NO,
        FieldType.ADDRESS,
        FieldType.CREDIT_CODE,
        FieldType.CERTIFICATE,
    }
)
"""Types that say something of somebody: such a field says of whom, so that public copies can be masked."""


class Whose(StrEnum):
    """Of whom a field speaks."""

    PARTY = "party"
    """The party punished or decided about (当事人、被请求人)."""
    REQUESTER = "requester"
    REPORTER = "reporter"
    """Whoever reported or complained (举报人、投诉人)."""
    WITNESS = "witness"
    AGENT = "agent"
    """Legal representative, agent, receiver, contact (法定代表人、代理人、代收人)."""
    OFFICER = "officer"
    OFFICE = "office"
    OTHER = "other"


class From(StrEnum):
    """Where the value of a field comes from; whoever writes the document may always type another."""

    TYPED = "typed"
    MATTER = "matter"
    """``matter.number``: the matter itself."""
    SEAT = "seat"
    """``seat.party.name``: whoever sits in a seat of the procedure."""
    FACT = "fact"
    """``fact.filed_on``: what a form of the procedure asked for."""
    OFFICE = "office"
    """``office.court``: what the office has set once."""
    TEAM = "team"
    """``team.1.name``: the officers of the case, in order."""
    OFFICERS = "officers"
    """All of them, a row each, for a table with columns ``name`` and ``certificate``."""
    ISSUED = "issued"
    """``issued.penalty_decision.number``: of the last such document of the matter."""
    DOCUMENT = "document"
    """``document.number``: given as the document is issued."""


ATTRIBUTES: dict[From, frozenset[str]] = {
    From.MATTER: frozenset({"number", "title", "opened_on", "received_on", "channel", "unit"}),
    From.SEAT: frozenset(
        {
            *("name", "credit_code", "id_no", "address", "phone", "email", "legal_representative"),
            *("agent", "contact", "position", "relation"),
        }
    ),
    From.OFFICE: frozenset(
        {
            *("name", "code", "address", "phone", "contact", "court", "reconsideration_organ", "police"),
            *("procuratorate", "fine_account", "hearing_place", "committee", "centre", "superior"),
        }
    ),
    From.TEAM: frozenset({"name", "certificate"}),
    From.ISSUED: frozenset({"number", "issued_on", "served_on"}),
    From.DOCUMENT: frozenset({"number", "issued_on"}),
}
"""What may stand last in the source of a field. A fact is named by its form."""


@dataclass(frozen=True)
class Origin:
    """``kind`` and, after the dot, the path in it: ``("party", "name")`` of ``seat.party.name``."""

    kind: From
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ".".join((self.kind, *self.path))


TYPED = Origin(From.TYPED)


@dataclass(frozen=True)
class Column:
    """A column of a field that is a table; ``width`` in parts of all of them."""

    key: str
    label: str
    type: FieldType = FieldType.TEXT
    whose: Whose | None = None
    width: int = 1


@dataclass(frozen=True)
class Field:
    """One thing a document says. ``choices``: the words to choose from, as they are printed."""

    key: str
    label: str
    type: FieldType = FieldType.TEXT
    is_required: bool = True
    origin: Origin = TYPED
    choices: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    whose: Whose | None = None
    sample: str = ""
