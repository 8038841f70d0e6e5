"""总览: what is reached and what is behind, on one page that also prints on one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.access.rights import may
from zhichan.core.charts.specs import LineChart
from zhichan.core.matters.pages.queue.asked import horizon_now
from zhichan.core.registers.moments import end_of
from zhichan.core.remembered import remembered
from zhichan.rooms.plan.alarms import Alarm
from zhichan.rooms.plan.charts import path_chart
from zhichan.rooms.plan.forecasting import LEVEL_PERCENT
from zhichan.rooms.plan.pages.indicators.moments import Moments, moments_of
from zhichan.rooms.plan.pages.overview import sentences
from zhichan.rooms.plan.pages.overview.exporting import export_overview
from zhichan.rooms.plan.pages.overview.showing import (
    Address,
    Compared,
    lines_of,
    map_of,
    money_tiles,
    tile_groups,
)
from zhichan.rooms.plan.pages.tasks.filters import plans_offered
from zhichan.rooms.plan.queries.days import today_of
from zhichan.rooms.plan.queries.overview import LIGHTS, Asked, Lights, Overview, overview_of
from zhichan.rooms.plan.rights import OVERVIEW, PLAN_IMPORT
from zhichan.web.home import register_overview

# The shape of a light; the classes stand in the stylesheet.
_DOTS: dict[Alarm, str] = {
    Alarm.DONE: "d",
    Alarm.LAGGING: "w",
    Alarm.SOON: "w",
    Alarm.OVERDUE: "r",
    Alarm.NOT_STARTED: "n",
}


@page(OVERVIEW)
def overview(request: HttpRequest) -> HttpResponseBase:
    """The dashboard of one actor; ``compare`` chooses with what, ``format`` exports the same figures."""
    actor, moments = actor_in(request), moments_of(request.GET.dict())
    wanted = _number(request.GET.get("plan", ""))
    plans = _plans(actor) if wanted is not None else {}
    address = _address(request, moments, wanted if wanted in plans else None)
    shown = _shown(actor, moments, address)
    if file_format := request.GET.get("format"):
        return export_overview(shown, address.compared, moments.on, file_format)
    if not plans and (len(shown.plans) > 1 or shown.tasks.is_capped):
        plans = _plans(actor)
    context = {
        **_context(shown, address, moments),
        "title": plans.get(address.plan or 0, shown.plan_title),
        "plans": plans,
        "may_import": may(actor, PLAN_IMPORT),
    }
    return render(request, "plan/overview/overview.html", context)


def _shown(actor: Actor, moments: Moments, address: Address) -> Overview:
    """What there is to show; the same as long as its rows are, within a minute.

    Known now is what is known by the end of today, so that the question is the same all day.
    """
    known_at = end_of(today_here()) if moments.is_now else moments.known_at
    asked = Asked(moments.on, known_at, address.plan, address.focus, address.measure)
    today, horizon = today_of(today_here()), horizon_now(now())
    key = ("overview", actor, today, asked, horizon, get_language())
    return remembered(key, lambda: overview_of(actor, today, asked, horizon))


def _context(shown: Overview, address: Address, moments: Moments) -> dict[str, Any]:
    at, plan = now(), address.plan
    return {
        "overview": shown,
        "plan": plan,
        "moments": moments,
        "address": address,
        "compared": [
            (one.label, address.changed(compare=one.value), one is address.compared) for one in Compared
        ],
        "export_url": address.changed(format="xlsx"),
        "indicator_parts": sentences.indicator_parts(shown, plan),
        "rest_parts": [
            *sentences.behind_parts(shown),
            *sentences.task_parts(shown, plan),
            *sentences.work_parts(shown, plan),
        ],
        "lines": lines_of(shown.indicators, address, shown.focus),
        "level": LEVEL_PERCENT,
        "lights": [
            (
                one.lane,
                [(_DOTS.get(alarm, ""), alarm.label) for alarm in one.marks],
                _lane_url(shown, one, plan),
            )
            for one in shown.tasks.lights
        ],
        "tasks_url": sentences.tasks_url(plan),
        "legend": [(alarm, _DOTS.get(alarm, ""), shown.tasks.by_alarm[alarm]) for alarm in LIGHTS],
        "chart": _chart(shown, moments),
        "needed": sentences.needed_sentence(shown.focus) if shown.focus else "",
        "groups": [
            *tile_groups(shown.groups, address.compared, at),
            *([money_tiles(shown.money, plan)] if shown.money else []),
        ],
        "map": map_of(shown.places, address, at) if shown.places else None,
    }


def _lane_url(shown: Overview, one: Lights, plan: int | None) -> str:
    """The tasks in the lane of a unit: those it answers for; for its own contact those it helps with, too."""
    if one.lane.unit_id is None:
        return ""
    part = None if shown.is_of_units else "answers"
    return sentences.tasks_url(plan, unit=one.lane.unit_id, part=part)


def _address(request: HttpRequest, moments: Moments, plan: int | None) -> Address:
    compared = request.GET.get("compare", "")
    return Address(
        plan,
        "" if moments.on == today_here() else moments.on.isoformat(),
        Compared(compared) if compared in Compared.values else Compared.NONE,
        _number(request.GET.get("focus", "")),
        request.GET.get("measure", "")[:160],
    )


def _plans(actor: Actor) -> dict[int, str]:
    """The titles of the plans to choose from, newest first; asked for only where there are several."""
    return dict(plans_offered(actor).order_by("-pk").values_list("pk", "title"))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _chart(shown: Overview, moments: Moments) -> LineChart | None:
    if shown.focus is None or shown.drawn is None or not (shown.drawn.actual or shown.drawn.path):
        return None
    one = shown.focus
    return path_chart(one.indicator, shown.drawn, moments.on, sentences.chart_sentence(one), one.forecast)


def register() -> None:
    """Offer this page for ``/``; called once at start-up."""
    register_overview(OVERVIEW, overview)
