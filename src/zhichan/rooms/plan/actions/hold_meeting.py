"""Recording a meeting and what it decided (登记会议), and turning a decision into a task (议定事项立项)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotFound, WrongState
from zhichan.core.files.models import StoredFile
from zhichan.core.people.models import Collective, Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.agree_task import NewTask, Origin, make_task
from zhichan.rooms.plan.models import Decision, Meeting, Task
from zhichan.rooms.plan.queries.meetings import groups_visible_to, meetings_visible_to
from zhichan.rooms.plan.rights import MEETING_RECORD

MOST_DECISIONS = 40
MOST_TEXT = 2000


@dataclass(frozen=True)
class Minutes:
    file: StoredFile
    name: str


@dataclass(frozen=True)
class MeetingRecord:
    """What is recorded of a meeting. ``present``: ids of units; ``decisions``: one text each, in order."""

    title: str
    held_on: date
    present: Sequence[int]
    place: str = ""
    chair: str = ""
    decisions: Sequence[str] = ()
    minutes: Minutes | None = None


@transaction.atomic
def hold_meeting(group_id: int, given: MeetingRecord, *, by: Actor, at: datetime) -> Meeting:
    """Record a meeting that was held, with who came and what was decided.

    Raises NotFound, NotAllowed, Conflict (the same meeting is recorded already), InvalidInput (a day to
    come, nobody present, units that do not exist, no title); on any of them nothing is changed.
    """
    require(by, MEETING_RECORD)
    group = groups_visible_to(by).select_for_update().filter(pk=group_id).first()
    if group is None:
        raise NotFound(_("没有找到这个领导小组或联席会议。"), group=group_id)
    _refuse_unreadable(given, at)
    present = _present(given)
    if Meeting.objects.filter(collective=group, held_on=given.held_on, title=given.title.strip()).exists():
        raise Conflict(_("这次会议已经登记过。"), code="meeting_recorded", group=group_id)
    meeting = Meeting.objects.create(
        collective=group,
        title=given.title.strip(),
        held_on=given.held_on,
        place=given.place.strip(),
        chair=given.chair.strip(),
        minutes=given.minutes.file if given.minutes else None,
        minutes_name=given.minutes.name[:200] if given.minutes else "",
        owner_unit=_owner(by),
        is_sample=group.is_sample,
        source=by.as_source,
    )
    meeting.present.set(present)
    _write_decisions(meeting, given.decisions)
    _tell(meeting, group, present, by, at)
    return meeting


@transaction.atomic
def make_decision_task(decision_id: int, given: NewTask, *, by: Actor, at: datetime) -> Task:
    """Turn a decision into a task of a plan in force; the meeting's day begins its time.

    Raises NotFound, NotAllowed, WrongState (already a task, or the plan is not in force), InvalidInput;
    on any of them nothing is changed.
    """
    require(by, MEETING_RECORD)
    decision = _lock_decision(decision_id, by)
    if decision.task_id is not None:
        raise WrongState(_("这一项已经立项。"), code="already_a_task", decision=decision_id)
    decision.task = make_task(_origin(decision), given, by=by, at=at)
    decision.save(update_fields=["task"])
    return decision.task


def _origin(decision: Decision) -> Origin:
    meeting = decision.meeting
    return Origin(
        right=MEETING_RECORD,
        text=decision.text,
        starts_on=meeting.held_on,
        kind=Task.Kind.DECISION,
        number=_("议%(meeting)d-%(position)d") % {"meeting": meeting.pk, "position": decision.position},
        chapter=_("会议议定事项"),
        source=f"plan.decision:{decision.pk}",
        is_sample=meeting.is_sample,
        details={"decision": decision.pk, "meeting": meeting.pk},
        told=_("会议议定事项分派给本单位：%(task)s"),
    )


def _refuse_unreadable(given: MeetingRecord, at: datetime) -> None:
    if not given.title.strip() or len(given.title) > 200:
        raise InvalidInput(_("会议名称不能为空，不超过 200 字。"), field="title")
    if given.held_on > timezone.localdate(at):
        raise InvalidInput(_("召开日期不能晚于今天；会议开过再登记。"), field="held_on")
    if not given.present:
        raise InvalidInput(_("请选到会单位。"), code="nobody_present", field="present")
    if len(given.decisions) > MOST_DECISIONS or any(len(text) > MOST_TEXT for text in given.decisions):
        message = _("议定事项最多 %(most)d 项，每项不超过 %(text)d 字。")
        raise InvalidInput(message % {"most": MOST_DECISIONS, "text": MOST_TEXT}, field="decisions")


def _present(given: MeetingRecord) -> list[Unit]:
    wanted = set(given.present)
    found = list(existing_on(Unit.objects.filter(pk__in=wanted), given.held_on))
    if len(found) != len(wanted):
        raise InvalidInput(_("到会单位中有当日不存在的单位。"), code="unit_gone", field="present")
    return found


def _owner(by: Actor) -> Unit:
    """The office that records: the actor's own unit, for the system the office of the installation."""
    own = [held.unit_id for held in by.held if held.role in MEETING_RECORD.reach and held.unit_id]
    units = Unit.objects.filter(pk=own[0]) if own else Unit.objects.filter(kind=Unit.Kind.OFFICE)
    found = units.order_by("pk").first()
    if found is None:
        raise WrongState(_("还没有登记主管单位。"), code="no_office")
    return found


def _write_decisions(meeting: Meeting, texts: Sequence[str]) -> None:
    written = [text.strip() for text in texts if text.strip()]
    Decision.objects.bulk_create(
        Decision(meeting=meeting, position=place, text=text) for place, text in enumerate(written, start=1)
    )


def _tell(meeting: Meeting, group: Collective, present: Sequence[Unit], by: Actor, at: datetime) -> None:
    details = {
        "group": group.pk,
        "held_on": meeting.held_on.isoformat(),
        "present": sorted(unit.pk for unit in present),
        "decisions": meeting.decisions.count(),
        "minutes": meeting.minutes.sha256 if meeting.minutes else None,
    }
    record("plan.meeting.recorded", subject=meeting, by=by, at=at, details=details)


def _lock_decision(decision_id: int, by: Actor) -> Decision:
    visible = Decision.objects.filter(meeting__in=meetings_visible_to(by))
    if not visible.filter(pk=decision_id).exists():
        raise NotFound(_("没有找到这项议定事项。"), decision=decision_id)
    locked = Decision.objects.select_for_update(of=("self",)).select_related("meeting")
    return locked.get(pk=decision_id)
