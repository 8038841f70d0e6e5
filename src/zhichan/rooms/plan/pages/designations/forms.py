"""Forms of designations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.plan.actions.keep_designations import Application, NewCriterion, NewKind, Term
from zhichan.rooms.plan.models import Criterion, DesignationKind
from zhichan.rooms.plan.pages.step_form import StepForm
from zhichan.rooms.plan.queries.holders import holder_of
from zhichan.web.fields import DayField

Choices = Sequence[tuple[int, str]]


class KindForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=80)
    level = forms.ChoiceField(label=_("级别"), choices=DesignationKind.Level.choices)
    basis = forms.CharField(label=_("依据"), max_length=200, help_text=_("文件名称与文号。"))
    from_on = DayField(label=_("起用日期"))
    until_on = DayField(label=_("停用日期"), required=False, help_text=_("这一天起不再受理；不停用就空着。"))

    def kind(self) -> NewKind:
        return NewKind(**self.cleaned_data)


class ApplicationForm(forms.Form):
    """An application, with up to six conditions."""

    LINES = 6

    kind_id = forms.TypedChoiceField(label=_("种类"), coerce=int)
    holder_kind = forms.ChoiceField(
        label=_("对象是"),
        choices=[("region", _("地区")), ("unit", _("单位")), ("party", _("企业或机构（主体登记册）"))],
    )
    holder = forms.CharField(
        label=_("创建对象"),
        max_length=120,
        help_text=_("地区写名称或代码，单位写全称，企业写全称或统一社会信用代码。"),
    )
    list_entry = forms.IntegerField(
        label=_("名录条目"),
        required=False,
        min_value=0,
        help_text=_("企业已列入权利登记的名录时写那一条的记录号：两处说的是同一件事。"),
    )
    unit_id = forms.TypedChoiceField(label=_("责任单位"), coerce=int)
    applied_on = DayField(label=_("申报日期"))

    def __init__(
        self, *args: Any, kinds: Choices, units: Choices, indicators: Choices, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._offer("kind_id", kinds)
        self._offer("unit_id", units)
        offered = [("", _("不对应指标")), *indicators]
        for n in range(self.LINES):
            self.fields[f"text_{n}"] = forms.CharField(label=_("条件"), required=False, max_length=200)
            self.fields[f"indicator_{n}"] = forms.TypedChoiceField(
                label=_("指标"), required=False, coerce=int, choices=offered, empty_value=None
            )
            self.fields[f"op_{n}"] = forms.ChoiceField(label=_("要求"), choices=Criterion.Op.choices)
            self.fields[f"threshold_{n}"] = forms.DecimalField(
                label=_("数值"), required=False, max_digits=19, decimal_places=4
            )

    def _offer(self, name: str, pairs: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(pairs)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name[-1].isdigit()]

    @property
    def criterion_fields(self) -> list[list[forms.BoundField]]:
        names = ("text", "indicator", "op", "threshold")
        return [[self[f"{name}_{n}"] for name in names] for n in range(self.LINES)]

    def application(self) -> Application:
        """Raises InvalidInput where the holder is not found."""
        data = self.cleaned_data
        return Application(
            kind_id=data["kind_id"],
            holder=holder_of(data["holder_kind"], data["holder"]),
            unit_id=data["unit_id"],
            applied_on=data["applied_on"],
            list_entry=data["list_entry"] or 0,
            criteria=[self._criterion(n) for n in range(self.LINES) if data[f"text_{n}"]],
        )

    def _criterion(self, n: int) -> NewCriterion:
        data = self.cleaned_data
        indicator = data[f"indicator_{n}"]
        op = data[f"op_{n}"] if indicator else ""
        return NewCriterion(data[f"text_{n}"], indicator, op, data[f"threshold_{n}"])


class TermStepForm(StepForm):
    """A step that brings a term."""

    term_from = DayField(label=_("有效期自"), required=False)
    term_until = DayField(label=_("有效期至"), required=False, help_text=_("没有期限就空着。"))
    field_order = ("on", "term_from", "term_until", "note")

    def term(self) -> Term | None:
        data = self.cleaned_data
        return Term(data["term_from"], data["term_until"]) if data["term_from"] else None
