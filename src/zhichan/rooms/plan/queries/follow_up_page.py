"""What the page of one follow-up shows, and what the actor may do there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.notices.models import Notice
from zhichan.core.notices.queries import notices_about
from zhichan.core.people.models import Post
from zhichan.core.people.queries.people import posts_of_people
from zhichan.rooms.plan.follow_up_steps import Step, steps_from
from zhichan.rooms.plan.models import FollowUp, FollowUpEvent, FollowUpFile, Progress, Task
from zhichan.rooms.plan.queries.follow_ups import follow_up_visible_to, has_late_reply
from zhichan.rooms.plan.queries.indicators import indicators_visible_to
from zhichan.rooms.plan.queries.tasks import tasks_visible_to

MOST_NOTICES = 300


@dataclass(frozen=True)
class Told:
    """One notice as proof: who (with the units of that person now) was told what, when, and read it when."""

    notice: Notice
    units: str


@dataclass(frozen=True)
class FollowUpPage:
    """``subject_url``: empty where the actor may not see the task or indicator itself."""

    follow_up: FollowUp
    events: Sequence[FollowUpEvent]
    told: Sequence[Told]
    steps: Sequence[Step]
    subject_url: str
    is_late: bool


def follow_up_page(actor: Actor, pk: int, at: datetime) -> FollowUpPage:
    """Everything the page shows; NotFound where the actor may not see it. Seven queries at most."""
    follow_up = follow_up_visible_to(actor, pk)
    events = FollowUpEvent.objects.filter(follow_up=follow_up).select_related("person", "progress")
    files = Prefetch("files", FollowUpFile.objects.select_related("file"))
    return FollowUpPage(
        follow_up=follow_up,
        events=list(events.prefetch_related(files).order_by("pk")),
        told=_told(follow_up, at),
        steps=[step for step in steps_from(follow_up.state) if may(actor, step.right, [follow_up.unit_id])],
        subject_url=_subject_url(actor, follow_up),
        is_late=has_late_reply(follow_up, timezone.localdate(at)),
    )


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
