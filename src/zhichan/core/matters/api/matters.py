"""Matters through the API: the same actions and the same sight as the pages. No secret participant is named,
and personal data are as masked as the reader's pages have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from zhichan.core.access.operation import DEFAULT_PAGE_SIZE, Id, Line, PageSize, key_set_page, operation
from zhichan.core.access.requests import actor_in, now
from zhichan.core.errors import NotFound
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.advice import Advice, adviser_named, answer_values
from zhichan.core.matters.api.matter_types import (
    ContactOut,
    MatterAdviceList,
    MatterAskIn,
    MatterClockList,
    MatterClockOut,
    MatterHeadOut,
    MatterIn,
    MatterLineOut,
    MatterMoveOut,
    MatterOut,
    MatterPage,
    MatterPersonOut,
    MatterSourceOut,
    MatterStateOut,
    MatterStepIn,
    MatterStepOut,
    MatterTakenOut,
    MatterValueOut,
)
from zhichan.core.matters.clocks import Clock
from zhichan.core.matters.judging import advised_of_step
from zhichan.core.matters.loading import move_of
from zhichan.core.matters.models import Matter
from zhichan.core.matters.procedure import Source
from zhichan.core.matters.queries import matters_visible_to, procedure_of, units_to_open_in
from zhichan.core.matters.rights import MATTER_MOVE, MATTER_OPEN, MATTER_VIEW
from zhichan.core.matters.showing.limits import left, limit_line
from zhichan.core.matters.showing.record import Change
from zhichan.core.matters.words import duty_label
from zhichan.core.matters.workspace import Workspace, workspace_of
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.matters.writing.seats import NewParticipant

router = Router()


@operation(router.get, "/matters", right=MATTER_VIEW, out=MatterPage, summary="列出事项")
def matters(
    request: HttpRequest,
    procedure: Line | None = None,
    is_open: bool | None = None,
    after: Id | None = None,
    limit: PageSize = DEFAULT_PAGE_SIZE,
) -> MatterPage:
    """Those of one's own units, those shared with them, and those one works on; by key."""
    rows = matters_visible_to(actor_in(request))
    if procedure is not None:
        rows = rows.filter(procedure=procedure)
    if is_open is not None:
        rows = rows.filter(is_open=is_open)
    shown, following = key_set_page(rows, after=after, limit=limit)
    return MatterPage(items=[MatterHeadOut(**_head(one)) for one in shown], next=following)


@operation(router.get, "/matters/{matter_id}", right=MATTER_VIEW, out=MatterOut, summary="查看一件事项")
def matter(request: HttpRequest, matter_id: Id) -> MatterOut:
    return _whole(workspace_of(actor_in(request), matter_id, at=now()))


@operation(
    router.get,
    "/matters/{matter_id}/limits",
    right=MATTER_VIEW,
    out=MatterClockList,
    summary="一件事项的时限，逐日推算",
)
def matter_limits(request: HttpRequest, matter_id: Id) -> MatterClockList:
    """Every running of every limit, with each day on the way to its end."""
    space = workspace_of(actor_in(request), matter_id, at=now())
    return MatterClockList(items=[_clock(space, clock) for clock in space.standing.clocks])


@operation(
    router.get,
    "/matters/{matter_id}/advice",
    right=MATTER_VIEW,
    out=MatterAdviceList,
    summary="规则对一件事项怎么说",
)
def matter_advice(request: HttpRequest, matter_id: Id) -> MatterAdviceList:
    """By what is recorded so far; nothing of a matter that is closed."""
    return _advice(workspace_of(actor_in(request), matter_id, at=now()).advised)


@operation(
    router.post,
    "/matters/{matter_id}/advice",
    right=MATTER_VIEW,
    out=MatterAdviceList,
    summary="规则对要办的一步怎么说",
)
def step_advice(request: HttpRequest, matter_id: Id, body: MatterAskIn) -> MatterAdviceList:
    """By what is recorded and the form as far as it is filled in. Nothing is kept."""
    space = workspace_of(actor_in(request), matter_id, at=now())
    move = move_of(space.procedure, body.move)
    return _advice(advised_of_step(space.standing, move, dict(body.values), space.rules))


@operation(router.post, "/matters", right=MATTER_OPEN, out=MatterOut, summary="开办一件事项", status=201)
def open_a_matter(request: HttpRequest, body: MatterIn) -> Status[MatterOut]:
    actor, at = actor_in(request), now()
    unit = next((one for one in units_to_open_in(actor, at) if one.pk == body.unit_id), None)
    if unit is None:
        raise NotFound(_("没有找到这个单位，或者您不能在那里开办事项。"), unit=body.unit_id)
    people = tuple(NewParticipant(**one.dict()) for one in body.participants)
    opening = Opening(body.procedure, body.title, unit, dict(body.values), people, opened=body.opened)
    made = open_matter(opening, by=actor, at=at)
    return Status(201, _whole(workspace_of(actor, made.pk, at=at)))


@operation(
    router.post,
    "/matters/{matter_id}/moves",
    right=MATTER_MOVE,
    out=MatterTakenOut,
    summary="办理一步",
    status=201,
)
def take_a_step(request: HttpRequest, matter_id: Id, body: MatterStepIn) -> Status[MatterTakenOut]:
    step = Step(body.move, dict(body.values), body.happened, body.note, body.seen)
    taken = take_move(matter_id, step, by=actor_in(request), at=now())
    after = taken.event.matter
    return Status(
        201,
        MatterTakenOut(
            seq=taken.event.seq,
            state=_state(after),
            revision=after.revision,
            child_id=taken.child.pk if taken.child else None,
            warnings=list(taken.warnings),
        ),
    )


def _advice(advised: Mapping[str, Advice]) -> MatterAdviceList:
    items = [
        {
            "name": name,
            "label": str(adviser_named(name).label),
            "lead": one.lead,
            "warnings": list(one.warnings),
            "proposed": dict(one.proposed),
            "answers": [answer_values(answer) for answer in one.answers],
        }
        for name, one in advised.items()
    ]
    return MatterAdviceList.model_validate({"items": items})


def _head(row: Matter) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.number,
        "title": row.title,
        "procedure": row.procedure,
        "version": row.version,
        "state": _state(row),
        "track": row.track,
        "is_open": row.is_open,
        "unit_id": row.unit_id,
        "opened_at": row.opened_at,
        "closed_at": row.closed_at,
        "next_due_at": row.next_due_at if row.next_due_at.year < 9999 else None,
        "revision": row.revision,
        "is_sample": row.is_sample,
    }


def _state(row: Matter) -> MatterStateOut:
    state = procedure_of(row).state(row.state)
    label = str(state.label)
    return MatterStateOut(
        name=state.name, label=label, public=str(state.public) or label, is_final=state.is_final
    )


def _whole(space: Workspace) -> MatterOut:
    return MatterOut(
        **_head(space.matter),
        people=_people(space),
        moves=[
            MatterMoveOut(
                name=offer.move.name,
                label=str(offer.move.label),
                refusal=offer.refusal.message if offer.refusal else "",
            )
            for offer in space.offers
        ],
        record=_record(space),
    )


def _people(space: Workspace) -> list[MatterPersonOut]:
    return [
        MatterPersonOut(
            id=one.pk,
            seat=one.seat,
            name=None if one.is_secret else one.name,
            is_secret=one.is_secret,
            has_left=one.has_left,
            contacts=[ContactOut(label=contact.label, text=contact.text) for contact in one.contacts],
        )
        for one in space.people
    ]


def _record(space: Workspace) -> list[MatterLineOut]:
    return [
        MatterLineOut(
            seq=line.seq,
            kind=line.kind,
            at=line.at,
            recorded_at=line.recorded_at,
            who=line.who,
            what=line.what,
            state=line.state,
            values=[MatterValueOut(label=one.label, text=one.text) for one in line.values],
            advised=[MatterValueOut(label=one.label, text=one.text) for one in line.advised],
            note=line.note,
            corrections=[_correction(one.changes, one.reason) for one in line.corrections],
        )
        for line in reversed(space.record)
    ]


def _correction(changes: Sequence[Change], reason: str) -> str:
    told = "；".join(f"{one.label} {one.before} → {one.after}" for one in changes)
    return f"{told}（{reason}）"


def _clock(space: Workspace, clock: Clock) -> MatterClockOut:
    line = limit_line(space.procedure, clock, space.today)
    number, unit = left(clock, space.today) if clock.is_open else ("", "")
    return MatterClockOut(
        name=clock.name,
        nth=clock.nth,
        label=duty_label(clock.duty),
        state=clock.state.value,
        words=line.words,
        start=clock.start,
        due=clock.due.due,
        due_at=clock.due_at,
        promised=clock.promised.due if clock.promised else None,
        met_at=clock.met_at,
        extended=clock.extended,
        is_provisional=clock.due.is_provisional,
        left=number,
        unit=unit,
        basis=_source(clock.duty.within.basis),
        steps=[MatterStepOut(day=step.day, counted=step.counted, why=step.why) for step in clock.due.steps],
    )


def _source(source: Source) -> MatterSourceOut:
    return MatterSourceOut(title=source.title, article=source.article, mark=source.mark.value)
