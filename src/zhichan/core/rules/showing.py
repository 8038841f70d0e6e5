"""A result as people read it (结果的显示): its facts line by line, and its lists as tables. Pure."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.rules.money import yuan_text
from zhichan.core.rules.parameters import Valued
from zhichan.core.rules.sources import MARK_LABELS, Source
from zhichan.core.rules.wording import aside
from zhichan.core.tables.text import number_text


@dataclass(frozen=True)
class Shown:
    """A list of the result: headings with their look, and for each row its cells. ``is_beside``: it is held
    against the list before it."""

    label: str
    headings: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    is_beside: bool = False

    @property
    def labelled(self) -> list[list[tuple[str, str, str]]]:
        """The rows, each cell with the heading it stands under."""
        return [
            [(*heading, text) for heading, text in zip(self.headings, row, strict=True)] for row in self.rows
        ]


def facts_of(result: Any) -> list[tuple[str, str]]:
    """Label and text of each part of a result that is one value, in order."""
    return [
        (str(one.metadata["label"]), text_of(one, getattr(result, one.name)))
        for one in _fields(result)
        if not _is_table(getattr(result, one.name))
    ]


def tables_of(result: Any) -> list[Shown]:
    """The parts of a result that are lists of records, the empty ones included only as facts. A list that is
    the same as one before it is not shown twice."""
    found, seen = [], []
    for one in _fields(result):
        rows = getattr(result, one.name)
        if _is_table(rows) and rows not in seen:
            seen.append(rows)
            columns = _fields(rows[0])
            found.append(
                Shown(
                    str(one.metadata["label"]),
                    tuple((str(column.metadata["label"]), _look(column)) for column in columns),
                    tuple(
                        tuple(text_of(column, getattr(row, column.name)) for column in columns)
                        for row in rows
                    ),
                    one.metadata.get("is_beside", False),
                )
            )
    return found


def _fields(record: Any) -> list[dataclasses.Field[Any]]:
    return [one for one in dataclasses.fields(record) if one.metadata.get("shown", True)]


def _look(column: dataclasses.Field[Any]) -> str:
    """Amounts and numbers stand at the right and are not broken."""
    return "num nw" if column.metadata["is_number"] else ""


def _is_table(value: Any) -> bool:
    return (
        isinstance(value, tuple)
        and bool(value)
        and dataclasses.is_dataclass(value[0])
        and not isinstance(value[0], Valued)
    )


def text_of(field: dataclasses.Field[Any], value: Any) -> str:
    """One value; ``—`` for what is not known and for an empty list."""
    if value is None or value in ("", ()):
        return "—"
    if choice := dict(field.metadata.get("choices", ())).get(value if isinstance(value, str) else None):
        return str(choice)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, tuple):
        return "、".join(text_of(field, one) for one in value)
    return _plain_text(field.name, value)


def _plain_text(name: str, value: Any) -> str:
    if isinstance(value, Valued):
        return _(value.label)
    if isinstance(value, Source):
        return value.words if value.mark.is_settled else aside(value.words, str(MARK_LABELS[value.mark]))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and name.endswith("_fen"):
        return yuan_text(value)
    return number_text(value) if isinstance(value, int | Decimal) else str(value)
