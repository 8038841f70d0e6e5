"""A register as a collection that is searched (登记册的检索): which rows it has, and who may see them.

What stands here agrees with ``Register.current``: rows in the register today, of batches that are whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, Right, reach_of, units_of
from zhichan.core.registers.declaration import Register, half_written_batches
from zhichan.core.search.collection import EVERYTHING, Scope

READ_AT_ONCE = 500


def scope_by_unit(right: Right) -> Callable[[Actor], Scope]:
    """The scope of those who hold a right everywhere, or over their own units."""

    def scope_for(actor: Actor) -> Scope:
        reach = reach_of(actor, right)
        if reach is None:
            return Scope()
        if reach is Reach.ALL:
            return EVERYTHING
        return Scope(frozenset(map(unit_group, units_of(actor, right))))

    return scope_for


def unit_group(unit_id: int | None) -> str:
    return f"unit:{unit_id}"


def rows_shown(register: Register, ids: Sequence[int]) -> list[Any]:
    """Those of some rows that are in the register today, of batches that are whole."""
    rows: Any = register.model._default_manager.filter(pk__in=ids, is_shown=True)
    return list(rows.exclude(batch__in=half_written_batches()))


def rows_told(register: Register, ids: Sequence[int], actor: Actor) -> list[Any]:
    """Those the actor may see, in the order of the ids."""
    rows = register.current(actor).filter(pk__in=ids).in_bulk()
    return [rows[pk] for pk in ids if pk in rows]


def known_since_of(register: Register) -> Callable[[Sequence[int]], Mapping[int, datetime]]:
    """When the register first came to know each of some rows. A query for every few hundred."""

    def known_since(ids: Sequence[int]) -> Mapping[int, datetime]:
        found: dict[int, datetime] = {}
        for first in range(0, len(ids), READ_AT_ONCE):
            rows: Any = register.model._default_manager.filter(pk__in=ids[first : first + READ_AT_ONCE])
            found |= rows.values_list("pk", "known_at")
        return found

    return known_since


def day_number(day: date | None) -> list[int]:
    """A day as collections keep it: 20240930; nothing for no day."""
    return [day.year * 10_000 + day.month * 100 + day.day] if day else []
