"""Recording a meeting and what it decided (登记会议), and turning a decision into a task (议定事项立项)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotFound, WrongState
from zhichan.core.files.models import StoredFile
from zhichan.core.notices.actions import notify
from zhichan.core.people.models import Collective, Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.assign_units import Assignment, checked_units
from zhichan.rooms.plan.actions.task_row import address_of, refuse_impossible_limit
from zhichan.rooms.plan.alarms import clock_of
from zhichan.rooms.plan.models import Decision, Meeting, PlanVersion, Responsibility, Task
from zhichan.rooms.plan.queries.contacts import contacts_of
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


@dataclass(frozen=True)
class DecisionTask:
    """The task a decision becomes: under which plan, by when, and who answers."""

    plan_id: int
    title: str
    deadline_kind: str
    deadline_on: date | None
    review_every: str
    assignments: Sequence[Assignment]


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
def make_decision_task(decision_id: int, given: DecisionTask, *, by: Actor, at: datetime) -> Task:
    """Turn a decision into a task of a plan in force; the meeting's day begins its time.

    Raises NotFound, NotAllowed, WrongState (already a task, or the plan is not in force), InvalidInput;
    on any of them nothing is changed.
    """
    require(by, MEETING_RECORD)
    decision = _lock_decision(decision_id, by)
    if decision.task_id is not None:
        raise WrongState(_("这一项已经立项。"), code="already_a_task", decision=decision_id)
    version = (
        PlanVersion.objects.select_for_update(of=("self",))
        .select_related("plan")
        .filter(plan_id=given.plan_id, state=PlanVersion.State.IN_FORCE)
    )
    held = version.defer("text", "reading").first()
    if held is None:
        raise WrongState(_("这个规划没有执行中的版本。"), code="not_in_force", plan=given.plan_id)
    if not given.title.strip() or len(given.title) > 200:
        raise InvalidInput(_("任务名称不能为空，不超过 200 字。"), field="title")
    starts_on = decision.meeting.held_on
    refuse_impossible_limit(given.deadline_kind, given.deadline_on, given.review_every, starts_on)
    units = checked_units(given.assignments, at)
    task = _write_task(decision, held, given, at)
    Responsibility.objects.bulk_create(
        Responsibility(task=task, unit_id=unit_id, role=role) for unit_id, role in units.items()
    )
    decision.task = task
    decision.save(update_fields=["task"])
    details = {"decision": decision.pk, "meeting": decision.meeting_id, "plan": held.plan_id}
    record("plan.task.created_from_decision", subject=task, by=by, at=at, details=details)
    text = _("会议议定事项分派给本单位：%(task)s") % {"task": task}
    told = contacts_of(units, timezone.localdate(at))
    notify(told, kind="plan.task.created_from_decision", text=text, url=address_of(task), at=at)
    return task


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


def _write_task(decision: Decision, version: PlanVersion, given: DecisionTask, at: datetime) -> Task:
    meeting = decision.meeting
    clock = clock_of(
        starts_on=meeting.held_on,
        deadline_on=given.deadline_on,
        review_every=given.review_every,
        reviewed_until=None,
        percent=0,
    )
    last = Task.objects.filter(plan=version.plan).aggregate(last=Max("position"))["last"] or 0
    return Task.objects.create(
        plan=version.plan,
        version=version,
        position=last + 1,
        number=_("议%(meeting)d-%(position)d") % {"meeting": meeting.pk, "position": decision.position},
        kind=Task.Kind.DECISION,
        chapter=_("会议议定事项"),
        title=given.title.strip(),
        text=decision.text,
        deadline_kind=given.deadline_kind,
        deadline_on=given.deadline_on,
        review_every=given.review_every,
        starts_on=meeting.held_on,
        sort_on=clock.sort_on,
        lags_on=clock.lags_on,
        is_sample=meeting.is_sample or version.plan.is_sample,
        source=f"plan.decision:{decision.pk}",
        changed_at=at,
    )
