"""Follow-ups through the API: the list, one of them, and its steps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhichan.core.access.operation import (
    DEFAULT_PAGE_SIZE,
    Id,
    OneOf,
    PageSize,
    key_set_page,
    operation,
)
from zhichan.core.access.requests import actor_in, now, today
from zhichan.rooms.plan.actions.answer_follow_up import Reply, reply_to_follow_up, sign_follow_up
from zhichan.rooms.plan.actions.open_follow_up import NewFollowUp, open_follow_up
from zhichan.rooms.plan.actions.steer_follow_up import (
    chase_follow_up,
    close_follow_up,
    extend_follow_up,
    issue_follow_up,
    return_reply,
    withdraw_follow_up,
)
from zhichan.rooms.plan.api.types import Note, Words
from zhichan.rooms.plan.follow_up_steps import CLOSE_WORKING_DAYS, MOST_WORKING_DAYS, REPLY_WORKING_DAYS
from zhichan.rooms.plan.models import FollowUp, FollowUpEvent
from zhichan.rooms.plan.queries.follow_ups import (
    follow_up_visible_to,
    follow_ups_visible_to,
    has_late_reply,
    is_late,
    of_plan,
    opened_in,
)
from zhichan.rooms.plan.rights import FOLLOW_UP_ANSWER, FOLLOW_UP_MANAGE, FOLLOW_UP_VIEW

router = Router()
ONE = "/follow-ups/{follow_up_id}"
WorkingDays = Annotated[int, Field(ge=1, le=MOST_WORKING_DAYS)]
FollowUpState = Annotated[str, OneOf(FollowUp.State)]
FollowUpCause = Annotated[str, OneOf(FollowUp.Cause)]
# The quarter or year in which it was opened.
FollowUpPeriod = Annotated[str, Field(pattern=r"^(19[5-9]\d|20\d\d|21\d\d)(Q[1-4])?$")]
FollowUpStep = Annotated[str, OneOf(FollowUpEvent.Kind)]


class FollowUpOut(Schema):
    """``is_late``: the unit should have replied and has not, today."""

    id: int
    number: str
    task_id: int | None
    indicator_id: int | None
    unit_id: int
    cause: FollowUpCause
    why: str
    state: FollowUpState
    opened_at: datetime
    issued_at: datetime | None
    reply_due_on: date | None
    close_due_on: date | None
    replied_at: datetime | None
    is_reply_late: bool
    ended_at: datetime | None
    is_closed_late: bool
    is_late: bool
    is_sample: bool


class FollowUpPage(Schema):
    items: list[FollowUpOut]
    next: int | None


class FollowUpEventOut(Schema):
    kind: FollowUpStep
    at: datetime
    person: str | None
    text: str
    reply_due_on: date | None
    close_due_on: date | None
    progress_id: int | None


class FollowUpDetailOut(FollowUpOut):
    unit: str
    events: list[FollowUpEventOut]


class FollowUpIn(Schema):
    """One of ``task_id`` and ``indicator_id``. ``is_issued`` false: opened only, and issued later."""

    unit_id: Id
    why: Note
    task_id: Id | None = None
    indicator_id: Id | None = None
    reply_days: WorkingDays = REPLY_WORKING_DAYS
    close_days: WorkingDays = CLOSE_WORKING_DAYS
    is_issued: bool = True


class ReplyIn(Schema):
    """``progress_id``: a report of the unit on the same task that the reply points to."""

    text: Words
    progress_id: Id | None = None


class ChaseIn(Schema):
    note: Note = ""


class ReturnIn(Schema):
    reason: Note
    reply_days: WorkingDays = REPLY_WORKING_DAYS


class ExtendIn(Schema):
    reason: Note
    working_days: WorkingDays


class ReasonIn(Schema):
    reason: Note


@operation(router.get, "/follow-ups", right=FOLLOW_UP_VIEW, out=FollowUpPage, summary="列出督办事项")
def follow_ups(
    request: HttpRequest,
    state: FollowUpState | None = None,
    unit: Id | None = None,
    late: bool | None = None,
    plan: Id | None = None,
    period: FollowUpPeriod | None = None,
    after: Id | None = None,
    limit: PageSize = DEFAULT_PAGE_SIZE,
) -> FollowUpPage:
    rows = follow_ups_visible_to(actor_in(request))
    if state:
        rows = rows.filter(state=state)
    if unit is not None:
        rows = rows.filter(unit_id=unit)
    if late is not None:
        rows = rows.filter(is_late(today())) if late else rows.exclude(is_late(today()))
    if plan is not None:
        rows = rows.filter(of_plan(plan))
    if period is not None:
        rows = rows.filter(opened_in(period))
    found, following = key_set_page(rows, after=after, limit=limit)
    return FollowUpPage(items=[FollowUpOut(**_plain(row)) for row in found], next=following)


@operation(
    router.get,
    ONE,
    right=FOLLOW_UP_VIEW,
    out=FollowUpDetailOut,
    summary="查看督办事项",
)
def follow_up(request: HttpRequest, follow_up_id: Id) -> FollowUpDetailOut:
    row = follow_up_visible_to(actor_in(request), follow_up_id)
    events = FollowUpEvent.objects.filter(follow_up=row).select_related("person").order_by("pk")
    return FollowUpDetailOut(**_plain(row), unit=row.unit.name, events=[_event(one) for one in events])


@operation(
    router.post, "/follow-ups", right=FOLLOW_UP_MANAGE, out=FollowUpOut, summary="发起督办", status=201
)
def add_follow_up(request: HttpRequest, body: FollowUpIn) -> Status[FollowUpOut]:
    made = open_follow_up(NewFollowUp(**body.dict()), by=actor_in(request), at=now())
    return Status(201, FollowUpOut(**_plain(made)))


@operation(
    router.post,
    ONE + "/issue",
    right=FOLLOW_UP_MANAGE,
    out=FollowUpOut,
    summary="交办督办",
)
def follow_up_issue(request: HttpRequest, follow_up_id: Id) -> FollowUpOut:
    return FollowUpOut(**_plain(issue_follow_up(follow_up_id, by=actor_in(request), at=now())))


@operation(
    router.post,
    ONE + "/sign",
    right=FOLLOW_UP_ANSWER,
    out=FollowUpOut,
    summary="签收督办",
)
def follow_up_sign(request: HttpRequest, follow_up_id: Id) -> FollowUpOut:
    return FollowUpOut(**_plain(sign_follow_up(follow_up_id, by=actor_in(request), at=now())))


@operation(
    router.post,
    ONE + "/reply",
    right=FOLLOW_UP_ANSWER,
    out=FollowUpOut,
    summary="反馈督办",
)
def follow_up_reply(request: HttpRequest, follow_up_id: Id, body: ReplyIn) -> FollowUpOut:
    given = Reply(body.text, body.progress_id)
    return FollowUpOut(**_plain(reply_to_follow_up(follow_up_id, given, by=actor_in(request), at=now())))


@operation(
    router.post,
    ONE + "/return",
    right=FOLLOW_UP_MANAGE,
    out=FollowUpOut,
    summary="退回督办反馈",
)
def follow_up_return(request: HttpRequest, follow_up_id: Id, body: ReturnIn) -> FollowUpOut:
    return FollowUpOut(**_plain(return_reply(follow_up_id, **body.dict(), by=actor_in(request), at=now())))


@operation(router.post, ONE + "/chase", right=FOLLOW_UP_MANAGE, out=FollowUpOut, summary="催办")
def follow_up_chase(request: HttpRequest, follow_up_id: Id, body: ChaseIn) -> FollowUpOut:
    return FollowUpOut(**_plain(chase_follow_up(follow_up_id, **body.dict(), by=actor_in(request), at=now())))


@operation(
    router.post,
    ONE + "/extend",
    right=FOLLOW_UP_MANAGE,
    out=FollowUpOut,
    summary="督办延期",
)
def follow_up_extend(request: HttpRequest, follow_up_id: Id, body: ExtendIn) -> FollowUpOut:
    done = extend_follow_up(follow_up_id, **body.dict(), by=actor_in(request), at=now())
    return FollowUpOut(**_plain(done))


@operation(
    router.post,
    ONE + "/close",
    right=FOLLOW_UP_MANAGE,
    out=FollowUpOut,
    summary="办结督办",
)
def follow_up_close(request: HttpRequest, follow_up_id: Id, body: ReasonIn) -> FollowUpOut:
    return FollowUpOut(**_plain(close_follow_up(follow_up_id, **body.dict(), by=actor_in(request), at=now())))


@operation(
    router.post,
    ONE + "/withdraw",
    right=FOLLOW_UP_MANAGE,
    out=FollowUpOut,
    summary="撤销督办",
)
def follow_up_withdraw(request: HttpRequest, follow_up_id: Id, body: ReasonIn) -> FollowUpOut:
    done = withdraw_follow_up(follow_up_id, **body.dict(), by=actor_in(request), at=now())
    return FollowUpOut(**_plain(done))


def _plain(row: FollowUp) -> dict[str, Any]:
    named = {name: getattr(row, name) for name in FollowUpOut.model_fields if name != "is_late"}
    return {**named, "is_late": has_late_reply(row, today())}


def _event(event: FollowUpEvent) -> FollowUpEventOut:
    names = (name for name in FollowUpEventOut.model_fields if name != "person")
    plain = {name: getattr(event, name) for name in names}
    return FollowUpEventOut(**plain, person=event.person.name if event.person else None)
