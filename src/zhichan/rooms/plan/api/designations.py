"""Designations through the API: kinds, applications, steps and conditions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhichan.core.access.operation import DEFAULT_PAGE_SIZE, Id, Line, PageSize, key_set_page, operation
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.access.rights import require
from zhichan.rooms.plan.actions import keep_designations
from zhichan.rooms.plan.api.types import (
    CriterionOp,
    Day,
    DesignationLevel,
    DesignationState,
    Exact,
    Figure,
    HolderKind,
    Note,
)
from zhichan.rooms.plan.models import Designation, DesignationKind
from zhichan.rooms.plan.models.designation import OPEN_END
from zhichan.rooms.plan.queries.designations import (
    CriterionLine,
    criteria_of,
    designation_visible_to,
    designations_visible_to,
)
from zhichan.rooms.plan.queries.holders import holder_of
from zhichan.rooms.plan.rights import DESIGNATION_KEEP, DESIGNATION_VIEW
from zhichan.rooms.plan.steps import Step

router = Router()


class DesignationKindOut(Schema):
    id: int
    name: str
    level: DesignationLevel
    basis: str
    from_on: date
    until_on: date | None


class DesignationKindPage(Schema):
    items: list[DesignationKindOut]
    next: int | None


class DesignationOut(Schema):
    """``term_until``: the last day, null without one; ``list_entry``: of the registry's lists, 0 for none."""

    id: int
    kind_id: int
    holder_key: str
    holder_name: str
    unit_id: int
    list_entry: int
    state: DesignationState
    applied_on: date
    awarded_on: date | None
    term_from: date | None
    term_until: date | None
    is_sample: bool


class DesignationPage(Schema):
    items: list[DesignationOut]
    next: int | None


class CriterionOut(Schema):
    """``is_met``: null where nothing can be computed."""

    text: str
    indicator_id: int | None
    op: str
    threshold: Exact | None
    value: Exact | None
    is_met: bool | None


class DesignationStepOut(Schema):
    move: str
    origin: str
    target: DesignationState
    on: date
    note: str
    term_from: date | None
    term_until: date | None


class DesignationDetailOut(DesignationOut):
    criteria: list[CriterionOut]
    steps: list[DesignationStepOut]


class DesignationKindIn(Schema):
    name: Line
    level: DesignationLevel
    basis: Line
    from_on: Day
    until_on: Day | None = None


class CriterionIn(Schema):
    text: Line
    indicator_id: Id | None = None
    op: CriterionOp | None = None
    threshold: Figure | None = None


class DesignationIn(Schema):
    """``holder``: the name of a unit, the name or code of a region, the name or credit code of a party."""

    kind_id: Id
    holder_kind: HolderKind
    holder: Line
    unit_id: Id
    applied_on: Day
    list_entry: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0
    criteria: Annotated[list[CriterionIn], Field(default_factory=list)]


class DesignationStepIn(Schema):
    move: Line
    on: Day
    note: Note = ""
    term_from: Day | None = None
    term_until: Day | None = None


@operation(
    router.get,
    "/designation-kinds",
    right=DESIGNATION_VIEW,
    out=DesignationKindPage,
    summary="列出试点示范种类",
)
def designation_kinds(
    request: HttpRequest, after: Id | None = None, limit: PageSize = DEFAULT_PAGE_SIZE
) -> DesignationKindPage:
    require(actor_in(request), DESIGNATION_VIEW)
    rows, following = key_set_page(DesignationKind.objects.all(), after=after, limit=limit)
    return DesignationKindPage(items=[DesignationKindOut.from_orm(row) for row in rows], next=following)


@operation(
    router.post,
    "/designation-kinds",
    right=DESIGNATION_KEEP,
    out=DesignationKindOut,
    summary="登记试点示范种类",
    status=201,
)
def add_designation_kind(request: HttpRequest, body: DesignationKindIn) -> Status[DesignationKindOut]:
    given = keep_designations.NewKind(**body.dict())
    made = keep_designations.add_designation_kind(given, by=actor_in(request), at=now())
    return Status(201, DesignationKindOut.from_orm(made))


@operation(router.get, "/designations", right=DESIGNATION_VIEW, out=DesignationPage, summary="列出试点示范")
def designations(
    request: HttpRequest,
    state: DesignationState | None = None,
    after: Id | None = None,
    limit: PageSize = DEFAULT_PAGE_SIZE,
) -> DesignationPage:
    visible = designations_visible_to(actor_in(request))
    if state is not None:
        visible = visible.filter(state=state)
    rows, following = key_set_page(visible, after=after, limit=limit)
    return DesignationPage(items=[DesignationOut(**_plain(row)) for row in rows], next=following)


@operation(
    router.get,
    "/designations/{designation_id}",
    right=DESIGNATION_VIEW,
    out=DesignationDetailOut,
    summary="查看试点示范",
)
def designation(request: HttpRequest, designation_id: Id) -> DesignationDetailOut:
    row = designation_visible_to(actor_in(request), designation_id)
    return DesignationDetailOut(
        **_plain(row),
        criteria=[_criterion(one) for one in criteria_of(row, today(), now())],
        steps=[
            DesignationStepOut(
                move=event.move,
                origin=event.origin,
                target=event.target,
                on=event.on,
                note=event.note,
                term_from=event.term_from,
                term_until=_end(event.term_until),
            )
            for event in row.events.order_by("on", "pk")
        ],
    )


@operation(
    router.post,
    "/designations",
    right=DESIGNATION_KEEP,
    out=DesignationOut,
    summary="登记试点示范申报",
    status=201,
)
def add_designation(request: HttpRequest, body: DesignationIn) -> Status[DesignationOut]:
    criteria = [
        keep_designations.NewCriterion(one.text, one.indicator_id, one.op or "", one.threshold)
        for one in body.criteria
    ]
    actor = actor_in(request)
    require(actor, DESIGNATION_KEEP)
    given = keep_designations.Application(
        kind_id=body.kind_id,
        holder=holder_of(body.holder_kind, body.holder),
        unit_id=body.unit_id,
        applied_on=body.applied_on,
        list_entry=body.list_entry,
        criteria=criteria,
    )
    made = keep_designations.apply_for_designation(given, by=actor, at=now())
    return Status(201, DesignationOut(**_plain(made)))


@operation(
    router.post,
    "/designations/{designation_id}/steps",
    right=DESIGNATION_KEEP,
    out=DesignationOut,
    summary="登记试点示范的一步",
)
def step_designation(request: HttpRequest, designation_id: Id, body: DesignationStepIn) -> DesignationOut:
    term = keep_designations.Term(body.term_from, body.term_until) if body.term_from else None
    step = Step(body.move, body.on, body.note)
    moved = keep_designations.move_designation(designation_id, step, term, by=actor_in(request), at=now())
    return DesignationOut(**_plain(moved))


def _end(day: date) -> date | None:
    return None if day == OPEN_END else day


def _plain(row: Designation) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in DesignationOut.model_fields if name != "term_until"}
    return {**plain, "term_until": _end(row.term_until)}


def _criterion(line: CriterionLine) -> CriterionOut:
    row = line.criterion
    return CriterionOut(
        text=row.text,
        indicator_id=row.indicator_id,
        op=row.op,
        threshold=row.threshold,
        value=line.value.value if line.value else None,
        is_met=line.is_met,
    )
