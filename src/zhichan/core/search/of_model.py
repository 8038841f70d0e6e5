"""Rows of a model as a collection has them (检索库的行): all ids in order, and those that an actor sees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model, QuerySet

from zhichan.core.access.actor import Actor


def ids_of(model: type[Model]) -> Callable[[int, int], Sequence[int]]:
    """Walks all ids in rising order."""

    def ids(after: int, limit: int) -> Sequence[int]:
        rows: QuerySet[Any] = model._default_manager.filter(pk__gt=after)
        return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])

    return ids


def samples_in(model: type[Model]) -> Callable[[], bool]:
    """Whether any row is sample data. Reads the table where none is."""
    return lambda: model._default_manager.filter(is_sample=True).exists()


def seen_of(visible_to: Callable[[Actor], QuerySet[Any]]) -> Callable[[Sequence[int], Actor], set[int]]:
    """Which of some rows the actor may see."""

    def seen(ids: Sequence[int], actor: Actor) -> set[int]:
        return set(visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))

    return seen
