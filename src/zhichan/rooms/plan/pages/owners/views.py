"""责任单位动态: by unit, the tasks nothing happens to, since when and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import now, today
from zhichan.core.exports.cells import Cell
from zhichan.core.exports.responses import Format, export_rows
from zhichan.core.exports.sheets import Heading
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.queries.owner_health import IDLE_DAYS, IdleOwner, idle_owners, task_count
from zhichan.rooms.plan.rights import OWNER_HEALTH_VIEW

OFFERED_DAYS = (30, 60, 90, 180)
SHOWN_TASKS = 20


@dataclass(frozen=True)
class IdleUnit:
    """A unit with its idle tasks, the longest idle first. ``more``: those not drawn."""

    unit: Unit
    tasks: Sequence[IdleOwner]

    @property
    def shown(self) -> Sequence[IdleOwner]:
        return self.tasks[:SHOWN_TASKS]

    @property
    def more(self) -> int:
        return max(0, len(self.tasks) - SHOWN_TASKS)


@page(OWNER_HEALTH_VIEW)
def owners(request: HttpRequest) -> HttpResponseBase:
    """``days``: after how many an owner counts as idle; ``format`` exports the same rows."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(one) for one in OFFERED_DAYS} else IDLE_DAYS
    found = idle_owners(now(), days=days)
    if file_format := request.GET.get("format"):
        return _export(found, "xlsx" if file_format == "xlsx" else "csv")
    context = {
        "units": _by_unit(found),
        "count": task_count(found),
        "days": days,
        "offered": OFFERED_DAYS,
        "today": today(),
    }
    return render(request, "plan/owners/owners.html", context)


def _by_unit(found: Sequence[IdleOwner]) -> list[IdleUnit]:
    held: defaultdict[Unit, list[IdleOwner]] = defaultdict(list)
    for one in found:
        held[one.unit].append(one)
    units = [IdleUnit(unit, tasks) for unit, tasks in held.items()]
    return sorted(units, key=lambda one: (-len(one.tasks), one.unit.name))


def _export(found: Sequence[IdleOwner], file_format: Format) -> HttpResponseBase:
    headings = [Heading(word, "@") for word in (_("单位"), _("任务"), _("起"), _("天数"), _("缘由"))]
    rows: Iterable[Sequence[Cell]] = (
        [
            one.unit.name,
            str(one.task),
            one.since,
            one.idle_days(today()),
            "、".join(str(why.label) for why in one.why),
        ]
        for one in found
    )
    return export_rows(_("责任单位动态"), headings, rows, file_format=file_format)
