"""Forms of commendations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.plan.actions.commend import (
    MOST_PUBLICITY_DAYS,
    MOST_QUOTA,
    MOST_REASON,
    NewRound,
)
from zhichan.web.fields import UnitInput

USUAL_PUBLICITY_DAYS = 5


class RoundForm(forms.Form):
    name = forms.CharField(label=_("表彰项目"), max_length=80)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    basis = forms.CharField(label=_("依据"), max_length=200, help_text=_("文件名称与文号。"))
    unit_quota = forms.IntegerField(label=_("集体名额"), min_value=0, max_value=MOST_QUOTA)
    person_quota = forms.IntegerField(label=_("个人名额"), min_value=0, max_value=MOST_QUOTA)
    publicity_working_days = forms.IntegerField(
        label=_("公示工作日"),
        min_value=1,
        max_value=MOST_PUBLICITY_DAYS,
        initial=USUAL_PUBLICITY_DAYS,
        widget=UnitInput(_("个工作日")),
        help_text=_("按本级表彰办法填写；从公示次日起算。"),
    )

    def round(self) -> NewRound:
        return NewRound(**self.cleaned_data)


class NominationForm(forms.Form):
    """The nominee is chosen from one list: a unit, or a person with a post in it."""

    nominee = forms.ChoiceField(label=_("表彰对象"))
    reason = forms.CharField(
        label=_("事迹"), max_length=MOST_REASON, widget=forms.Textarea(attrs={"rows": 6})
    )
    evidence = forms.FileField(label=_("佐证材料"), required=False, widget=forms.FileInput())

    def __init__(
        self,
        *args: Any,
        units: Sequence[tuple[int, str]],
        people: Sequence[tuple[int, int, str]],
        **options: Any,
    ) -> None:
        """``people``: unit, person, and what is shown of them."""
        super().__init__(*args, **options)
        field = self.fields["nominee"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (_("集体"), [(f"{unit}", name) for unit, name in units]),
            (_("个人"), [(f"{unit}:{person}", name) for unit, person, name in people]),
        ]

    def unit_and_person(self) -> tuple[int, int | None]:
        """The unit, and the person where one is meant."""
        unit, _colon, person = self.cleaned_data["nominee"].partition(":")
        return int(unit), int(person) if person else None
