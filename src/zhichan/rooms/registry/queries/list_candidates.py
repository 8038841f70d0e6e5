"""Which parties the chosen rows of a register put into a list (入列对象)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.errors import NotFound
from zhichan.core.registers.declaration import Register, register_named
from zhichan.core.registers.moments import KNOWN_FOREVER
from zhichan.rooms.registry.models import ListMembership, ListMembershipPeriod, ListPlacement, Party
from zhichan.rooms.registry.rights import LIST_VIEW

MOST_ROWS = 500


@dataclass(frozen=True)
class Candidate:
    """One chosen row: its title, the party that is put into the list, None where the row has none, and the
    number that says which right it is for."""

    row_id: int
    title: str
    party: Party | None
    item: str = ""


def register_of_rows(book: str) -> Register:
    """The register whose rows can be chosen: of parties, or of rights with a holder. Raises NotFound."""
    register = register_named(f"registry.{book}")
    if register.model is not Party and not hasattr(register.model, "holder_id"):
        raise NotFound(_("这个登记册的行不能放入名录。"), register=register.name)
    return register


def candidates(register: Register, row_ids: Sequence[int], actor: Actor) -> list[Candidate]:
    """The chosen rows in the order of their numbers. Raises NotFound for a row the actor may not see."""
    wanted = sorted(set(row_ids))
    if register.model is Party:
        rows = register.rows(actor).select_related("joined_to")
    else:
        rows = register.rows(actor).select_related("holder", "holder__joined_to")
    found = {row.pk: row for row in rows.filter(pk__in=wanted)}
    if missing := [pk for pk in wanted if pk not in found]:
        raise NotFound(_("没有找到这条记录。"), row=missing[0])
    return [_candidate(register, found[pk]) for pk in wanted]


def _candidate(register: Register, row: Any) -> Candidate:
    party, item = (row, "") if register.model is Party else (row.holder, _number(register, row))
    head = party and (party.joined_to or party)
    return Candidate(row.pk, register.title(row), head, item)


def _number(register: Register, row: Any) -> str:
    return str(register.by_name["number"].kind.cell(row.number))[:120]


def standing_on(list_kind_id: int, day: date) -> set[tuple[int, str]]:
    """Party and item of those who stand in a list on a day, as known now."""
    periods = ListMembershipPeriod.objects.filter(
        subject__list_kind=list_kind_id, valid_from__lte=day, valid_to__gt=day, known_to=KNOWN_FOREVER
    )
    return set(periods.values_list("subject__party_id", "subject__item"))


def memberships_of(list_kind_id: int, party_ids: Sequence[int]) -> dict[tuple[int, str], ListMembership]:
    """What is kept of these parties in a list, standing or not, by party and item."""
    rows = ListMembership.objects.filter(list_kind=list_kind_id, party__in=party_ids)
    return {(row.party_id, row.item): row for row in rows}


def placements_visible_to(actor: Actor) -> QuerySet[ListPlacement]:
    """What was put into lists together, to those who see lists."""
    found = ListPlacement.objects.select_related("list_kind", "person")
    return found if may(actor, LIST_VIEW) else found.none()
