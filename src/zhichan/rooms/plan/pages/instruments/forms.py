"""Forms of promised instruments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.rooms.plan.actions.enter_instrument import NewInstrument
from zhichan.rooms.plan.actions.follow_instrument import Charge, Step
from zhichan.rooms.plan.models import PromisedInstrument
from zhichan.web.fields import DayField

Choices = Sequence[tuple[int, str]]
_VERBS = ("制定", "修订", "编制", "出台", "印发", "发布")


class ChargeForm(forms.Form):
    """Who drafts it, by when, and which task promises it."""

    drafting_unit = forms.TypedChoiceField(label=_("起草单位"), required=False, coerce=int, empty_value=None)
    due_on = DayField(label=_("应印发日期"), required=False, help_text=_("不填按所在任务的完成时限。"))
    task = forms.TypedChoiceField(label=_("所在任务"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, units: Choices, tasks: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, offered in (("drafting_unit", units), ("task", tasks)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("未指定")), *offered]

    def charge(self) -> Charge:
        data = self.cleaned_data
        return Charge(data["drafting_unit"], data["due_on"], data["task"])


class NewInstrumentForm(ChargeForm):
    """A document promised beside the plan's words. ``tasks``: choices under the title of their plan."""

    plan = forms.TypedChoiceField(label=_("规划"), coerce=int)
    title = forms.CharField(label=_("文件名称"), max_length=200, help_text=_("不写书名号。"))
    verb = forms.ChoiceField(label=_("动作"), choices=[(one, one) for one in _VERBS])
    basis = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("在哪里承诺的：会议纪要、批示、来文的名称和日期。")
    )
    field_order = ("plan", "title", "verb", "basis", "task", "drafting_unit", "due_on")

    def __init__(self, *args: Any, plans: Choices, units: Choices, tasks: Any, **options: Any) -> None:
        super().__init__(*args, units=units, tasks=tasks, **options)
        field = self.fields["plan"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("请选择")), *plans]

    def instrument(self) -> NewInstrument:
        data = self.cleaned_data
        return NewInstrument(data["plan"], data["title"], data["verb"], data["basis"], self.charge())


class RemoveForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class StepForm(forms.Form):
    state = forms.ChoiceField(label=_("进到"), choices=PromisedInstrument.State.choices)
    effective_on = DayField(label=_("日期"))
    doc_number = forms.CharField(
        label=_("发文字号"), required=False, max_length=60, help_text=_("只有“已印发”填写。")
    )
    file = forms.FileField(
        label=_("文件"),
        required=False,
        widget=forms.FileInput(),
        help_text=_("草案、征求意见稿或印发的文本。"),
    )
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("退回以前的状态是更正，须写明理由。"),
    )

    def step(self, kept: StoredFile | None) -> Step:
        data = self.cleaned_data
        name = data["file"].name if data["file"] else ""
        return Step(data["state"], data["effective_on"], data["doc_number"], data["note"], kept, name)
