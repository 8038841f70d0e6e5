"""What is due next (近期时限), of whatever kind: tasks, follow-ups, matters; as far as the actor may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.matters.dues import MatterDue
from zhichan.rooms.plan.alarms import NEVER, OPEN_STATES, Today
from zhichan.rooms.plan.follow_up_steps import WITH_UNIT
from zhichan.rooms.plan.models import FollowUp
from zhichan.rooms.plan.queries.board import Card
from zhichan.rooms.plan.queries.follow_ups import follow_ups_visible_to, with_subject
from zhichan.rooms.plan.standing import DaysLeft, days_left

MOST = 6
MOST_LATE = 3


@dataclass(frozen=True)
class Due:
    """One thing with its last day. ``note``: whose and what it is; ``mark`` and ``label``: how it stands."""

    on: date
    title: str
    url: str
    note: str
    mark: str
    label: str
    is_sample: bool
    left: DaysLeft


@dataclass(frozen=True)
class OpenFollowUps:
    """Those the actor may see that are not closed: how many, how many late, and those due first."""

    count: int
    late: int
    first: Sequence[FollowUp]


def open_follow_ups_of(actor: Actor, on: date) -> OpenFollowUps:
    """Three queries along the index of open follow-ups; two where none is late."""
    found = follow_ups_visible_to(actor).filter(ended_at__isnull=True)
    late = found.filter(state__in=WITH_UNIT, reply_due_on__lt=on)
    due = Coalesce("reply_due_on", "close_due_on")
    first = with_subject(found.filter(issued_at__isnull=False)).order_by(due.asc(nulls_last=True), "pk")
    return OpenFollowUps(found.count(), late.count(), list(first[: 2 * MOST]))


def near_dues(
    cards: Iterable[Card], follow_ups: Iterable[FollowUp], matters: Iterable[MatterDue], today: Today
) -> list[Due]:
    """The six that matter now: at most three that are overdue, the longest first, then what is due next.

    Where less is ahead, more of what is overdue. No query.
    """
    every = [
        *(
            _of_task(card, today)
            for card in cards
            if card.task.sort_on < NEVER and card.task.state in OPEN_STATES
        ),
        *(due for one in follow_ups if (due := _of_follow_up(one, today)) is not None),
        *(_of_matter(one, today) for one in matters),
    ]
    every.sort(key=lambda due: (due.on, due.title))
    late = [due for due in every if due.mark == "bad"]
    ahead = [due for due in every if due.mark != "bad"]
    room = max(MOST_LATE, MOST - len(ahead))
    return [*late[:room], *ahead][:MOST]


def _of_task(card: Card, today: Today) -> Due:
    note = f"{_('任务')} · {card.task.sort_on.isoformat()}"
    if not card.task.deadline_on:
        note = f"{note} · {_('按期复核')}"
    return Due(
        card.task.sort_on,
        card.task.title,
        reverse("plan:task", args=[card.task.pk]),
        note,
        card.standing.mark,
        card.standing.label,
        card.task.is_sample,
        days_left((card.task.sort_on - today.on).days),
    )


def _of_follow_up(one: FollowUp, today: Today) -> Due | None:
    """The day of its reply until that has come, then the day it is to be closed on."""
    on = one.reply_due_on if one.state in WITH_UNIT else one.close_due_on
    if on is None:
        return None
    note = " · ".join([_("督办"), one.unit.name, one.number])
    return _due(on, str(one.subject), reverse("plan:follow_up", args=[one.pk]), note, one.is_sample, today)


def _of_matter(one: MatterDue, today: Today) -> Due:
    note = " · ".join([one.procedure, one.unit, one.number])
    return _due(one.on, one.title, reverse("matters:matter", args=[one.pk]), note, one.is_sample, today)


def _due(on: date, title: str, url: str, note: str, is_sample: bool, today: Today) -> Due:
    if on < today.on:
        mark, label = "bad", _("超期")
    elif on <= today.soon_until:
        mark, label = "warn", _("临期")
    else:
        mark, label = "ok", _("正常")
    return Due(on, title, url, note, mark, label, is_sample, days_left((on - today.on).days))
