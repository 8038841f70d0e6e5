"""What the page of one follow-up shows, and what the actor may do there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.notices.models import Notice
from zhichan.core.notices.queries import notices_about
from zhichan.core.people.models import Post
from zhichan.core.people.queries.people import posts_of_people
from zhichan.rooms.plan.follow_up_steps import Step, StepName, step_named, steps_from
from zhichan.rooms.plan.models import FollowUp, FollowUpEvent, FollowUpFile, Progress, Task
from zhichan.rooms.plan.queries.follow_up_limits import extension_of, no_more_extensions
from zhichan.rooms.plan.queries.follow_ups import follow_up_visible_to, has_late_reply
from zhichan.rooms.plan.queries.indicators import indicators_visible_to
from zhichan.rooms.plan.queries.tasks import tasks_visible_to
from zhichan.rooms.plan.rights import FOLLOW_UP_ANSWER, FOLLOW_UP_MANAGE

MOST_NOTICES = 300


@dataclass(frozen=True)
class Told:
    """One notice as proof: who (with the units of that person now) was told what, when, and read it when."""

    notice: Notice
    units: str


@dataclass(frozen=True)
class FollowUpPage:
    """``subject_url``: empty where the actor may not see the task or indicator itself.

    ``blocked``: steps of the actor that stay in sight, with why they cannot be taken yet. ``has_notice``:
    its 督办单 can be fetched.
    """

    follow_up: FollowUp
    events: Sequence[FollowUpEvent]
    told: Sequence[Told]
    steps: Sequence[Step]
    blocked: Sequence[tuple[Step, str]]
    has_notice: bool
    subject_url: str
    is_late: bool


def follow_up_page(actor: Actor, pk: int, at: datetime) -> FollowUpPage:
    """Everything the page shows; NotFound where the actor may not see it. Nine queries at most."""
    follow_up = follow_up_visible_to(actor, pk)
    steps = [step for step in steps_from(follow_up.state) if may(actor, step.right, [follow_up.unit_id])]
    closed = _blocked(actor, follow_up, steps, timezone.localdate(at))
    events = FollowUpEvent.objects.filter(follow_up=follow_up).select_related("person", "progress")
    files = Prefetch("files", FollowUpFile.objects.select_related("file"))
    return FollowUpPage(
        follow_up=follow_up,
        events=list(events.prefetch_related(files).order_by("pk")),
        told=_told(follow_up, at),
        steps=[step for step in steps if step.name not in closed],
        blocked=[(step_named(name), why) for name, why in closed.items()],
        has_notice=follow_up.issued_at is not None or may(actor, FOLLOW_UP_MANAGE),
        subject_url=_subject_url(actor, follow_up),
        is_late=has_late_reply(follow_up, timezone.localdate(at)),
    )


def _blocked(actor: Actor, follow_up: FollowUp, steps: Sequence[Step], on: date) -> dict[StepName, str]:
    """What the actor would do and cannot: a reply before it is signed, one more extension than allowed."""
    found: dict[StepName, str] = {}
    is_unsigned = follow_up.state == FollowUp.State.ISSUED
    if is_unsigned and may(actor, FOLLOW_UP_ANSWER, [follow_up.unit_id]):
        found["reply"] = _("请先签收，再反馈。")
    if any(step.name == "extend" for step in steps) and not extension_of(follow_up, on).times_left:
        found["extend"] = no_more_extensions(follow_up)
    return found


def _told(follow_up: FollowUp, at: datetime) -> list[Told]:
    url = reverse("plan:follow_up", args=[follow_up.pk])
    notices = list(notices_about(url, "plan.follow_up")[:MOST_NOTICES])
    posts = posts_of_people({one.person_id for one in notices}, timezone.localdate(at))
    return [Told(one, _units_of(posts.get(one.person_id, []))) for one in notices]


def _units_of(posts: Sequence[Post]) -> str:
    names = [post.unit.name for post in posts if post.unit is not None]
    return "、".join(dict.fromkeys(names))


def _subject_url(actor: Actor, follow_up: FollowUp) -> str:
    subject = follow_up.subject
    if isinstance(subject, Task):
        visible = tasks_visible_to(actor).filter(pk=subject.pk).exists()
        return reverse("plan:task", args=[subject.pk]) if visible else ""
    visible = indicators_visible_to(actor).filter(pk=subject.pk).exists()
    return reverse("plan:indicator", args=[subject.pk]) if visible else ""


def own_reports(follow_up: FollowUp) -> list[Progress]:
    """The reports of the unit on the task that a reply may point to, the newest first. One query."""
    if follow_up.task_id is None:
        return []
    found = Progress.objects.filter(task_id=follow_up.task_id, unit_id=follow_up.unit_id)
    return list(found.order_by("-reported_at", "-pk")[:20])
