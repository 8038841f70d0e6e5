"""Forms of navigation projects."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Person
from zhichan.core.people.pages.fields import day_field
from zhichan.rooms.search.models import NavigationEntry, NavigationMember, NavigationProject
from zhichan.rooms.search.models.navigation import LONGEST_TEXT
from zhichan.rooms.search.models.theme import LONGEST_LINE, LONGEST_NAME
from zhichan.rooms.search.navigation_blocks import COUNTED, SHAPES


def _text(label: Any, *, rows: int = 3, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST_TEXT, widget=widget, required=required)


class ProjectForm(forms.Form):
    name = forms.CharField(label=_("项目名称"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(label=_("类别"), choices=NavigationProject.Kind.choices)
    goal = _text(_("目标和范围"))


class DataSetForm(forms.Form):
    """A name that is there already gets its next version."""

    name = forms.CharField(
        label=_("数据集名称"), max_length=LONGEST_NAME, help_text=_("写已有的名称，就存为它的下一版。")
    )
    line = forms.CharField(
        label=_("检索式"),
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 3, "class": "in mono", "spellcheck": "false"}),
    )
    note = _text(_("清洗说明"), rows=2, required=False)


class StepForm(forms.Form):
    step = forms.ChoiceField(label=_("步骤"), choices=NavigationEntry.Step.choices)
    is_done = forms.BooleanField(label=_("这一步已完成"), required=False)
    text = _text(_("做了什么"))


class MemberForm(forms.Form):
    """``part`` empty: no member any more."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("人员"))
    part = forms.ChoiceField(
        label=_("分工"), choices=[*NavigationMember.Part.choices, ("", _("退出项目"))], required=False
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        people = Person.objects.filter(is_active=True, posts__isnull=False).distinct()
        self.fields["person"] = forms.ModelChoiceField(people.order_by("name", "pk"), label=_("人员"))


class FindingForm(forms.Form):
    data_set = forms.ChoiceField(label=_("依据的数据集"))
    text = _text(_("发现"))

    def __init__(self, choices: Any, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["data_set"] = forms.ChoiceField(label=_("依据的数据集"), choices=choices)


class DecisionForm(forms.Form):
    is_adopted = forms.ChoiceField(label=_("决定"), choices=[("yes", _("采纳")), ("no", _("不采纳"))])
    by_whom = forms.CharField(label=_("由谁决定"), max_length=120)
    on = day_field(_("决定日期"))
    why = _text(_("理由"))


class TextForm(forms.Form):
    text = _text(_("内容"))


class BlockForm(forms.Form):
    """Words, or what is counted of a data set."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)
    shape = forms.ChoiceField(label=_("版块"), choices=list(SHAPES.items()))
    text = _text(_("文字，或表题、图题"))
    by = forms.ChoiceField(label=_("统计项"), choices=[("", "—"), *COUNTED.items()], required=False)

    def __init__(self, choices: Any, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["data_set"] = forms.ChoiceField(
            label=_("数据集"), choices=[("", "—"), *choices], required=False
        )


class KeyForm(forms.Form):
    """One block of the version that was seen."""

    version = forms.IntegerField(min_value=1, max_value=10**9)
    key = forms.CharField(max_length=20)
