"""Parties of the register as the resolution takes them, and its decisions by party (提问)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.declaration import half_written_batches
from zhichan.rooms.registry.joining.near import Nearness
from zhichan.rooms.registry.models import JoinQuestion, Party, PartyJoin, PartyName
from zhichan.rooms.registry.names import parse_name
from zhichan.rooms.registry.naming import party_key
from zhichan.rooms.registry.resolution import (
    Decision,
    KnownName,
    KnownParty,
    NewName,
    Split,
)

MANY = 5_000  # names of which hardly a known one is not near some

_OWN_KINDS = (
    PartyName.Kind.OFFICIAL,
    PartyName.Kind.SHORT,
    PartyName.Kind.FORMER,
    PartyName.Kind.ENGLISH,
    PartyName.Kind.PRINTED,
)


class Asked(NamedTuple):
    """A party as far as resolution looks at it. ``joined_to_id``: as it stands today."""

    id: int
    name: str
    name_key: str
    english_name: str
    credit_code: str
    region: str
    address: str
    kind: str
    joined_to_id: int | None

    @property
    def is_person(self) -> bool:
        return self.kind == Party.Kind.PERSON

    @property
    def key(self) -> str:
        return self.name_key or party_key(self.name)


def decisions_on(asked: Sequence[Asked], own_batch: int | None = None) -> dict[int, Decision]:
    """What becomes of each party, asked in this order against all others in the register.

    ``own_batch``: the batch being written, whose parties count although it is not committed yet. Reads only;
    the queries do not grow with the parties.
    """
    from zhichan.rooms.registry.resolution.resolving import (
        resolve,  # loaded by whoever resolves, not at start
    )

    new = [_new_name(one) for one in asked]
    known = _known(asked, own_batch)
    found = resolve(new, known, forbidden=splits()).decisions
    return {int(decision.name): decision for decision in found}


def parties_asked(rows: Any) -> list[Asked]:
    """The rows of a query over parties, by key."""
    return [Asked(*row) for row in rows.order_by("pk").values_list(*Asked._fields)]


def splits() -> list[Split]:
    """What persons have taken apart or said to be another: it is not joined again by itself."""
    taken = PartyJoin.objects.exclude(split_event=None).values_list("party__name", "head_id")
    refused = JoinQuestion.objects.filter(
        decision__in=(JoinQuestion.Decision.NEW, JoinQuestion.Decision.OTHER)
    ).values_list("party__name", "candidates__party_id")
    return [Split(name, party=str(head)) for name, head in (*taken, *refused) if head is not None]


def _new_name(one: Asked) -> NewName:
    return NewName(str(one.id), one.name, one.region, one.credit_code, one.address, one.is_person)


def _known(asked: Sequence[Asked], own_batch: int | None) -> list[KnownParty]:
    """The parties near the asked ones: each head with its own names and those of the parties joined to it."""
    wanted = {one.id for one in asked}
    others = Party.objects.filter(is_shown=True)
    if half_written := [pk for pk in half_written_batches() if pk != own_batch]:
        others = others.exclude(batch__in=half_written)
    parties = {one.id: one for one in parties_asked(others) if one.id not in wanted}
    heads = {pk: _head(pk, parties) for pk in parties}
    near = Nearness(parse_name(one.name, one.is_person) for one in asked[:MANY])
    codes = {one.credit_code for one in asked} - {""}
    written = _names(parties)
    found = {
        head
        for pk, head in heads.items()
        if len(asked) >= MANY
        or parties[pk].credit_code in codes
        or any(near.is_near(*name[:2]) for name in written[pk])
    }
    groups: dict[int, list[int]] = defaultdict(list)
    for pk, head in heads.items():
        if head in found:
            groups[head].append(pk)
    # A head that is itself asked about is not known yet, and neither are the parties joined to it.
    return [_known_party(parties[head], groups[head], parties, written) for head in groups if head in parties]


def _head(pk: int, parties: dict[int, Asked]) -> int:
    seen = {pk}
    while (further := parties[pk].joined_to_id) is not None and further not in seen:
        seen.add(further)
        if further not in parties:
            return further
        pk = further
    return pk


def _names(parties: dict[int, Asked]) -> dict[int, list[tuple[str, str, bool]]]:
    """The names of each party: key, as printed, whether it is a former one."""
    found: dict[int, dict[tuple[str, str, bool], None]] = {
        pk: dict.fromkeys(_own_names(one)) for pk, one in parties.items()
    }
    rows = PartyName.objects.filter(party__is_shown=True, kind__in=_OWN_KINDS)
    rows = rows.exclude(given_by__state=ImportBatch.State.UNDONE)
    columns = rows.values_list("party_id", "key", "name", "kind")
    for pk, key, name, kind in columns.iterator(chunk_size=10_000):
        if pk in found:
            found[pk][key, name, kind == PartyName.Kind.FORMER] = None
    return {pk: list(names) for pk, names in found.items()}


def _own_names(one: Asked) -> Iterable[tuple[str, str, bool]]:
    yield one.key, one.name, False
    if one.english_name:
        yield party_key(one.english_name), one.english_name, False


def _known_party(
    head: Asked,
    members: Sequence[int],
    parties: dict[int, Asked],
    written: dict[int, list[tuple[str, str, bool]]],
) -> KnownParty:
    names = tuple(
        KnownName(name, parties[pk].region, parties[pk].address, former, parties[pk].is_person)
        for pk in members
        for _key, name, former in written[pk]
    )
    codes = [parties[pk].credit_code for pk in (head.id, *members) if parties[pk].credit_code]
    return KnownParty(str(head.id), names, codes[0] if codes else "")
