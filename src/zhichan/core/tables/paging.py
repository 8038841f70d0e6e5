"""One page of a list for one actor: filters and order from the address, rows by key, a capped count."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput
from zhichan.core.remembered import remembered
from zhichan.core.tables.declaration import RESERVED, Column, Label, Order, PickButton, Table
from zhichan.core.tables.filters import Applied, narrowed, read_filters
from zhichan.core.tables.keyset import Cursor, beyond, cursor_of, ordered, read_cursor
from zhichan.core.tables.rendering import rows_html

COUNT_CAP = 10_000
MOST_PICKED = 500
_PLACES = frozenset({"after", "before", "order", "cols"})


@dataclass(frozen=True)
class Chip:
    """A condition in force, with the address without it."""

    label: Label
    value: str
    url_without: str


@dataclass(frozen=True)
class Link:
    label: Label
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class TablePage:
    """What ``tables/table.html`` shows. ``first`` is the position of the first row, counted from one."""

    table: Table
    rows: Sequence[Any]
    first: int
    count: int
    is_capped: bool
    order: Order
    applied: Sequence[Applied]
    params: Mapping[str, str]
    next_cursor: Cursor | None
    previous_cursor: Cursor | None
    columns: Sequence[Column]
    pick_buttons: Sequence[PickButton] = ()

    @cached_property
    def rows_html(self) -> SafeString:
        return rows_html(self.columns, self.rows, self.pick_form)

    @property
    def pick_form(self) -> str:
        """The id of the form that rows are chosen for; none where they cannot be."""
        return f"pick-{self.table.name}" if self.table.pick else ""

    @property
    def spare_columns(self) -> list[Column]:
        """Columns that could be shown and are not."""
        return [column for column in self.table.columns if column not in self.columns]

    @property
    def key_of_toolbar(self) -> Hashable:
        """All that the toolbar shows, in which no row is: it is the same on every page of the list."""
        conditions = tuple((entry.value, entry.choices) for entry in self.applied)
        columns = tuple((column.name, column.label) for column in (*self.columns, *self.spare_columns))
        table = self.table.name, self.table.label, self.table.ledger is None, len(self.columns)
        return table, self.order.name, self.address(), conditions, columns

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def is_filtered(self) -> bool:
        return any(entry.value for entry in self.applied)

    def address(self, **changes: object) -> str:
        """The address of this list with some parameters changed, from its first page on."""
        kept = {
            name: value
            for name, value in self.params.items()
            if value and name not in RESERVED - {"order", "cols"}
        }
        changed = {**kept, **changes}
        return "?" + urlencode({name: value for name, value in changed.items() if value not in (None, "")})

    @property
    def next_url(self) -> str:
        return self.address(after=self.next_cursor) if self.next_cursor else ""

    @property
    def previous_url(self) -> str:
        return self.address(before=self.previous_cursor) if self.previous_cursor else ""

    @property
    def exact_url(self) -> str:
        return self.address(count="exact")

    @property
    def xlsx_url(self) -> str:
        return self.address(format="xlsx")

    @property
    def csv_url(self) -> str:
        return self.address(format="csv")

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(entry.filter.label, entry.value_label, self.address(**{entry.filter.name: None}))
            for entry in self.applied
            if entry.value
        ]

    @property
    def days(self) -> list[Applied]:
        """The conditions that are days; several of them stand in a menu of their own."""
        return [entry for entry in self.applied if entry.filter.kind == "day"]

    @property
    def day_filter_count(self) -> int:
        return sum(bool(entry.value) for entry in self.days)

    @property
    def facet_filter_count(self) -> int:
        return sum(bool(entry.value) for entry in self.applied if entry.filter.facet)

    @property
    def facets_url(self) -> str:
        """The address of the facets alone, with their counts."""
        return self.address(facets="counted")

    @property
    def url_without_facets(self) -> str:
        return self.address(**{entry.filter.name: None for entry in self.applied if entry.filter.facet})

    @property
    def url_unfiltered(self) -> str:
        return self.address(**{entry.filter.name: None for entry in self.applied})

    @cached_property
    def other_params(self) -> list[tuple[str, str]]:
        """Parameters of the address that no control of the toolbar holds."""
        shown = (e.filter.name for e in self.applied if e.filter.kind != "hidden" and not e.filter.facet)
        return self._kept(["order", *shown])

    @cached_property
    def params_beside_facets(self) -> list[tuple[str, str]]:
        return self._kept(entry.filter.name for entry in self.applied if entry.filter.facet)

    @cached_property
    def params_beside_columns(self) -> list[tuple[str, str]]:
        return self._kept(["cols"])

    @cached_property
    def params_beside_picks(self) -> list[tuple[str, str]]:
        return self._kept([])

    @property
    def usual_columns_url(self) -> str:
        """The address with the usual columns again: the empty choice is kept like any other."""
        return f"{self.address(cols=None)}&cols="

    def _kept(self, held: Iterable[str]) -> list[tuple[str, str]]:
        """What a form over some parameters has to carry along: all others, but no place in the pages."""
        gone = (RESERVED - {"order", "cols"}) | frozenset(held)
        return [(name, value) for name, value in self.params.items() if value and name not in gone]


def filtered_rows(
    table: Table, actor: Actor, params: Mapping[str, str], within: QuerySet[Any] | None = None
) -> QuerySet[Any]:
    """All rows the actor may see and the address asks for, in the address's order: for boards and exports."""
    rows = narrowed(_visible(table, actor, within), read_filters(table, actor, params))
    if table.pick and (chosen := params.get("pick")):
        rows = rows.filter(**{f"{table.pick}__in": picked(chosen)})
    return ordered(rows, table.keys_of(table.order_named(params.get("order", ""))))


def picked(text: str) -> list[int]:
    """The rows somebody has chosen on a page. Raises InvalidInput for what is no list of ids."""
    chosen = text.split(",")
    if len(chosen) > MOST_PICKED or not all(
        one.isascii() and one.isdigit() and len(one) < 19 for one in chosen
    ):
        raise InvalidInput(_("选中的行读不懂，请重新选择。"), pick=text[:80])
    return [int(one) for one in chosen]


def _visible(table: Table, actor: Actor, within: QuerySet[Any] | None) -> QuerySet[Any]:
    return table.queryset(actor) if within is None else within


def page_of(
    table: Table,
    actor: Actor,
    params: Mapping[str, str],
    within: QuerySet[Any] | None = None,
    counted: QuerySet[Any] | None = None,
    *,
    count: int | None = None,
    is_least: bool = False,
    columns: Sequence[str] = (),
    key: Hashable = None,
) -> TablePage:
    """One page of the list. Two queries (rows; how many, where one page does not hold all) besides what
    filters, ``queryset`` and ``prepare`` ask.

    ``within`` stands for ``table.queryset(actor)`` where a page has narrowed that by itself already;
    ``counted`` holds the same rows by a way that is quicker to count than to read in order; ``count``: how
    many they are, where the page knows, with ``is_least`` at least so many. ``columns``: the names of those
    to show instead of the usual ones. ``key``: what the rows are found by besides ``params`` and ``actor``;
    with one, how many they are is remembered, and not counted again for the next page.
    Raises InvalidInput for a filter value or a cursor that cannot be read.
    """
    applied = read_filters(table, actor, params)
    matching = narrowed(_visible(table, actor, within), applied)
    order = table.order_named(params.get("order", ""))
    rows, first, has_previous, has_next = _window(table, matching, order, params)
    keys = table.keys_of(order)
    is_all = not has_previous and not has_next
    is_capped = is_least and not is_all
    if is_all:
        count = len(rows)
    elif count is None or (is_capped and params.get("count") == "exact"):
        to_count = matching if counted is None else narrowed(counted, applied)
        asked = (table.name, actor, key, *(item for item in params.items() if item[0] not in _PLACES))
        count, is_capped = _counted(to_count, params, asked if key else None)
    return TablePage(
        table=table,
        rows=table.prepare(rows) if table.prepare else rows,
        first=first,
        count=count,
        is_capped=is_capped,
        order=order,
        applied=applied,
        params=dict(params.items()),
        next_cursor=cursor_of(rows[-1], keys, first + len(rows) - 1) if has_next else None,
        previous_cursor=cursor_of(rows[0], keys, first) if has_previous else None,
        columns=table.columns_named(columns),
        pick_buttons=table.pick_buttons(actor),
    )


def _window(
    table: Table, matching: QuerySet[Any], order: Order, params: Mapping[str, str]
) -> tuple[list[Any], int, bool, bool]:
    """The rows, the position of the first, and whether there are rows before and after."""
    keys, size = table.keys_of(order), table.page_size
    if before := params.get("before"):
        cursor = read_cursor(before, keys)
        backwards = ordered(matching, keys, backwards=True)
        rows = list(backwards.filter(beyond(keys, cursor.values, backwards=True))[: size + 1])
        if len(rows) > size:
            rows = rows[size - 1 :: -1]
            return rows, max(cursor.position - size, 1), True, True
        # The first page is always a whole one, also when rows before the cursor have gone.
    after = params.get("after") if not before else None
    position = 0
    if after:
        cursor = read_cursor(after, keys)
        matching, position = matching.filter(beyond(keys, cursor.values)), max(cursor.position, 0)
    rows = list(ordered(matching, keys)[: size + 1])
    return rows[:size], position + 1, bool(after) and bool(rows), len(rows) > size


def _counted(matching: QuerySet[Any], params: Mapping[str, str], key: Hashable) -> tuple[int, bool]:
    """How many rows match, counted to the cap unless the address wants an exact number; O(rows) then. The
    same for every page with this key.

    Only keys are counted: what the list computes for each row is not computed ten thousand times.
    """
    bare = matching.order_by().values("pk")
    if params.get("count") == "exact":
        count, most = bare.count, None
    else:
        count, most = bare[: COUNT_CAP + 1].count, COUNT_CAP
    found = remembered(("count", key), count) if key else count()
    return (found, False) if most is None or found <= most else (most, True)
