"""The form of a plan from a template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.plan.actions.make_plans import FilledIn
from zhichan.rooms.plan.plan_templates.definition import OFFICE, UNIT, YEAR, PlanTemplate, Spread
from zhichan.web.fields import DayField, UnitInput

Choices = Sequence[tuple[int, str]]
_PLACES = " ".join(f"{{{name}}}" for name in (YEAR, UNIT, OFFICE))


class FromTemplateForm(forms.Form):
    """What the template leaves open; one figure for each of its indicators."""

    title = forms.CharField(
        label=_("规划名称"),
        max_length=200,
        help_text=_("%(places)s 建立时换成相应的字。") % {"places": _PLACES},
    )
    start_on = DayField(label=_("开始日"), help_text=_("各项任务的时限从这一天推算，也作发文日期。"))
    end_on = DayField(label=_("结束日"))
    serves = forms.TypedChoiceField(label=_("服务于"), required=False, coerce=int, empty_value=None)
    spread = forms.ChoiceField(label=_("方案的分法"), choices=Spread.choices, widget=forms.RadioSelect)
    collective = forms.TypedChoiceField(
        label=_("集合单位"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("按开始日的成员展开，如各镇（街道）。"),
    )
    units = forms.TypedMultipleChoiceField(
        label=_("单位"), required=False, coerce=int, help_text=_("另外逐个选的单位；按住 Ctrl 可多选。")
    )

    def __init__(
        self,
        *args: Any,
        template: PlanTemplate,
        plans: Choices,
        collectives: Choices,
        units: Choices,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._template = template
        offered: dict[str, list[Any]] = {
            "serves": [("", _("不服务于其他规划")), *plans],
            "collective": [("", _("不选")), *collectives],
            "units": list(units),
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        for place, one in enumerate(template.indicators):
            self.fields[f"value_{place}"] = forms.DecimalField(
                label=one.name,
                required=False,
                max_digits=16,
                decimal_places=4,
                initial=one.value,
                widget=UnitInput(one.unit),
                help_text=_("不填就不列这个指标。"),
            )

    @classmethod
    def initial_of(cls, template: PlanTemplate, today: date) -> dict[str, Any]:
        """As the template has it, beginning today."""
        return {
            "title": template.title,
            "start_on": today,
            "end_on": template.usual_end(today),
            "spread": template.spread,
        }

    def filled(self) -> FilledIn:
        data = self.cleaned_data
        return FilledIn(
            title=data["title"],
            start_on=data["start_on"],
            end_on=data["end_on"],
            spread=data["spread"],
            unit_ids=data["units"],
            collective_id=data["collective"],
            values={one.name: data[f"value_{at}"] for at, one in enumerate(self._template.indicators)},
            serves_id=data["serves"],
        )


class SaveTemplateForm(forms.Form):
    label = forms.CharField(label=_("模板名称"), max_length=60)
    note = forms.CharField(
        label=_("用途"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
