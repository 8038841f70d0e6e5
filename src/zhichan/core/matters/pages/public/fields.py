"""Fields of procedures as fields of a form in the browser (填写项).

A form here only carries what was typed: the action judges it, once, and its words are put beside each field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput
from zhichan.core.matters.forms import MOST_TEXT
from zhichan.core.matters.procedure import Field, Kind

MOST_RADIOS = 7


class AskedField(forms.CharField):
    """Carries text as it was typed. ``required`` only says whether 选填 stands beside the label."""

    def to_python(self, value: Any) -> str:
        return "" if value is None else str(value)

    def validate(self, value: Any) -> None:
        """Nothing: the action judges."""

    def run_validators(self, value: Any) -> None:
        """Nothing: the action judges."""


class DayBox(forms.DateInput):
    """A day: typed or picked, exchanged as ``2026-01-05``."""

    input_type = "date"


class InstantBox(forms.DateTimeInput):
    """A moment: typed or picked, exchanged as ``2026-01-05T09:30``."""

    input_type = "datetime-local"


class YuanBox(forms.TextInput):
    """An amount with its unit beside it."""

    @property
    def unit(self) -> str:
        return _("元")


class AskingForm(forms.Form):
    """A form that takes over what an action said of its fields."""

    use_required_attribute = False

    def take_over(self, error: InvalidInput) -> None:
        """Put the words of a refusal beside the fields they are about; what is about none stands above."""
        fields = error.details.get("fields")
        known = fields if isinstance(fields, Mapping) else {str(error.details.get("field")): error.message}
        for name, words in known.items():
            self.add_error(name if name in self.fields else None, str(words))

    def texts(self, names: Iterable[str]) -> dict[str, object]:
        """What was typed into some fields, by name."""
        return {name: self.cleaned_data.get(name, "") for name in names}


def form_field(field: Field) -> AskedField:
    """A field of a procedure, for the browser."""
    return asked(field.label, field.help, widget=_widget(field), is_required=field.is_required)


def asked(
    label: Any, help_text: Any = "", *, widget: forms.Widget | None = None, is_required: bool = True
) -> AskedField:
    return AskedField(
        label=str(label), help_text=str(help_text), widget=widget or forms.TextInput(), required=is_required
    )


def _widget(field: Field) -> forms.Widget:
    if field.kind is Kind.LONG_TEXT:
        return forms.Textarea(attrs={"rows": 6, "maxlength": MOST_TEXT[Kind.LONG_TEXT]})
    if field.kind is Kind.DAY:
        return DayBox()
    if field.kind is Kind.INSTANT:
        return InstantBox()
    if field.kind is Kind.MONEY:
        return YuanBox(attrs={"inputmode": "decimal", "autocomplete": "off"})
    if field.kind is Kind.NUMBER:
        return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    if field.kind in (Kind.CHOICE, Kind.YES_NO):
        return _choices(field)
    return forms.TextInput(attrs={"maxlength": MOST_TEXT[Kind.TEXT]})


def _choices(field: Field) -> forms.Widget:
    choices = list(field.choices) or [("yes", _("是")), ("no", _("否"))]
    if len(choices) <= MOST_RADIOS:
        return forms.RadioSelect(choices=choices)
    return forms.Select(choices=[("", _("请选择")), *choices])
