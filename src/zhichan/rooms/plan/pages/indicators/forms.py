"""Forms of the indicator pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhichan.core.registers.moments import end_of
from zhichan.rooms.plan.actions.decide_value import MOST_REASON
from zhichan.rooms.plan.actions.edit_path import MOST_NOTE as MOST_PATH_NOTE
from zhichan.rooms.plan.actions.enter_value import MOST_NOTE, MOST_SOURCE, PLACES
from zhichan.rooms.plan.actions.note_indicator import MOST_TEXT
from zhichan.rooms.plan.models import Indicator, PathPoint, ValueDecision
from zhichan.web.fields import DayField, UnitInput


class ValueForm(forms.Form):
    effective_on = DayField(label=_("数据时点"), help_text=_("数值说的是哪一天，如季末。"))
    value = forms.DecimalField(label=_("数值"), max_digits=20, decimal_places=PLACES)
    source = forms.CharField(
        label=_("数据来源"), max_length=MOST_SOURCE, help_text=_("如：专利登记数据、上级通报、单位报表。")
    )
    known_on = DayField(
        label=_("获知日期"), required=False, help_text=_("空着就是现在。补录旧数据时填当时知道的日期。")
    )
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("更正已有数值时必填，写明原因。原数值留存。"),
    )
    evidence = forms.FileField(label=_("附件"), required=False, widget=forms.FileInput())

    def __init__(self, *args: Any, unit: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if unit:
            self.fields["value"].widget = UnitInput(unit)

    def known_at(self) -> datetime | None:
        """The end of the day of knowing, or None for now."""
        day = self.cleaned_data["known_on"]
        if day is None or day >= timezone.localdate():
            return None
        return end_of(day)


class PathForm(forms.Form):
    """One figure for each year on the way; the promised year is shown, not asked."""

    note = forms.CharField(
        label=_("依据"),
        max_length=MOST_PATH_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("如：年度分解方案。"),
    )

    def __init__(self, *args: Any, points: Sequence[PathPoint], unit: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.points = points[:-1]
        for point in self.points:
            self.fields[f"year_{point.year}"] = forms.DecimalField(
                label=_("%(year)s 年末") % {"year": point.year},
                max_digits=20,
                decimal_places=PLACES,
                initial=f"{point.value.normalize():f}",
                widget=UnitInput(unit) if unit else None,
            )
        self.order_fields([name for name in self.fields if name != "note"] + ["note"])

    def changed_points(self) -> Mapping[int, Decimal]:
        return {
            point.year: value
            for point in self.points
            if (value := self.cleaned_data[f"year_{point.year}"]) != point.value
        }


class DecisionForm(forms.Form):
    """Which of two figures counts. The keys say which figures were looked at."""

    counts = forms.ChoiceField(
        label=_("以哪个数值为准"), choices=ValueDecision.Counts.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明差在哪里、依据什么。认定只增不改，可以再次认定。"),
    )
    computed = forms.IntegerField(widget=forms.HiddenInput)
    entered = forms.IntegerField(widget=forms.HiddenInput)


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("添加备注"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )
    about_on = DayField(label=_("针对的数据时点"), required=False)


class DefinitionForm(forms.Form):
    owner_unit = forms.TypedChoiceField(label=_("填报单位"), required=False, coerce=int, empty_value=None)
    counting = forms.ChoiceField(
        label=_("口径"),
        choices=Indicator.Counting.choices,
        help_text=_("期末数：到某日为止的存量；当年数：每年从零算起；规划期累计数：整个规划期加总。"),
    )
    note = forms.CharField(
        label=_("依据"), max_length=MOST_PATH_NOTE, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        owner = self.fields["owner_unit"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = [("", _("由主管单位填报")), *units]
