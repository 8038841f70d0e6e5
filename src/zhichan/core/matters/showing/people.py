"""Who takes part in a matter, as far as the reader may know it (参与人的写法)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhichan.core.matters.models import Participant
from zhichan.core.matters.parties import party_address
from zhichan.core.matters.procedure import Procedure
from zhichan.core.tables.text import Blank

_SHOWN_AHEAD, _SHOWN_BEHIND = 3, 4


@dataclass(frozen=True)
class Contact:
    """One thing known of a participant: what it is, and it."""

    label: str
    text: str


@dataclass(frozen=True)
class Person:
    """A participant in words. ``name`` of a secret one says only that it is kept secret. ``party``: the page
    of the row of a register it was taken from. ``may_follow``: they may be given a code."""

    pk: int
    seat: str
    name: str
    kind: str
    is_secret: bool
    has_left: bool
    contacts: tuple[Contact, ...]
    represents: str
    party: str
    may_follow: bool


def people_of(procedure: Procedure, rows: Sequence[Participant], *, sees_personal: bool) -> list[Person]:
    """Those who take part, seat by seat as the procedure names them, who has left last.

    A secret one is never named here, whoever reads it. ``sees_personal``: numbers and addresses of persons
    are shown whole, else masked.
    """
    by_id = {row.pk: row for row in rows}
    order = {seat.name: n for n, seat in enumerate(procedure.seats)}
    ordered = sorted(rows, key=lambda row: (row.removed_at is not None, order.get(row.seat, 99), row.pk))
    return [_person(procedure, row, by_id, sees_personal) for row in ordered]


def _person(
    procedure: Procedure, row: Participant, by_id: Mapping[int, Participant], sees_personal: bool
) -> Person:
    principal = by_id.get(row.represents_id or 0)
    return Person(
        pk=row.pk,
        seat=seat_text(procedure, row.seat),
        name=shown_name(row),
        kind=row.get_kind_display(),
        is_secret=row.is_secret,
        has_left=row.removed_at is not None,
        contacts=() if row.is_secret else tuple(contacts_of(row, is_whole=sees_personal)),
        represents=shown_name(principal) if principal else "",
        party="" if row.is_secret else party_address(row.register, row.row_id),
        may_follow=row.removed_at is None and procedure.follows(row.seat),
    )


def seat_text(procedure: Procedure, seat: str) -> str:
    """The label of a seat; a seat the procedure does not have as it is written."""
    return next((str(one.label) for one in procedure.seats if one.name == seat), seat)


def shown_name(row: Participant) -> str:
    """The name, or for a secret participant that it is kept secret."""
    return secret_words() if row.is_secret else row.name


def secret_words() -> str:
    return _("身份保密")


def contacts_of(row: Participant, *, is_whole: bool) -> Iterator[Contact]:
    """What is known of a participant beside the name; of a firm its code is public, the rest is not."""
    is_firm = row.kind == Participant.Kind.ORGANISATION
    for label, text, is_public in _told(row, is_firm):
        if text:
            yield Contact(label, text if is_whole or is_public else masked(text))


def _told(row: Participant, is_firm: bool) -> Iterable[tuple[str, str, bool]]:
    yield _("统一社会信用代码") if is_firm else _("证件号"), row.identifier, is_firm
    yield _("电话"), row.phone, False
    yield _("地址"), row.address, is_firm
    yield _("账号"), row.bank_account, False
    yield _("电子邮箱"), row.email, False


def masked(text: str) -> str:
    """A number with its middle hidden, ``130****1234``; anything else, such as an address, withheld."""
    if not re.fullmatch(r"[0-9A-Za-z+()（）\- ]{8,}", text):
        return str(Blank.WITHHELD)
    return f"{text[:_SHOWN_AHEAD]}****{text[-_SHOWN_BEHIND:]}"
