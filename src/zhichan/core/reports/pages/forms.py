"""Forms of reports: which days and parameters, other words for a text, another day, the issue."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.people.pages.fields import day_field
from zhichan.core.reports.actions.versions import NewReport
from zhichan.core.reports.loading import ReportDefinition
from zhichan.core.reports.placeholders import LONGEST_TEXT

PREFIX = "parameter_"


class NewReportForm(forms.Form):
    """The days a report counts over, and what its queries ask."""

    since = day_field(gettext_lazy("统计起日"))
    as_of = day_field(gettext_lazy("数据截至"), help_text=gettext_lazy("含当日，不能晚于今天。"))

    def __init__(self, definition: ReportDefinition, today: date, data: dict[str, Any] | None) -> None:
        super().__init__(data, initial={"since": date(today.year, 1, 1), "as_of": today})
        self.definition = definition
        for one in definition.parameters:
            empty = [] if one.is_required else [("", _("全部"))]
            self.fields[f"{PREFIX}{one.name}"] = forms.ChoiceField(
                label=str(one.label), required=one.is_required, choices=[*empty, *one.choices()]
            )

    def caution(self) -> str:
        """Why the report had better wait, of what was sent; empty where nothing speaks against it."""
        if not self.is_bound or not self.is_valid():
            return ""
        wanted = self.wanted()
        return self.definition.caution_for(wanted.parameters, wanted.as_of)

    def wanted(self) -> NewReport:
        given = self.cleaned_data
        parameters = {one.name: given[f"{PREFIX}{one.name}"] for one in self.definition.parameters}
        kept = {name: value for name, value in parameters.items() if value}
        return NewReport(self.definition.name, given["since"], given["as_of"], kept)


class TextForm(forms.Form):
    """The words of one block, over the version they were read in."""

    text = forms.CharField(
        label=gettext_lazy("正文"),
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("一行一段。数据写成占位，从“可引用的数据”里抄；不要直接写数字。"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class MomentForm(forms.Form):
    """The day to ask again for."""

    as_of = day_field(gettext_lazy("数据截至"))


class AcceptForm(forms.Form):
    """What was shown and is to be taken."""

    version = forms.IntegerField(min_value=1)
    as_of = day_field(gettext_lazy("数据截至"))
    known_at = forms.CharField(max_length=40)
    digest = forms.CharField(min_length=64, max_length=64)


class IssueForm(forms.Form):
    """That whoever issues has looked at what is missing."""

    accepts_gaps = forms.BooleanField(
        label=gettext_lazy("缺失的数据已看过，文件里照印“数据缺失”"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, has_gaps: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not has_gaps:
            del self.fields["accepts_gaps"]
