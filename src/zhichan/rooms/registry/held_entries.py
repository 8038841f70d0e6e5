"""Holders of a right entered by hand: names become parties as in an import, an address tells the region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from zhichan.core.access.actor import Actor
from zhichan.core.registers.actions.record import Entry, record_rows
from zhichan.core.registers.moments import BEGINNING
from zhichan.rooms.registry.holding import BETWEEN
from zhichan.rooms.registry.naming import is_person, party_key
from zhichan.rooms.registry.number_kinds import is_key
from zhichan.rooms.registry.places import known_places


def with_parties(entry: Entry, row: Any, by: Actor, at: datetime) -> Mapping[str, Any]:
    """The values with a party for each holder, and for a new row the region that its address names.

    A name that nobody bears founds a party with the source of the entry; whether it is another one is asked
    once the entry is stored.
    """
    values = dict(entry.values)
    if holders := values.get("holder_ids"):
        values["holder_ids"] = _keys(holders.split(BETWEEN), entry, by, at)
    if row is None and values.get("address") and not values.get("region"):
        values["region"] = known_places().region_of(values["address"])
    return values


def _keys(holders: Sequence[str], entry: Entry, by: Actor, at: datetime) -> str:
    """Names that an entry before this one has founded by now are found."""
    from zhichan.rooms.registry.intakes.names import party_of_name

    names = {one: None if is_key(one) else party_of_name(one) for one in holders}
    new = {party_key(one): one for one, found in names.items() if found is None and not is_key(one)}
    made = dict(zip(new, _founded(list(new.values()), entry, by, at), strict=True))
    found = (one if is_key(one) else names[one] or made[party_key(one)] for one in holders)
    return BETWEEN.join(dict.fromkeys(map(str, found)))


def _founded(names: Sequence[str], entry: Entry, by: Actor, at: datetime) -> list[int]:
    from zhichan.rooms.registry.jobs import resolve_new
    from zhichan.rooms.registry.models.party import PARTIES, Kind

    if not names:
        return []
    kinds = {name: Kind.PERSON if is_person(name) else Kind.ORGANISATION for name in names}
    entries = [
        replace(entry, values={"name": name, "kind": kind}, effective_on=BEGINNING, owner_unit_id=None)
        for name, kind in kinds.items()
    ]
    rows = record_rows(PARTIES, entries, by=by, at=at)
    transaction.on_commit(lambda: resolve_new.enqueue())
    return [row.pk for row in rows]
