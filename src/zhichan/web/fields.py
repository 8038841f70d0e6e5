"""Form widgets that say more than Django's: a day with the browser's picker, a value with its unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise


class DayInput(forms.DateInput):
    """A day: typed or picked, always exchanged as ``2024-09-30``."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A form field for a day, whatever the language of the page."""

    widget = DayInput

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)


class UnitInput(forms.TextInput):
    """A value with its unit attached: ``UnitInput("万元")``; the field template shows it behind the box."""

    def __init__(self, unit: str | Promise, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "decimal", **(attrs or {})})
        self.unit = unit
