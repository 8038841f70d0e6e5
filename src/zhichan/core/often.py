"""Queries that are asked over and over with other values (常问的查询): Django writes their SQL once.

Of what it costs to read the few rows of one matter, the database takes a tenth. The rest is Django putting
together the same words as a moment before: a step does that ten times, the page of a matter fifteen times.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators

Row = TypeVar("Row")
_FIRST_MARK = 32_609
"""Numbers from here on stand for values while the SQL is written: even a small column may hold them, and no
query of the product names them."""
_MOST_BITS = 63


class Often(Generic[Row]):
    """A query with places for values: ``Often(lambda pk: Matter.objects.filter(pk=pk))``, then ``query(7)``.

    ``build`` is called once, with a mark for each value; every value is an ``int``, or of the types that
    ``kinds`` names. What it gives is a query of whole rows or of ``values_list``. A value is a parameter and
    nothing else: none may be None, and a number no column can hold finds nothing.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], kinds: Sequence[type] = (int,)) -> None:
        self._build, self._kinds = build, kinds
        self._written: dict[str, _Written] = {}

    def __call__(self, *values: object) -> list[Row]:
        """The rows as Django would give them. One query."""
        if any(isinstance(one, int) and one.bit_length() > _MOST_BITS for one in values):
            return []
        written = self._written.get(connection.vendor)
        if written is None:
            written = self._written[connection.vendor] = _written(self._build, self._kinds)
        params: list[Any] = [values[one.place] if isinstance(one, _Place) else one for one in written.params]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, params)
            rows = cursor.fetchall()
        return cast("list[Row]", written.read(rows))


@dataclass(frozen=True)
class _Place:
    """Where the value of this number goes."""

    place: int


@dataclass(frozen=True)
class _Written:
    sql: str
    params: list[Any]
    converters: list[tuple[int, list[Any], Any]]
    model: type[Model] | None
    own: slice
    names: list[str]
    related: list[Any]

    def read(self, rows: list[Any]) -> list[Any]:
        if self.converters:
            rows = [list(row) for row in rows]
            for place, functions, expression in self.converters:
                for row in rows:
                    for convert in functions:
                        row[place] = convert(row[place], expression, connection)
        if self.model is None:
            return [tuple(row) for row in rows]
        return [self._object(self.model, row) for row in rows]

    def _object(self, model: type[Model], row: Any) -> Model:
        found = model.from_db(connection.alias, self.names, row[self.own])
        for one in self.related:
            one.populate(row, found)
        return found


def _written(build: Callable[..., QuerySet[Any, Any]], kinds: Sequence[type]) -> _Written:
    marks = [f"\u27e6{n}\u27e7" if kind is str else _FIRST_MARK + n for n, kind in enumerate(kinds)]
    rows = build(*marks)
    compiler = rows.query.get_compiler(connection=connection)
    sql, given = compiler.as_sql()
    params = [_Place(marks.index(one)) if one in marks else one for one in given]
    if {one.place for one in params if isinstance(one, _Place)} != set(range(len(marks))):
        raise TypeError(f"not every value is a parameter of {sql}")
    iterable: Any = rows._iterable_class
    if iterable not in (ModelIterable, ValuesListIterable):
        raise TypeError(f"neither rows nor lists of values: {sql}")
    chosen = [one[0] for one in compiler.select]
    converters = [
        (place, functions, expression)
        for place, (functions, expression) in compiler.get_converters(chosen).items()
    ]
    if iterable is ValuesListIterable:
        return _Written(sql, params, converters, None, slice(0), [], [])
    info: Any = compiler.klass_info
    if compiler.annotation_col_map:
        raise TypeError(f"rows with something besides their columns: {sql}")
    own = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
    names = [one.target.attname for one in chosen[own]]
    populators_of: Any = get_related_populators
    related = populators_of(info, compiler.select, connection.alias)
    return _Written(sql, params, converters, rows.model, own, names, related)
