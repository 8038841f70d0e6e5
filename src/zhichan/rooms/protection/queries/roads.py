"""Which road was proposed to each case and which it took (繁简分流), from the steps that chose it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.matters.models import MatterEvent
from zhichan.core.matters.queries import matters_visible_to
from zhichan.rooms.protection.rule_forms import ROAD, ROAD_REASON
from zhichan.rooms.protection.triage_drift import Routed

PROCEDURE = "penalty_ordinary"
ROUTING = ("assign", "triage")
"""The steps of a case that choose its road; the last of them counts."""
_PROPOSED = "advised__triage__proposed__track"
_COLUMNS = ("matter_id", "seq", "happened_at", _PROPOSED, "values", "person_id", "person__name")


def routed_cases(actor: Actor, since: datetime, until: datetime) -> tuple[list[Routed], int]:
    """The cases the actor may see whose road was chosen within a time, each by its last choice, the latest
    first; and how many more there are for which the rule could propose none.

    Corrections are applied. Four queries or so, O(cases).
    """
    steps = MatterEvent.objects.filter(
        matter__in=matters_visible_to(actor).filter(procedure=PROCEDURE),
        kind=MatterEvent.Kind.MOVED,
        name__in=ROUTING,
        happened_at__gte=since,
        happened_at__lt=until,
    )
    last = {row[0]: row for row in steps.order_by("seq").values_list(*_COLUMNS)}
    matters = _matters(last)
    corrected = _corrections(last)
    rows = [
        _routed(row, matters[pk], corrected) for pk, row in last.items() if row[_COLUMNS.index(_PROPOSED)]
    ]
    return sorted(rows, key=lambda row: (row.on, row.matter), reverse=True), len(last) - len(rows)


def _matters(keys: Iterable[int]) -> dict[int, tuple[str, str, Mapping[str, Any]]]:
    """Number, title and what each was opened with. One query."""
    opened = MatterEvent.objects.filter(matter__in=list(keys), kind=MatterEvent.Kind.OPENED)
    rows: QuerySet[MatterEvent, Any] = opened.values_list(
        "matter_id", "matter__number", "matter__title", "values"
    )
    return {pk: (number, title, values) for pk, number, title, values in rows}


def _corrections(keys: Iterable[int]) -> dict[tuple[int, int], dict[str, Any]]:
    """What was put right of the values of each event, by matter and number. One query."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    rows = MatterEvent.objects.filter(matter__in=list(keys), kind=MatterEvent.Kind.CORRECTED).order_by("seq")
    for matter, values in rows.values_list("matter_id", "values"):
        found.setdefault((matter, int(values["seq"])), {}).update(values.get("values") or {})
    return found


def _routed(
    row: tuple[Any, ...],
    matter: tuple[str, str, Mapping[str, Any]],
    corrected: Mapping[tuple[int, int], Mapping[str, Any]],
) -> Routed:
    pk, seq, happened_at, proposed, values, person, name = row
    number, title, opened = matter
    known = {**values, **corrected.get((pk, seq), {})}
    cause = {**opened, **corrected.get((pk, 1), {})}.get("cause", "")
    return Routed(
        number=number,
        on=timezone.localdate(happened_at),
        proposed=proposed,
        taken=known[ROAD],
        matter=pk,
        title=title,
        officer=person or 0,
        name=name or "",
        cause=cause,
        reason=known.get(ROAD_REASON) or "",
    )
