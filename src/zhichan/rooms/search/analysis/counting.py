"""What every chart counts with (计数): patents, or families that count once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zhichan.core.charts.specs import Head
from zhichan.core.tables.text import number_text
from zhichan.rooms.search.analysis.declaration import Cell, Options

if TYPE_CHECKING:
    import ibis.expr.types as ir


def counted(table: ir.Table, *keys: str) -> ir.Table:
    """For each value of some columns ``n``, what counts, and ``rows``, how many patents. Largest first,
    equal ones by their keys."""
    grouped = table.group_by(list(keys)).agg(n=table.counted.nunique(), rows=table.id.nunique())
    return grouped.order_by([grouped.n.desc(), *(grouped[key].asc() for key in keys)])


def each(table: ir.Table, column: str, name: str = "value") -> ir.Table:
    """One row for each value of a list; what has none is left out."""
    return table.mutate(**{name: table[column].unnest()})


def cell(found: dict[str, Any], where: str) -> Cell:
    return Cell(int(found["n"]), int(found["rows"]), where)


def unit(options: Options) -> str:
    return _("族") if options.is_by_family else _("件")


def said(number: int, options: Options) -> str:
    """``94 件``."""
    return f"{number_text(number)} {unit(options)}"


def share(part: int, whole: int) -> str:
    """``32%``, of nothing ``0%``; rounded half up."""
    return f"{(200 * part + whole) // (2 * whole) if whole else 0}%"


def head(title: str, options: Options, sentence: str) -> Head:
    return Head(title, unit(options), _("专利登记册"), options.on, sentence)


def holders_code(options: Options) -> str:
    """The field in which holders are asked for as they are counted."""
    return "PAN" if options.has_owners else "PA"
