"""What is due next (近期时限), of whatever kind: of tasks and matters that the actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from zhichan.core.matters.dues import MatterDue
from zhichan.rooms.plan.alarms import NEVER, OPEN_STATES, Today
from zhichan.rooms.plan.queries.board import Card
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


def near_dues(dues: Iterable[Due]) -> list[Due]:
    """The six that matter now: at most three that are overdue, the longest first, then what is due next.

    Where less is ahead, more of what is overdue. No query.
    """
    every = sorted(dues, key=lambda due: (due.on, due.title))
    late = [due for due in every if due.mark == "bad"]
    ahead = [due for due in every if due.mark != "bad"]
    room = max(MOST_LATE, MOST - len(ahead))
    return [*late[:room], *ahead][:MOST]


def dues_of_tasks(cards: Iterable[Card], today: Today) -> list[Due]:
    """Those of open tasks with a day. No query."""
    return [
        due_of_task(card, today)
        for card in cards
        if card.task.sort_on < NEVER and card.task.state in OPEN_STATES
    ]


def due_of_task(card: Card, today: Today) -> Due:
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


def due_of_matter(one: MatterDue, today: Today) -> Due:
    note = " · ".join([one.procedure, one.unit, one.number])
    return due_of(one.on, one.title, reverse("matters:matter", args=[one.pk]), note, one.is_sample, today)


def due_of(on: date, title: str, url: str, note: str, is_sample: bool, today: Today) -> Due:
    if on < today.on:
        mark, label = "bad", _("超期")
    elif on <= today.soon_until:
        mark, label = "warn", _("临期")
    else:
        mark, label = "ok", _("正常")
    return Due(on, title, url, note, mark, label, is_sample, days_left((on - today.on).days))
