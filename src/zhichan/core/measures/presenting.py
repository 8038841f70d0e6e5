"""A figure in the words that the console and the API share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from zhichan.core.measures.computing import Figure, PartFigure


def figure_values(figure: Figure) -> dict[str, Any]:
    """Plain values by name; numbers as text, so that nothing is rounded on the way."""
    counted = figure.counted
    return {
        "measure": figure.measure.name,
        "region": figure.asked.region,
        "options": dict(figure.asked.options),
        "value": exact(figure.value),
        "is_lower_bound": counted.is_lower_bound,
        "unit": str(figure.measure.unit),
        "numerator": figure.numerator,
        "denominator": exact(figure.denominator),
        "denominator_source": counted.divisor.source if counted.divisor else None,
        "as_of": figure.asked.on.isoformat(),
        "known_at": figure.asked.known_at.isoformat(),
        "coverage": exact(counted.coverage),
        "rows_digest": figure.rows_digest,
        "missing": counted.missing or None,
        "notes": list(counted.notes),
        "parts": [part_values(part) for part in figure.parts],
    }


def part_values(part: PartFigure) -> dict[str, Any]:
    return {
        "name": part.name,
        "label": part.label,
        "count": part.count,
        "coverage": exact(part.coverage),
        "note": part.note,
    }


def exact(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
