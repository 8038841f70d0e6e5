"""Forms of consultations and agreements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.rooms.plan.actions.record_agreement import NewAgreement
from zhichan.rooms.plan.item_entry import names_in
from zhichan.rooms.plan.models import Agreement
from zhichan.web.fields import DayField

_MATTERS_HELP = _("一行一项。登记以后可以逐项立为任务。")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class AgreementForm(forms.Form):
    kind = forms.ChoiceField(label=_("种类"), choices=Agreement.Kind.choices)
    title = forms.CharField(label=_("名称"), max_length=200)
    own_unit = forms.TypedChoiceField(label=_("本方单位"), coerce=int)
    parties = forms.CharField(
        label=_("外部单位"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("本系统单位以外的部门、地区、高校或机构，几个之间用顿号或换行分开。"),
    )
    signed_on = DayField(label=_("签署日期"))
    until_on = DayField(label=_("到期日"), required=False, help_text=_("没有期限的不填。"))
    matters = forms.CharField(
        label=_("商定事项"), required=False, widget=forms.Textarea(attrs={"rows": 5}), help_text=_MATTERS_HELP
    )
    file = forms.FileField(label=_("文件"), required=False, widget=forms.FileInput())

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["own_unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(units)

    def agreement(self, kept: StoredFile | None) -> NewAgreement:
        data = self.cleaned_data
        return NewAgreement(
            kind=data["kind"],
            title=data["title"],
            own_unit_id=data["own_unit"],
            parties=names_in(data["parties"]),
            signed_on=data["signed_on"],
            until_on=data["until_on"],
            matters=_lines(data["matters"]),
            file=kept,
            file_name=data["file"].name if data["file"] else "",
        )


class RenewForm(AgreementForm):
    """The next term. ``asks_gap``: whether the former is over, so that days may lie between the two."""

    gap_confirmed = forms.BooleanField(
        label=_("两期之间的中断已经核对"),
        required=False,
        help_text=_("上一期结束之后隔了几天才签署时勾选。"),
    )

    def __init__(self, *args: Any, asks_gap: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks_gap:
            del self.fields["gap_confirmed"]


class EndForm(forms.Form):
    ended_on = DayField(label=_("终止日期"), help_text=_("协议有效的最后一天。"))
    reason = forms.CharField(
        label=_("原因"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("由谁提出、为什么。"),
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("撤回的理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class MattersForm(forms.Form):
    agreed_on = DayField(label=_("商定日期"))
    matters = forms.CharField(
        label=_("商定事项"), widget=forms.Textarea(attrs={"rows": 5}), help_text=_MATTERS_HELP
    )

    def texts(self) -> list[str]:
        return _lines(self.cleaned_data["matters"])
