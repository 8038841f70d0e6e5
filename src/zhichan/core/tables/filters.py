"""Ready-made filters (筛选条件) and the reading of filters from an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput
from zhichan.core.tables.declaration import Choices, Filter, Label, Table

LONGEST_TEXT = 100


def choice_filter(
    name: str, label: Label, field: str, choices: Choices | Callable[[Actor], Choices]
) -> Filter:
    """Rows whose field has the chosen value."""
    offered = choices if callable(choices) else lambda _actor: choices
    return Filter(name, label, lambda rows, value: rows.filter(**{field: value}), choices=offered)


def text_filter(name: str, label: Label, fields: Sequence[str]) -> Filter:
    """Rows in which each word of the text stands in one of the fields. O(rows): no index helps."""

    def narrow(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        for word in value.split():
            condition = Q()
            for field in fields:
                condition |= Q(**{f"{field}__icontains": word})
            rows = rows.filter(condition)
        return rows

    return Filter(name, label, narrow, kind="text")


def day_filter(name: str, label: Label, lookup: str) -> Filter:
    """Rows whose day fits: ``day_filter("until", _("到期不晚于"), "deadline_on__lte")``."""
    return Filter(
        name, label, lambda rows, value: rows.filter(**{lookup: date.fromisoformat(value)}), kind="day"
    )


@dataclass(frozen=True)
class Applied:
    """A filter with the value an address gives it, ``""`` for none."""

    filter: Filter
    value: str
    choices: Choices = ()

    @property
    def value_label(self) -> str:
        """The value as people read it."""
        return next((str(label) for code, label in self.choices if str(code) == self.value), self.value)

    @property
    def options_html(self) -> SafeString:
        """The options of its select; built here, because units alone are dozens."""
        lines = []
        for code, label in self.choices:
            chosen = " selected" if str(code) == self.value else ""
            lines.append(f'<option value="{escape(code)}"{chosen}>{escape(label)}</option>')
        return mark_safe("".join(lines))  # noqa: S308  escaped above


def read_filters(table: Table, actor: Actor, params: Mapping[str, str]) -> list[Applied]:
    """Every filter of the table with its value; one query for each filter whose choices come from rows.

    Raises InvalidInput for a value that the filter does not know.
    """
    return [_read(entry, actor, params.get(entry.name, "").strip()[:LONGEST_TEXT]) for entry in table.filters]


def _read(entry: Filter, actor: Actor, value: str) -> Applied:
    choices = tuple(entry.choices(actor)) if entry.choices else ()
    if value and entry.choices and value not in {str(code) for code, _label in choices}:
        raise _unknown(entry, value)
    if value and entry.kind == "day":
        try:
            date.fromisoformat(value)
        except ValueError:
            raise _unknown(entry, value) from None
    return Applied(entry, value.replace("\x00", ""), choices)


def _unknown(entry: Filter, value: str) -> InvalidInput:
    return InvalidInput(
        _("筛选条件“%(label)s”没有“%(value)s”这一项。请去掉这个条件。")
        % {"label": entry.label, "value": value[:40]},
        filter=entry.name,
    )


def narrowed(rows: QuerySet[Any], applied: Sequence[Applied]) -> QuerySet[Any]:
    """Only the rows that fit every filter with a value."""
    for entry in applied:
        if entry.value:
            rows = entry.filter.narrow(rows, entry.value)
    return rows
