"""Form widgets that say more than Django's: a day with the browser's picker, a value with its unit."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhichan.core.plain_text import unshown_in

FIRST_YEAR, LAST_YEAR = 1900, 2200


class DayInput(forms.DateInput):
    """A day: typed or picked, always exchanged as ``2024-09-30``."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A form field for a day, whatever the language of the page; no year that can only be a slip."""

    widget = DayInput

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)

    def to_python(self, value: Any) -> date | None:
        day: date | None = super().to_python(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            words = {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise forms.ValidationError(
                _("年份要在 %(first)d 到 %(last)d 之间，请核对。") % words, code="year"
            )
        return day


def refuse_control_characters(text: str) -> None:
    """Raise ValidationError for signs that ``plain_text`` does not let in; lines and tabs may be."""
    if found := unshown_in(text):
        raise forms.ValidationError(found.words, code="control")


def guard_text_fields() -> None:
    """Have every text field of every form refuse control characters. Called once, at the start."""
    forms.CharField.default_validators = [refuse_control_characters]


class UnitInput(forms.TextInput):
    """A value with its unit attached: ``UnitInput("万元")``; the field template shows it behind the box."""

    def __init__(self, unit: str | Promise, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "decimal", **(attrs or {})})
        self.unit = unit
