"""Leading groups, joint meetings and what they decided (领导小组、联席会议、议定事项)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, may, reach_of, units_of
from zhichan.core.errors import NotFound
from zhichan.core.people.models import Collective, Membership, Unit
from zhichan.core.people.queries import members_on
from zhichan.rooms.plan.models import Decision, Meeting
from zhichan.rooms.plan.queries.tasks import tasks_visible_to
from zhichan.rooms.plan.rights import MEETING_RECORD, MEETING_VIEW

MEETING_KINDS = (Collective.Kind.LEADING_GROUP, Collective.Kind.JOINT_MEETING)
MOST_CHANGES = 60


def groups_visible_to(actor: Actor) -> QuerySet[Collective]:
    """Leading groups and joint meetings: all for the office, for a contact those its units were ever in."""
    groups = Collective.objects.filter(kind__in=MEETING_KINDS)
    reach = reach_of(actor, MEETING_VIEW)
    if reach is None:
        return groups.none()
    if reach is Reach.ALL:
        return groups
    own = Membership.objects.filter(unit_id__in=units_of(actor, MEETING_VIEW))
    return groups.filter(pk__in=own.values("collective_id"))


def meetings_visible_to(actor: Actor) -> QuerySet[Meeting]:
    """All meetings for the office; for a contact those of groups its units belonged to then, or attended."""
    reach = reach_of(actor, MEETING_VIEW)
    if reach is Reach.ALL:
        return Meeting.objects.all()
    if reach is None:
        return Meeting.objects.none()
    own = units_of(actor, MEETING_VIEW)
    member = Membership.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=OuterRef("held_on")),
        collective=OuterRef("collective"),
        unit_id__in=own,
        from_on__lte=OuterRef("held_on"),
    )
    attended = Meeting.present.through.objects.filter(unit_id__in=own).values("meeting_id")
    return Meeting.objects.filter(Exists(member) | Q(pk__in=attended))


@dataclass(frozen=True)
class GroupLine:
    """A group with its size on a day and its last meeting."""

    group: Collective
    members: int
    meetings: int


def group_lines(actor: Actor, on: date) -> list[GroupLine]:
    """The groups with how many members each had on a day. One query."""
    current = Q(memberships__from_on__lte=on) & (
        Q(memberships__until_on__isnull=True) | Q(memberships__until_on__gt=on)
    )
    counted = groups_visible_to(actor).annotate(
        member_count=Count("memberships", filter=current, distinct=True),
        meeting_count=Count("meetings", distinct=True),
    )
    return [GroupLine(group, group.member_count, group.meeting_count) for group in counted.order_by("name")]


@dataclass(frozen=True)
class Change:
    """One day on which the membership changed: who came and went, and how many before and after."""

    day: date
    joined: Sequence[str]
    left: Sequence[str]
    before: int
    after: int


@dataclass(frozen=True)
class GroupPage:
    group: Collective
    members: Sequence[Unit]
    changes: Sequence[Change]
    meetings: Sequence[Meeting]


def group_page(actor: Actor, pk: int, on: date) -> GroupPage:
    """A group as of a day, with the days its membership changed; NotFound where the actor may not see it."""
    group = groups_visible_to(actor).filter(pk=pk).first()
    if group is None:
        raise NotFound(_("没有找到这个领导小组或联席会议。"), group=pk)
    meetings = meetings_visible_to(actor).filter(collective=group).order_by("-held_on", "-pk")[:50]
    return GroupPage(group, list(members_on(group, on)), changes_of(group), list(meetings))


def changes_of(group: Collective) -> list[Change]:
    """The days on which units came or went, latest first, from the derived intervals. One query."""
    rows = Membership.objects.filter(collective=group).values_list("unit__name", "from_on", "until_on")
    spans = list(rows)
    days = sorted({day for _name, *ends in spans for day in ends if day})
    changes = []
    for day in days:
        joined = sorted(name for name, start, _end in spans if start == day)
        left = sorted(name for name, _start, end in spans if end == day)
        after = sum(start <= day and (end is None or end > day) for _name, start, end in spans)
        changes.append(Change(day, joined, left, after - len(joined) + len(left), after))
    return changes[::-1][:MOST_CHANGES]


@dataclass(frozen=True)
class MeetingPage:
    """``absent``: members on the day of the meeting that did not come; ``guests``: those present without.

    ``seen_tasks``: of the tasks that decisions became, those the actor may see.
    """

    meeting: Meeting
    present: Sequence[Unit]
    absent: Sequence[Unit]
    guests: Sequence[Unit]
    decisions: Sequence[Decision]
    seen_tasks: frozenset[int]
    may_record: bool


def meeting_page(actor: Actor, pk: int) -> MeetingPage:
    """A meeting with who came and what was decided; NotFound where the actor may not see it. Five queries."""
    meeting = (
        meetings_visible_to(actor).select_related("collective", "minutes", "owner_unit").filter(pk=pk).first()
    )
    if meeting is None:
        raise NotFound(_("没有找到这次会议。"), meeting=pk)
    members = {unit.pk: unit for unit in members_on(meeting.collective, meeting.held_on)}
    came = list(meeting.present.order_by("name"))
    ids = {unit.pk for unit in came}
    decisions = list(meeting.decisions.select_related("task", "task__plan").order_by("position"))
    tasks = tasks_visible_to(actor).filter(pk__in=[one.task_id for one in decisions if one.task_id])
    return MeetingPage(
        meeting=meeting,
        present=[unit for unit in came if unit.pk in members],
        absent=[unit for pk_, unit in members.items() if pk_ not in ids],
        guests=[unit for unit in came if unit.pk not in members],
        decisions=decisions,
        seen_tasks=frozenset(tasks.values_list("pk", flat=True)),
        may_record=may(actor, MEETING_RECORD),
    )
