"""The meetings of the demo's leading group, and what they decided (示例)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.files.actions import store_file
from zhichan.core.people.models import Collective, Unit
from zhichan.core.people.queries import members_on
from zhichan.rooms.plan.actions.agree_task import NewTask
from zhichan.rooms.plan.actions.assign_units import Assignment
from zhichan.rooms.plan.actions.hold_meeting import (
    MeetingRecord,
    Minutes,
    hold_meeting,
    make_decision_task,
)
from zhichan.rooms.plan.models import Meeting, Plan, Responsibility, Task

Role = Responsibility.Role
Parts = tuple[tuple[str, Responsibility.Role], ...]


@dataclass(frozen=True)
class DemoMeeting:
    """``stayed_away``: full names of members that did not come. The first decision becomes a task."""

    title: str
    decisions: tuple[str, ...]
    stayed_away: tuple[str, ...]
    task: str
    parts: Parts
    due_in: int | None


FIRST = DemoMeeting(
    title="领导小组第一次全体会议（示例）",
    decisions=(
        "建立知识产权工作联络员月度碰头机制，由牵头单位轮流主持。",
        "各成员单位在一个月内报送分管负责人和联络员名单。",
        "规划主要指标按季报送数据，由区统计局会同审核口径。",
    ),
    stayed_away=("云川区国有资产监督管理委员会",),
    task="建立联络员月度碰头机制",
    parts=(
        ("云川区市场监督管理局（知识产权局）", Role.LEAD),
        ("云川区科学技术局", Role.PARTICIPANT),
        ("云川区司法局", Role.PARTICIPANT),
    ),
    due_in=None,
)
SECOND = DemoMeeting(
    title="领导小组第二次全体会议（示例）",
    decisions=(
        "年底前完成春节市场知识产权保护专项方案，明确检查频次和联络人。",
        "对超期任务逐项说明原因，由分管副区长约谈责任单位。",
    ),
    stayed_away=("云川区审计局", "云川区商务局"),
    task="制定春节市场知识产权保护专项方案",
    parts=(
        ("云川区市场监督管理局（知识产权局）", Role.LEAD),
        ("澜州市公安局云川分局", Role.PARTICIPANT),
        ("云川区商务局", Role.PARTICIPANT),
    ),
    due_in=40,
)


def hold_meetings(plan: Plan, group: Collective, units: Mapping[str, Unit], by: Actor, today: date) -> None:
    """One meeting soon after the plan came into force, one three weeks ago; each made one task."""
    begun = plan.versions.get(number=1).issued_on or today
    _hold(FIRST, begun + timedelta(days=40), plan, group, units, by, today)
    _hold(SECOND, today - timedelta(days=21), plan, group, units, by, today)


def _hold(
    one: DemoMeeting,
    on: date,
    plan: Plan,
    group: Collective,
    units: Mapping[str, Unit],
    by: Actor,
    today: date,
) -> Meeting:
    at = timezone.make_aware(datetime.combine(on, time(17)))
    name = f"{one.title}纪要.txt"
    minutes = store_file(_minutes(one, on).encode(), name=name, by=by, at=at)
    present = [unit.pk for unit in members_on(group, on) if unit.name not in one.stayed_away]
    given = MeetingRecord(
        title=one.title,
        held_on=on,
        present=present,
        place="区政府第三会议室",
        chair="沈亦川",
        decisions=one.decisions,
        minutes=Minutes(minutes, name),
    )
    meeting = hold_meeting(group.pk, given, by=by, at=at)
    by_date = one.due_in is not None
    wanted = NewTask(
        plan_id=plan.pk,
        title=one.task,
        deadline_kind=Task.DeadlineKind.BY_DATE if by_date else Task.DeadlineKind.ONGOING,
        deadline_on=today + timedelta(days=one.due_in) if one.due_in is not None else None,
        review_every="" if by_date else Task.ReviewEvery.QUARTER,
        assignments=[Assignment(units[name].pk, role) for name, role in one.parts],
    )
    make_decision_task(meeting.decisions.get(position=1).pk, wanted, by=by, at=at)
    return meeting


def _minutes(one: DemoMeeting, on: date) -> str:
    decided = "\n".join(f"{place}. {text}" for place, text in enumerate(one.decisions, start=1))
    return f"{one.title}纪要（示例）\n{on.isoformat()}\n\n会议议定：\n{decided}\n"
