"""What a list says of organisations besides their own fields: other names, and membership in a dated list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.actions.record import RECORDED
from zhichan.core.registers.bulk import fresh_ids, insert_rows
from zhichan.core.registers.importing.intake import Said
from zhichan.core.registers.importing.lines import Line
from zhichan.core.registers.moments import BEGINNING, FOREVER, KNOWN_FOREVER
from zhichan.rooms.registry.models.list_membership import (
    ListKind,
    ListMembership,
    ListMembershipEvent,
    ListMembershipPeriod,
)
from zhichan.rooms.registry.models.party import PartyName
from zhichan.rooms.registry.naming import party_key

_UNDONE = ImportBatch.State.UNDONE
Names = dict[tuple[int, str, str], str]
Memberships = dict[tuple[int, str], tuple[str, str]]


def adds(lines: Mapping[int, Line]) -> set[int]:
    """The parties that get a name or a membership they have not. Two queries."""
    return {pk for pk, _key, _kind in _new_names(lines)} | {pk for pk, _item in _new_memberships(lines)}


def says(lines: Mapping[int, Line]) -> Mapping[int, Sequence[Said]]:
    """The names and memberships that lines would add, as people read them. Two queries."""
    found: dict[int, list[Said]] = {}
    for (pk, _key, kind), name in _new_names(lines).items():
        found.setdefault(pk, []).append(Said(PartyName.Kind(kind).label, "", name))
    for (pk, item), (listed, _day) in _new_memberships(lines).items():
        found.setdefault(pk, []).append(Said(listed, "", item))
    return found


def touched(batch: ImportBatch) -> QuerySet[Any]:
    """The parties to which a batch gave a name or a membership, as a query for their keys."""
    members = ListMembership.objects.filter(batch=batch).values("party")
    return PartyName.objects.filter(given_by=batch).values("party").union(members)


def write_names_and_lists(lines: Mapping[int, Line], batch: ImportBatch) -> None:
    """Keep what is new; each belongs to the batch and goes with it. Runs twice to no effect."""
    names = _new_names(lines)
    stale = PartyName.objects.filter(party__in=list(lines), given_by__state=_UNDONE)
    stale.delete()
    PartyName.objects.bulk_create(
        PartyName(party_id=pk, key=key, kind=kind, name=name, given_by=batch)
        for (pk, key, kind), name in names.items()
    )
    if memberships := _new_memberships(lines):
        _enter(memberships, batch)


def _new_names(lines: Mapping[int, Line]) -> Names:
    wanted: Names = {}
    for pk, line in lines.items():
        for kind, name in line.extra["names"]:
            wanted.setdefault((pk, party_key(name), kind), name)
    held = PartyName.objects.filter(party__in=list(lines)).exclude(given_by__state=_UNDONE)
    known = set(held.values_list("party_id", "key", "kind"))
    return {place: name for place, name in wanted.items() if place not in known}


def _new_memberships(lines: Mapping[int, Line]) -> Memberships:
    """List and day by party and item. A membership of an undone batch stands again where a list renews it."""
    wanted: Memberships = {}
    for pk, line in lines.items():
        if told := line.extra.get("list"):
            wanted[pk, told[1]] = (told[0], told[2])
    if not wanted:
        return {}
    held = ListMembership.objects.filter(party__in=[pk for pk, _item in wanted]).exclude(batch__state=_UNDONE)
    known = set(held.values_list("party_id", "item"))
    return {place: told for place, told in wanted.items() if place not in known}


def _enter(memberships: Memberships, batch: ImportBatch) -> None:
    """Rows, events and periods of new memberships, known from when the batch is."""
    known_at = batch.known_at or batch.decided_at or batch.created_at
    kinds = {name: _kind(name) for name, _day in memberships.values()}
    again = _left(memberships, batch, known_at)
    new = [(place, told) for place, told in memberships.items() if place not in again]
    ids = fresh_ids(ListMembership, len(new))
    insert_rows(
        ListMembership,
        ("id", "list_kind", "party", "item", "standard", "expires_on", "is_shown", "is_sample", "source",
         "known_at", "batch"),
        ((pk, kinds[told[0]], place[0], place[1], "", None, True, False, "", known_at, batch.pk)
         for pk, (place, told) in zip(ids, new, strict=True)),
    )  # fmt: skip
    _happened([(pk, told[1]) for pk, (_place, told) in zip(ids, new, strict=True)], batch, known_at)


def _left(memberships: Memberships, batch: ImportBatch, known_at: datetime) -> set[tuple[int, str]]:
    """Those whose batch was undone stand again from this batch on."""
    rows: Any = ListMembership.objects.filter(
        party__in=[pk for pk, _item in memberships], batch__state=_UNDONE
    )
    found = [row for row in rows if (row.party_id, row.item) in memberships]
    ListMembership.objects.filter(pk__in=[row.pk for row in found]).update(is_shown=True, batch=batch)
    _happened([(row.pk, memberships[row.party_id, row.item][1]) for row in found], batch, known_at)
    return {(row.party_id, row.item) for row in found}


def _happened(entered: Sequence[tuple[int, str]], batch: ImportBatch, known_at: datetime) -> None:
    days = [(pk, date.fromisoformat(day) if day else BEGINNING) for pk, day in entered]
    insert_rows(
        ListMembershipEvent,
        ("subject", "code", "values", "effective_on", "known_at", "batch", "source", "note"),
        ((pk, RECORDED, "{}", day, known_at, batch.pk, "", "") for pk, day in days),
    )
    insert_rows(
        ListMembershipPeriod,
        ("subject", "standard", "expires_on", "valid_from", "valid_to", "known_from", "known_to"),
        _periods(days, known_at),
    )


def _periods(days: Iterable[tuple[int, date]], known_at: datetime) -> Iterable[tuple[Any, ...]]:
    return ((pk, "", None, day, FOREVER, known_at, KNOWN_FOREVER) for pk, day in days)


def _kind(name: str) -> int:
    kind, _is_new = ListKind.objects.get_or_create(name=name, defaults={"source": _("导入的名单")})
    return kind.pk
