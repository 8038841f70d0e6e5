"""The supervision board (督导): numbers alone, each a link to what it counts for whoever may see that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.rights import Reach, may, reach_of, units_of
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.models import Matter
from zhichan.core.matters.months import Month
from zhichan.core.matters.pages.acting import serve_work
from zhichan.core.matters.pages.queue.asked import horizon_now
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.rights import BOARD_VIEW, MATTER_VIEW
from zhichan.core.matters.supervision import Board, Figures, board_at
from zhichan.core.people.models import Unit
from zhichan.core.remembered import remembered
from zhichan.core.tables.text import number_text


@dataclass(frozen=True)
class Cell:
    """A figure; ``url`` leads to the matters it counts, empty for whoever may not see all of them."""

    label: str | Promise
    text: str
    url: str
    is_alarm: bool = False


@dataclass(frozen=True)
class BoardLine:
    name: str | Promise
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class StateLine:
    """A procedure with how many stand in each of its states."""

    name: str | Promise
    cells: tuple[Cell, ...]


Address = Callable[..., str]
HEADINGS: dict[str, Promise] = {
    "open": _("在办"),
    "overdue": _("超期"),
    "paused": _("停止计时"),
    "elsewhere": _("等待他人"),
    "opened": _("登记"),
    "closed": _("办结"),
    "on_time": _("按期办结"),
    "on_time_percent": _("按期率"),
    "average_days": _("平均日数"),
}
MONTHLY = ("opened", "closed", "on_time", "on_time_percent", "average_days")


@page(BOARD_VIEW)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    serve_work(request)
    actor, horizon = actor_in(request), horizon_now(now())
    procedures = {one.name: one for one in all_procedures()}
    procedure = request.GET.get("procedure", "")
    procedure = procedure if procedure in procedures else ""
    units = dict(Unit.objects.filter(pk__in=_units_with_matters()).values_list("pk", "name"))
    unit = _number(request.GET.get("unit", ""), units)
    found = remembered(
        ("matters board", horizon, procedure, unit),
        lambda: board_at(horizon.at, horizon.today, procedure=procedure, unit=unit),
    )
    opens = _opener(actor, set(units))
    address = _address(procedure, unit)
    span = f"{found.months[0]}..{found.months[-1]}"
    context = {
        "horizon": horizon,
        "board": found,
        "headings": HEADINGS.values(),
        "monthly_headings": [HEADINGS[name] for name in MONTHLY],
        "total": _cells(found.total, address, span, opens=opens(unit)),
        "procedures": _procedure_lines(found, procedures, address, span, opens=opens(unit)),
        "units": [
            BoardLine(name, _cells(found.by_unit[pk], _address(procedure, pk), span, opens=opens(pk)))
            for pk, name in sorted(units.items(), key=lambda one: one[1])
            if pk in found.by_unit
        ],
        "months": _month_lines(found, address, opens=opens(unit)),
        "states": _state_lines(found, procedures, address, opens=opens(unit)),
        "may_see_ratings": may(actor, MATTER_VIEW),
        "chosen_procedure": procedure,
        "chosen_unit": unit,
        "offered_procedures": [(name, one.label) for name, one in procedures.items()],
        "offered_units": sorted(units.items(), key=lambda one: one[1]),
    }
    return render(request, "matters/queue/board.html", context)


def _units_with_matters() -> list[int]:
    return list(Matter.objects.order_by().values_list("unit_id", flat=True).distinct())


def _number(text: str, known: dict[int, str]) -> int | None:
    chosen = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
    return chosen if chosen in known else None


def _opener(actor: Actor, units: set[int]) -> Callable[[int | None], bool]:
    """Whether the list behind a figure of a unit, None of all, shows the actor all it counts."""
    reach = reach_of(actor, MATTER_VIEW)
    own = units_of(actor, MATTER_VIEW) if reach is Reach.OWN else frozenset()

    def opens(unit: int | None) -> bool:
        return reach is Reach.ALL or (unit in own if unit is not None else bool(own) and units <= own)

    return opens


def _address(procedure: str, unit: int | None) -> Address:
    """Makes the address of the list that shows what a figure counts."""
    chosen = {"procedure": procedure, "unit": "" if unit is None else str(unit)}

    def address(**conditions: str) -> str:
        asked = {**chosen, **conditions}
        return f"{reverse('matters:list')}?" + urlencode({k: v for k, v in asked.items() if v})

    return address


def _cells(figures: Figures, address: Address, span: str, *, opens: bool) -> tuple[Cell, ...]:
    links = {
        "open": address(standing="open"),
        "overdue": address(late="now"),
        "paused": address(standing="paused"),
        "elsewhere": address(standing="elsewhere"),
        **_spanned(address, span),
    }
    return tuple(_cell(name, figures, links if opens else {}) for name in HEADINGS)


def _spanned(address: Address, span: str) -> dict[str, str]:
    return {
        "opened": address(opened=span, sources="none"),
        "closed": address(closed=span, sources="none"),
        "on_time": address(closed=span, late="never", sources="none"),
    }


def _cell(name: str, figures: Figures, links: dict[str, str]) -> Cell:
    value: Decimal | int | None = getattr(figures, name)
    text = number_text(value)
    if name == "on_time_percent" and value is not None:
        text += "%"
    url = links.get(name, "") if value else ""
    return Cell(HEADINGS[name], text, url, name == "overdue" and bool(value))


def _procedure_lines(
    found: Board, procedures: dict[str, Procedure], address: Address, span: str, *, opens: bool
) -> list[BoardLine]:
    return [
        BoardLine(
            one.label,
            _cells(
                found.by_procedure[name],
                lambda name=name, **more: address(procedure=name, **more),
                span,
                opens=opens,
            ),
        )
        for name, one in procedures.items()
        if name in found.by_procedure
    ]


def _month_lines(found: Board, address: Address, *, opens: bool) -> list[BoardLine]:
    def line(month: Month) -> BoardLine:
        links = _spanned(address, str(month)) if opens else {}
        return BoardLine(str(month), tuple(_cell(name, found.by_month[month], links) for name in MONTHLY))

    return [line(month) for month in reversed(found.months)]


def _state_lines(
    found: Board, procedures: dict[str, Procedure], address: Address, *, opens: bool
) -> list[StateLine]:
    """For each procedure that has matters the states in which some stand; those of earlier versions too."""
    counted: dict[str, list[tuple[str, int]]] = {}
    for (name, state), count in found.states.items():
        counted.setdefault(name, []).append((state, count))
    return [
        StateLine(one.label, tuple(_state_cells(one, counted[name], address, opens=opens)))
        for name, one in procedures.items()
        if name in counted
    ]


def _state_cells(
    procedure: Procedure, counts: list[tuple[str, int]], address: Address, *, opens: bool
) -> list[Cell]:
    known = {state.name: state.label for state in procedure.states}
    order = {name: place for place, name in enumerate(known)}
    return [
        Cell(
            known.get(state, state),
            number_text(count),
            address(procedure=procedure.name, state=state) if opens else "",
        )
        for state, count in sorted(counts, key=lambda one: order.get(one[0], len(order)))
    ]
