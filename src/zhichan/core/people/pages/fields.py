"""Form fields of the system room."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Unit

LONGEST_SOURCE = 200
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def day_field(
    label: Any, *, required: bool = True, initial: date | None = None, help_text: Any = ""
) -> forms.DateField:
    """A day, typed or picked, always exchanged as 2024-09-30; one with days before and after it."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    between = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
    return forms.DateField(
        label=label,
        required=required,
        initial=initial,
        help_text=help_text,
        widget=widget,
        input_formats=["%Y-%m-%d"],
        validators=between,
    )


def source_field() -> forms.CharField:
    return forms.CharField(
        label=_("依据"),
        required=False,
        max_length=LONGEST_SOURCE,
        help_text=_("文件名、文号或会议；不填则记为您本人登记"),
    )


def unit_choice(label: Any, *, required: bool = True, help_text: Any = "") -> forms.ModelChoiceField[Unit]:
    """One of the units that exist, by name."""
    units = Unit.objects.filter(abolished_on__isnull=True).order_by("name")
    return forms.ModelChoiceField(units, label=label, required=required, help_text=help_text)
