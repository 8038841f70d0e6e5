"""The lists of the plan room: tasks and meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

from django.db.models import Count
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import today
from zhichan.core.access.rights import may
from zhichan.core.tables.declaration import Column, Order, PickButton, Table, link
from zhichan.core.tables.filters import text_filter
from zhichan.core.tables.text import day_text
from zhichan.rooms.plan.alarms import Today
from zhichan.rooms.plan.ledgers import TASK_LEDGER
from zhichan.rooms.plan.models import Meeting, Responsibility, Task
from zhichan.rooms.plan.queries.agreements import outside_parties_of
from zhichan.rooms.plan.queries.board import Card, card_of, drawn, short_name
from zhichan.rooms.plan.queries.days import today_of
from zhichan.rooms.plan.queries.meetings import meetings_visible_to
from zhichan.rooms.plan.queries.tasks import ANSWERING, tasks_visible_to
from zhichan.rooms.plan.rights import FOLLOW_UP_MANAGE
from zhichan.web.templatetags.zhichan import bar, sample, state


@cache
def _page() -> str:
    return reverse("plan:task", args=[0]).replace("/0/", "/{pk}/")


def task_address(pk: int) -> str:
    """The page of a task, without asking the address book hundreds of times for one list."""
    return _page().format(pk=pk)


class TaskRow:
    """A task in the list, with how it stands and who answers for it; ``outside``: its outside parties."""

    def __init__(
        self, card: Card, answering: Sequence[str], helping: Sequence[str], outside: Sequence[str] = ()
    ) -> None:
        self.task, self.standing, self.outside = card.task, card.standing, outside
        self.has_waiting_report = card.has_waiting_report
        self.answering, self.helping = answering, helping
        self.pk = card.task.pk
        self.url = task_address(card.task.pk)


def task_table(now: Today) -> Table:
    """The list of tasks as they stand on a day the page already knows."""
    return replace(TASKS, prepare=partial(prepare_tasks, now=now))


def prepare_tasks(tasks: Sequence[Task], now: Today | None = None) -> list[TaskRow]:
    """The tasks of a page with their standing and units. One query, one for the calendar of today, and one
    for outside parties where an agreement made a task."""
    now = now or today_of(today())
    answering: dict[int, list[str]] = defaultdict(list)
    helping: dict[int, list[str]] = defaultdict(list)
    rows = Responsibility.objects.filter(task_id__in=[task.pk for task in tasks]).order_by("pk")
    named = rows.annotate(shown=Coalesce(short_name("unit_id"), "unit__name"))
    for task_id, role, name in named.values_list("task_id", "role", "shown"):
        (answering if role in ANSWERING else helping)[task_id].append(name)
    agreed = [task.pk for task in tasks if task.kind == Task.Kind.AGREED]
    outside = outside_parties_of(agreed) if agreed else {}
    return [
        TaskRow(card_of(task, now), answering[task.pk], helping[task.pk], outside.get(task.pk, ()))
        for task in tasks
    ]


def _title(row: TaskRow) -> SafeString:
    shown = link(row.url, row.task.title)
    waits = format_html(' <span class="tag">{}</span>', _("待审")) if row.has_waiting_report else ""
    names = names_text(row.outside)
    outside = (
        format_html(' <small class="muted">{}</small>', _("对方：%(names)s") % {"names": names})
        if names
        else ""
    )
    return mark_safe(f"<div>{shown} {sample(row.task.is_sample)}{waits}{outside}</div>")  # noqa: S308  all safe


def _limit(row: TaskRow) -> str:
    return day_text(row.task.deadline_on) if row.task.deadline_on else row.task.get_deadline_kind_display()


def _left(row: TaskRow) -> SafeString:
    standing = row.standing
    return mark_safe(f'<span class="{standing.limit_class}">{escape(standing.limit)}</span>')  # noqa: S308


def names_text(names: Sequence[str]) -> str | None:
    """A few names, the rest counted: 区科技局、区司法局 等 5 家."""
    if len(names) <= 2:
        return "、".join(names) or None
    return _("%(first)s 等 %(count)d 家") % {"first": names[0], "count": len(names)}


def _state(row: TaskRow) -> SafeString:
    return state(row.standing.mark, row.standing.label)


def _progress(row: TaskRow) -> SafeString:
    return bar(row.task.percent, row.standing.elapsed, row.standing.bar)


def _visible(actor: Any) -> Any:
    return drawn(tasks_visible_to(actor)).order_by()


def _pick_buttons(actor: Actor) -> list[PickButton]:
    """Chosen tasks can be followed up together."""
    if not may(actor, FOLLOW_UP_MANAGE):
        return []
    return [PickButton(_("发起督办"), reverse("plan:follow_up_new"), "bell")]


TASKS = Table(
    name="plan-tasks",
    label=gettext_lazy("任务"),
    noun=gettext_lazy("项"),
    model=Task,
    queryset=_visible,
    columns=(
        Column("title", gettext_lazy("任务"), lambda row: row.task.title, cell=_title),
        Column("number", gettext_lazy("编号"), lambda row: row.task.number, on_phone=False, nowrap=True),
        Column("answering", gettext_lazy("牵头（负责）"), lambda row: names_text(row.answering)),
        Column(
            "helping", gettext_lazy("参与"), lambda row: names_text(row.helping), on_phone=False, wide=True
        ),
        Column(
            "outside",
            gettext_lazy("外部单位"),
            lambda row: "、".join(row.outside) or None,
            on_phone=False,
            is_default=False,
        ),
        Column("limit", gettext_lazy("时限"), _limit, nowrap=True),
        Column("state", gettext_lazy("状态"), lambda row: row.standing.label, cell=_state),
        Column("left", gettext_lazy("余期"), lambda row: row.standing.limit, cell=_left),
        Column("percent", gettext_lazy("进度"), lambda row: row.task.percent, cell=_progress),
        Column(
            "reported_at",
            gettext_lazy("最近填报"),
            lambda row: row.task.reported_at,
            on_phone=False,
            nowrap=True,
            wide=True,
        ),
    ),
    orders=(
        Order("due", gettext_lazy("到期先后"), ("sort_on",)),
        Order("plan", gettext_lazy("规划中的次序"), ("plan_id", "position")),
        Order("changed", gettext_lazy("最近变动"), ("-changed_at",)),
    ),
    empty=gettext_lazy("规划版本入库后，任务会列在这里。"),
    prepare=prepare_tasks,
    ledger=TASK_LEDGER,
    pick="pk",
    pick_buttons=_pick_buttons,
)


def _meetings(actor: Any) -> Any:
    counted = Count("decisions", distinct=True), Count("decisions__task", distinct=True)
    visible = meetings_visible_to(actor).select_related("collective")
    return visible.annotate(decision_count=counted[0], task_count=counted[1])


def _meeting(meeting: Meeting) -> SafeString:
    shown = link(reverse("plan:meeting", args=[meeting.pk]), meeting.title)
    return format_html("<div>{} {}</div>", shown, sample(meeting.is_sample))


MEETINGS = Table(
    name="plan-meetings",
    label=gettext_lazy("会议"),
    noun=gettext_lazy("次"),
    model=Meeting,
    queryset=_meetings,
    columns=(
        Column("title", gettext_lazy("会议"), lambda meeting: meeting.title, cell=_meeting),
        Column("group", gettext_lazy("领导小组或联席会议"), lambda meeting: meeting.collective.name),
        Column("held_on", gettext_lazy("召开日期"), lambda meeting: meeting.held_on, nowrap=True),
        Column("place", gettext_lazy("地点"), lambda meeting: meeting.place, on_phone=False),
        Column("decisions", gettext_lazy("议定事项"), lambda meeting: meeting.decision_count, kind="number"),
        Column("tasks", gettext_lazy("已立项"), lambda meeting: meeting.task_count, kind="number"),
    ),
    orders=(Order("held", gettext_lazy("召开日期，近的在前"), ("-held_on",)),),
    filters=(text_filter("q", gettext_lazy("找会议"), ("title", "place")),),
    empty=gettext_lazy("在领导小组的页面上登记会议后，会列在这里。"),
)
