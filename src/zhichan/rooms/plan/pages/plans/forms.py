"""Forms of the plan pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.plan.actions.enter_plan import NewPlan
from zhichan.rooms.plan.models import Plan, Task
from zhichan.web.fields import DayField


class PlanForm(forms.Form):
    title = forms.CharField(label=_("规划名称"), max_length=200)
    doc_number = forms.CharField(label=_("发文字号"), max_length=60, required=False)
    issuer = forms.CharField(label=_("发文机关"), max_length=200, required=False)
    genre = forms.ChoiceField(label=_("体裁"), choices=Plan.Genre.choices)
    issued_on = DayField(label=_("发文日期"), required=False, help_text=_("责任单位按这一天的名称对应。"))
    period_from = forms.IntegerField(label=_("起始年"), required=False)
    period_to = forms.IntegerField(label=_("终止年"), required=False)

    def new_plan(self) -> NewPlan:
        return NewPlan(**self.cleaned_data)


class StartVersionForm(forms.Form):
    issued_on = DayField(label=_("新版的发文日期"), required=False)


class FateForm(forms.Form):
    """What becomes of a vanished row: ``keep`` or ``end``, with the reason."""

    keep = forms.ChoiceField(label=_("去留"), choices=[("keep", _("继续执行")), ("end", _("不再执行"))])
    reason = forms.CharField(label=_("理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class ServesForm(forms.Form):
    serves = forms.ModelChoiceField(
        Plan.objects.none(), label=_("服务于"), required=False, empty_label=_("不服务于其他规划")
    )

    def __init__(self, *args: Any, plans: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["serves"].queryset = plans  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """Which task of the upper plan a task carries."""

    serves = forms.ModelChoiceField(Task.objects.none(), label=_("对应的任务"))

    def __init__(self, *args: Any, tasks: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["serves"].queryset = tasks  # type: ignore[attr-defined]
