"""The rows of a list as HTML: built here, since fifty rows of ten cells are 500 template renderings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhichan.core.tables.declaration import Column, link
from zhichan.core.tables.text import UNKNOWN, day_text, moment_text, money_text, number_text

STATES = frozenset({"ok", "warn", "bad", "info", "idle", "done"})


def state_mark(kind: str, label: object) -> SafeString:
    """A status mark, shape and word and colour; kinds as in DESIGN.md §6. Raises ValueError for another."""
    if kind not in STATES:
        raise ValueError(f"no such status kind: {kind!r}")
    return mark_safe(f'<span class="st {kind}">{escape(str(label))}</span>')  # noqa: S308  escaped


def sample_mark(is_sample: bool = True) -> SafeString:
    """The mark 示例 on sample data, nothing on any other."""
    return mark_safe(f'<span class="eg">{escape(_("示例"))}</span>' if is_sample else "")  # noqa: S308


def named_cell(url: str, text: str, *, is_sample: bool) -> SafeString:
    """The first cell of a list: the name as a link, marked where it is sample data."""
    return mark_safe(f"{link(url, text)} {sample_mark(is_sample)}".rstrip())  # noqa: S308  both are safe


def shown(value: Any) -> str:
    """A value as people read it; empty is ``—``."""
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return number_text(value)
    return str(value)


def rows_html(columns: Sequence[Column], rows: Sequence[Any], pick_form: str = "") -> SafeString:
    """``<tr>`` after ``<tr>``: the first cell is the title of the card, each cell names its column.

    ``pick_form``: the form for which each row offers a box to choose it.
    """
    openings = [_opening(column, is_first=index == 0) for index, column in enumerate(columns)]
    pairs = list(zip(openings, columns, strict=True))
    choose, lines = _("选择 %(row)s"), []
    for row in rows:
        cells = "".join(f"{opening}{_content(column, row)}</td>" for opening, column in pairs)
        box = _pick_cell(columns[0], row, pick_form, choose) if pick_form else ""
        lines.append(f"<tr>{box}{cells}</tr>")
    return mark_safe("\n".join(lines))  # noqa: S308  every cell is escaped in _content


def _pick_cell(column: Column, row: Any, form: str, choose: str) -> str:
    label = escape(choose % {"row": shown(column.value(row))})
    return (
        f'<td class="ck"><input type="checkbox" name="pick" value="{row.pk}" form="{escape(form)}" '
        f'aria-label="{label}"></td>'
    )


def _opening(column: Column, *, is_first: bool) -> str:
    css = f"ttl {column.css}".strip() if is_first else column.css
    classes = f' class="{css}"' if css else ""
    return f'<td{classes} data-l="{escape(str(column.label))}">'


def _content(column: Column, row: Any) -> str:
    if column.cell is not None:
        return conditional_escape(column.cell(row))
    value = column.value(row)
    text = escape(money_text(value) if column.kind == "money" else shown(value))
    if column.url is None:
        return text
    return f'<a href="{escape(column.url(row))}">{text}</a>'
