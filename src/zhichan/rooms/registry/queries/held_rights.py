"""Which rights stand under the names of some parties (名下权利), as other rooms ask; whoever may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhichan.core.registers.declaration import Register, all_registers, half_written_batches
from zhichan.rooms.registry.holding import BETWEEN

CHUNK = 500


def held_registers() -> Sequence[Register]:
    """The registers whose rows have holders, by rank."""
    return [one for one in all_registers() if "holder_id" in one.by_name]


def rights_held_by(parties: Sequence[int]) -> Mapping[str, Mapping[int, frozenset[int]]]:
    """The rights in the register today under the name of each party, by register and party.

    First-named ones by the index over holders; the others by a walk over the rights of several holders, once
    however many parties there are.
    """
    return (
        {register.name: _of_register(register, parties) for register in held_registers()} if parties else {}
    )


def _of_register(register: Register, parties: Sequence[int]) -> Mapping[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for pk, holder in _first_named(register, parties):
        found[holder].add(pk)
    wanted = set(parties)
    several = _rows(register).filter(holder_ids__contains=BETWEEN).values_list("pk", "holder_ids")
    for pk, text in several.iterator():
        for holder in wanted & holders_in(text):
            found[holder].add(pk)
    return {party: frozenset(ids) for party, ids in found.items()}


def _first_named(register: Register, parties: Sequence[int]) -> Iterator[tuple[int, int]]:
    for first in range(0, len(parties), CHUNK):
        rows = _rows(register).filter(holder__in=parties[first : first + CHUNK])
        yield from rows.values_list("pk", "holder_id").iterator()


def _rows(register: Register) -> Any:
    rows: Any = register.model._default_manager.filter(is_shown=True)
    return rows.exclude(batch__in=half) if (half := half_written_batches()) else rows


def holders_in(text: str) -> frozenset[int]:
    """The keys of all holders of a right."""
    return frozenset(int(key) for key in text.split(BETWEEN) if key.isdigit())
