"""Whom a watch is kept over (关注对象): members of dated lists, and all parties that count as one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from zhichan.core.access.actor import Actor
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry.models import ListKind, Party, TrademarkItem
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.queries.held_rights import rights_held_by

MOST_JOINED = 20
ROWS_AT_ONCE = 5_000


def list_names() -> Mapping[int, str]:
    """Every dated list by its key. One query."""
    return dict(ListKind.objects.order_by("name", "pk").values_list("pk", "name"))


def list_members(list_kind_id: int, moment: Moment, actor: Actor) -> Mapping[int, frozenset[str]]:
    """The parties in a list at a moment, each with the projects or certificates it stands there for."""
    periods = periods_at(MEMBERSHIPS, moment, actor).filter(subject__list_kind=list_kind_id)
    found: dict[int, set[str]] = {}
    for party, item in periods.values_list("subject__party_id", "subject__item"):
        found.setdefault(party, set()).update([item] if item else [])
    return {party: frozenset(items) for party, items in found.items()}


def counted_as(parties: Collection[int]) -> Mapping[int, int]:
    """Every party that counts as one of these today, with that one: joined to it, or it to them."""
    found = {pk: pk for pk in parties}
    newest = dict(found)
    for _step in range(MOST_JOINED):
        up: Any = Party.objects.filter(pk__in=newest).exclude(joined_to=None)
        down: Any = Party.objects.filter(joined_to__in=newest)
        pairs = [(head, pk) for pk, head in up.values_list("pk", "joined_to_id")]
        pairs += list(down.values_list("pk", "joined_to_id"))
        newest = {new: found[known] for new, known in pairs if new not in found}
        if not newest:
            break
        found |= newest
    return found


@dataclass(frozen=True)
class ProtectedMark:
    """A mark in force, and whose it is among the parties asked for."""

    pk: int
    title: str
    number: str
    nice_class: str
    party_id: int


def protected_marks(parties: Mapping[int, int]) -> list[ProtectedMark]:
    """The marks in force that some parties hold, alone or with others, by key."""
    held = rights_held_by(sorted(parties)).get("registry.trademark", {})
    owner = {pk: parties[party] for party, pks in held.items() for pk in pks}
    rows = TrademarkItem.objects.filter(pk__in=owner, public_class="in_force").exclude(title="")
    columns = ("pk", "title", "number", "nice_class")
    return [
        ProtectedMark(pk, title, number, nice, owner[pk])
        for pk, title, number, nice in rows.order_by("pk").values_list(*columns)
    ]


def mark_titles(ids: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """Title and class of marks that have a title. One query for each ``ROWS_AT_ONCE``."""
    chosen, found = sorted(ids), dict[int, tuple[str, str]]()
    for start in range(0, len(chosen), ROWS_AT_ONCE):
        rows = TrademarkItem.objects.filter(pk__in=chosen[start : start + ROWS_AT_ONCE]).exclude(title="")
        found |= {pk: (title, nice) for pk, title, nice in rows.values_list("pk", "title", "nice_class")}
    return found
