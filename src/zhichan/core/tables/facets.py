"""Facets (分面): the values of a filter beside a list, each with how many rows it would give.

A value counts the rows that fit every other condition of the address: choosing one more value of the same
facet adds its rows. Counts are exact. One query groups the rows by all facets together, O(rows): long lists
show their rows first and fetch the counts afterwards (``is_quick``).
"""

from __future__ import annotations

from collections import Counter
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
    lines: tuple[Line, ...]

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
    own = [one for one in applied if one.filter.facet]
    if rows is None or not own:
        return [_shown(one, actor, None) for one in own]
    others = narrowed(rows, [one for one in applied if not one.filter.facet])
    counts = _counts(own, others, table.facets_behind)
    return [_shown(one, actor, found) for one, found in zip(own, counts, strict=True)]


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


def _shown(own: Applied, actor: Actor, counted: Mapping[Any, int] | None) -> ShownFacet:
    counts = {} if counted is None else _in_order(own.filter, counted)
    words = _words(own, actor, list(counts))
    lines = [
        Line(value, label, None if counted is None else counts.get(value, 0), value in own.values)
        for value, label in words.items()
        if counted is None or counts.get(value) or value in own.values
    ]
    return ShownFacet(own.filter.name, own.filter.label, tuple(lines))


def _counts(own: Sequence[Applied], rows: QuerySet[Any], behind: Sequence[str]) -> list[Counter[Any]]:
    """For each facet how many rows have each value and fit what is chosen of the other facets. One pass.

    A group of rows that does not fit one facet counts for that one alone, and for none where two refuse it.
    """
    fields = [one.filter.facet for one in own]
    chosen = [_chosen(one) for one in own]
    found: list[Counter[Any]] = [Counter() for _one in own]
    for group in rows.order_by().values_list(*behind, *fields).annotate(n=Count("*")):
        *values, n = group[len(behind) :]
        refusing = [at for at, fit in enumerate(chosen) if fit is not None and _plain(values[at]) not in fit]
        if len(refusing) > 1:
            continue
        for at in refusing or range(len(own)):
            found[at]["" if values[at] is None else values[at]] += n
    return found


def _chosen(one: Applied) -> frozenset[str] | None:
    """The values a row must have one of; None: any will do."""
    if not one.value or one.filter.chosen is None:
        return None
    return frozenset(str(value) for value in one.filter.chosen(one.value))


def _plain(value: Any) -> str | None:
    """A value as ``_chosen`` has it; what the database has none of fits no choice."""
    return None if value is None else str(value)


def _in_order(entry: Filter, counted: Mapping[Any, int]) -> dict[str, int]:
    """By value as the address has it, the most frequent first where the values are not a fixed list."""
    found = list(counted.items())
    if not entry.choices:
        found = sorted(found, key=lambda one: (-one[1], one[0] != "", one[0]))[:MOST_LINES]
    return {EMPTY if value == "" else str(value): count for value, count in found}


def _words(own: Applied, actor: Actor, values: Sequence[str]) -> dict[str, Label]:
    """The values that can be shown, in order, with their words."""
    if own.filter.choices:
        has_empty = EMPTY in values or EMPTY in own.values
        return {str(code): label for code, label in own.choices if code != EMPTY or has_empty}
    wanted = list(dict.fromkeys([*values, *own.values]))
    known = own.filter.labels(actor, wanted) if own.filter.labels else {}
    return {value: known[value] for value in wanted if value in known}
