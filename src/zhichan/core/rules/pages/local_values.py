"""Local values (本地值): all of a set, proposing one, and deciding on another's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now, today
from zhichan.core.access.rights import may
from zhichan.core.errors import NotFound
from zhichan.core.people.pages.acting import FormPage, accepted, change_page, posted
from zhichan.core.people.pages.fields import day_field
from zhichan.core.rules.actions.local_values import (
    NewValue,
    confirm_value,
    decline_value,
    propose_value,
    withdraw_value,
)
from zhichan.core.rules.definition import RuleSet
from zhichan.core.rules.loading import rule_set
from zhichan.core.rules.models import LocalValue
from zhichan.core.rules.pages.heading import heading, parameter_label
from zhichan.core.rules.parameters import Parameter
from zhichan.core.rules.queries import values_visible_to
from zhichan.core.rules.rights import RULES_VIEW, VALUE_CONFIRM, VALUE_PROPOSE
from zhichan.core.rules.values import LABELS, ValueUnit, read_back, typed_text, value_text

Kind, State = LocalValue.Kind, LocalValue.State
_LOOKS = {State.PROPOSED: "info", State.CONFIRMED: "ok", State.DECLINED: "bad", State.WITHDRAWN: "idle"}


class ProposeForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("提出什么"), widget=forms.RadioSelect)
    value = forms.CharField(label=gettext_lazy("取值"), max_length=40, required=False)
    from_on = day_field(
        gettext_lazy("从哪天起"), help_text=gettext_lazy("文件施行的日期；按内置值确认时填内置值有效的任一天")
    )
    source_title = forms.CharField(
        label=gettext_lazy("出处"),
        max_length=200,
        help_text=gettext_lazy("文件名和文号；按内置值确认的，写核对了哪份原文"),
    )
    source_article = forms.CharField(label=gettext_lazy("条款"), max_length=60, required=False)

    def __init__(self, parameter: Parameter, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fixed = parameter.unit in {ValueUnit.BAND, ValueUnit.TEXT}
        kinds = [Kind.AS_WRITTEN, Kind.END] if fixed else list(Kind)
        kind, value = self.fields["kind"], self.fields["value"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(one.value, one.label) for one in kinds]
        if fixed:
            del self.fields["value"]
        elif parameter.unit is ValueUnit.YES_NO:
            self.fields["value"] = forms.ChoiceField(
                label=value.label, choices=[("yes", _("是")), ("no", _("否"))], required=False
            )
        else:
            value.help_text = _("单位：%(unit)s；只在另定本地值时填") % {"unit": LABELS[parameter.unit]}

    def new_value(self, chosen: RuleSet, parameter: Parameter) -> NewValue:
        given = self.cleaned_data
        return NewValue(
            chosen.name,
            parameter.name,
            given["kind"],
            given["from_on"],
            given["source_title"],
            given["source_article"],
            given.get("value", ""),
        )


class DecideForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("退回理由"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("只在退回时填"),
    )


@page(RULES_VIEW)
def local_values(request: HttpRequest, name: str) -> HttpResponse:
    """Every local value of a set, with who proposed and who confirmed it."""
    chosen = rule_set(name)
    rows = values_visible_to(actor_in(request)).filter(rule_set=name)[:200]
    context = {
        **heading(request, chosen, "system_rule_values"),
        "rows": [
            (row, parameter_label(chosen, row), row_text(chosen, row), _LOOKS[State(row.state)])
            for row in rows
        ],
    }
    return render(request, "rules/values.html", context)


@page(VALUE_PROPOSE)
def propose(request: HttpRequest, name: str, parameter: str) -> HttpResponse:
    """The form to propose a value for a parameter."""
    chosen = rule_set(name)
    known = chosen.parameters.get(parameter)
    if known is None:
        raise NotFound(_("规则集里没有参数“%(name)s”。") % {"name": parameter[:40]}, parameter=parameter[:60])
    day = today()
    written = known.written_on(day)
    initial: dict[str, Any] = {"kind": Kind.VALUE if known.is_local else Kind.AS_WRITTEN, "from_on": day}
    if written is not None:
        initial["value"] = typed_text(known.unit, written.value)
    form = ProposeForm(known, posted(request), initial=initial)
    back = reverse("system_rule", args=[name])
    now_is = value_text(known.unit, written.value) if written else _("没有")
    words = FormPage(
        _("本地值：%(label)s") % {"label": _(known.label)},
        _("提出，等另一人确认"),
        back,
        lead=_("内置值：%(value)s。%(source)s")
        % {"value": now_is, "source": written.source.words if written else ""},
        crumbs=((_("规则"), reverse("system_rules")), (_(chosen.label), back)),
    )
    return change_page(
        request,
        form,
        words,
        lambda: propose_value(form.new_value(chosen, known), by=actor_in(request), at=now()),
        _("已提出。另一人确认后才起作用。"),
    )


@page(RULES_VIEW)
def decide(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """One proposal: confirm or decline another's, take back one's own."""
    chosen, actor = rule_set(name), actor_in(request)
    row = found(values_visible_to(actor).filter(rule_set=name, pk=pk).first())
    form, what = DecideForm(posted(request)), request.POST.get("what", "")
    acts = {
        "confirm": lambda: confirm_value(pk, by=actor, at=now()),
        "decline": lambda: decline_value(pk, form.cleaned_data["reason"], by=actor, at=now()),
        "withdraw": lambda: withdraw_value(pk, by=actor, at=now()),
    }
    if what in acts and (done := accepted(request, form, acts[what])) is not None:
        messages.success(request, str(done.get_state_display()))
        return redirect("system_rule_values", name)
    own = actor.id is not None and actor.id == row.proposed_by_id
    parameter = chosen.parameters.get(row.parameter)
    written = parameter.written_on(row.from_on) if parameter else None
    context = {
        **heading(request, chosen, "system_rule_values"),
        "row": row,
        "look": _LOOKS[State(row.state)],
        "parameter_label": parameter_label(chosen, row),
        "text": row_text(chosen, row),
        "written": value_text(parameter.unit, written.value) if parameter and written else "—",
        "written_source": written.source.words if written else "",
        "form": form,
        "may_confirm": may(actor, VALUE_CONFIRM) and not own and row.state == State.PROPOSED,
        "may_withdraw": own and row.state == State.PROPOSED,
    }
    return render(request, "rules/decide.html", context, status=422 if form.errors else 200)


def row_text(chosen: RuleSet, row: LocalValue) -> str:
    """The value of a row in words."""
    parameter = chosen.parameters.get(row.parameter)
    if row.kind == Kind.END or parameter is None:
        return "—"
    return value_text(parameter.unit, read_back(parameter.unit, row.value))
