"""Forms of meetings and decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.agree_task import NewTask
from zhichan.rooms.plan.actions.assign_units import Assignment
from zhichan.rooms.plan.models import Plan, PlanVersion, Responsibility, Task
from zhichan.rooms.plan.pages.tasks.forms import unit_choices
from zhichan.web.fields import DayField

Choices = Sequence[tuple[int, str]]


class MeetingForm(forms.Form):
    """A meeting that was held. Members of the day come ticked; others can be added as guests."""

    title = forms.CharField(label=_("会议名称"), max_length=200)
    held_on = DayField(label=_("召开日期"))
    place = forms.CharField(label=_("地点"), required=False, max_length=120)
    chair = forms.CharField(label=_("主持人"), required=False, max_length=60)
    present = forms.TypedMultipleChoiceField(
        label=_("到会成员单位"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    guests = forms.TypedMultipleChoiceField(
        label=_("列席单位"),
        required=False,
        coerce=int,
        help_text=_("不是成员而到会的单位；按住 Ctrl 可多选。"),
    )
    decisions = forms.CharField(
        label=_("议定事项"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("一行一项。登记以后可以逐项立为任务。"),
    )
    minutes = forms.FileField(label=_("会议纪要"), required=False, widget=forms.FileInput())

    def __init__(self, *args: Any, members: Choices, others: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, units in (("present", members), ("guests", others)):
            field = self.fields[name]
            assert isinstance(field, forms.TypedMultipleChoiceField)
            field.choices = list(units)

    def decision_texts(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["decisions"].splitlines() if line.strip()]


class NewTaskForm(forms.Form):
    """The task that a decided or agreed matter becomes; up to six units."""

    LINES = 6

    plan = forms.TypedChoiceField(label=_("列入规划"), coerce=int)
    title = forms.CharField(label=_("任务"), max_length=200)
    deadline_kind = forms.ChoiceField(label=_("时限种类"), choices=Task.DeadlineKind.choices)
    deadline_on = DayField(label=_("完成时限"), required=False, help_text=_("只有限期完成的任务填写。"))
    review_every = forms.ChoiceField(
        label=_("复核周期"),
        required=False,
        choices=[("", _("不按期复核")), *Task.ReviewEvery.choices],
        help_text=_("只有持续推进的任务选择。"),
    )

    def __init__(self, *args: Any, plans: Choices, units: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        plan = self.fields["plan"]
        assert isinstance(plan, forms.ChoiceField)
        plan.choices = list(plans)
        for line in range(self.LINES):
            self.fields[f"unit_{line}"] = forms.TypedChoiceField(
                label=_("责任单位"),
                required=False,
                coerce=int,
                choices=[("", _("不选")), *units],
                empty_value=None,
            )
            first = Responsibility.Role.LEAD if line == 0 else Responsibility.Role.PARTICIPANT
            self.fields[f"part_{line}"] = forms.ChoiceField(
                label=_("分工"), choices=Responsibility.Role.choices, initial=first
            )

    @classmethod
    def for_words(cls, data: QueryDict | None, words: str, on: date) -> NewTaskForm:
        """The form for what was written of a matter, with the plans in force and the units of a day."""
        plans = Plan.objects.filter(versions__state=PlanVersion.State.IN_FORCE).order_by("-created_at", "pk")
        return cls(
            data,
            plans=list(plans.values_list("pk", "title")),
            units=unit_choices(existing_on(Unit.objects.all(), on)),
            initial={"title": words[:200], "deadline_kind": Task.DeadlineKind.BY_DATE},
        )

    @property
    def unit_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"unit_{n}"], self[f"part_{n}"]) for n in range(self.LINES)]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name.startswith(("unit_", "part_"))]

    def task(self) -> NewTask:
        data = self.cleaned_data
        return NewTask(
            plan_id=data["plan"],
            title=data["title"],
            deadline_kind=data["deadline_kind"],
            deadline_on=data["deadline_on"],
            review_every=data["review_every"],
            assignments=[
                Assignment(data[f"unit_{line}"], data[f"part_{line}"])
                for line in range(self.LINES)
                if data[f"unit_{line}"]
            ],
        )
