"""What other rooms may ask of parties and dated lists (主体、名录), as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhichan.rooms.registry.models import ListMembership
from zhichan.rooms.registry.models.party import parties_called


@dataclass(frozen=True)
class ListEntry:
    """An entry of a dated list as it stands: ``expires_on`` is its last day, None without one."""

    pk: int
    list_name: str
    party_id: int
    party_name: str
    item: str
    expires_on: date | None

    def __str__(self) -> str:
        return f"{self.list_name}：{self.party_name}{f'（{self.item}）' if self.item else ''}"


def party_called(words: str) -> list[tuple[int, str]]:
    """Id and name of the parties that the words may mean: credit code, exact name or id. One query."""
    return list(parties_called(words).order_by("pk").values_list("pk", "name")[:5])


def list_entries_of(party_id: int) -> list[ListEntry]:
    """The entries of a party that are shown, by list. One query."""
    rows = ListMembership.objects.filter(party_id=party_id, is_shown=True).select_related(
        "list_kind", "party"
    )
    return [
        ListEntry(row.pk, str(row.list_kind), row.party_id, row.party.name, row.item, row.expires_on)
        for row in rows.order_by("list_kind__name", "pk")
    ]
