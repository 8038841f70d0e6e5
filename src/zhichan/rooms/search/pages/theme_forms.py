"""Forms of themed databases: name and line, numbers with a reason, whom it is shared with."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Person
from zhichan.core.people.pages.fields import unit_choice
from zhichan.core.people.queries import people_holding
from zhichan.rooms.search.actions.shares import NewShare
from zhichan.rooms.search.models import ThemeShare
from zhichan.rooms.search.models.theme import LONGEST_LINE, LONGEST_NAME, LONGEST_REASON
from zhichan.rooms.search.rights import THEME_VIEW

LONGEST_NUMBERS = 20_000


def _line_field() -> forms.CharField:
    return forms.CharField(
        label=_("检索式"),
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 4, "class": "in mono", "spellcheck": "false"}),
        help_text=_("写法与检索页相同；以后每次更新都重新检索它。"),
    )


class NewThemeForm(forms.Form):
    """A name and a line."""

    name = forms.CharField(label=_("专题库名称"), max_length=LONGEST_NAME)
    line = _line_field()


class VersionForm(forms.Form):
    """Over the version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**9)


class LineForm(VersionForm):
    line = _line_field()


class NameForm(forms.Form):
    name = forms.CharField(label=_("专题库名称"), max_length=LONGEST_NAME)


def _reason_field() -> forms.CharField:
    return forms.CharField(
        label=_("理由"), max_length=LONGEST_REASON, help_text=_("逐件留存，差异和清单里都看得到。")
    )


class AddForm(VersionForm):
    """Numbers, pasted from wherever, and why."""

    numbers = forms.CharField(
        label=_("申请号"),
        max_length=LONGEST_NUMBERS,
        widget=forms.Textarea(attrs={"rows": 5, "class": "in mono"}),
        help_text=_("一行一个，或用逗号隔开，最多 500 个。"),
    )
    reason = _reason_field()


class PickForm(VersionForm):
    """Records chosen in the list, and why."""

    reason = _reason_field()

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        sent = data.getlist("pick") if data is not None else []
        known = [one for one in sent if one.isascii() and one.isdigit() and len(one) < 19]
        self.fields["pick"] = forms.TypedMultipleChoiceField(
            coerce=int, label=_("专利"), choices=[(one, one) for one in known]
        )


class ShareForm(forms.Form):
    """One person of those who can open themes on a day, or one unit."""

    right = THEME_VIEW
    person = forms.ModelChoiceField(Person.objects.none(), label=_("人员"), required=False)
    unit = unit_choice(_("单位"), required=False, help_text=_("这个单位及其下级单位的人都能看到。"))
    access = forms.ChoiceField(label=_("权限"), choices=ThemeShare.Access.choices)

    def __init__(self, on: date, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        people = people_holding(self.right, on).order_by("name", "pk")
        self.fields["person"] = forms.ModelChoiceField(people, label=_("人员"), required=False)

    def whom(self) -> NewShare:
        person, unit = self.cleaned_data["person"], self.cleaned_data["unit"]
        return NewShare(person and person.pk, unit.pk if unit else None)
