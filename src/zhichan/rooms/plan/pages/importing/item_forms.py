"""Forms of single items: entered by hand, or to correct what the reader gave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.plan.item_entry import (
    TargetEntry,
    TaskEntry,
    names_in,
    number,
    target_entry,
    task_entry,
)
from zhichan.rooms.plan.item_values import Json, box_of, instrument_of, money_rule_of, target_of
from zhichan.rooms.plan.models import ExtractedItem, Indicator, Target, Task
from zhichan.rooms.plan.models.task import BESIDE_THE_PLAN
from zhichan.web.fields import DayField

_NONE = ("", "—")


def _figure_field(label: str | Promise) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=19, decimal_places=4, required=False)  # type: ignore[arg-type]


class TargetForm(forms.Form):
    name = forms.CharField(label=_("指标名称"), max_length=120)
    unit = forms.CharField(label=_("计量单位"), max_length=20, required=False)
    op = forms.ChoiceField(label=_("要求"), choices=Target.Op.choices)
    value = _figure_field(_("目标值"))
    value_min = _figure_field(_("下限（区间目标）"))
    value_max = _figure_field(_("上限（区间目标）"))
    year = forms.IntegerField(label=_("目标年"), required=False)
    baseline = _figure_field(_("基期值"))
    baseline_year = forms.IntegerField(label=_("基期年"), required=False)
    growth_rate_pct = forms.DecimalField(
        label=_("年均增长（%）"), max_digits=8, decimal_places=4, required=False
    )
    nature = forms.ChoiceField(
        label=_("属性"), choices=[("", _("未注明")), *Indicator.Nature.choices], required=False
    )
    counting = forms.ChoiceField(
        label=_("口径"),
        choices=Indicator.Counting.choices,
        help_text=_("目标值是期末数、当年数，还是规划期累计数；路径按此计算。"),
    )
    same_as = forms.ChoiceField(
        label=_("与另一条是同一承诺"),
        choices=[_NONE],
        required=False,
        help_text=_("选了就不另立指标，文字仍留存。"),
    )

    def __init__(self, *args: Any, others: Iterable[ExtractedItem] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(item.key, target_of(item.value).name) for item in others]
        if choices:
            self.fields["same_as"].choices = [_NONE, *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["same_as"]

    def entry(self) -> TargetEntry:
        return TargetEntry(**self.cleaned_data)


class TaskForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("类别"), choices=[pair for pair in Task.Kind.choices if pair[0] not in BESIDE_THE_PLAN]
    )
    number = forms.CharField(label=_("编号"), max_length=20, required=False)
    title = forms.CharField(
        label=_("标题"), max_length=200, required=False, help_text=_("空着就取内容的第一句。")
    )
    text = forms.CharField(label=_("内容"), widget=forms.Textarea(attrs={"rows": 5}))
    chapter = forms.CharField(label=_("工作方面"), max_length=200, required=False)
    lead = forms.CharField(label=_("牵头单位"), required=False, help_text=_("几个单位用顿号隔开。"))
    joint = forms.CharField(
        label=_("共同负责单位"), required=False, help_text=_("“按职责分工负责”的各单位；有牵头单位时不填。")
    )
    participants = forms.CharField(label=_("参与单位"), required=False)
    deadline_kind = forms.ChoiceField(label=_("时限种类"), choices=Task.DeadlineKind.choices)
    deadline_on = DayField(label=_("完成时限"), required=False, help_text=_("只有限期完成的任务填写。"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("lead", "joint", "participants"):
            data[name] = names_in(data.get(name, ""))
        if data["joint"] and (data["lead"] or data["participants"]):
            self.add_error("joint", _("有牵头或参与单位时，共同负责单位请写到那两栏里。"))
        if data["participants"] and not data["lead"]:
            self.add_error("participants", _("有参与单位就要有牵头单位；没有牵头的写成共同负责。"))
        by_date = data.get("deadline_kind") == Task.DeadlineKind.BY_DATE
        if by_date and not data.get("deadline_on") and "deadline_on" not in self.errors:
            self.add_error("deadline_on", _("限期完成的任务须写完成时限。"))
        if not by_date and data.get("deadline_on"):
            self.add_error("deadline_on", _("只有限期完成的任务有完成时限。"))
        return data

    def entry(self) -> TaskEntry:
        return TaskEntry(**self.cleaned_data)


class BoxForm(forms.Form):
    number = forms.CharField(label=_("编号"), max_length=20, required=False)
    title = forms.CharField(label=_("标题"), max_length=200)
    items = forms.CharField(
        label=_("各项"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        help_text=_("每行一项。"),
    )


class MoneyRuleForm(forms.Form):
    amount = _figure_field(_("金额"))
    amount_min = _figure_field(_("金额下限"))
    amount_max = _figure_field(_("金额上限"))
    unit = forms.ChoiceField(
        label=_("金额单位"), choices=[_NONE, ("元", _("元")), ("万元", _("万元"))], required=False
    )
    per = forms.CharField(label=_("每"), max_length=10, required=False, help_text=_("件、家、项……"))
    kind = forms.CharField(label=_("类别"), max_length=40, required=False)
    object = forms.CharField(label=_("对象"), max_length=200, required=False)
    condition = forms.CharField(
        label=_("条件"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class InstrumentForm(forms.Form):
    verb = forms.CharField(label=_("动作"), max_length=20)
    title = forms.CharField(label=_("文件名称"), max_length=200)


class WhyForm(forms.Form):
    """The reason of a correction, which may be left out."""

    why = forms.CharField(label=_("更正理由"), max_length=400, required=False)


def correction_form(
    item: ExtractedItem, others: Sequence[ExtractedItem], data: Any = None
) -> forms.Form | None:
    """The form to correct an item, filled with how it stands now; None for a conflict, which is decided."""
    value: Json = item.value
    match item.kind:
        case ExtractedItem.Kind.TARGET:
            same_kind = [one for one in others if one.kind == item.kind and one.pk != item.pk]
            entry = target_entry(value)
            op = entry.op or Target.Op.REACH
            return TargetForm(data, initial={**vars(entry), "op": op}, others=same_kind)
        case ExtractedItem.Kind.TASK:
            initial: dict[str, Any] = vars(task_entry(value)).copy()
            for name in ("lead", "joint", "participants"):
                initial[name] = "、".join(initial[name])
            return TaskForm(data, initial=initial)
        case ExtractedItem.Kind.BOX:
            box = box_of(value)
            lines = "\n".join(f"{marker}{text}" for marker, text in box.items)
            return BoxForm(data, initial={"number": box.number, "title": box.title, "items": lines})
        case ExtractedItem.Kind.MONEY_RULE:
            return MoneyRuleForm(data, initial=vars(money_rule_of(value)))
        case ExtractedItem.Kind.INSTRUMENT:
            return InstrumentForm(data, initial=vars(instrument_of(value)))
        case _:
            return None


def corrected_value(item: ExtractedItem, form: forms.Form) -> dict[str, Any]:
    """The item's JSON with what the valid form says."""
    if isinstance(form, TargetForm | TaskForm):
        return form.entry().onto(item.value)
    data = dict(form.cleaned_data)
    if isinstance(form, BoxForm):
        lines = [line.strip() for line in data["items"].splitlines() if line.strip()]
        data["items"] = [{"marker": "", "text": line} for line in lines]
        data["item_count"] = len(lines)
    if isinstance(form, MoneyRuleForm):
        amounts = {name: number(data[name]) for name in ("amount", "amount_min", "amount_max")}
        data = {**data, **amounts}
    return {**item.value, **data}
