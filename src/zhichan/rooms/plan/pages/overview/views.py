"""总览: what is reached and what is behind, on one page that also prints on one."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.access.requests import today as today_here
from zhichan.core.charts.specs import LineChart
from zhichan.core.tables.text import number_text
from zhichan.rooms.plan.alarms import MARKS, Alarm
from zhichan.rooms.plan.charts import path_chart
from zhichan.rooms.plan.pages.indicators.moments import moments_of
from zhichan.rooms.plan.pages.overview.sentences import furthest_behind, indicator_parts, task_parts
from zhichan.rooms.plan.pages.tasks.filters import plans_offered
from zhichan.rooms.plan.queries.days import today_of
from zhichan.rooms.plan.queries.overview import LIGHTS, Asked, Overview, overview_of
from zhichan.rooms.plan.rights import OVERVIEW
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
def overview(request: HttpRequest) -> HttpResponse:
    moments = moments_of(request.GET.dict())
    today = today_of(today_here())
    actor = actor_in(request)
    wanted = _number(request.GET.get("plan", ""))
    plans = _plans(actor) if wanted is not None else {}
    plan = wanted if wanted in plans else None
    focus = _number(request.GET.get("focus", ""))
    shown = overview_of(actor, today, Asked(moments.on, moments.known_at, plan, focus))
    context = {
        "overview": shown,
        "plans": plans or (_plans(actor) if len(shown.plans) > 1 or shown.is_capped else {}),
        "plan": plan,
        "moments": moments,
        "today": today,
        "indicator_parts": indicator_parts(shown, plan),
        "behind": furthest_behind(shown),
        "task_parts": task_parts(shown, plan),
        "lights": [
            (one.lane, [(_DOTS.get(alarm, ""), alarm.label) for alarm in one.marks]) for one in shown.lights
        ],
        "legend": [(alarm, _DOTS.get(alarm, ""), shown.by_alarm[alarm]) for alarm in LIGHTS],
        "marks": MARKS,
        "chart": _chart(shown, moments.on),
        "hide_plan": True,
    }
    return render(request, "plan/overview/overview.html", context)


def _plans(actor: Actor) -> dict[int, str]:
    """The titles of the plans to choose from, newest first; asked for only where there are several."""
    return dict(plans_offered(actor).order_by("-pk").values_list("pk", "title"))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _chart(shown: Overview, on: date) -> LineChart | None:
    if shown.focus is None or shown.drawn is None:
        return None
    row = shown.focus
    sentence = _("%(name)s：现值 %(now)s，路径应达 %(path)s") % {
        "name": row.indicator.name,
        "now": number_text(row.value.value if row.value else None),
        "path": number_text(row.expected),
    }
    return path_chart(row.indicator, shown.drawn, on, sentence)


def register() -> None:
    """Offer this page for ``/``; called once at start-up."""
    register_overview(OVERVIEW, overview)
