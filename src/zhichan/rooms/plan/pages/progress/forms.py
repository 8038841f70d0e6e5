"""Forms of reporting and reviewing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.plan.actions.report_progress import MOST_CHARACTERS
from zhichan.rooms.plan.actions.review_progress import MOST_CHARACTERS as MOST_NOTE
from zhichan.rooms.plan.periods import Period
from zhichan.web.fields import UnitInput


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of uploaded files; the store checks each by its content."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = data if isinstance(data, list | tuple) else [data]
        found = [super(FilesField, self).clean(one, initial) for one in given]
        return [one for one in found if one]


class ReportForm(forms.Form):
    """What a unit reports. ``period`` stays only for ongoing tasks, ``asks_done`` only for who may ask."""

    unit = forms.IntegerField(widget=forms.HiddenInput)
    period = forms.ChoiceField(label=_("所属期"))
    percent = forms.IntegerField(
        label=_("进度"), min_value=0, max_value=100, widget=UnitInput("%"), help_text=_("0 到 100 的整数。")
    )
    text = forms.CharField(
        label=_("进展情况"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("做了什么、到什么程度、下一步做什么。"),
    )
    evidence = FilesField(
        label=_("佐证材料"), required=False, help_text=_("通知、纪要、照片等，一次最多 10 个文件。")
    )
    asks_done = forms.BooleanField(
        label=_("申请办结"), required=False, help_text=_("须附佐证材料，进度为 100%；由主管单位核验。")
    )

    def __init__(
        self, *args: Any, periods: Sequence[Period], is_ongoing: bool, may_complete: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        period = self.fields["period"]
        assert isinstance(period, forms.ChoiceField)
        period.choices = [(one.label, one.label) for one in periods]
        if not is_ongoing:
            del self.fields["period"]
        if not may_complete:
            del self.fields["asks_done"]


class ReviewForm(forms.Form):
    answer = forms.ChoiceField(choices=[("accept", _("认可")), ("return", _("退回"))])
    note = forms.CharField(
        label=_("审核意见"),
        required=False,
        max_length=MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("退回时必填，写明要补什么、改什么。"),
    )
