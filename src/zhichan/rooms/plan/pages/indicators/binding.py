"""Saying what an indicator is computed from, computing it now, and going back to filling it in by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.errors import WrongState
from zhichan.core.measures.declaration import Measure, all_measures, measure_named
from zhichan.core.measures.pages.forms import OptionsForm
from zhichan.rooms.plan.actions.bind_measure import MOST_NOTE, Bound, bind_measure, unbind_measure
from zhichan.rooms.plan.actions.refresh_values import refresh_indicator
from zhichan.rooms.plan.models import MeasureBinding
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.queries.indicators import indicator_visible_to
from zhichan.rooms.plan.rights import MEASURE_BIND


class ChooseForm(forms.Form):
    """Which measure; its region and options are asked for next."""

    measure = forms.ChoiceField(label=gettext_lazy("用哪个指标计算"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        measure = self.fields["measure"]
        assert isinstance(measure, forms.ChoiceField)
        measure.choices = [(one.name, f"{one.label}（{one.unit}）") for one in all_measures()]


class BindForm(OptionsForm):
    note = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=MOST_NOTE,
        help_text=gettext_lazy("如：规划指标解释、统计口径说明。"),
    )


@page(MEASURE_BIND)
def bind(request: HttpRequest, pk: int) -> HttpResponse:
    """First the measure is chosen (``?measure=``), then its region and options."""
    actor = actor_in(request)
    indicator = indicator_visible_to(actor, pk)
    measure = _chosen(request)
    if measure is None:
        bound: MeasureBinding | None = getattr(indicator, "binding", None)
        form: forms.Form = ChooseForm(initial={"measure": bound.measure if bound else ""})
        context: dict[str, Any] = {"indicator": indicator, "form": form, "measure": None}
        return render(request, "plan/indicators/binding.html", context)
    form = BindForm(measure, request.POST or None)

    def carry_out(data: dict[str, Any]) -> object:
        assert isinstance(form, BindForm)
        made = Bound(measure.name, data["region"], data["note"], form.options())
        bind_measure(pk, made, by=actor, at=now())
        return refresh_indicator(pk, by=actor, at=now())

    status = submit(request, form, carry_out)
    if status == CARRIED_OUT:
        messages.success(request, _("已对应并计算。以后每天自动计算。"))
        return redirect("plan:indicator", pk)
    context = {"indicator": indicator, "form": form, "measure": measure}
    return render(request, "plan/indicators/binding.html", context, status=status)


@page(MEASURE_BIND)
@require_POST
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute the indicator now."""
    actor = actor_in(request)
    indicator_visible_to(actor, pk)
    try:
        added = len(refresh_indicator(pk, by=actor, at=now()))
    except WrongState as refusal:
        messages.error(request, refusal.message)
        return redirect("plan:indicator", pk)
    told = ngettext("已计算，新增 %(n)d 个数值。", "已计算，新增 %(n)d 个数值。", added) % {"n": added}
    messages.success(request, told if added else _("已计算，数值没有变化。"))
    return redirect("plan:indicator", pk)


@page(MEASURE_BIND)
@require_POST
def unbind(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_in(request)
    indicator_visible_to(actor, pk)
    try:
        unbind_measure(pk, by=actor, at=now())
        messages.success(request, _("已解除对应。算出的数值都留着。"))
    except WrongState as refusal:
        messages.error(request, refusal.message)
    return redirect("plan:indicator", pk)


def _chosen(request: HttpRequest) -> Measure | None:
    """The measure an address names. Raises NotFound for one that is not there."""
    name = request.GET.get("measure", "")
    return measure_named(name) if name else None
