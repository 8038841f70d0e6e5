"""What rooms register under names of their own (按名登记): conditions, sweepers, checks, search sources."""

from __future__ import annotations

from typing import TypeVar

Thing = TypeVar("Thing")


class ByName(dict[str, Thing]):
    """The things of one kind by name. A name is given once: the second time stops the start."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind

    def add(self, name: str, thing: Thing) -> None:
        if name in self:
            raise ValueError(f"{self._kind} {name} registered twice")
        self[name] = thing
