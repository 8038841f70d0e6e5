"""Forms of schemes, runs, appeals, corrections and points."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.requests import now, today
from zhichan.core.registers.moments import end_of
from zhichan.rooms.plan.actions.score_appeals import MOST_ANSWER, MOST_REASON
from zhichan.rooms.plan.actions.score_schemes import ItemDraft, SchemeDraft
from zhichan.rooms.plan.models import ScoreItem, ScoreScheme
from zhichan.rooms.plan.pages.progress.forms import FilesField
from zhichan.web.fields import DayField, UnitInput

Choices = Sequence[tuple[Any, str]]
SPARE_LINES = 3
EVERY_UNIT = "all"
_ITEM = ("name", "weight", "formula", "least", "most", "without_data")


class SchemeForm(forms.Form):
    """A scheme with a table of items; a line without a name and a formula counts as empty."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    name = forms.CharField(label=_("方案名称"), max_length=120)
    basis = forms.CharField(
        label=_("依据"), max_length=200, required=False, help_text=_("文件名和文号，或会议议定事项。")
    )
    bonus_most = forms.DecimalField(
        label=_("加分上限"), min_value=0, max_value=100, decimal_places=2, widget=UnitInput(_("分"))
    )
    deduction_most = forms.DecimalField(
        label=_("扣分上限"), min_value=0, max_value=100, decimal_places=2, widget=UnitInput(_("分"))
    )
    appeal_working_days = forms.IntegerField(
        label=_("申诉期"), min_value=1, max_value=60, widget=UnitInput(_("个工作日"))
    )

    def __init__(self, *args: Any, lines: int, has_year: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines = range(1, lines + SPARE_LINES + 1)
        if not has_year:
            del self.fields["year"]
        for line in self.lines:
            self._add_line(line)

    def _add_line(self, line: int) -> None:
        words = {"n": line}
        fields: dict[str, forms.Field] = {
            "name": forms.CharField(label=_("第 %(n)d 行考核项") % words, max_length=60, required=False),
            "weight": forms.DecimalField(
                label=_("第 %(n)d 行权重") % words, required=False, max_digits=5, decimal_places=2
            ),
            "formula": forms.CharField(
                label=_("第 %(n)d 行算式") % words,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
            ),
            "least": forms.DecimalField(
                label=_("第 %(n)d 行下限") % words, required=False, max_digits=5, decimal_places=2
            ),
            "most": forms.DecimalField(
                label=_("第 %(n)d 行上限") % words, required=False, max_digits=5, decimal_places=2
            ),
            "without_data": forms.ChoiceField(
                label=_("第 %(n)d 行缺数据时") % words,
                required=False,
                choices=ScoreItem.WithoutData.choices,
            ),
        }
        self.fields |= {f"{name}_{line}": field for name, field in fields.items()}

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name.rpartition("_")[2].isdigit()]

    @property
    def rows(self) -> list[dict[str, forms.BoundField]]:
        return [{name: self[f"{name}_{line}"] for name in _ITEM} for line in self.lines]

    def filled_lines(self) -> list[int]:
        data = self.cleaned_data
        return [n for n in self.lines if data[f"name_{n}"] or data[f"formula_{n}"] or data[f"weight_{n}"]]

    def draft(self) -> SchemeDraft:
        data = self.cleaned_data
        items = [
            ItemDraft(
                name=data[f"name_{n}"],
                weight=data[f"weight_{n}"] or Decimal(0),
                formula=data[f"formula_{n}"],
                least=data[f"least_{n}"] or Decimal(0),
                most=Decimal(100) if data[f"most_{n}"] is None else data[f"most_{n}"],
                without_data=data[f"without_data_{n}"] or ScoreItem.WithoutData.LEFT_OUT,
            )
            for n in self.filled_lines()
        ]
        own = ("name", "basis", "bonus_most", "deduction_most", "appeal_working_days")
        return SchemeDraft(items=items, **{name: data[name] for name in own})


def initial_of(scheme: ScoreScheme, items: Sequence[ScoreItem | ItemDraft]) -> dict[str, Any]:
    """A scheme as the form starts with it."""
    own = ("year", "name", "basis", "bonus_most", "deduction_most", "appeal_working_days")
    found: dict[str, Any] = {name: _plain(getattr(scheme, name)) for name in own}
    for line, item in enumerate(items, 1):
        found |= {f"{name}_{line}": _plain(getattr(item, name)) for name in _ITEM}
    return found


def _plain(value: Any) -> Any:
    """A figure without needless noughts."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class RunForm(forms.Form):
    """For which period, as of which day, as known when, and which units."""

    first = DayField(label=_("考核期从"))
    on = DayField(label=_("数据时点"), help_text=_("考核期的最后一天。"))
    known_on = DayField(
        label=_("按何日所知"), help_text=_("只用这一天以前（含当天）登记的情况；今天即按此刻所知。")
    )
    units = forms.ChoiceField(label=_("考核哪些单位"))

    def __init__(self, *args: Any, groups: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        units = self.fields["units"]
        assert isinstance(units, forms.ChoiceField)
        units.choices = [(EVERY_UNIT, _("承担任务或指标的全部单位")), *groups]

    def known_at(self) -> datetime:
        day = self.cleaned_data["known_on"]
        return now() if day == today() else end_of(day)


class AppealForm(forms.Form):
    position = forms.TypedChoiceField(label=_("对哪一项"), coerce=int)
    reason = forms.CharField(
        label=_("理由"), max_length=MOST_REASON, widget=forms.Textarea(attrs={"rows": 5})
    )
    evidence = FilesField(label=_("申诉材料"), required=False, help_text=_("一次最多 10 个文件。"))

    def __init__(self, *args: Any, items: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        position = self.fields["position"]
        assert isinstance(position, forms.ChoiceField)
        position.choices = list(items)


class AnswerForm(forms.Form):
    is_upheld = forms.ChoiceField(
        label=_("怎样答复"), choices=[("no", _("不成立")), ("yes", _("成立，更正得分"))]
    )
    value = forms.DecimalField(
        label=_("更正为"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        widget=UnitInput(_("分")),
        help_text=_("这一项按百分计的得分，只在成立时填。"),
    )
    answer = forms.CharField(
        label=_("答复"), max_length=MOST_ANSWER, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        is_upheld = data.get("is_upheld") == "yes"
        if is_upheld and data.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("申诉成立时，请写更正后的得分。"))
        if not is_upheld:
            data["value"] = None
        return data


class CorrectForm(forms.Form):
    position = forms.TypedChoiceField(label=_("更正哪一项"), coerce=int)
    value = forms.DecimalField(
        label=_("更正为"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        widget=UnitInput(_("分")),
        help_text=_("这一项按百分计的得分。"),
    )
    reason = forms.CharField(
        label=_("理由"), max_length=MOST_ANSWER, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, items: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        position = self.fields["position"]
        assert isinstance(position, forms.ChoiceField)
        position.choices = list(items)


class PointsForm(forms.Form):
    unit = forms.TypedChoiceField(label=_("单位"), coerce=int)
    effective_on = DayField(label=_("发生日"))
    points = forms.DecimalField(
        label=_("分值"),
        max_digits=5,
        decimal_places=2,
        widget=UnitInput(_("分")),
        help_text=_("加分写正数，扣分写负数。"),
    )
    reason = forms.CharField(label=_("事由"), max_length=200)
    evidence = forms.FileField(label=_("佐证材料"), widget=forms.FileInput())

    def __init__(self, *args: Any, units: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)
        unit.choices = list(units)


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("撤回的理由"), max_length=200)
