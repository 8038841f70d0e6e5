"""How values are written for people: numbers, days, instants, and the four kinds of empty.

Empty is four different things (ARCHITECTURE §3.6): zero is ``0``, unknown is ``—``, not applicable is
不适用, withheld is 不公开. ``None`` means unknown.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from django.utils import timezone
from django.utils.translation import gettext as _

UNKNOWN = "—"


class Blank(Enum):
    """A value that is not there, with the reason; a query puts it where a column would be empty."""

    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    WITHHELD = "withheld"

    def __str__(self) -> str:
        return {
            Blank.UNKNOWN: UNKNOWN,
            Blank.NOT_APPLICABLE: _("不适用"),
            Blank.WITHHELD: _("不公开"),
        }[self]


def number_text(value: Decimal | int | Blank | None) -> str:
    """Thousands separated from four digits; decimals without trailing zeros: ``12,654``, ``4.37``, ``0``."""
    if value is None:
        return UNKNOWN
    if isinstance(value, Blank):
        return str(value)
    if isinstance(value, int):
        return f"{value:,}"
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money_text(yuan: Decimal | int | Blank | None) -> str:
    """An amount in yuan with its two decimals always: ``12,654.00``, ``-0.50``."""
    if yuan is None:
        return UNKNOWN
    return str(yuan) if isinstance(yuan, Blank) else f"{yuan:,.2f}"


def day_text(value: date | Blank | None) -> str:
    """``2024-09-30``."""
    if isinstance(value, datetime):
        return moment_text(value)[:10]
    if isinstance(value, date):
        return value.isoformat()
    return UNKNOWN if value is None else str(value)


def moment_text(value: datetime | Blank | None) -> str:
    """``2024-09-30 10:42`` in the time of the office."""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return UNKNOWN if value is None else str(value)


def size_text(size_bytes: int | None) -> str:
    """``812 B``, ``49.3 kB``, ``1.2 MB``: decimal units, one decimal above bytes."""
    if size_bytes is None:
        return UNKNOWN
    if size_bytes < 1000:
        return f"{size_bytes} B"
    size = Decimal(size_bytes) / 1000
    for unit in ("kB", "MB"):
        if size < 1000:
            return f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
