"""The form that asks a measure: region, two days, and the measure's own options."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.measures.declaration import Measure, Option, Question
from zhichan.core.measures.regions import known_regions
from zhichan.core.people.pages.fields import day_field
from zhichan.core.registers.moments import end_of

PREFIX = "option_"


class OptionsForm(forms.Form):
    """Region and options: what a figure and a binding have in common."""

    region = forms.ChoiceField(label=gettext_lazy("地区"), required=False)

    def __init__(self, measure: Measure, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        region = self.fields["region"]
        assert isinstance(region, forms.ChoiceField)
        region.choices = [("", _("全部地区")), *((code, f"{name} {code}") for code, name in known_regions())]
        for option in measure.options:
            self.fields[f"{PREFIX}{option.name}"] = _field(option)
        self.measure = measure

    def options(self) -> Mapping[str, str]:
        return {
            option.name: str(given)
            for option in self.measure.options
            if (given := self.cleaned_data[f"{PREFIX}{option.name}"]) not in ("", None)
        }


class AskForm(OptionsForm):
    on = day_field(gettext_lazy("截至哪天"))
    known = day_field(gettext_lazy("按哪天所知"), required=False, help_text=gettext_lazy("空着就是现在。"))

    def question(self, at: datetime) -> Question:
        known: date | None = self.cleaned_data["known"]
        known_at = at
        if known is not None and known < timezone.localdate(at):
            known_at = end_of(known)
        return Question(self.cleaned_data["region"], self.cleaned_data["on"], known_at, self.options())


class OpenedForm(OptionsForm):
    """What an address asks: the day, and the instant of knowledge to the second; without one it is now."""

    on = day_field(gettext_lazy("截至哪天"))
    known = forms.DateTimeField(label=gettext_lazy("按哪天所知"), required=False)

    def question(self, at: datetime) -> Question:
        given = self.cleaned_data
        return Question(given["region"], given["on"], given["known"] or at, self.options())


class ChangedForm(OpenedForm):
    """The same, and the earlier day it is compared with."""

    since = day_field(gettext_lazy("比较的日期"))


def _field(option: Option) -> forms.Field:
    shared: dict[str, Any] = {
        "label": option.label,
        "required": option.is_required,
        "help_text": option.help,
        "initial": option.default,
    }
    if option.choices is None:
        return forms.DecimalField(min_value=0, max_digits=16, decimal_places=4, **shared)
    empty = [] if option.default or option.is_required else [("", _("不限"))]
    return forms.ChoiceField(choices=[*empty, *option.choices()], **shared)
