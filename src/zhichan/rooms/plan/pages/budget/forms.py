"""Forms of the budget."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhichan.core.rules.money import MOST_FEN
from zhichan.rooms.plan.actions.budget_entry import Amount
from zhichan.rooms.plan.actions.keep_budget import NewCommitment, NewLine
from zhichan.rooms.plan.models import BudgetLine
from zhichan.web.fields import DayField, UnitInput

Choices = Sequence[tuple[int, str]]
MOST_YUAN = MOST_FEN // 100


def yuan_field(label: Any, *, least: Decimal = Decimal("0.01"), help_text: Any = "") -> forms.DecimalField:
    """An amount in yuan with at most two decimals; more are refused, not rounded."""
    return forms.DecimalField(
        label=label,
        min_value=least,
        max_value=Decimal(MOST_YUAN),
        decimal_places=2,
        widget=UnitInput(_("元")),
        help_text=help_text,
    )


class LineForm(forms.Form):
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    title = forms.CharField(label=_("项目"), max_length=120, help_text=_("预算批复中的项目名称。"))
    plan_id = forms.TypedChoiceField(label=_("规划"), coerce=int)
    task_id = forms.TypedChoiceField(label=_("任务"), coerce=int, required=False, empty_value=None)
    unit_id = forms.TypedChoiceField(label=_("使用单位"), coerce=int)
    fund = forms.ChoiceField(label=_("资金来源"), choices=BudgetLine.Fund.choices)
    amount = yuan_field(_("批复金额"))
    on = DayField(label=_("批复日期"))
    note = forms.CharField(label=_("批复文号"), required=False, max_length=400)

    def __init__(self, *args: Any, plans: Choices, tasks: Choices, units: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, pairs in (("plan_id", plans), ("unit_id", units)):
            self._offer(name, list(pairs))
        self._offer("task_id", [("", _("不对应任务")), *tasks])

    def _offer(self, name: str, pairs: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = pairs

    def line(self) -> NewLine:
        return NewLine(**self.cleaned_data)


class AmountForm(forms.Form):
    """An amount that is above zero: a payment."""

    amount = yuan_field(_("金额"))
    on = DayField(label=_("日期"))
    note = forms.CharField(label=_("凭证号与说明"), required=False, max_length=400)

    def given(self) -> Amount:
        data = self.cleaned_data
        return Amount(data["amount"], data["on"], data["note"])


class ChangeForm(AmountForm):
    """A change upwards or downwards, with its reason."""

    amount = yuan_field(_("增减金额"), least=Decimal(-MOST_YUAN), help_text=_("调减写负数，如 -5000。"))
    note = forms.CharField(label=_("理由与文号"), max_length=400)


class CommitmentForm(AmountForm):
    payee = forms.CharField(label=_("收款方"), max_length=120, help_text=_("承诺给谁：单位、企业或机构。"))
    purpose = forms.CharField(label=_("用途"), max_length=200)
    note = forms.CharField(label=_("合同号与说明"), required=False, max_length=400)
    field_order = ("payee", "purpose", "amount", "on", "note")

    def commitment(self) -> NewCommitment:
        return NewCommitment(self.cleaned_data["payee"], self.cleaned_data["purpose"], self.given())


class ReverseForm(forms.Form):
    on = DayField(label=_("冲回日期"))
    note = forms.CharField(label=_("冲回理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
