"""Taking a follow-up one step further: shared by every action on follow-ups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.notices.actions import notify
from zhichan.core.people.models import Person
from zhichan.rooms.plan.follow_up_steps import (
    ENDED,
    MOST_WORKING_DAYS,
    Standing,
    Step,
    StepName,
    after,
    step_named,
)
from zhichan.rooms.plan.models import FollowUp, FollowUpEvent
from zhichan.rooms.plan.queries.contacts import contacts_of, plan_officers
from zhichan.rooms.plan.queries.days import working_days_after
from zhichan.rooms.plan.queries.follow_ups import follow_ups_visible_to, with_subject

Kind = FollowUpEvent.Kind
MOST_CHARACTERS = 4000
_STANDING = [field.name for field in fields(Standing)]


def lock_follow_up(pk: int, name: StepName, *, by: Actor) -> tuple[FollowUp, Step]:
    """The follow-up, locked, and the step to take, which the actor may take and which leads on from there.

    Raises NotFound where the actor may not see it, NotAllowed, and WrongState with words for what to do.
    """
    if not follow_ups_visible_to(by).filter(pk=pk).exists():
        raise NotFound(_("没有找到这个督办事项。"), follow_up=pk)
    rows = with_subject(FollowUp.objects.select_for_update(of=("self",)))
    follow_up, step = rows.get(pk=pk), step_named(name)
    require(by, step.right, [follow_up.unit_id])
    if follow_up.state not in step.origins:
        raise WrongState(refusal(follow_up, step), code=f"cannot_{name}", follow_up=pk, state=follow_up.state)
    return follow_up, step


def refusal(follow_up: FollowUp, step: Step) -> str:
    """Why a step cannot be taken from where it stands, and what comes first; empty where it can."""
    if follow_up.state in step.origins:
        return ""
    words = {"number": follow_up.number, "state": follow_up.get_state_display(), "step": step.label}
    if follow_up.state in ENDED:
        ended = {**words, "day": timezone.localdate(follow_up.ended_at).isoformat()}
        return (
            _("%(number)s 已于 %(day)s 结束（%(state)s），不能再%(step)s；另有情况请联系主管单位。") % ended
        )
    if step.name == "reply" and follow_up.state == FollowUp.State.ISSUED:
        return _("请先签收，再反馈。")
    return _("%(number)s 现为“%(state)s”，不能%(step)s。") % words


@dataclass(frozen=True)
class Acting:
    """Who takes a step, and when."""

    by: Actor
    at: datetime


def take(
    follow_up: FollowUp,
    kind: Kind,
    acting: Acting,
    *,
    text: str = "",
    due: tuple[date, date] | None = None,
    progress_id: int | None = None,
) -> FollowUpEvent:
    """Add the event and bring the row to where it leads; writes the audit event.

    ``due``: the reply and closing days it sets; for any other step the days in force are noted.
    """
    by, at = acting.by, acting.at
    days = due or (follow_up.reply_due_on, follow_up.close_due_on)
    event = FollowUpEvent.objects.create(
        follow_up=follow_up,
        kind=kind,
        at=at,
        day=timezone.localdate(at),
        person_id=by.id,
        text=text,
        reply_due_on=days[0],
        close_due_on=days[1],
        progress_id=progress_id,
        source=by.as_source,
    )
    if kind != Kind.OPENED:
        standing = after(standing_of(follow_up), event)
        for name in _STANDING:
            setattr(follow_up, name, getattr(standing, name))
        follow_up.save(update_fields=[*_STANDING, "issued_at", "issued_by"])
    details = {"number": follow_up.number, "unit": follow_up.unit_id, "state": follow_up.state}
    if follow_up.reply_due_on:
        details["reply_due_on"] = follow_up.reply_due_on.isoformat()
    record(f"plan.follow_up.{kind}", subject=follow_up, by=by, at=at, details=details)
    return event


def standing_of(follow_up: FollowUp) -> Standing:
    """Where the row stands, as its events have brought it there."""
    values = {name: getattr(follow_up, name) for name in _STANDING}
    return Standing(**{**values, "state": FollowUp.State(follow_up.state)})


def due_days(at: datetime, reply_days: int, close_days: int) -> tuple[date, date]:
    """The days so many working days after an instant, by the calendar of the product."""
    on = timezone.localdate(at)
    return working_days_after(on, reply_days), working_days_after(on, close_days)


def refuse_days(reply_days: int, close_days: int) -> None:
    """InvalidInput for limits that are none, or of which the second ends before the first."""
    for name, days in (("reply_days", reply_days), ("close_days", close_days)):
        if not 1 <= days <= MOST_WORKING_DAYS:
            message = _("时限应为 1 到 %(most)d 个工作日。") % {"most": MOST_WORKING_DAYS}
            raise InvalidInput(message, field=name)
    if close_days < reply_days:
        raise InvalidInput(_("办结时限不能短于反馈时限。"), field="close_days")


def given_text(text: str, field: str = "text") -> str:
    """The words of a step without blanks around them; InvalidInput where there are none or too many."""
    if not text.strip():
        raise InvalidInput(_("请写明内容或理由。"), field=field)
    return short_text(text, field)


def short_text(text: str, field: str = "text") -> str:
    if len(text.strip()) > MOST_CHARACTERS:
        raise InvalidInput(_("内容不能超过 %(most)d 字。") % {"most": MOST_CHARACTERS}, field=field)
    return text.strip()


def address_of(follow_up: FollowUp) -> str:
    return reverse("plan:follow_up", args=[follow_up.pk])


def tell_unit(follow_up: FollowUp, kind: str, text: str, acting: Acting) -> None:
    """Tell the contacts of the unit; each notice proves who was told and when."""
    _tell(contacts_of([follow_up.unit_id], timezone.localdate(acting.at)), follow_up, kind, text, acting.at)


def tell_office(follow_up: FollowUp, kind: str, text: str, acting: Acting) -> None:
    """Tell those who keep the plans and whoever issued it, but not the actor."""
    people = plan_officers(timezone.localdate(acting.at))
    if follow_up.issued_by is not None:
        people = [*people, follow_up.issued_by]
    _tell([one for one in people if one.pk != acting.by.id], follow_up, kind, text, acting.at)


def _tell(people: Iterable[Person], follow_up: FollowUp, kind: str, text: str, at: datetime) -> None:
    shown = f"{text}：{follow_up.number} {follow_up.subject}"
    notify(people, kind=f"plan.follow_up.{kind}", text=shown, url=address_of(follow_up), at=at)
