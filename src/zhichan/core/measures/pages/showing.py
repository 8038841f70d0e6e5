"""What the page of a figure says: the figure in words, the arithmetic, how much of it is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.measures.declaration import Measure
from zhichan.core.measures.models import MeasureRun
from zhichan.core.tables.declaration import Label
from zhichan.core.tables.text import number_text


@dataclass(frozen=True)
class PartLine:
    label: str
    count: int
    coverage: str
    note: str
    url: str


def figure_text(run: MeasureRun, measure: Measure) -> str:
    """``至少 2.04 件/万人``; what is not known is a dash."""
    if run.value is None:
        return number_text(None)
    words = {"value": number_text(run.value), "unit": measure.unit}
    return (_("至少 %(value)s %(unit)s") if run.is_lower_bound else "%(value)s %(unit)s") % words


def arithmetic(run: MeasureRun, measure: Measure) -> str:
    """``343 件 ÷ 78.5 = 4.3694… → 4.37 件/万人``; without a denominator the count alone."""
    count = f"{number_text(run.numerator)} {measure.noun}"
    if run.denominator is None:
        return count
    factor = f" × {measure.factor}" if measure.factor != 1 else ""
    exact = Decimal(run.numerator * measure.factor) / run.denominator
    shown = exact.quantize(Decimal("0.0001"))
    dots = "" if shown == exact else "…"
    quotient = f"{count} ÷ {number_text(run.denominator)}{factor} = {number_text(shown)}{dots}"
    return f"{quotient} → {number_text(run.value)} {measure.unit}"


def percent_text(coverage: Decimal | str | None) -> str:
    """A coverage from 0 to 1 as ``98.76%``; not measured is a dash."""
    return number_text(None) if coverage is None else f"{number_text(Decimal(coverage) * 100)}%"


def signed_text(figure: Decimal | None) -> str:
    """A change with its sign: ``+0.09``, ``−3``, ``0``; what is not known is a dash."""
    if figure is None:
        return number_text(None)
    sign = "+" if figure > 0 else "−" if figure < 0 else ""
    return sign + number_text(abs(figure))


def option_lines(run: MeasureRun, measure: Measure) -> list[tuple[Label, str]]:
    return [
        (option.label, option.shown(run.options[option.name]))
        for option in measure.options
        if option.name in run.options
    ]


def part_lines(run: MeasureRun, rows_url: str) -> Sequence[PartLine]:
    parts: list[dict[str, Any]] = run.parts
    return [
        PartLine(
            part["label"],
            part["count"],
            percent_text(part["coverage"]),
            part["note"],
            f"{rows_url}?part={part['name']}",
        )
        for part in parts
    ]
