"""Objects of the plan room's supervision: follow-ups, notices and talks of the unit asked for."""

from __future__ import annotations

from tests.conftest import TODAY
from tests.rights_objects import Call, api_object, page_object, sample
from tests.rights_objects.core import _BY, shared_unit
from tests.rights_objects.plan import task_of
from tests.rights_objects.web import stored_file
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.actions.admonish import NewAdmonition, record_admonition
from zhichan.rooms.plan.actions.open_follow_up import NewFollowUp, open_follow_up
from zhichan.rooms.plan.models import (
    AdmonishedUnit,
    Admonition,
    AdmonitionFile,
    FollowUp,
    FollowUpEvent,
    FollowUpFile,
)


def follow_up_of(unit: Unit) -> FollowUp:
    return open_follow_up(NewFollowUp(unit.pk, "请加快办理。", task_id=task_of(unit).pk), **_BY)


def reply_file_of(unit: Unit) -> FollowUpFile:
    event = follow_up_of(unit).events.get(kind=FollowUpEvent.Kind.ISSUED)
    return FollowUpFile.objects.create(event=event, file=stored_file(), name="纪要.txt")


for _name in ("follow_up", "follow_up_reply", "follow_up_notice"):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": follow_up_of(unit).pk}))


@page_object("plan:follow_up_sign")
def _sign(unit: Unit) -> Call:
    return Call({"pk": follow_up_of(unit).pk}, method="post")


@page_object("plan:follow_up_steer")
def _steer(unit: Unit) -> Call:
    return Call({"pk": follow_up_of(unit).pk, "name": "chase"})


@page_object("plan:follow_up_switch")
def _switch(unit: Unit) -> Call:
    return Call({"pk": task_of(unit).plan_id})


@page_object("plan:follow_up_new")
def _new(unit: Unit) -> Call:
    return Call({}, method="post", data={"task": str(task_of(unit).pk)})


@page_object("plan:follow_up_file")
def _file(unit: Unit) -> Call:
    return Call({"pk": reply_file_of(unit).pk})


def admonition_of(unit: Unit) -> Admonition:
    return record_admonition(_admonition(unit), **_BY)


def _admonition(unit: Unit) -> NewAdmonition:
    return NewAdmonition(
        kind=Admonition.Kind.NOTICE,
        held_on=TODAY,
        held_by="云川区知识产权局",
        unit_ids=[unit.pk],
        reason="两项督办逾期反馈。",
        demand="一个月内整改。",
        demand_due_on=TODAY,
    )


def admonished(unit: Unit) -> AdmonishedUnit:
    return admonition_of(unit).units.get()


@page_object("plan:admonition")
def _admonition_page(unit: Unit) -> Call:
    return Call({"pk": admonition_of(unit).pk})


@page_object("plan:admonition_answer")
def _admonition_answer(unit: Unit) -> Call:
    return Call({"pk": admonished(unit).pk})


@page_object("plan:admonition_file")
def _admonition_file(unit: Unit) -> Call:
    made = AdmonitionFile.objects.create(
        admonition=admonition_of(unit), unit=unit, file=stored_file(), name="整改.txt"
    )
    return Call({"pk": made.pk})


# --- operations ---

_BODIES: dict[str, dict[str, object]] = {
    "sign": {},
    "reply": {"text": "已办。"},
    "issue": {},
    "return": {"reason": "请补充。"},
    "chase": {},
    "extend": {"reason": "等待会签。", "working_days": 3},
    "close": {"reason": "同意。"},
    "withdraw": {"reason": "重复。"},
}
api_object("follow_up")(lambda unit: Call({"follow_up_id": follow_up_of(unit).pk}))


def _operation(name: str) -> None:
    body = _BODIES[name]
    api_object(f"follow_up_{name}")(lambda unit: Call({"follow_up_id": follow_up_of(unit).pk}, data=body))


for _name in _BODIES:
    _operation(_name)


@api_object("switch_follow_up_rule")
def _switch_rule(unit: Unit) -> Call:
    return Call({"plan_id": task_of(unit).plan_id}, data={"is_on": False, "reason": "机构改革过渡期。"})


@api_object("add_follow_up")
def _add(unit: Unit) -> Call:
    return Call(data={"unit_id": unit.pk, "why": "请加快。", "task_id": task_of(unit).pk})


# --- arguments of actions ---

sample(NewAdmonition)(lambda: _admonition(shared_unit()))
sample("admonished_id")(lambda: admonished(shared_unit()).pk)
sample("follow_up_id")(lambda: follow_up_of(shared_unit()).pk)
sample(FollowUp)(lambda: follow_up_of(shared_unit()))
sample(FollowUpEvent.Kind)(lambda: FollowUpEvent.Kind.CHASED)
sample(NewFollowUp)(lambda: NewFollowUp(shared_unit().pk, "请加快。", task_id=task_of(shared_unit()).pk))
