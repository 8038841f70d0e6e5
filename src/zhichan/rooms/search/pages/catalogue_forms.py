"""Forms of the catalogue of key technologies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.people.pages.fields import day_field, unit_choice
from zhichan.rooms.search.actions.catalogue import NewTechnology
from zhichan.rooms.search.models import KeyTechnology, NavigationFinding, Theme
from zhichan.rooms.search.models.catalogue import LONGEST_CLASSES
from zhichan.rooms.search.models.navigation import LONGEST_TEXT
from zhichan.rooms.search.models.theme import LONGEST_LINE, LONGEST_NAME
from zhichan.rooms.search.queries.catalogue import COLLECTION, technologies_visible_to, theme_names
from zhichan.rooms.search.queries.navigation import projects_visible_to
from zhichan.rooms.search.queries.themes import themes_visible_to


class ThemeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """``names``: what each is called to who chooses."""

    names: Mapping[int, str]

    def label_from_instance(self, obj: Theme) -> str:
        return self.names.get(obj.pk, obj.name)


class SeenForm(forms.Form):
    """Over the revision that was seen."""

    seen_revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=10**9)

    def seen(self) -> int | None:
        seen: int | None = self.cleaned_data["seen_revision"]
        return seen


class TechnologyForm(SeenForm):
    """One entry; ``entry``: the one that is changed."""

    name = forms.CharField(label=_("名称"), max_length=LONGEST_NAME)
    parent = forms.ModelChoiceField(KeyTechnology.objects.none(), label=_("上级条目"), required=False)
    state = forms.ChoiceField(label=_("状态"), choices=KeyTechnology.State.choices)
    unit = unit_choice(_("责任单位"))
    classes = forms.CharField(
        label=_("分类号范围"),
        max_length=LONGEST_CLASSES,
        required=False,
        help_text=_("如 H01M10/0525、H01M4/。"),
    )
    line = forms.CharField(
        label=_("检索式"),
        max_length=LONGEST_LINE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "in mono", "spellcheck": "false"}),
        help_text=_("与专题库取一样；件数每次打开时重新检索。"),
    )
    theme = ThemeChoice(Theme.objects.none(), label=_("专题库"), required=False)
    note = forms.CharField(
        label=_("说明"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, actor: Actor, *args: Any, entry: KeyTechnology | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        above = technologies_visible_to(actor).order_by("name")
        if entry is not None:
            above = above.exclude(pk=entry.pk)
        themes = themes_visible_to(actor).filter(collection=COLLECTION)
        if entry is not None and entry.theme_id is not None:
            themes = themes | Theme.objects.filter(pk=entry.theme_id)
        self.fields["parent"].queryset = above  # type: ignore[attr-defined]
        self.fields["theme"].names = theme_names([entry] if entry else [], actor)  # type: ignore[attr-defined]
        self.fields["theme"].queryset = themes.order_by("name")  # type: ignore[attr-defined]

    def wanted(self) -> NewTechnology:
        given = self.cleaned_data
        return NewTechnology(
            given["name"],
            given["unit"].pk,
            given["line"],
            given["theme"].pk if given["theme"] else None,
            given["parent"].pk if given["parent"] else None,
            KeyTechnology.State(given["state"]),
            given["classes"],
            given["note"],
        )


class FindingChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: NavigationFinding) -> str:
        return f"{obj.project.name}：{obj.text[:60]}"


class FindingChoiceForm(forms.Form):
    finding = FindingChoice(NavigationFinding.objects.none(), label=_("导航发现"))

    def __init__(self, actor: Actor, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = NavigationFinding.objects.filter(project__in=projects_visible_to(actor))
        chosen = rows.select_related("project").order_by("-pk")
        self.fields["finding"].queryset = chosen  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """Which link is taken back."""

    link = forms.IntegerField(min_value=1, max_value=10**9)


class DayForm(forms.Form):
    on = day_field(_("截至"), required=False)
