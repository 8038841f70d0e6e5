"""Answers that hold until their rows change (未变即用): lists, counts and options that many ask for again.

The database itself says whether anything was written since: on SQLite its ``data_version`` (what other
connections wrote) with the rows this connection has changed, on PostgreSQL the snapshot a query would see.
After a write the queries an answer rests on are asked again: where all give what they gave, the answer
still holds, and only where one differs it is made anew. So nothing has to be told what depends on what, and
no answer is older than the data.

Each connection remembers its own last answers. Inside a transaction nothing is remembered: what it wrote
may still be rolled back.

PostgreSQL is asked once for each page and not once for each answer, since that is a query like any other:
what others write while a page is made, the next page shows. As soon as the page itself writes, it asks again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, NamedTuple, TypeVar, cast
from weakref import WeakKeyDictionary

from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

MOST_ANSWERS = 64
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
    """An answer, the state of the database for which it is known to hold, what it rests on (queries, and
    other answers), and the state for which it is known not to hold."""

    answer: Any
    state: Hashable
    rests_on: list[_Query | _Held]
    fails_in: Hashable = None


@dataclass
class _Answers:
    """The last answers of one connection, and what those being made now rest on, the innermost last; and
    while a page is made, the state in which it began, or after its own last write went on."""

    held: OrderedDict[Hashable, _Held] = field(default_factory=OrderedDict)
    making: list[list[_Query | _Held]] = field(default_factory=list)
    is_page: bool = False
    state_of_page: tuple[Any, ...] | None = None

    @contextmanager
    def noting(self, rests_on: list[_Query | _Held]) -> Iterator[None]:
        self.making.append(rests_on)
        try:
            yield
        finally:
            self.making.pop()


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
    held, state = answers.held.get(key), _state_for(this, answers)
    with answers.noting([]):  # what is only asked again is nothing that another answer rests on
        holds = held is not None and _still_holds(this, held, state)
    if held is None or not holds:
        held = _made(this, answers, make, state)
    if answers.making:
        answers.making[-1].append(held)
    answers.held[key] = held
    answers.held.move_to_end(key)
    if len(answers.held) > MOST_ANSWERS:
        answers.held.popitem(last=False)
    return cast(Answer, held.answer)


@contextmanager
def aside() -> Iterator[None]:
    """An answer does not rest on what is read within: that is kept by a mark of its own, which the answer has
    read."""
    answers = _OF_CONNECTION.get(connections[DEFAULT_DB_ALIAS])
    if answers is None or not answers.making:
        yield
        return
    with answers.noting([]):
        yield


def _still_holds(this: BaseDatabaseWrapper, held: _Held, state: Hashable) -> bool:
    """Ask its queries again, unless that was done in this state.

    Where somebody writes meanwhile, perhaps what an early query would now find, the state is another one
    when it is next asked for, since none ever comes back; so this one stands for what was found.
    """
    if state in (held.state, held.fails_in):
        return state == held.state
    holds = all(_is_as_before(this, part, state) for part in held.rests_on)
    if holds:
        held.state = state
    else:
        held.fails_in = state
    return holds


def _is_as_before(this: BaseDatabaseWrapper, part: _Query | _Held, state: Hashable) -> bool:
    if isinstance(part, _Held):
        return _still_holds(this, part, state)
    if part.rows is None:
        return False
    with this.cursor() as cursor:
        cursor.execute(part.sql, part.params)
        return bool(cursor.fetchall() == part.rows)


def _made(this: BaseDatabaseWrapper, answers: _Answers, make: Callable[[], Any], state: Hashable) -> _Held:
    """The answer made anew. Where something is written meanwhile, the next state is another."""
    rests_on: list[_Query | _Held] = []
    with answers.noting(rests_on), _noting(this, answers, rests_on):
        answer = make()
    return _Held(answer, state, rests_on)


@contextmanager
def _noting(this: BaseDatabaseWrapper, answers: _Answers, rests_on: list[_Query | _Held]) -> Iterator[None]:
    """Note the queries of this connection and what they give; those of an answer within are noted there."""

    def note(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        done = execute(sql, params, many, context)
        if sql == _SNAPSHOT or answers.making[-1] is not rests_on:
            return done
        wrapper, rows = context["cursor"], None
        if not many and wrapper.cursor.description and sql.lstrip(" (").startswith("SELECT"):
            first = wrapper.cursor.fetchmany(MOST_ROWS_COMPARED + 1)
            rows = first if len(first) <= MOST_ROWS_COMPARED else None
            wrapper.cursor = _Rewound(wrapper.cursor, first)
        rests_on.append(_Query(sql, params, rows))
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


def _page_begins(environ: dict[str, Any] | None = None, **_signal: object) -> None:
    """From now on one look at PostgreSQL is enough, for a request that is to change nothing."""
    this = connections[DEFAULT_DB_ALIAS]
    if this.vendor != "postgresql":
        return
    answers = _OF_CONNECTION.setdefault(this, _Answers())
    answers.is_page = (environ or {}).get("REQUEST_METHOD") in ("GET", "HEAD")
    answers.state_of_page = None
    if _notice_write not in this.execute_wrappers:
        this.execute_wrappers.insert(0, _notice_write)


def _page_ends(**_signal: object) -> None:
    answers = _OF_CONNECTION.get(connections[DEFAULT_DB_ALIAS])
    if answers:
        answers.is_page, answers.state_of_page = False, None


request_started.connect(_page_begins)
request_finished.connect(_page_ends)


def _notice_write(execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """A page that itself writes, or may have written what is only now committed, looks again."""
    this = context["connection"]
    if this.in_atomic_block or not str(sql).lstrip(" (").startswith("SELECT"):
        answers = _OF_CONNECTION.get(this)
        if answers:
            answers.state_of_page = None
    return execute(sql, params, many, context)


def _state_for(this: BaseDatabaseWrapper, answers: _Answers) -> Hashable:
    """The state an answer is wanted for: that of the page, or where none is made, of now."""
    if not answers.is_page:
        return _state_of(this)
    if answers.state_of_page is None or answers.state_of_page[0] is not this.connection:
        answers.state_of_page = _state_of(this)
    return answers.state_of_page


def _state_of(this: BaseDatabaseWrapper) -> tuple[Any, ...]:
    """What changes whenever the database does, as far as a new query on this connection would see it.

    It holds the connection itself: one that is opened later begins to count anew, and must not pass for it.
    """
    this.ensure_connection()
    bare: Any = this.connection
    if this.vendor == "sqlite":
        return (bare, bare.total_changes, bare.execute("PRAGMA data_version").fetchone()[0])
    with this.cursor() as cursor:
        cursor.execute(_SNAPSHOT)
        return (bare, cursor.fetchone()[0])
