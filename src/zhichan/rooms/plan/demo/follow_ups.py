"""Follow-ups of the demo district, one at every step: asked, signed for, answered, closed (示例)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.people.models import Person, Unit
from zhichan.core.people.queries import actor_of
from zhichan.rooms.plan.actions.admonish import NewAdmonition, answer_admonition, record_admonition
from zhichan.rooms.plan.actions.answer_follow_up import Reply, reply_to_follow_up, sign_follow_up
from zhichan.rooms.plan.actions.open_follow_up import NewFollowUp, open_follow_up
from zhichan.rooms.plan.actions.steer_follow_up import chase_follow_up, close_follow_up, return_reply
from zhichan.rooms.plan.models import Admonition, FollowUp, Plan, Task


@dataclass(frozen=True)
class DemoFollowUp:
    """Of a task, by its number. Days before today; None: that has not happened. ``contact`` "": the unit
    has no account, so nobody signs.
    """

    number: str
    unit: str
    contact: str
    opened: int
    why: str
    signed: int | None = None
    replied: int | None = None
    text: str = ""
    answer: str = ""
    answered: int | None = None
    chased: tuple[int, ...] = ()


FOLLOW_UPS = (
    DemoFollowUp(
        "2.",
        "云川区工业和信息化局",
        "gongxin",
        opened=33,
        why="走访进度落后于计划，请说明原因。（示例）",
        signed=32,
        replied=28,
        text="园区企业已走访完毕，技术点清单一并报送。（示例）",
        answer="close",
        answered=26,
    ),
    DemoFollowUp(
        "7.",
        "云川区金融工作局",
        "jinrong",
        opened=20,
        why="风险补偿办法到期未印发。（示例）",
        signed=19,
        replied=14,
        text="办法已完成征求意见，正在修改。（示例）",
        answer="return",
        answered=12,
    ),
    DemoFollowUp(
        "11.",
        "澜州市公安局云川分局",
        "gongan",
        opened=9,
        why="规则印发后的移送台账未报送。（示例）",
        signed=8,
        replied=3,
        text="移送台账已建立，本月移送线索2条，请审核。（示例）",
    ),
    DemoFollowUp(
        "23.",
        "云川区人力资源和社会保障局",
        "",
        opened=24,
        why="本局应荐的专家名单到期未报送。（示例）",
        chased=(15, 8),
    ),
)


def follow_up(plan: Plan, people: Mapping[str, Person], units: Mapping[str, Unit], today: date) -> None:
    """Open each and take it as far as it came; the office is the plan officer."""
    office = actor_of(people["guihua"], today)
    for one in sorted(FOLLOW_UPS, key=lambda one: -one.opened):
        task = Task.objects.get(plan=plan, number=one.number, version__state="in_force")
        new = NewFollowUp(units[one.unit].pk, one.why, task_id=task.pk)
        made = open_follow_up(new, by=office, at=_at(today, one.opened))
        for ago in one.chased:
            chase_follow_up(made.pk, by=office, at=_at(today, ago))
        if one.signed is not None:
            _answered(made.pk, one, actor_of(people[one.contact], today), office, today)


def admonish(people: Mapping[str, Person], units: Mapping[str, Unit], today: date) -> None:
    """One notice of criticism to the two units that are late; one of them has answered it."""
    late = [units[one] for one in ("云川区人力资源和社会保障局", "云川区金融工作局")]
    held_on = today - timedelta(days=5)
    new = NewAdmonition(
        kind=Admonition.Kind.NOTICE,
        held_on=held_on,
        held_by="区知识产权工作领导小组（示例）",
        unit_ids=[unit.pk for unit in late],
        reason="督办事项逾期未反馈。（示例）",
        demand="十日内报送整改情况。（示例）",
        demand_due_on=held_on + timedelta(days=10),
        follow_up_ids=list(FollowUp.objects.filter(unit__in=late).values_list("pk", flat=True)),
    )
    made = record_admonition(new, by=actor_of(people["guihua"], today), at=_at(today, 5))
    answering = made.units.get(unit=units["云川区金融工作局"])
    text = "已与市局会商，办法下月印发。（示例）"
    answer_admonition(answering.pk, text, by=actor_of(people["jinrong"], today), at=_at(today, 2))


def _answered(pk: int, one: DemoFollowUp, unit: Actor, office: Actor, today: date) -> None:
    assert one.signed is not None
    sign_follow_up(pk, by=unit, at=_at(today, one.signed))
    if one.replied is not None:
        reply_to_follow_up(pk, Reply(one.text), by=unit, at=_at(today, one.replied))
    if one.answered is None:
        return
    at = _at(today, one.answered)
    if one.answer == "close":
        close_follow_up(pk, reason="材料齐全，予以销号。（示例）", by=office, at=at)
    else:
        return_reply(pk, reason="请补充征求意见情况和印发时间。（示例）", by=office, at=at)


def _at(today: date, days_ago: int) -> datetime:
    return timezone.make_aware(datetime.combine(today - timedelta(days=days_ago), time(16)))
