"""Facets (分面): the values of a filter beside a list, each with how many rows it would give.

A value counts the rows that fit every other condition of the address: choosing one more value of the same
facet adds its rows. Counts are exact. One query for each facet, O(rows) at worst: long lists show their rows
first and fetch the counts afterwards (``is_quick``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.tables.declaration import Filter, Label, Table
from zhichan.core.tables.filters import EMPTY, Applied, narrowed, read_filters
from zhichan.core.tables.paging import COUNT_CAP, TablePage

SHOWN_FIRST = 7
MOST_LINES = 60


@dataclass(frozen=True)
class Line:
    """``count`` None: not counted yet."""

    value: str
    label: Label
    count: int | None
    is_chosen: bool


@dataclass(frozen=True)
class ShownFacet:
    name: str
    label: Label
    lines: Sequence[Line]

    @property
    def first(self) -> Sequence[Line]:
        """The lines in front: the first few, and every chosen one."""
        return [line for at, line in enumerate(self.lines) if at < SHOWN_FIRST or line.is_chosen]

    @property
    def rest(self) -> Sequence[Line]:
        return [line for at, line in enumerate(self.lines) if at >= SHOWN_FIRST and not line.is_chosen]


def facets_of(
    table: Table, actor: Actor, params: Mapping[str, str], rows: QuerySet[Any] | None
) -> list[ShownFacet]:
    """Every facet with its counts over ``rows``, which is narrowed here; None: nothing is counted yet."""
    applied = read_filters(table, actor, params)
    return [
        _counted(own, actor, None if rows is None else narrowed(rows, [o for o in applied if o is not own]))
        for own in applied
        if own.filter.facet
    ]


def is_quick(rows: QuerySet[Any], page: TablePage) -> bool:
    """Whether the counts take no longer than the list: no more rows than are counted for it anyway."""
    if page.is_capped:
        return False
    if not page.facet_filter_count:
        return True
    others = [entry for entry in page.applied if not entry.filter.facet]
    if any(entry.value for entry in others if entry.filter.kind == "text"):
        return False
    wider = narrowed(rows, others).order_by().values("pk")
    return wider[: COUNT_CAP + 1].count() <= COUNT_CAP


def _counted(own: Applied, actor: Actor, rows: QuerySet[Any] | None) -> ShownFacet:
    counts = {} if rows is None else _counts(own.filter, rows)
    words = _words(own, actor, list(counts))
    lines = [
        Line(value, label, None if rows is None else counts.get(value, 0), value in own.values)
        for value, label in words.items()
        if rows is None or counts.get(value) or value in own.values
    ]
    return ShownFacet(own.filter.name, own.filter.label, lines)


def _counts(entry: Filter, rows: QuerySet[Any]) -> dict[str, int]:
    """How many rows have each value, the most frequent first where the values are not a fixed list."""
    found = rows.order_by().values_list(entry.facet).annotate(n=Count("*"))
    if not entry.choices:
        found = found.order_by("-n", entry.facet)[:MOST_LINES]
    return {_value(value): count for value, count in found}


def _value(value: Any) -> str:
    return EMPTY if value in (None, "") else str(value)


def _words(own: Applied, actor: Actor, values: Sequence[str]) -> dict[str, Label]:
    """The values that can be shown, in order, with their words."""
    if own.filter.choices:
        has_empty = EMPTY in values or EMPTY in own.values
        return {str(code): label for code, label in own.choices if code != EMPTY or has_empty}
    wanted = list(dict.fromkeys([*values, *own.values]))
    known = own.filter.labels(actor, wanted) if own.filter.labels else {}
    return {value: known[value] for value in wanted if value in known}
