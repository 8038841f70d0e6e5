"""Who holds a right, as collections of rights are searched for it (权利人的检索): by the names of today."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from zhichan.core.registers.declaration import Register
from zhichan.rooms.registry.holding import BETWEEN
from zhichan.rooms.registry.models import Party

MOST_WALKED = 20
MOST_JOINED = 20
"""How far a chain of joined parties is followed."""
_BETWEEN_NAMES = re.compile(r"[;；、|\n]+")


def holders_of(row: Any) -> list[int]:
    return [int(key) for key in row.holder_ids.split(BETWEEN) if key.isdigit()]


def names_of(rows: Iterable[Any]) -> dict[int, str]:
    """The names of all holders of some rights. One query."""
    keys = {key for row in rows for key in holders_of(row)}
    return dict(Party.objects.filter(pk__in=keys).values_list("pk", "name"))


def named(row: Any, names: Mapping[int, str]) -> list[str]:
    return [names[key] for key in holders_of(row) if key in names]


def owners_of(rows: Iterable[Any]) -> dict[int, str]:
    """For each holder of some rights the name of the party it was joined to in the end, or its own."""
    return heads_of({key for row in rows for key in holders_of(row)})


def heads_of(ids: Iterable[int]) -> dict[int, str]:
    """For each party the name of the one it was joined to in the end, or its own."""
    heads = Party.objects.in_bulk(list(ids))
    for _step in range(MOST_JOINED):
        further = {one.joined_to_id for one in heads.values() if one.joined_to_id is not None}
        if not further:
            break
        found = Party.objects.in_bulk(further)
        heads = {key: found[one.joined_to_id] if one.joined_to_id else one for key, one in heads.items()}
    return {key: one.name for key, one in heads.items()}


def _with_joined(ids: Iterable[int]) -> set[int]:
    """These parties and all that were joined to them, step by step: they bear the name of the last one."""
    found, newest = set(ids), set(ids)
    for _step in range(MOST_JOINED):
        newest = set(Party.objects.filter(joined_to__in=newest).values_list("pk", flat=True)) - found
        if not newest:
            break
        found |= newest
    return found


def rights_of_parties(register: Register) -> Callable[[Sequence[int]], Iterable[int]]:
    """The rights that one of some parties holds: a name that changed stands on them.

    Of others than the first-named holder only where few names changed: that is a walk through all rights.
    """

    def rights(ids: Sequence[int]) -> Iterable[int]:
        rows: Any = register.model._default_manager
        ids = sorted(_with_joined(ids))
        found = set(rows.filter(holder__in=ids).values_list("pk", flat=True))
        if len(ids) <= MOST_WALKED:
            also = reduce(or_, (Q(holder_ids__contains=f"{BETWEEN}{key}") for key in ids))
            wanted = {str(key) for key in ids}
            walked = rows.filter(also).values_list("pk", "holder_ids")
            found |= {pk for pk, holders in walked if set(holders.split(BETWEEN)) & wanted}
        return found

    return rights


def parts_of(text: str) -> list[str]:
    """The single names of a text that holds several."""
    return [part.strip() for part in _BETWEEN_NAMES.split(text) if part.strip()]
