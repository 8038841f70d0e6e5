"""Forms of the task pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Unit
from zhichan.rooms.plan.actions.assign_units import Assignment
from zhichan.rooms.plan.actions.edit_task import MOST_CHARACTERS, TaskEdit
from zhichan.rooms.plan.models import Responsibility, Task
from zhichan.web.fields import DayField

REASON = 400


class MoveForm(forms.Form):
    target = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("理由"),
        required=False,
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("责任单位会看到。"),
    )


class EditForm(forms.Form):
    """How the task should read. ``seen_at`` travels along so that a change by somebody else is noticed."""

    title = forms.CharField(label=_("任务"), max_length=MOST_CHARACTERS["title"])
    number = forms.CharField(label=_("编号"), required=False, max_length=MOST_CHARACTERS["number"])
    chapter = forms.CharField(label=_("工作方面"), required=False, max_length=MOST_CHARACTERS["chapter"])
    deadline_kind = forms.ChoiceField(label=_("时限种类"), choices=Task.DeadlineKind.choices)
    deadline_on = DayField(label=_("完成时限"), required=False, help_text=_("只有限期完成的任务填写。"))
    review_every = forms.ChoiceField(
        label=_("复核周期"),
        required=False,
        choices=[("", _("不按期复核")), *Task.ReviewEvery.choices],
        help_text=_("只有持续推进的任务选择。"),
    )
    reason = forms.CharField(
        label=_("调整理由"),
        required=False,
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("改时限时必填；原时限留在记录里，责任单位会收到通知。"),
    )
    seen_at = forms.CharField(widget=forms.HiddenInput)

    def edit(self) -> TaskEdit:
        data = self.cleaned_data
        return TaskEdit(
            title=data["title"],
            number=data["number"],
            chapter=data["chapter"],
            deadline_kind=data["deadline_kind"],
            deadline_on=data["deadline_on"],
            review_every=data["review_every"],
            seen_at=seen_at(data["seen_at"]),
        )


class UnitsForm(forms.Form):
    """One choice of part per unit: those that have one now, and six free lines for others."""

    FREE_LINES = 6

    reason = forms.CharField(label=_("调整理由"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 2}))
    seen_at = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rows: list[Responsibility], units: list[tuple[int, str]], **options: Any):
        super().__init__(*args, **options)
        self.rows = rows
        parts = [("", _("不承担")), *Responsibility.Role.choices]
        held = {row.unit_id for row in rows}
        for row in rows:
            field = forms.ChoiceField(label=row.unit.name, choices=parts, required=False, initial=row.role)
            self.fields[f"part_{row.unit_id}"] = field
        others = [("", _("不增加")), *((pk, name) for pk, name in units if pk not in held)]
        for line in range(self.FREE_LINES):
            self.fields[f"unit_{line}"] = forms.ChoiceField(
                label=_("增加单位"), choices=others, required=False
            )
            self.fields[f"new_part_{line}"] = forms.ChoiceField(
                label=_("分工"), choices=Responsibility.Role.choices, initial=Responsibility.Role.PARTICIPANT
            )
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])

    def assignments(self) -> list[Assignment]:
        data = self.cleaned_data
        kept = [Assignment(row.unit_id, part) for row in self.rows if (part := data[f"part_{row.unit_id}"])]
        added = [
            Assignment(int(unit), data[f"new_part_{line}"])
            for line in range(self.FREE_LINES)
            if (unit := data[f"unit_{line}"])
        ]
        return kept + added

    @property
    def held_fields(self) -> list[forms.BoundField]:
        return [self[f"part_{row.unit_id}"] for row in self.rows]

    @property
    def free_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"unit_{n}"], self[f"new_part_{n}"]) for n in range(self.FREE_LINES)]


class PeriodForm(forms.Form):
    period = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("复核意见"),
        required=False,
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("本期没有已认可的填报时，须写明为何仍予复核。"),
    )


def seen_at(text: str) -> datetime:
    """The instant a form carried; what cannot be read never fits, so that the change is refused."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def unit_choices(units: Any) -> list[tuple[int, str]]:
    return list(units.exclude(kind=Unit.Kind.FIRM).order_by("name").values_list("pk", "name"))
