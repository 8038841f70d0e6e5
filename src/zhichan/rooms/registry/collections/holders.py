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
_BETWEEN_NAMES = re.compile(r"[;；、|\n]+")


def holders_of(row: Any) -> list[int]:
    return [int(key) for key in row.holder_ids.split(BETWEEN) if key.isdigit()]


def names_of(rows: Iterable[Any]) -> dict[int, str]:
    """The names of all holders of some rights. One query."""
    keys = {key for row in rows for key in holders_of(row)}
    return dict(Party.objects.filter(pk__in=keys).values_list("pk", "name"))


def named(row: Any, names: Mapping[int, str]) -> list[str]:
    return [names[key] for key in holders_of(row) if key in names]


def rights_of_parties(register: Register) -> Callable[[Sequence[int]], Iterable[int]]:
    """The rights that one of some parties holds: a name that changed stands on them.

    Of others than the first-named holder only where few names changed: that is a walk through all rights.
    """

    def rights(ids: Sequence[int]) -> Iterable[int]:
        rows: Any = register.model._default_manager
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
