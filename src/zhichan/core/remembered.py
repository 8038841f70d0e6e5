"""Answers that hold until their rows change (未变即用): lists, counts and options that many ask for again.

The database itself says whether anything was written since: on SQLite its ``data_version`` (what other
connections wrote) with the rows this connection has changed, on PostgreSQL the snapshot a query would see.
After a write the queries an answer rests on are asked again: where all give what they gave, the answer
still holds, and only where one differs it is made anew. So nothing has to be told what depends on what, and
no answer is older than the data.

Each connection remembers its own last answers. Inside a transaction nothing is remembered: what it wrote
may still be rolled back.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, NamedTuple, TypeVar, cast
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

MOST_ANSWERS = 32
MOST_ROWS_COMPARED = 2_000
_SNAPSHOT = "SELECT pg_current_snapshot()::text"
Answer = TypeVar("Answer")


class _Query(NamedTuple):
    """A query as it was asked, and the rows it gave; None where they were too many, or it was none."""

    sql: str
    params: Any
    rows: list[Any] | None


@dataclass
class _Held:
    """An answer, the state of the database for which it is known to hold, and the queries it rests on."""

    answer: Any
    state: Hashable
    queries: list[_Query]


@dataclass
class _Answers:
    """The last answers of one connection, and the queries of those being made now, the innermost last."""

    held: OrderedDict[Hashable, _Held] = field(default_factory=OrderedDict)
    making: list[list[_Query]] = field(default_factory=list)


_OF_CONNECTION: WeakKeyDictionary[BaseDatabaseWrapper, _Answers] = WeakKeyDictionary()


def remembered(key: Hashable, make: Callable[[], Answer]) -> Answer:
    """What ``make`` gives; asked again with the same key it is the same object until its rows have changed.

    The answer must not be changed by whoever gets it. ``key`` holds all that the answer depends on besides
    the database: who asks, what for, in which language, on which day.
    """
    this = connections[DEFAULT_DB_ALIAS]
    if this.in_atomic_block or not this.get_autocommit():
        return make()
    answers = _OF_CONNECTION.setdefault(this, _Answers())
    held, state = answers.held.get(key), _state_of(this)
    if held is not None and held.state == state:
        for queries in answers.making:  # whose wrappers did not see these asked
            queries.extend(held.queries)
    elif held is None or not _still_holds(this, held, state):
        held = _made(this, answers, make, state)
    answers.held[key] = held
    answers.held.move_to_end(key)
    if len(answers.held) > MOST_ANSWERS:
        answers.held.popitem(last=False)
    return cast(Answer, held.answer)


def _still_holds(this: BaseDatabaseWrapper, held: _Held, state: Hashable) -> bool:
    """Ask its queries again."""
    if not all(_gives_the_same(this, query) for query in held.queries) or _state_of(this) != state:
        return False
    held.state = state
    return True


def _gives_the_same(this: BaseDatabaseWrapper, query: _Query) -> bool:
    if query.rows is None:
        return False
    with this.cursor() as cursor:
        cursor.execute(query.sql, query.params)
        return bool(cursor.fetchall() == query.rows)


def _made(this: BaseDatabaseWrapper, answers: _Answers, make: Callable[[], Any], state: Hashable) -> _Held:
    """The answer made anew. One during which something was written holds for no state: it is asked again."""
    queries: list[_Query] = []
    answers.making.append(queries)
    try:
        with _noting(this, queries):
            answer = make()
    finally:
        answers.making.pop()
    return _Held(answer, state if _state_of(this) == state else None, queries)


@contextmanager
def _noting(this: BaseDatabaseWrapper, queries: list[_Query]) -> Iterator[None]:
    """Note the queries of this connection and what they give."""

    def note(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        done = execute(sql, params, many, context)
        if sql == _SNAPSHOT:
            return done
        wrapper, rows = context["cursor"], None
        if not many and wrapper.cursor.description and sql.lstrip(" (").startswith("SELECT"):
            first = wrapper.cursor.fetchmany(MOST_ROWS_COMPARED + 1)
            rows = first if len(first) <= MOST_ROWS_COMPARED else None
            wrapper.cursor = _Rewound(wrapper.cursor, first)
        queries.append(_Query(sql, params, rows))
        return done

    with this.execute_wrapper(note):
        yield


class _Rewound:
    """A cursor whose first rows were read already: they come first once more."""

    def __init__(self, cursor: Any, first: list[Any]) -> None:
        self._cursor = cursor
        self._rows = chain(first, iter(cursor.fetchone, None))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def __iter__(self) -> Iterator[Any]:
        return self._rows

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        return list(islice(self._rows, size or self._cursor.arraysize))

    def fetchall(self) -> list[Any]:
        return list(self._rows)


def _state_of(this: BaseDatabaseWrapper) -> Hashable:
    """What changes whenever the database does, as far as a new query on this connection would see it."""
    this.ensure_connection()
    bare: Any = this.connection
    if this.vendor == "sqlite":
        return (id(bare), bare.total_changes, bare.execute("PRAGMA data_version").fetchone()[0])
    with this.cursor() as cursor:
        cursor.execute(_SNAPSHOT)
        return (id(bare), cursor.fetchone()[0])
