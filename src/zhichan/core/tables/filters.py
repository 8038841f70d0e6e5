"""Ready-made filters (筛选条件) and the reading of filters from an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput
from zhichan.core.tables.declaration import Choices, Filter, Label, Labels, Table

LONGEST_TEXT = 100
MOST_VALUES = 60
BETWEEN, EMPTY = ",", "-"
"""Between the values of a facet in an address; and the value that stands for an empty field."""


def choice_filter(
    name: str, label: Label, field: str, choices: Choices | Callable[[Actor], Choices]
) -> Filter:
    """Rows whose field has the chosen value."""
    offered = choices if callable(choices) else lambda _actor: choices
    return Filter(name, label, lambda rows, value: rows.filter(**{field: value}), choices=offered)


def facet_filter(
    name: str,
    label: Label,
    field: str,
    choices: Choices | None = None,
    *,
    labels: Labels | None = None,
) -> Filter:
    """Rows whose field has one of the chosen values, with the count of each beside the list.

    Without fixed ``choices`` the values are those that are there, in the words of ``labels``.
    """

    def chosen(value: str) -> list[str]:
        return ["" if one == EMPTY else one for one in value.split(BETWEEN)]

    offered = None if choices is None else lambda _actor: choices
    found = facet_of(name, label, field, chosen, labels=labels)
    return replace(found, choices=offered)


def facet_of(
    name: str, label: Label, field: str, chosen: Callable[[str], Sequence[Any]], *, labels: Labels | None
) -> Filter:
    """The same for values that are other than they stand in the address: ``chosen`` gives them."""
    return Filter(
        name,
        label,
        lambda rows, value: with_one_of(rows, field, chosen(value)),
        labels=labels,
        facet=field,
        chosen=chosen,
    )


def with_one_of(rows: QuerySet[Any], field: str, values: Sequence[Any]) -> QuerySet[Any]:
    """The rows whose field has one of the values."""
    return rows.filter(**({field: values[0]} if len(values) == 1 else {f"{field}__in": values}))


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
    def values(self) -> list[str]:
        """The values of a facet one by one; of any other filter the one it has."""
        return (self.value.split(BETWEEN) if self.filter.facet else [self.value]) if self.value else []

    @property
    def value_label(self) -> str:
        """The value as people read it."""
        words = {str(code): str(label) for code, label in self.choices}
        return "、".join(words.get(value, value) for value in self.values)

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
    return [_read(entry, actor, params.get(entry.name, "").strip()) for entry in table.filters]


def _read(entry: Filter, actor: Actor, given: str) -> Applied:
    value = given if entry.facet else given[:LONGEST_TEXT]
    choices = tuple(entry.choices(actor)) if entry.choices else ()
    if value and entry.facet:
        value = BETWEEN.join(dict.fromkeys(filter(None, value.split(BETWEEN)[:MOST_VALUES])))
    values = (value.split(BETWEEN) if entry.facet else [value]) if value else []
    if entry.facet and entry.choices:
        choices = (*choices, (EMPTY, _("未登记")))
    if values and entry.labels and not entry.choices:
        choices = tuple(entry.labels(actor, values).items())
    known = {str(code) for code, _label in choices}
    if (entry.choices or entry.labels) and (strange := [one for one in values if one not in known]):
        raise _unknown(entry, strange[0])
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
