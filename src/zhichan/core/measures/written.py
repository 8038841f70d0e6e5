"""Whether anything that measures read was written since (登记有无变动), so that the past is not asked again.

The figure of a day that is over is another only where something was recorded since. What the measures of a
room rest on is told by a mark: as long as it is the same, nothing was. A room says so where its measures are:

    rest_on("protection", lambda: [newest(MatterEvent, "recorded_at"), recorded_of(Matter)])

In doubt there is no mark, and the figure is computed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any

from django.db.models import Count, Max, Model, QuerySet, Sum

from zhichan.core.audit.models import AuditEvent
from zhichan.core.imports.models import ImportBatch

_NEWEST = 1_000


@dataclass(frozen=True)
class Written:
    """What stands in a table, as far as a change shows in it. ``latest``: the latest instant found in it."""

    what: tuple[object, ...]
    latest: datetime | None


_OF_ROOM: dict[str, Callable[[], Sequence[Written]]] = {}


def rest_on(room: str, told: Callable[[], Sequence[Written]]) -> None:
    """Say what all measures of a room read; called once at start-up. A room that does not is always asked."""
    if room in _OF_ROOM:
        raise ValueError(f"what the measures of {room} rest on was said twice")
    _OF_ROOM[room] = told


def mark_of(room: str, at: datetime) -> str:
    """What the measures of a room rest on, by what was known at ``at``; empty where that cannot be said.

    Ask before computing: what is written meanwhile makes the next mark another. Where something stands in
    the tables that was not known at ``at``, the figure leaves it out, and no mark may hold for it. The
    version of the program belongs to it. A few queries, each by a key or over a small table.
    """
    told = _OF_ROOM.get(room)
    parts = told() if told else ()
    if not parts or any(one.latest is not None and one.latest > at for one in parts):
        return ""
    text = repr([version("zhichan"), *(one.what for one in parts)])
    return hashlib.sha256(text.encode()).hexdigest()


def newest(model: type[Model], instant: str = "") -> Written:
    """The newest rows of a table that is only added to, and the latest of their instants.

    They are counted: of two that write at once, the one with the lower key may be seen later. ``instant`` is
    empty for what counts as it is now, whatever was known.
    """
    rows = model._default_manager.all()
    top = rows.aggregate(top=Max("pk"))["top"] or 0
    some = rows.filter(pk__gt=top - _NEWEST)
    latest = some.aggregate(latest=Max(instant))["latest"] if instant else None
    return Written((model._meta.label_lower, top, some.count()), latest)


def recorded_of(*models: type[Model]) -> Written:
    """The newest audit events about rows of these tables: every action records one."""
    kinds = sorted(model._meta.label_lower for model in models)
    top = [AuditEvent.objects.filter(subject_kind=kind).aggregate(top=Max("pk"))["top"] for kind in kinds]
    latest = AuditEvent.objects.filter(pk__in=[pk for pk in top if pk]).aggregate(latest=Max("at"))["latest"]
    return Written(("audit", *zip(kinds, top, strict=True)), latest)


def batches_of(ledgers: Sequence[str]) -> Written:
    """How many batches there are in each state: what one wrote counts from its commit until it is undone."""
    rows = (
        ImportBatch.objects.filter(ledger__in=ledgers).order_by("ledger", "state").values("ledger", "state")
    )
    instants = ("decided_at", "known_at", "undone_at")
    found: list[Any] = list(rows.annotate(n=Count("pk"), **{f"last_{name}": Max(name) for name in instants}))
    latest = [one[f"last_{name}"] for one in found for name in instants]
    what = [tuple(map(str, one.values())) for one in found]
    return Written(("batches", *what), max((one for one in latest if one), default=None))


def rows_of(rows: QuerySet[Any]) -> Written:
    """Which rows of some there are, where they are derived anew without an event. O(rows)."""
    found = rows.aggregate(n=Count("pk"), keys=Sum("pk"))
    return Written((rows.model._meta.label_lower, found["n"], found["keys"]), None)
