"""Forms of navigation projects."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Person
from zhichan.core.people.pages.fields import day_field
from zhichan.core.people.queries import people_holding
from zhichan.rooms.search.actions.navigation_report import NewNavigationBlock
from zhichan.rooms.search.analysis.asking import analysis_charts
from zhichan.rooms.search.analysis.choosing import WITHIN
from zhichan.rooms.search.analysis.class_levels import is_class_part
from zhichan.rooms.search.analysis.declaration import DAYS
from zhichan.rooms.search.models import NavigationEntry, NavigationMember, NavigationProject
from zhichan.rooms.search.models.navigation import LONGEST_TEXT
from zhichan.rooms.search.models.theme import LONGEST_LINE, LONGEST_NAME
from zhichan.rooms.search.navigation_blocks import ANALYSES, WORDS, Shape
from zhichan.rooms.search.rights import NAVIGATION_VIEW


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
    """Of those who can open projects, and of who is a member already. ``part`` empty: no member any more."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("人员"))
    part = forms.ChoiceField(
        label=_("分工"), choices=[*NavigationMember.Part.choices, ("", _("退出项目"))], required=False
    )

    def __init__(self, project: NavigationProject, on: date, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        able = people_holding(NAVIGATION_VIEW, on).exclude(pk__in=[project.made_by_id])
        people = able | Person.objects.filter(pk__in=project.members.values("person_id"))
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


class SeenForm(forms.Form):
    """Over the version of the report that was seen; 0: there was none."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)


class WordsForm(SeenForm):
    shape = forms.ChoiceField(label=_("版块"), choices=list(WORDS.items()))
    text = _text(_("文字"), rows=4)

    def wanted(self) -> NewNavigationBlock:
        return NewNavigationBlock(Shape(self.cleaned_data["shape"]), self.cleaned_data["text"])


class AnalysisForm(SeenForm):
    """Which analysis of which data set, and how it is counted."""

    shape = forms.ChoiceField(label=_("版块"), choices=list(ANALYSES.items()))
    by = forms.ChoiceField(label=_("分析图"))
    data_set = forms.ChoiceField(label=_("数据集"))
    text = forms.CharField(
        label=_("图题或表题"), max_length=100, required=False, help_text=_("不写就用分析图的名称。")
    )
    day = forms.ChoiceField(label=_("按哪个日期"), choices=list(DAYS.items()), required=False)
    family = forms.ChoiceField(
        label=_("计数"), choices=[("", _("逐件计数")), ("1", _("同族合并"))], required=False
    )
    names = forms.ChoiceField(
        label=_("权利人名称"), choices=[("", _("归一后")), ("printed", _("按原名"))], required=False
    )
    within = forms.CharField(
        label=_("主分类、CPC 构成：只看哪一类之下"),
        max_length=20,
        required=False,
        help_text=_("如 H01M、H01M10/。"),
    )
    means = _text(_("技术词，每行一个"), rows=3, required=False)
    effects = _text(_("功效词，每行一个"), rows=3, required=False)

    def __init__(self, sets: Any, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        charts = [(one.name, one.label) for one in analysis_charts()]
        self.fields["by"] = forms.ChoiceField(label=_("分析图"), choices=charts)
        self.fields["data_set"] = forms.ChoiceField(label=_("数据集"), choices=sets)

    def clean_within(self) -> str:
        within: str = self.cleaned_data["within"].strip().upper()
        if within and not is_class_part(within):
            raise forms.ValidationError(_("请写部、大类、小类或大组，如 H、H01、H01M、H01M10/。"))
        return within

    @property
    def main(self) -> list[forms.BoundField]:
        return [self[name] for name in ("shape", "by", "data_set", "text")]

    @property
    def counted(self) -> list[forms.BoundField]:
        return [self[name] for name in ("day", "family", "names", "within", "means", "effects")]

    def wanted(self) -> NewNavigationBlock:
        given = self.cleaned_data
        options = {name: given[name] for name in ("family", "names", "means", "effects")}
        options[WITHIN.get(given["by"], WITHIN["classes"])] = given["within"]
        return NewNavigationBlock(
            Shape(given["shape"]), given["text"], given["by"], int(given["data_set"]),
            {"by": given["day"], **options},
        )  # fmt: skip


class PatentForm(SeenForm):
    number = forms.CharField(label=_("专利号"), max_length=40, help_text=_("申请号、公开号或授权公告号。"))
    text = _text(_("为什么重要"), rows=3)

    def wanted(self) -> NewNavigationBlock:
        given = self.cleaned_data
        return NewNavigationBlock(Shape.PATENT, given["text"], given["number"])


class BlockTextForm(forms.Form):
    """Other words for one block of the version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**9)
    text = _text(_("文字"), rows=8)


class VersionForm(forms.Form):
    """The version of the report that was seen."""

    version = forms.IntegerField(min_value=1, max_value=10**9)


class KeyForm(VersionForm):
    """One block of it."""

    key = forms.CharField(max_length=20)
