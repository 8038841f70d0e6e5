"""Forms of reports: which days and parameters, other words for a text, another day, the issue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.people.pages.fields import day_field
from zhichan.core.reports.actions.blocks import LONGEST_LINE
from zhichan.core.reports.actions.versions import NewReport
from zhichan.core.reports.declaration import Parameter, StoredQuery
from zhichan.core.reports.loading import ReportDefinition
from zhichan.core.reports.outline import Shown
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
            self.fields[f"{PREFIX}{one.name}"] = _parameter_field(one)

    def caution(self) -> str:
        """Why the report had better wait, of what was sent; empty where nothing speaks against it."""
        if not self.is_bound or not self.is_valid():
            return ""
        wanted = self.wanted()
        return self.definition.caution_for(wanted.parameters, wanted.as_of)

    def wanted(self) -> NewReport:
        given = self.cleaned_data
        parameters = _parameters_in(self.definition.parameters, given)
        return NewReport(self.definition.name, given["since"], given["as_of"], parameters)


def _parameter_field(one: Parameter) -> forms.ChoiceField:
    """Boxes to tick where several may be chosen, else a list."""
    label = str(one.label)
    if one.is_many:
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(
            label=label, required=one.is_required, choices=one.choices(), widget=boxes
        )
    empty = [] if one.is_required else [("", _("全部"))]
    return forms.ChoiceField(label=label, required=one.is_required, choices=[*empty, *one.choices()])


def _parameters_in(parameters: Sequence[Parameter], given: Mapping[str, Any]) -> dict[str, str]:
    """What was chosen, by name; several between commas."""
    chosen = {one.name: given[f"{PREFIX}{one.name}"] for one in parameters}
    joined = {name: value if isinstance(value, str) else ",".join(value) for name, value in chosen.items()}
    return {name: value for name, value in joined.items() if value}


def _text_field(*, is_required: bool) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("正文"),
        required=is_required,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("一行一段。数据写成占位，从“可引用的数据”里抄；不要直接写数字。"),
    )


class TextForm(forms.Form):
    """The words of one block, over the version they were read in."""

    text = _text_field(is_required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class VersionForm(forms.Form):
    """Over the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class BlockForm(VersionForm):
    """A new block: the words of a text, or of a query what it is asked and what is shown.

    ``known``: the report's own parameters, which are offered first.
    """

    heading = forms.CharField(
        label=gettext_lazy("小标题"),
        required=False,
        max_length=LONGEST_LINE,
        help_text=gettext_lazy("可以不写；写了就编（一）（二）的号。"),
    )
    after = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(
        self, query: StoredQuery | None, known: Mapping[str, str], data: dict[str, Any] | None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.query = query
        if query is None:
            self.fields["text"] = _text_field(is_required=True)
            return
        for one in query.parameters:
            field = self.fields[f"{PREFIX}{one.name}"] = _parameter_field(one)
            field.initial = known.get(one.name)
        self.fields["show"] = forms.ChoiceField(
            label=_("怎样显示"), choices=[(kind.value, SHOWN[kind]) for kind in Shown], initial=Shown.TABLE
        )
        self.fields["caption"] = forms.CharField(
            label=_("表题或图题"), max_length=LONGEST_LINE, required=False, initial=str(query.label)
        )

    def values(self) -> dict[str, Any]:
        """What was given, as ``NewBlock`` takes it."""
        given = self.cleaned_data
        if self.query is None:
            return {"heading": given["heading"], "text": given["text"]}
        parameters = _parameters_in(self.query.parameters, given)
        shown = {"show": Shown(given["show"]), "caption": given["caption"]}
        return {"heading": given["heading"], "parameters": parameters, **shown}


SHOWN = {
    Shown.TABLE: gettext_lazy("表"),
    Shown.CHART: gettext_lazy("图"),
    Shown.FIGURES: gettext_lazy("不印，只供正文引用"),
}


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
