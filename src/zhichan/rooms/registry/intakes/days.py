"""The days of a row (日期), read in the order of day and month that their columns leave open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.registers.importing.lines import Problem
from zhichan.rooms.registry.formats.dates import DateOrder, DateRefused, orders_of, read_date

_SAMPLE = 2_000
_MAY_COME = frozenset({"expires_on"})
"""The days of a row that lie ahead; of all others a file tells once they have come."""
_STARTED = timezone.localdate()
"""No day before this one needs the clock."""
Orders = Mapping[str, frozenset[DateOrder]]


def column_orders(sample: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> Orders:
    """The orders that the first rows of a file leave open for each column."""
    return {
        name: orders_of(values[name] for values in sample[:_SAMPLE] if name in values) for name in columns
    }


def days_of(
    values: Mapping[str, Any], columns: Mapping[str, str], orders: Orders, problems: list[Problem]
) -> dict[str, date]:
    """The days of a row by model field; ``columns``: field of the file to field of the model.

    What cannot be read, or has not come yet, is a problem of the row.
    """
    days: dict[str, date] = {}
    for name, column in columns.items():
        text = values.get(name)
        if not text:
            continue
        day = read_date(text, orders[name])
        if isinstance(day, DateRefused):
            problems.append(Problem(name, text[:60], str(day.reason), _("写成 2024-09-30 这样")))
        elif day > _STARTED and column not in _MAY_COME and day > timezone.localdate():
            problems.append(Problem(name, text[:60], _("这一天还没有到"), _("核对这个日期")))
        else:
            days[column] = day
    return days
