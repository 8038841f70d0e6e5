"""What the office does with a follow-up: issuing, returning, chasing, extending, closing, withdrawing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.rooms.plan.actions.follow_up_row import (
    Acting,
    due_days,
    given_text,
    lock_follow_up,
    short_text,
    standing_of,
    take,
    tell_unit,
)
from zhichan.rooms.plan.actions.open_follow_up import issue
from zhichan.rooms.plan.follow_up_steps import MOST_WORKING_DAYS, REPLY_WORKING_DAYS
from zhichan.rooms.plan.models import FollowUp, FollowUpEvent
from zhichan.rooms.plan.queries.days import working_days_after
from zhichan.rooms.plan.queries.follow_up_limits import extension_of, no_more_extensions

Kind = FollowUpEvent.Kind


@transaction.atomic
def issue_follow_up(follow_up_id: int, *, by: Actor, at: datetime) -> FollowUp:
    """Hand an opened follow-up to its unit (交办). Raises NotFound, NotAllowed, WrongState."""
    follow_up, _step = lock_follow_up(follow_up_id, "issue", by=by)
    issue(follow_up, Acting(by, at))
    return follow_up


@transaction.atomic
def return_reply(
    follow_up_id: int, *, reason: str, reply_days: int = REPLY_WORKING_DAYS, by: Actor, at: datetime
) -> FollowUp:
    """Send a reply back for more (退回), with so many working days anew.

    The closing day moves only where it would come before. Raises NotFound, NotAllowed, WrongState,
    InvalidInput.
    """
    follow_up, _step = lock_follow_up(follow_up_id, "return", by=by)
    text = given_text(reason, "reason")
    _refuse_working_days(reply_days, "reply_days")
    reply_due, _close = due_days(at, reply_days, reply_days)
    due = reply_due, max(reply_due, follow_up.close_due_on or reply_due)
    take(follow_up, Kind.RETURNED, Acting(by, at), text=text, due=due)
    words = {"day": reply_due.isoformat(), "reason": text}
    tell_unit(
        follow_up,
        "returned",
        _("督办反馈被退回，请于 %(day)s 前补报（%(reason).80s）") % words,
        Acting(by, at),
    )
    return follow_up


@transaction.atomic
def chase_follow_up(follow_up_id: int, *, note: str = "", by: Actor, at: datetime) -> FollowUp:
    """Ask the unit once more (催办), once a day at most, whoever asks: a person or the rule for late replies.

    Raises NotFound, NotAllowed, WrongState (not with the unit, or chased today already).
    """
    follow_up, _step = lock_follow_up(follow_up_id, "chase", by=by)
    on = timezone.localdate(at)
    if FollowUpEvent.objects.filter(follow_up=follow_up, kind=Kind.CHASED, day=on).exists():
        raise WrongState(_("今天已催办过，明天可以再催。"), code="chased_today", follow_up=follow_up.pk)
    text = short_text(note) or _chase_words(follow_up, by, at)
    take(follow_up, Kind.CHASED, Acting(by, at), text=text)
    tell_unit(follow_up, "chased", _("督办催办：%(text).120s") % {"text": text.rstrip("。")}, Acting(by, at))
    return follow_up


def _chase_words(follow_up: FollowUp, by: Actor, at: datetime) -> str:
    """What a chase says that nobody wrote words for; one by rule says that it is."""
    on, due = timezone.localdate(at), follow_up.reply_due_on
    if due is None or not standing_of(follow_up).is_late(on):
        return _("请按期反馈。")
    words = {"day": due.isoformat(), "days": (on - due).days}
    if by.kind == "system":
        return _("系统按规则催办：应于 %(day)s 前反馈，已逾期 %(days)d 天。") % words
    return _("应于 %(day)s 前反馈，已逾期 %(days)d 天。") % words


@transaction.atomic
def extend_follow_up(
    follow_up_id: int, *, working_days: int, reason: str, by: Actor, at: datetime
) -> FollowUp:
    """Give the unit so many working days more (延期), for its reply and for the closing alike.

    They are counted from the days in force; a reply that comes by the new day is in time. How often and by
    how many days the rule ``follow_up_extension`` says, with the office's own figures where it has any.
    Raises NotFound, NotAllowed, WrongState (also when it was extended often enough), InvalidInput.
    """
    follow_up, _step = lock_follow_up(follow_up_id, "extend", by=by)
    text = given_text(reason, "reason")
    _refuse_extension(follow_up, working_days, at)
    assert follow_up.reply_due_on is not None, "it has been issued"
    assert follow_up.close_due_on is not None, "it has been issued"
    due = (
        working_days_after(follow_up.reply_due_on, working_days),
        working_days_after(follow_up.close_due_on, working_days),
    )
    take(follow_up, Kind.EXTENDED, Acting(by, at), text=text, due=due)
    tell_unit(
        follow_up,
        "extended",
        _("督办延期，请于 %(day)s 前反馈") % {"day": due[0].isoformat()},
        Acting(by, at),
    )
    return follow_up


@transaction.atomic
def close_follow_up(follow_up_id: int, *, reason: str, by: Actor, at: datetime) -> FollowUp:
    """Close it (办结、销号) with the reason why that is enough.

    Raises NotFound, NotAllowed, WrongState, InvalidInput (no reason).
    """
    follow_up, _step = lock_follow_up(follow_up_id, "close", by=by)
    take(follow_up, Kind.CLOSED, Acting(by, at), text=given_text(reason, "reason"))
    tell_unit(follow_up, "closed", _("督办已办结"), Acting(by, at))
    return follow_up


@transaction.atomic
def withdraw_follow_up(follow_up_id: int, *, reason: str, by: Actor, at: datetime) -> FollowUp:
    """Take it back (撤销), with the reason; it then counts nowhere.

    Raises NotFound, NotAllowed, WrongState, InvalidInput (no reason).
    """
    follow_up, _step = lock_follow_up(follow_up_id, "withdraw", by=by)
    was_issued = follow_up.issued_at is not None
    take(follow_up, Kind.WITHDRAWN, Acting(by, at), text=given_text(reason, "reason"))
    if was_issued:
        tell_unit(follow_up, "withdrawn", _("督办已撤销"), Acting(by, at))
    return follow_up


def _refuse_extension(follow_up: FollowUp, working_days: int, at: datetime) -> None:
    found = extension_of(follow_up, timezone.localdate(at), working_days)
    if not found.times_left:
        raise WrongState(no_more_extensions(follow_up), code="extended_enough", follow_up=follow_up.pk)
    if not found.is_allowed:
        message = _("每次可以延长 1 到 %(most)d 个工作日。") % {"most": found.most_working_days}
        raise InvalidInput(message, field="working_days")


def _refuse_working_days(days: int, field: str) -> None:
    if not 1 <= days <= MOST_WORKING_DAYS:
        message = _("时限应为 1 到 %(most)d 个工作日。") % {"most": MOST_WORKING_DAYS}
        raise InvalidInput(message, field=field)
