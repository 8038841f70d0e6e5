"""Answers that hold until something is written (未变即用): lists, counts and options that many ask for again.

The database itself says whether anything was written since: on SQLite its ``data_version`` (what other
connections wrote) with the rows this connection has changed, on PostgreSQL the snapshot a query would see.
So nothing has to be told what depends on what, and no answer is older than the data.

Each connection remembers its own last answers. Inside a transaction nothing is remembered: what it wrote
may still be rolled back.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

MOST_ANSWERS = 32
Answer = TypeVar("Answer")


class _Answers:
    """The last answers of one connection, all of one state of the database."""

    def __init__(self) -> None:
        self.state: Hashable = None
        self.held: OrderedDict[Hashable, Any] = OrderedDict()


_OF_CONNECTION: WeakKeyDictionary[BaseDatabaseWrapper, _Answers] = WeakKeyDictionary()


def remembered(key: Hashable, make: Callable[[], Answer]) -> Answer:
    """What ``make`` gives; asked again with the same key it is the same object until something is written.

    The answer must not be changed by whoever gets it. ``key`` holds all that the answer depends on besides
    the database: who asks, what for, in which language, on which day.
    """
    this = connections[DEFAULT_DB_ALIAS]
    if this.in_atomic_block or not this.get_autocommit():
        return make()
    answers = _OF_CONNECTION.setdefault(this, _Answers())
    state = _state_of(this)
    if answers.state != state:
        answers.state = state
        answers.held.clear()
    if key in answers.held:
        answers.held.move_to_end(key)
        return cast(Answer, answers.held[key])
    answer = make()
    if _state_of(this) == state:
        answers.held[key] = answer
        if len(answers.held) > MOST_ANSWERS:
            answers.held.popitem(last=False)
    return answer


def _state_of(this: BaseDatabaseWrapper) -> Hashable:
    """What changes whenever the database does, as far as a new query on this connection would see it."""
    this.ensure_connection()
    bare: Any = this.connection
    if this.vendor == "sqlite":
        return (id(bare), bare.total_changes, bare.execute("PRAGMA data_version").fetchone()[0])
    with this.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return (id(bare), cursor.fetchone()[0])
