"""How far the roads cases took drift from those proposed (繁简分流偏离). Pure: over the rows it is given.

A rule nobody follows is a wrong rule: the report says in which months, by whom and in which cases, and which
way, people decided otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

K = TypeVar("K")
Way = tuple[str, str]
"""From the road that was proposed to the one that was taken."""


@dataclass(frozen=True)
class Routed:
    """One case: the road that was proposed (``triage``) and the one it took; ``on``: when it was decided.

    ``officer``: the key of who decided, ``name`` their name; ``reason``: why it is another than proposed.
    """

    number: str
    on: date
    proposed: str
    taken: str
    matter: int = 0
    title: str = ""
    officer: int = 0
    name: str = ""
    cause: str = ""
    reason: str = ""

    @property
    def differs(self) -> bool:
        return self.proposed != self.taken

    @property
    def month(self) -> date:
        """Its month, by the first day."""
        return self.on.replace(day=1)

    @property
    def way(self) -> Way:
        return self.proposed, self.taken


@dataclass(frozen=True)
class Group(Generic[K]):
    """Cases that are alike (a month, an officer, a cause). ``ways``: how many went from which proposed road
    to which other."""

    key: K
    cases: int
    differing: int
    ways: tuple[tuple[str, str, int], ...]

    @property
    def share_permille(self) -> int | None:
        """Differing cases of a thousand, cut; None without cases."""
        return self.differing * 1000 // self.cases if self.cases else None


def grouped(rows: Iterable[Routed], key: Callable[[Routed], K]) -> tuple[Group[K], ...]:
    """The cases by something, in the order of it. O(rows)."""
    found: dict[K, list[Routed]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return tuple(group(one, found[one]) for one in sorted(found))  # type: ignore[type-var]


def group(key: K, rows: Sequence[Routed]) -> Group[K]:
    """Some cases as one group."""
    ways = Counter(row.way for row in rows if row.differs)
    counted = tuple((*way, n) for way, n in sorted(ways.items()))
    return Group(key, len(rows), ways.total(), counted)
