"""Objects of the plan room's supervision: follow-ups of the unit asked for, one issued, one signed."""

from __future__ import annotations

from tests.rights_objects import Call, page_object, sample
from tests.rights_objects.core import _BY, shared_unit
from tests.rights_objects.plan import task_of
from tests.rights_objects.web import stored_file
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.actions.open_follow_up import NewFollowUp, open_follow_up
from zhichan.rooms.plan.models import FollowUp, FollowUpEvent, FollowUpFile


def follow_up_of(unit: Unit) -> FollowUp:
    return open_follow_up(NewFollowUp(unit.pk, "请加快办理。", task_id=task_of(unit).pk), **_BY)


def reply_file_of(unit: Unit) -> FollowUpFile:
    event = follow_up_of(unit).events.get(kind=FollowUpEvent.Kind.ISSUED)
    return FollowUpFile.objects.create(event=event, file=stored_file(), name="纪要.txt")


for _name in ("follow_up", "follow_up_reply"):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": follow_up_of(unit).pk}))


@page_object("plan:follow_up_sign")
def _sign(unit: Unit) -> Call:
    return Call({"pk": follow_up_of(unit).pk}, method="post")


@page_object("plan:follow_up_steer")
def _steer(unit: Unit) -> Call:
    return Call({"pk": follow_up_of(unit).pk, "name": "chase"})


@page_object("plan:follow_up_new")
def _new(unit: Unit) -> Call:
    return Call({}, method="post", data={"task": str(task_of(unit).pk)})


@page_object("plan:follow_up_file")
def _file(unit: Unit) -> Call:
    return Call({"pk": reply_file_of(unit).pk})


sample("follow_up_id")(lambda: follow_up_of(shared_unit()).pk)
sample(FollowUp)(lambda: follow_up_of(shared_unit()))
sample(FollowUpEvent.Kind)(lambda: FollowUpEvent.Kind.CHASED)
sample(NewFollowUp)(lambda: NewFollowUp(shared_unit().pk, "请加快。", task_id=task_of(shared_unit()).pk))
