"""The register of parties as matters look somebody up in it (主体查找)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.matters.parties import MOST_FOUND, FoundParty
from zhichan.core.registers.addresses import row_address
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import holding_at
from zhichan.rooms.registry.models import Party, PartyName, PartyPeriod
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.region import region_names
from zhichan.rooms.registry.naming import party_key
from zhichan.rooms.registry.queries.joins import head_today

_LOOKED_AT = 40
_SHORTEST_CODE = 4
_LAST = chr(0x10FFFF)


@dataclass(frozen=True)
class Parties:
    """Organisations and persons: by the beginning of a name they have or had, or of their code."""

    register: str = PARTIES.name

    def search(self, actor: Actor, words: str, on: date) -> list[FoundParty]:
        """The joined ones by the party they count as. Six queries at most, by the indexes."""
        visible = PARTIES.current(actor)
        if not visible.exists():
            return []
        names = PartyName.objects.filter(_begins("key", party_key(words))).order_by("key", "pk")
        keys = list(dict.fromkeys(names.values_list("party_id", flat=True)[:_LOOKED_AT]))
        code = words.replace(" ", "").upper()
        if len(code) >= _SHORTEST_CODE and code.isascii() and code.isalnum():
            coded = Party.objects.exclude(credit_code="").filter(_begins("credit_code", code))
            keys += list(coded.order_by("credit_code").values_list("pk", flat=True)[:MOST_FOUND])
        rows = {one.pk: one for one in visible.filter(pk__in=keys)}
        heads = {head.pk: head for pk in keys if pk in rows and (head := self._head(rows[pk], actor))}
        return _as_of(list(heads.values())[:MOST_FOUND], on)

    def one(self, actor: Actor, row_id: int, on: date) -> FoundParty | None:
        row = PARTIES.current(actor).filter(pk=row_id).first()
        head = self._head(row, actor) if row else None
        return next(iter(_as_of([head], on)), None) if head else None

    def address(self, row_id: int) -> str:
        return row_address(self.register, row_id)

    def _head(self, row: Party, actor: Actor) -> Party | None:
        if not row.joined_to_id:
            return row
        head: Party | None = PARTIES.current(actor).filter(pk=head_today(row).pk).first()
        return head


def _as_of(rows: list[Party], on: date) -> list[FoundParty]:
    """The parties as they were on a day, as known now; those that were not there yet as they are. Two
    queries."""
    moment = Moment(on, timezone.now())
    periods = {
        one.subject_id: one for one in PartyPeriod.objects.filter(holding_at(moment), subject__in=rows)
    }
    regions = region_names([row.region for row in rows])
    return [_found(row, periods.get(row.pk), regions.get(row.region, "")) for row in rows]


def _found(row: Party, period: PartyPeriod | None, region: str) -> FoundParty:
    then = period or row
    return FoundParty(
        PARTIES.name,
        row.pk,
        row.kind,
        then.name[:200],
        row.credit_code,
        then.address,
        note="" if then.address else region,
    )


def _begins(field: str, text: str) -> Q:
    """Texts of a column that begin so, by its index: SQLite uses none for a pattern."""
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": text})
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + _LAST})


PARTY_BOOK = Parties()
