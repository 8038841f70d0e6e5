"""How often and which way cases went another road than the rule proposed (繁简分流偏离): each figure leads to
its cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, today
from zhichan.core.matters.models import Matter
from zhichan.core.matters.months import beginning_of, month_of, months_back
from zhichan.core.tables.text import UNKNOWN
from zhichan.rooms.protection.forms import CAUSE
from zhichan.rooms.protection.queries.roads import routed_cases
from zhichan.rooms.protection.rights import TRIAGE_VIEW
from zhichan.rooms.protection.triage_drift import Group, Routed, group, grouped

MONTHS = 12
MOST_SHOWN = 200
KEYS: dict[str, Callable[[Routed], str]] = {
    "month": lambda row: str(month_of(row.on)),
    "officer": lambda row: str(row.officer),
    "cause": lambda row: row.cause,
    "way": lambda row: "-".join(row.way),
    "differs": lambda row: "yes" if row.differs else "no",
}
"""What cases are chosen by, as the address says it."""


@dataclass(frozen=True)
class DriftLine:
    """One line of a table; ``cases``, ``differing`` and each of ``ways`` with the address of its cases."""

    label: str
    cases: tuple[int, str]
    differing: tuple[int, str]
    share: str
    ways: tuple[tuple[str, int, str], ...]


@page(TRIAGE_VIEW)
@require_GET
def drift(request: HttpRequest) -> HttpResponse:
    """The last twelve months of the cases one may see, by month, officer and cause; below them the cases."""
    now = today()
    months = months_back(now, MONTHS)
    rows, unproposed = routed_cases(actor_in(request), beginning_of(months[0]), beginning_of(months[-1].next))
    chosen = {name: text for name in KEYS if (text := request.GET.get(name, ""))}
    shown = [row for row in rows if all(KEYS[name](row) == text for name, text in chosen.items())]
    causes = {value: str(words) for value, words in CAUSE.choices}
    names = {str(row.officer): row.name or _("系统") for row in rows}
    context = {
        "first": months[0],
        "last": months[-1],
        "unproposed": unproposed,
        "total": _line("", group("", rows), {}),
        "tables": [
            (_("按月"), _("月份"), _lines(rows, "month", {})),
            (_("按经办"), _("经办"), _lines(rows, "officer", names)),
            (_("按案由"), _("案由"), _lines(rows, "cause", causes)),
        ],
        "chosen": [_said(name, text, names, causes) for name, text in chosen.items()],
        "rows": [_shown(row, causes) for row in shown[:MOST_SHOWN]],
        "count": len(shown),
        "most": MOST_SHOWN,
    }
    return render(request, "protection/drift.html", context)


def _lines(rows: Sequence[Routed], by: str, labels: dict[str, str]) -> list[DriftLine]:
    found = grouped(rows, KEYS[by])
    ordered = reversed(found) if by == "month" else found
    return [_line(labels.get(one.key, one.key) or UNKNOWN, one, {by: one.key}) for one in ordered]


def _line(label: str, one: Group[str], chosen: dict[str, str]) -> DriftLine:
    permille = one.share_permille
    return DriftLine(
        label,
        (one.cases, _address(chosen)),
        (one.differing, _address({**chosen, "differs": "yes"})),
        UNKNOWN if permille is None else f"{permille // 10}.{permille % 10}%",
        tuple(
            (way_text(proposed, taken), n, _address({**chosen, "way": f"{proposed}-{taken}"}))
            for proposed, taken, n in one.ways
        ),
    )


def _address(chosen: dict[str, str]) -> str:
    return f"?{urlencode(chosen)}#cases"


def way_text(proposed: str, taken: str) -> str:
    """``普通程序 → 快办``."""
    words = dict(Matter.Track.choices)
    return f"{words.get(proposed, proposed)} → {words.get(taken, taken)}"


def _said(name: str, text: str, names: dict[str, str], causes: dict[str, str]) -> str:
    """One choice of the address in words."""
    if name == "differs":
        return _("与建议不同") if text == "yes" else _("与建议相同")
    if name == "way":
        proposed, _dash, taken = text.partition("-")
        return way_text(proposed, taken)
    return {"officer": names, "cause": causes}.get(name, {}).get(text, text)


def _shown(row: Routed, causes: dict[str, str]) -> dict[str, Any]:
    words = dict(Matter.Track.choices)
    on: date = row.on
    return {
        "row": row,
        "on": on,
        "cause": causes.get(row.cause, UNKNOWN),
        "proposed": words.get(row.proposed, row.proposed),
        "taken": words.get(row.taken, row.taken),
    }
