"""From the names a file prints to parties (归一): found, or made as new ones of the batch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.actions.record import RECORDED
from zhichan.core.registers.bulk import fresh_ids, insert_rows
from zhichan.core.registers.moments import BEGINNING, FOREVER, KNOWN_FOREVER
from zhichan.rooms.registry.joining.settling import settle_batch
from zhichan.rooms.registry.models.party import Kind, Party, PartyEvent, PartyName, PartyPeriod
from zhichan.rooms.registry.naming import is_person, party_key

CHUNK = 5_000
_AT_ONCE = 900
_FULL = (PartyName.Kind.OFFICIAL, PartyName.Kind.PRINTED)
_UNIQUE = (PartyName.Kind.FORMER, PartyName.Kind.ENGLISH)


def party_ids(names: Sequence[str], *, batch: ImportBatch, at: datetime) -> Mapping[str, int]:
    """The party of each name; names never seen before become parties of the batch. Runs twice to no effect.

    Those are resolved at once: joined to the party they surely are, a question where they may be one.
    Three inserts for 5,000 new names, one query for 900 known ones.
    """
    keys = {name: party_key(name) for name in names}
    known = _known(list(dict.fromkeys(keys.values())))
    new: dict[str, str] = {}
    for name, key in keys.items():
        if key not in known:
            new.setdefault(key, name)
    waiting = list(new.items())
    for first in range(0, len(waiting), CHUNK):
        known |= _add(dict(waiting[first : first + CHUNK]), batch, batch.known_at or at)
    settle_batch(batch, at=at)
    return {name: known[key] for name, key in keys.items()}


def parties_of_names(names: Sequence[str]) -> Mapping[str, int]:
    """The parties that printed names find in an import; a name that would found one is left out."""
    keys = {name: party_key(name) for name in names}
    known = _known(list(dict.fromkeys(keys.values())))
    return {name: known[key] for name, key in keys.items() if key in known}


def party_of_name(name: str) -> int | None:
    """The party that a printed name finds in an import; None where it would found one. One query."""
    return parties_of_names([name]).get(name)


def _known(keys: Sequence[str]) -> dict[str, int]:
    """Parties by name; of several that bear it in full the first.

    A former or foreign name finds a party where it is the name of no other. Short names find none, many firms
    share one; nor do other names, which lists give for whole groups.
    """
    sure: dict[str, int] = {}
    likely: dict[str, set[int]] = {}
    for first in range(0, len(keys), _AT_ONCE):
        rows = PartyName.objects.filter(key__in=keys[first : first + _AT_ONCE]).order_by("-pk")
        rows = rows.exclude(given_by__state=ImportBatch.State.UNDONE)
        rows = rows.exclude(party__batch__state=ImportBatch.State.UNDONE, party__is_shown=False)
        for key, party, kind in rows.values_list("key", "party_id", "kind"):
            if kind in _FULL:
                sure[key] = party
            elif kind in _UNIQUE:
                likely.setdefault(key, set()).add(party)
    return {key: min(parties) for key, parties in likely.items() if len(parties) == 1} | sure


@transaction.atomic
def _add(names: Mapping[str, str], batch: ImportBatch, known_at: datetime) -> dict[str, int]:
    ids = dict(zip(names, fresh_ids(Party, len(names)), strict=True))
    common = (known_at, batch.pk)
    insert_rows(
        Party,
        ("id", "kind", "name", "name_key", "credit_code", "english_name", "listed_code", "region", "industry",
         "trade", "address", "is_shown", "is_sample", "source", "known_at", "batch"),
        ((ids[key], Kind.PERSON if is_person(name) else Kind.ORGANISATION, name, key, "", "", "", "", "", "",
          "", True, False, "", *common) for key, name in names.items()),
    )  # fmt: skip
    insert_rows(
        PartyEvent,
        ("subject", "code", "values", "effective_on", "source", "note", "known_at", "batch"),
        ((ids[key], RECORDED, _values(name), BEGINNING, "", "", *common) for key, name in names.items()),
    )
    insert_rows(
        PartyPeriod,
        (
            "subject",
            "name",
            "region",
            "industry",
            "trade",
            "address",
            "valid_from",
            "valid_to",
            "known_from",
            "known_to",
        ),
        (
            (ids[key], name, "", "", "", "", BEGINNING, FOREVER, known_at, KNOWN_FOREVER)
            for key, name in names.items()
        ),
    )
    insert_rows(
        PartyName,
        ("party", "name", "key", "kind"),
        ((ids[key], name, key, PartyName.Kind.PRINTED) for key, name in names.items()),
    )
    return ids


def _values(name: str) -> str:
    """What the first event of a party sets, as events keep it."""
    return json.dumps({"name": name}, ensure_ascii=False)
