"""Promised instruments through the API: the list with their states, one with its steps, and a new step."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from zhichan.core.access.operation import DEFAULT_PAGE_SIZE, Id, Line, PageSize, key_set_page, operation
from zhichan.core.access.requests import actor_in, now, today
from zhichan.rooms.plan.actions.enter_instrument import (
    NewInstrument,
    enter_instrument,
    remove_instrument,
)
from zhichan.rooms.plan.actions.follow_instrument import Charge, Step, move_instrument
from zhichan.rooms.plan.api.types import Day, InstrumentState, Note
from zhichan.rooms.plan.queries.instruments import instrument_page, instruments_visible_to
from zhichan.rooms.plan.rights import INSTRUMENT_FOLLOW, INSTRUMENT_VIEW

router = Router()


class InstrumentOut(Schema):
    """``due``: its own day, else that of its task; null where neither is known. ``basis``: where it was
    promised, of one added by hand."""

    id: int
    plan_id: int
    task_id: int | None
    title: str
    verb: str
    basis: str
    drafting_unit_id: int | None
    due: date | None
    state: InstrumentState
    state_on: date | None
    doc_number: str


class InstrumentPageOut(Schema):
    items: list[InstrumentOut]
    next: int | None


class StepOut(Schema):
    id: int
    instrument_id: int
    state: InstrumentState
    effective_on: date
    known_at: datetime
    doc_number: str
    note: str


class InstrumentDetailOut(InstrumentOut):
    is_late: bool
    steps: list[StepOut]


class InstrumentIn(Schema):
    """``basis``: where it was promised."""

    plan_id: Id
    title: Line
    verb: Line = "制定"
    basis: Line
    drafting_unit_id: Id | None = None
    due_on: Day | None = None
    task_id: Id | None = None


class RemovalIn(Schema):
    reason: Note


class RemovedOut(Schema):
    removed: int
    plan_id: int


class StepIn(Schema):
    """``doc_number`` is asked of what is issued, ``note`` of a step back."""

    state: InstrumentState
    effective_on: Day
    doc_number: Line = ""
    note: Note = ""


@operation(router.get, "/instruments", right=INSTRUMENT_VIEW, out=InstrumentPageOut, summary="列出拟制定文件")
def instruments(
    request: HttpRequest,
    plan: Id | None = None,
    state: InstrumentState | None = None,
    after: Id | None = None,
    limit: PageSize = DEFAULT_PAGE_SIZE,
) -> InstrumentPageOut:
    wanted = {"plan_id": plan, "state": state}
    found = instruments_visible_to(actor_in(request)).filter(
        **{key: one for key, one in wanted.items() if one}
    )
    rows, following = key_set_page(found, after=after, limit=limit)
    return InstrumentPageOut(items=[InstrumentOut.from_orm(row) for row in rows], next=following)


@operation(
    router.post,
    "/instruments",
    right=INSTRUMENT_FOLLOW,
    out=InstrumentOut,
    summary="补登拟制定文件",
    status=201,
)
def add_instrument(request: HttpRequest, body: InstrumentIn) -> Status[InstrumentOut]:
    charge = Charge(body.drafting_unit_id, body.due_on, body.task_id)
    given = NewInstrument(body.plan_id, body.title, body.verb, body.basis, charge)
    actor = actor_in(request)
    made = enter_instrument(given, by=actor, at=now())
    return Status(201, InstrumentOut.from_orm(instruments_visible_to(actor).get(pk=made.pk)))


@operation(
    router.post,
    "/instruments/{instrument_id}/removal",
    right=INSTRUMENT_FOLLOW,
    out=RemovedOut,
    summary="移除补登的文件",
)
def remove_added(request: HttpRequest, instrument_id: Id, body: RemovalIn) -> RemovedOut:
    plan = remove_instrument(instrument_id, reason=body.reason, by=actor_in(request), at=now())
    return RemovedOut(removed=instrument_id, plan_id=plan.pk)


@operation(
    router.get,
    "/instruments/{instrument_id}",
    right=INSTRUMENT_VIEW,
    out=InstrumentDetailOut,
    summary="查看拟制定文件及其进度",
)
def instrument(request: HttpRequest, instrument_id: Id) -> InstrumentDetailOut:
    shown = instrument_page(actor_in(request), instrument_id, today())
    plain = InstrumentOut.from_orm(shown.instrument).dict()
    steps = [StepOut.from_orm(event) for event in shown.events]
    return InstrumentDetailOut(**plain, is_late=shown.is_late, steps=steps)


@operation(
    router.post,
    "/instruments/{instrument_id}/steps",
    right=INSTRUMENT_FOLLOW,
    out=StepOut,
    summary="登记文件进度",
    status=201,
)
def add_step(request: HttpRequest, instrument_id: Id, body: StepIn) -> Status[StepOut]:
    step = Step(body.state, body.effective_on, body.doc_number, body.note)
    event = move_instrument(instrument_id, step, by=actor_in(request), at=now())
    return Status(201, StepOut.from_orm(event))
