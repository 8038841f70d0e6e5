"""How a follow-up goes from step to step (督办步骤), and who may take which, as data.

    已立项 ──issue──▶ 待签收 ──sign──▶ 待反馈 ──reply──▶ 待审核 ──close──▶ 已办结
                                        ▲────return────────┘
    待签收, 待反馈 ──chase, extend──▶ where it stands;  issued and not ended ──close──▶ 已办结
    every open state ──withdraw──▶ 已撤销

Whether something is late is said of the unit alone: while a reply waits for the office it is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.rights import Right
from zhichan.rooms.plan.models import FollowUp, FollowUpEvent
from zhichan.rooms.plan.rights import FOLLOW_UP_ANSWER, FOLLOW_UP_MANAGE

State = FollowUp.State
Kind = FollowUpEvent.Kind
StepName = Literal["issue", "sign", "reply", "return", "chase", "extend", "close", "withdraw"]

# How long a unit has, in working days. The product's own measures; no law sets them.
REPLY_WORKING_DAYS = 5
CLOSE_WORKING_DAYS = 20
MOST_WORKING_DAYS = 120
# The day before a reply is due on which the unit is reminded, in working days.
REMIND_WORKING_DAYS = 2

ENDED = (State.CLOSED, State.WITHDRAWN)
# The unit has to act.
WITH_UNIT = (State.ISSUED, State.SIGNED)


@dataclass(frozen=True)
class Step:
    """``target`` None leaves the follow-up where it stands. ``needs_text``: a reason or reply is written."""

    name: StepName
    label: str | Promise
    kind: Kind
    origins: tuple[State, ...]
    target: State | None
    right: Right
    needs_text: bool = False


STEPS: tuple[Step, ...] = (
    Step("issue", _("交办"), Kind.ISSUED, (State.OPENED,), State.ISSUED, FOLLOW_UP_MANAGE),
    Step("sign", _("签收"), Kind.SIGNED, (State.ISSUED,), State.SIGNED, FOLLOW_UP_ANSWER),
    Step("reply", _("反馈"), Kind.REPLIED, (State.SIGNED,), State.REPLIED, FOLLOW_UP_ANSWER, True),
    Step(
        "close",
        _("办结"),
        Kind.CLOSED,
        (State.REPLIED, State.SIGNED, State.ISSUED),
        State.CLOSED,
        FOLLOW_UP_MANAGE,
        True,
    ),
    Step("return", _("退回"), Kind.RETURNED, (State.REPLIED,), State.SIGNED, FOLLOW_UP_MANAGE, True),
    Step("chase", _("催办"), Kind.CHASED, WITH_UNIT, None, FOLLOW_UP_MANAGE),
    Step("extend", _("延期"), Kind.EXTENDED, WITH_UNIT, None, FOLLOW_UP_MANAGE, True),
    Step(
        "withdraw",
        _("撤销"),
        Kind.WITHDRAWN,
        (State.OPENED, State.ISSUED, State.SIGNED, State.REPLIED),
        State.WITHDRAWN,
        FOLLOW_UP_MANAGE,
        True,
    ),
)
_BY_KIND = {step.kind: step for step in STEPS}


def step_named(name: str) -> Step:
    """Raises KeyError for a name that is no step."""
    return {str(step.name): step for step in STEPS}[name]


def steps_from(state: str) -> tuple[Step, ...]:
    """The steps that lead on from a state, the usual one first."""
    return tuple(step for step in STEPS if state in step.origins)


@dataclass(frozen=True)
class Standing:
    """Where events have brought a follow-up; the same facts as the columns of ``FollowUp``."""

    state: State = State.OPENED
    reply_due_on: date | None = None
    close_due_on: date | None = None
    replied_at: datetime | None = None
    last_replied_at: datetime | None = None
    is_reply_late: bool = False
    is_closed_late: bool = False
    ended_at: datetime | None = None

    def is_late(self, on: date) -> bool:
        """The unit has not answered by the day it had to."""
        return self.state in WITH_UNIT and self.reply_due_on is not None and self.reply_due_on < on


def replayed(events: Iterable[FollowUpEvent]) -> Standing:
    """Where so many events lead, in the order they happened. No query.

    Raises ValueError for a step that does not lead on from where the ones before it have led.
    """
    standing = Standing()
    for event in events:
        if event.kind != Kind.OPENED:
            standing = after(standing, event)
    return standing


def after(standing: Standing, event: FollowUpEvent) -> Standing:
    """Where one more event leads."""
    step = _BY_KIND[Kind(event.kind)]
    if standing.state not in step.origins:
        raise ValueError(f"{event.kind} does not lead on from {standing.state}")
    state = step.target or standing.state
    is_reply, is_end = event.kind == Kind.REPLIED, state in ENDED
    sets_days = event.kind in (Kind.ISSUED, Kind.RETURNED, Kind.EXTENDED)
    first = is_reply and standing.replied_at is None
    return Standing(
        state=state,
        reply_due_on=event.reply_due_on if sets_days else standing.reply_due_on,
        close_due_on=event.close_due_on if sets_days else standing.close_due_on,
        replied_at=event.at if first else standing.replied_at,
        last_replied_at=event.at if is_reply else standing.last_replied_at,
        is_reply_late=_is_past(event.day, standing.reply_due_on) if first else standing.is_reply_late,
        is_closed_late=event.kind == Kind.CLOSED
        and _is_past(_answered_on(standing, event), standing.close_due_on),
        ended_at=event.at if is_end else None,
    )


def _is_past(on: date, due_on: date | None) -> bool:
    return due_on is not None and on > due_on


def _answered_on(standing: Standing, event: FollowUpEvent) -> date:
    """The day that counts as the end: of the reply that the office closed on, else of the closing itself."""
    has_reply = standing.state == State.REPLIED and standing.last_replied_at is not None
    return timezone.localdate(standing.last_replied_at) if has_reply else event.day
