"""Columns over which SQLite is to look for no index (不用索引的列); it cannot know which index helps."""

from __future__ import annotations

from typing import Any

from django.db.models import Func


class Plain(Func):
    """A column as a plain value: SQLite looks for no index over it."""

    template = "+%(expressions)s"
    arity = 1

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s", **context)
