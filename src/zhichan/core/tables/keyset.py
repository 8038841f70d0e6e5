"""Key-set paging (键值翻页): a page begins after the sort key of the last row shown, however deep it lies.

A cursor holds the values of the order's fields and the id of one row, and the position of that row, which
is only shown. Rows that come or go meanwhile neither repeat nor hide others.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput
from zhichan.core.tables.declaration import SortKey

LONGEST_CURSOR = 2_000
_UNREADABLE = (ValueError, TypeError, binascii.Error, ValidationError, OverflowError, RecursionError)


@dataclass(frozen=True)
class Cursor:
    """A place in an order: the key values of a row and its position counted from one."""

    values: tuple[Any, ...]
    position: int

    def __str__(self) -> str:
        content = json.dumps(
            [self.position, *map(_plain, self.values)], ensure_ascii=False, separators=(",", ":")
        )
        return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def _plain(value: Any) -> str | int:
    """A key value in JSON, without loss: instants keep their microseconds, decimals their digits."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)


def cursor_of(row: Any, keys: Sequence[SortKey], position: int) -> Cursor:
    return Cursor(tuple(attrgetter(key.path.replace("__", "."))(row) for key in keys), position)


def read_cursor(text: str, keys: Sequence[SortKey]) -> Cursor:
    """The cursor of an address. Raises InvalidInput for anything that no page of this order has given."""
    try:
        if len(text) > LONGEST_CURSOR:
            raise ValueError(text[:40])
        content = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        position, *values = content
        if not isinstance(position, int) or abs(position) > 10**12 or len(values) != len(keys):
            raise ValueError(text[:40])
        return Cursor(tuple(_value(key, value) for key, value in zip(keys, values, strict=True)), position)
    except _UNREADABLE as error:
        raise InvalidInput(_("这个翻页地址读不懂，请从第一页看起。"), cursor=text[:80]) from error


def _value(key: SortKey, value: object) -> Any:
    if not isinstance(value, str | int) or (isinstance(value, str) and "\x00" in value):
        raise ValueError(value)
    read = key.field.to_python(value)
    if isinstance(read, str):
        read.encode()  # half a character is none
    if isinstance(read, datetime):
        if read.tzinfo is None:
            raise ValueError(value)
        read.astimezone(UTC)  # on the edge of the calendar there is no such instant
    if read is None or (isinstance(read, int) and abs(read) >= 2**63):
        raise ValueError(value)
    return read


def ordered(rows: QuerySet[Any], keys: Sequence[SortKey], *, backwards: bool = False) -> QuerySet[Any]:
    names = [key.order_by for key in keys]
    if backwards:
        names = [name[1:] if name.startswith("-") else f"-{name}" for name in names]
    return rows.order_by(*names)


def beyond(keys: Sequence[SortKey], values: Sequence[Any], *, backwards: bool = False) -> Q:
    """The condition for rows after the key, in the order or against it.

    ``a >= x and (a > x or (a = x and …))``: the first part alone lets the database enter the index.
    """
    key, value = keys[0], values[0]
    step = "lt" if key.descending != backwards else "gt"
    further = Q(**{f"{key.path}__{step}": value})
    if len(keys) == 1:
        return further
    tied = Q(**{key.path: value}) & beyond(keys[1:], values[1:], backwards=backwards)
    return Q(**{f"{key.path}__{step}e": value}) & (further | tied)
