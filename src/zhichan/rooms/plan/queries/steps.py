"""The steps of a status machine as a page shows them (办理记录)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from zhichan.rooms.plan.models.steps import StepEvent
from zhichan.rooms.plan.steps import Move


@dataclass(frozen=True)
class StepLine:
    """``event`` carries what its own table adds; ``who`` is empty where the system acted."""

    event: Any
    label: str | Promise
    state: str | Promise
    who: str


def step_lines(
    events: QuerySet[Any], moves: Iterable[Move[Any]], states: Iterable[tuple[str, str | Promise]]
) -> Sequence[StepLine]:
    """The steps, the latest first. One query."""
    labels, words = {move.name: move.label for move in moves}, dict(states)
    rows: Iterable[StepEvent] = events.select_related("recorded_by").order_by("-on", "-pk")
    return [
        StepLine(
            row,
            labels.get(row.move, row.move),
            words.get(row.target, row.target),
            row.recorded_by.name if row.recorded_by else "",
        )
        for row in rows
    ]
