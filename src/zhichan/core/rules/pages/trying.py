"""Trying a case (试算): a form made from what the rule asks, the result and its reasons. Nothing is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.access.requests import today
from zhichan.core.errors import InvalidInput
from zhichan.core.people.pages.fields import day_field
from zhichan.core.rules.asking import explain
from zhichan.core.rules.cases import CaseField, Kind, case_fields
from zhichan.core.rules.definition import RuleSet
from zhichan.core.rules.explaining import Explained
from zhichan.core.rules.loading import rule_set
from zhichan.core.rules.money import MOST_FEN, fen_of
from zhichan.core.rules.pages.heading import heading
from zhichan.core.rules.pages.result import result_of
from zhichan.core.rules.rights import RULES_VIEW
from zhichan.core.rules.wording import joined

PREFIX = "fact_"
YES_NO = (("", gettext_lazy("没有查明")), ("yes", gettext_lazy("是")), ("no", gettext_lazy("否")))


class MoneyField(forms.Field):
    """An amount in yuan, held in whole fen."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": "24"})

    def to_python(self, value: Any) -> int | None:
        if not str(value or "").strip():
            return None
        try:
            return fen_of(str(value))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class TryForm(forms.Form):
    on = day_field(gettext_lazy("查询日"), help_text=gettext_lazy("按这一天的规则；处罚案件填决定日"))

    def __init__(self, chosen: RuleSet, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for one in case_fields(chosen.case):
            self.fields[f"{PREFIX}{one.name}"] = _field(one)
        self.chosen = chosen

    def case(self) -> dict[str, Any]:
        """The facts as JSON values; what was left open is not there."""
        found = {}
        for one in case_fields(self.chosen.case):
            given = self.cleaned_data[f"{PREFIX}{one.name}"]
            if given not in ("", None):
                found[one.name] = given == "yes" if one.kind is Kind.YES_NO else given
        return found


def _field(one: CaseField) -> forms.Field:
    shared: dict[str, Any] = {"label": one.label, "required": one.is_required, "help_text": one.help}
    if one.kind is Kind.CHOICE:
        empty = () if one.is_required else (("", _("没有查明")),)
        return forms.ChoiceField(choices=[*empty, *one.choices], **shared)
    if one.kind is Kind.YES_NO:
        return forms.ChoiceField(choices=YES_NO[1:] if one.is_required else YES_NO, **shared)
    if one.kind is Kind.DAY:
        return day_field(one.label, required=one.is_required, help_text=one.help)
    if one.kind is Kind.NUMBER:
        return forms.IntegerField(min_value=0, max_value=MOST_FEN, **shared)
    if one.kind is Kind.MONEY:
        shared["help_text"] = joined((str(one.help), _("单位：元")))
        return MoneyField(**shared)
    return forms.CharField(max_length=200, **shared)


@page(RULES_VIEW)
def trying(request: HttpRequest, name: str) -> HttpResponse:
    """The form, and below it what came out; the address holds the whole case and can be passed on."""
    chosen = rule_set(name)
    given = request.GET if f"{PREFIX}{case_fields(chosen.case)[0].name}" in request.GET else None
    form = TryForm(chosen, given, initial={"on": today()})
    found = _tried(form) if given is not None and form.is_valid() else None
    context = {**heading(request, chosen, "system_rule_try"), "form": form}
    if found is not None:
        context["result"] = result_of(found, form.cleaned_data["on"])
    return render(request, "rules/try.html", context, status=422 if form.errors else 200)


def _tried(form: TryForm) -> Explained[Any] | None:
    """What came out; None with an error on the form for a case the rule refuses."""
    try:
        return explain(form.chosen.name, on=form.cleaned_data["on"], case=form.case())
    except InvalidInput as refusal:
        field = f"{PREFIX}{refusal.details.get('field', '')}"
        form.add_error(field if field in form.fields else None, refusal.message)
        return None
