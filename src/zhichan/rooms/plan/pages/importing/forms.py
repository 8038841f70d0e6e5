"""Forms of the pages that lead from a file to a version in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.roles import Role
from zhichan.core.people.models import Collective, Person, Unit
from zhichan.core.people.queries import posts_on
from zhichan.rooms.plan.models import Plan


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("规划文件"),
        help_text=_("txt、html、docx 或带文字层的 pdf，不超过 50 MB。原件按哈希留存。"),
    )
    plan = forms.ModelChoiceField(
        Plan.objects.none(),
        label=_("导入到"),
        required=False,
        empty_label=_("新的规划"),
        help_text=_("已有规划的新文本，选它，作为下一版逐条比较。"),
    )
    again = forms.BooleanField(
        label=_("同一文件导入过也再导入一次"), required=False, help_text=_("平时不用勾选。")
    )

    def __init__(self, *args: Any, plans: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 2, "class": "in"})
    )


class ReferForm(ReasonForm):
    to = forms.ModelChoiceField(Person.objects.none(), label=_("转给"))

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]
        self.order_fields(["to", "reason"])


class ConflictForm(ReasonForm):
    """``chosen``: the place of the reading that stands; empty means that all stand side by side."""

    chosen = forms.CharField(required=False, max_length=4)

    def chosen_place(self) -> int | None:
        """Raises nothing: what is no place becomes one that the action refuses."""
        text = self.cleaned_data["chosen"]
        if text in ("", "all"):
            return None
        return int(text) if text.isascii() and text.isdigit() else -1


class BatchForm(forms.Form):
    least = forms.DecimalField(
        label=_("把握不低于"), min_value=Decimal(0), max_value=Decimal(1), decimal_places=2, initial="0.95"
    )


class MapForm(forms.Form):
    """A printed name means a unit or collective that is registered: ``unit:3``, ``collective:2``."""

    printed = forms.CharField(widget=forms.HiddenInput, max_length=200)
    body = forms.ChoiceField(label=_("就是"))

    def __init__(self, *args: Any, bodies: Sequence[Unit | Collective], **options: Any) -> None:
        super().__init__(*args, **options)
        self._bodies = {body_code(body): body for body in bodies}
        choices = [("", _("请选择")), *((code, body.name) for code, body in self._bodies.items())]
        self.fields["body"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> Unit | Collective:
        return self._bodies[self.cleaned_data["body"]]


class NewUnitForm(forms.Form):
    printed = forms.CharField(widget=forms.HiddenInput, max_length=200)
    name = forms.CharField(label=_("单位全称"), max_length=120, help_text=_("原文的写法会记为它的简称。"))
    kind = forms.ChoiceField(label=_("类别"), choices=Unit.Kind.choices)


class CollectiveForm(forms.Form):
    printed = forms.CharField(widget=forms.HiddenInput, max_length=200)
    kind = forms.ChoiceField(
        label=_("种类"), choices=Collective.Kind.choices, initial=Collective.Kind.ALL_OF_KIND
    )
    members = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("包括这些单位"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("自发文之日起；以后的进出在单位页登记。"),
    )

    def __init__(self, *args: Any, units: Any, has_kind: bool = True, **options: Any) -> None:
        """``has_kind``: whether the kind is asked for; a collective that is registered has one."""
        super().__init__(*args, **options)
        self.fields["members"].queryset = units  # type: ignore[attr-defined]
        if not has_kind:
            del self.fields["kind"]


def body_code(body: Unit | Collective) -> str:
    return f"{'collective' if isinstance(body, Collective) else 'unit'}:{body.pk}"


def people_to_refer_to(but: int | None, at: datetime) -> Any:
    """Those who may decide referred items on a day, without oneself."""
    posts = posts_on(timezone.localdate(at)).filter(role__in=[Role.PLAN_OFFICER, Role.OFFICE_LEADER])
    people = Person.objects.filter(pk__in=posts.values("person_id"), is_active=True)
    return people.exclude(pk=but or 0).order_by("name", "pk")
