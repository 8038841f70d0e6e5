"""What people keep that rests on the things of a batch (留存的工作): told when it is undone, not in its way.

Rooms offer who finds it. What stands in the way of undoing, ``resting`` tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from zhichan.core.access.actor import Actor
from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.declaration import Register, all_registers


@dataclass(frozen=True)
class KeptWork:
    """``what``: of which sort, ``count``: how many, ``names``: the first of those that the asker may see."""

    what: str
    count: int
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.what} {self.count:,}" + (f"（{'、'.join(self.names)}）" if self.names else "")


Finder = Callable[[Register, frozenset[int], Actor], Iterable[KeptWork]]
_FINDERS: dict[str, Finder] = {}


def offer_kept_work(room: str, finder: Finder) -> None:
    """Let a room tell what it keeps that rests on some rows of a register; called once at start-up."""
    _FINDERS[room] = finder


def kept_work_on(batch: ImportBatch, actor: Actor) -> list[KeptWork]:
    """What is kept that rests on the things a batch brought in. O(rows of the batch and all that is kept)."""
    found: list[KeptWork] = []
    for register in all_registers():
        rows: Any = register.model._default_manager.filter(batch=batch)
        if born := frozenset(rows.values_list("pk", flat=True)):
            found += [one for finder in _FINDERS.values() for one in finder(register, born, actor)]
    return [one for one in found if one.count]
