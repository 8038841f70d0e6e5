"""Watching that every action tells the index what it changed, whichever action it is.

Records are read as each outermost transaction of the product begins and ends: those that differ must have
been noted in between. What the test itself writes is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.transaction import Atomic

from tests.core.search.agreeing import records_of
from zhichan.core.search.collection import Collection, Record, collections
from zhichan.core.search.indexing import touched
from zhichan.core.search.models import SearchChange

State = dict[str, dict[int, Record]]


def state_now() -> State:
    return {one.name: records_of(one) for one in collections()}


def unnoted(
    collection: Collection, before: dict[int, Record], after: dict[int, Record], last: int
) -> set[int]:
    """The records that differ although no change since the ``last`` one touches them."""
    changed = {pk for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk)}
    return (
        changed - set(touched(collection, list(SearchChange.objects.filter(pk__gt=last))))
        if changed
        else set()
    )


@contextmanager
def watched() -> Iterator[None]:
    enter, leave = Atomic.__enter__, Atomic.__exit__
    base = len(connection.savepoint_ids)
    begun: list[tuple[State, int]] = []

    def entering(self: Atomic) -> None:
        is_outermost = self.savepoint and len(connection.savepoint_ids) == base and not begun
        if is_outermost and not connection.needs_rollback:
            last = SearchChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            begun.append((state_now(), last))
        enter(self)

    def leaving(self: Atomic, kind, value, trace) -> None:
        leave(self, kind, value, trace)
        if begun and len(connection.savepoint_ids) == base:
            before, last = begun.pop()
            if kind is None:
                after = state_now()
                for one in collections():
                    lost = unnoted(one, before[one.name], after[one.name], last)
                    assert not lost, f"nobody told the index of {one.name} {sorted(lost)}"

    Atomic.__enter__, Atomic.__exit__ = entering, leaving  # type: ignore[method-assign]
    try:
        yield
    finally:
        Atomic.__enter__, Atomic.__exit__ = enter, leave  # type: ignore[method-assign]
