"""Forms of the cascade."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class LinkForm(forms.Form):
    """Which lower task or indicator carries the upper one. ``lowers``: key and words of those offered."""

    lower = forms.TypedChoiceField(label=_("承接的任务或指标"), coerce=int)
    note = forms.CharField(
        label=_("说明"), required=False, max_length=400, help_text=_("为什么认为它承接这一项，可不填。")
    )

    def __init__(self, *args: Any, lowers: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["lower"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("请选择")), *lowers]


class DeclineForm(forms.Form):
    """Why nobody below has to carry it, or why that is taken back."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("由谁决定、为什么。"),
    )


class UnlinkForm(forms.Form):
    lower = forms.IntegerField(widget=forms.HiddenInput())
    reason = forms.CharField(label=_("解除的理由"), max_length=400)
