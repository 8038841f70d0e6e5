"""Forms of notices of criticism and talks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.plan.actions.admonish import MOST_HELD_BY
from zhichan.rooms.plan.actions.follow_up_row import MOST_CHARACTERS
from zhichan.rooms.plan.models import Admonition
from zhichan.rooms.plan.pages.progress.forms import FilesField
from zhichan.web.fields import DayField


class AdmonitionForm(forms.Form):
    kind = forms.ChoiceField(label=_("种类"), choices=Admonition.Kind.choices)
    held_on = DayField(label=_("日期"))
    held_by = forms.CharField(
        label=_("通报或约谈人"), max_length=MOST_HELD_BY, help_text=_("发出通报的机关，或主持约谈的人。")
    )
    units = forms.TypedMultipleChoiceField(
        label=_("单位"), coerce=int, help_text=_("按住 Ctrl 可多选。单位会看到自己的，看不到别人的回复。")
    )
    reason = forms.CharField(
        label=_("事由"), max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 4})
    )
    demand = forms.CharField(
        label=_("整改要求"), max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 4})
    )
    demand_due_on = DayField(label=_("整改期限"))
    evidence = FilesField(
        label=_("材料"), required=False, help_text=_("通报原文、约谈记录等，最多 10 个文件。")
    )

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["units"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = list(units)


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("整改回复"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("怎样改正、改到什么程度。只能回复一次。"),
    )
    evidence = FilesField(label=_("材料"), required=False, help_text=_("最多 10 个文件。"))
