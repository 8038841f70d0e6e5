"""How the indicators stand, as of a day as known at an instant; and one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.rights import may
from zhichan.core.errors import NotFound
from zhichan.core.exports.responses import export_rows
from zhichan.core.exports.sheets import Heading
from zhichan.core.files.pages import file_response
from zhichan.core.measures.declaration import all_measures
from zhichan.core.measures.regions import region_name
from zhichan.core.measures.rights import MEASURE_RUN
from zhichan.rooms.plan.charts import path_chart
from zhichan.rooms.plan.figures import promise_text
from zhichan.rooms.plan.indicator_status import Status
from zhichan.rooms.plan.models import IndicatorValue, MeasureBinding, Plan
from zhichan.rooms.plan.pages.indicators.changing import is_explained
from zhichan.rooms.plan.pages.indicators.forms import NoteForm
from zhichan.rooms.plan.pages.indicators.moments import Moments, moments_of
from zhichan.rooms.plan.pages.indicators.sentences import chart_sentence, forecast_sentence, lead_of
from zhichan.rooms.plan.queries.indicator_page import indicator_page
from zhichan.rooms.plan.queries.indicators import (
    WITH_BINDING,
    IndicatorRow,
    counts_by_status,
    indicator_rows,
    indicators_visible_to,
)
from zhichan.rooms.plan.rights import INDICATOR_VIEW

MOST = 300


@page(INDICATOR_VIEW)
def indicators(request: HttpRequest) -> HttpResponseBase:
    """Every indicator in force, by plan; ``plan`` and ``status`` narrow, ``format`` exports the same rows."""
    moments = moments_of(request.GET.dict())
    visible = (
        indicators_visible_to(actor_in(request))
        .filter(retired_at=None)
        .select_related("plan", "owner_unit", *WITH_BINDING)
    )
    found = list(visible.order_by("-plan_id", "position", "pk")[: MOST + 1])
    rows = indicator_rows(found[:MOST], moments.on, moments.known_at)
    plans = {row.indicator.plan_id: row.indicator.plan for row in rows}
    shown = _narrowed(rows, request.GET.get("plan", ""), request.GET.get("status", ""))
    if file_format := request.GET.get("format"):
        return _export(shown, moments, "xlsx" if file_format == "xlsx" else "csv")
    of_plan = _narrowed(rows, request.GET.get("plan", ""), "")
    context = {
        "rows": shown,
        "plans": plans.values(),
        "chosen": _chosen(plans, request.GET.get("plan", "")),
        "counts": [(status, counts_by_status(of_plan)[status]) for status in Status],
        "status": request.GET.get("status", ""),
        "moments": moments,
        "is_capped": len(found) > MOST,
    }
    return render(request, "plan/indicators/list.html", context)


@page(INDICATOR_VIEW)
def indicator(request: HttpRequest, pk: int) -> HttpResponse:
    moments = moments_of(request.GET.dict())
    shown = indicator_page(actor_in(request), pk, moments.on, moments.known_at, now())
    conclusion, rest = lead_of(shown)
    unit = shown.indicator.unit_of_measure
    context: dict[str, Any] = {
        "page": shown,
        "indicator": shown.indicator,
        "moments": moments,
        "conclusion": conclusion,
        "rest": rest,
        "promise": promise_text(shown.target, unit),
        "chart": path_chart(
            shown.indicator, shown.drawn, moments.on, chart_sentence(shown), shown.outlook.forecast
        ),
        "forecast_sentence": forecast_sentence(shown.outlook),
        "note_form": NoteForm(initial={"about_on": shown.outlook.value_on}),
        "is_explained": is_explained(shown.row.binding) and may(actor_in(request), MEASURE_RUN),
        "changes_url": f"{reverse('plan:indicator_changes', args=[pk])}?{urlencode(request.GET)}",
        **_bound_words(shown.row.binding),
    }
    return render(request, "plan/indicators/indicator.html", context)


def _bound_words(binding: MeasureBinding | None) -> dict[str, Any]:
    """Measure and region of a binding as people read them."""
    if binding is None:
        return {}
    label = next((one.label for one in all_measures() if one.name == binding.measure), binding.measure)
    return {"bound_label": label, "bound_region": region_name(binding.region)}


@page(INDICATOR_VIEW)
def value_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file handed in with a value, for whoever may see the indicator."""
    visible = indicators_visible_to(actor_in(request))
    value = IndicatorValue.objects.select_related("file").filter(pk=pk, indicator__in=visible).first()
    if value is None or value.file is None:
        raise NotFound(_("没有找到这个文件。"), value=pk)
    return file_response(value.file, value.file_name)


def _narrowed(rows: Sequence[IndicatorRow], plan: str, status: str) -> list[IndicatorRow]:
    """The rows of a plan and in a status; empty means all, what does not exist finds nothing."""
    return [
        row
        for row in rows
        if (not plan or str(row.indicator.plan_id) == plan) and (not status or row.status == status)
    ]


def _chosen(plans: dict[int, Plan], plan: str) -> Plan | None:
    return next((found for pk, found in plans.items() if str(pk) == plan), None)


def _export(rows: Sequence[IndicatorRow], moments: Moments, file_format: Any) -> HttpResponseBase:
    words = (
        *(_("规划"), _("指标"), _("单位"), _("属性"), _("基期"), _("目标"), _("目标年"), _("数据时点")),
        *(_("现值"), _("路径应达"), _("差距"), _("研判"), _("填报单位")),
    )
    numbers = {_("基期"), _("现值"), _("路径应达"), _("差距"), _("目标年")}
    headings = [Heading(word, "General" if word in numbers else "@") for word in words]
    title = _("主要指标 %(on)s") % {"on": moments.on.isoformat()}
    return export_rows(title, headings, (_cells(row) for row in rows), file_format=file_format)


def _cells(row: IndicatorRow) -> list[Any]:
    indicator, target, value = row.indicator, row.target, row.value
    return [
        indicator.plan.title,
        indicator.name,
        indicator.unit_of_measure,
        indicator.nature,
        target.baseline if target else None,
        promise_text(target, indicator.unit_of_measure),
        target.year if target else None,
        value.effective_on if value else None,
        value.value if value else None,
        row.expected,
        row.gap,
        str(row.status.label),
        indicator.owner_unit.name if indicator.owner_unit else None,
    ]
