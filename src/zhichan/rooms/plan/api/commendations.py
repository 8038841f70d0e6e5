"""Commendations through the API: rounds, nominations, steps; names as far as the actor may see them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhichan.core.access.operation import DEFAULT_PAGE_SIZE, Id, Line, PageSize, key_set_page, operation
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.rights import require
from zhichan.rooms.plan.actions import commend
from zhichan.rooms.plan.api.types import CommendationState, Day, Note, Words
from zhichan.rooms.plan.models import AwardRound, Commendation
from zhichan.rooms.plan.queries.commendations import commendations_visible_to, shown_name
from zhichan.rooms.plan.rights import COMMEND_KEEP, COMMEND_NOMINATE, COMMEND_VIEW
from zhichan.rooms.plan.steps import Step

router = Router()
Year = Annotated[int, Field(ge=2000, le=2100)]
Quota = Annotated[int, Field(ge=0, le=commend.MOST_QUOTA)]
PublicityDays = Annotated[int, Field(ge=1, le=commend.MOST_PUBLICITY_DAYS)]


class AwardRoundOut(Schema):
    id: int
    name: str
    year: int
    basis: str
    unit_quota: int
    person_quota: int
    publicity_working_days: int


class AwardRoundPage(Schema):
    items: list[AwardRoundOut]
    next: int | None


class AwardRoundIn(Schema):
    name: Line
    year: Year
    basis: Line
    unit_quota: Quota
    person_quota: Quota
    publicity_working_days: PublicityDays


class CommendationOut(Schema):
    """``name``: the unit, or the person, masked for who may not see names; ``is_person`` tells which."""

    id: int
    round_id: int
    year: int
    unit_id: int
    is_person: bool
    name: str
    state: CommendationState
    nominated_on: date
    public_from: date | None
    public_until: date | None
    published_on: date | None


class CommendationPage(Schema):
    items: list[CommendationOut]
    next: int | None


class NominationIn(Schema):
    """Without ``person_id`` the unit itself is put forward."""

    unit_id: Id
    reason: Words
    person_id: Id | None = None


class CommendationStepIn(Schema):
    move: Line
    on: Day
    note: Note = ""


@operation(router.get, "/award-rounds", right=COMMEND_VIEW, out=AwardRoundPage, summary="列出表彰项目")
def award_rounds(
    request: HttpRequest, after: Id | None = None, limit: PageSize = DEFAULT_PAGE_SIZE
) -> AwardRoundPage:
    require(actor_in(request), COMMEND_VIEW)
    rows, following = key_set_page(AwardRound.objects.all(), after=after, limit=limit)
    return AwardRoundPage(items=[AwardRoundOut.from_orm(row) for row in rows], next=following)


@operation(
    router.post,
    "/award-rounds",
    right=COMMEND_KEEP,
    out=AwardRoundOut,
    summary="开设表彰项目",
    status=201,
)
def add_award_round(request: HttpRequest, body: AwardRoundIn) -> Status[AwardRoundOut]:
    made = commend.open_award_round(commend.NewRound(**body.dict()), by=actor_in(request), at=now())
    return Status(201, AwardRoundOut.from_orm(made))


@operation(router.get, "/commendations", right=COMMEND_VIEW, out=CommendationPage, summary="列出表彰与提名")
def commendations(
    request: HttpRequest,
    year: Year | None = None,
    state: CommendationState | None = None,
    after: Id | None = None,
    limit: PageSize = DEFAULT_PAGE_SIZE,
) -> CommendationPage:
    visible = commendations_visible_to(actor_in(request)).select_related("round", "unit", "person")
    if year is not None:
        visible = visible.filter(round__year=year)
    if state is not None:
        visible = visible.filter(state=state)
    rows, following = key_set_page(visible, after=after, limit=limit)
    return CommendationPage(items=[_out(request, row) for row in rows], next=following)


@operation(
    router.post,
    "/award-rounds/{round_id}/nominations",
    right=COMMEND_NOMINATE,
    out=CommendationOut,
    summary="提名表彰",
    status=201,
)
def add_nomination(request: HttpRequest, round_id: Id, body: NominationIn) -> Status[CommendationOut]:
    given = commend.Nomination(round_id, body.unit_id, body.reason, body.person_id)
    return Status(201, _out(request, commend.nominate(given, by=actor_in(request), at=now())))


@operation(
    router.post,
    "/commendations/{commendation_id}/steps",
    right=COMMEND_VIEW,
    out=CommendationOut,
    summary="登记表彰的一步",
)
def step_commendation(request: HttpRequest, commendation_id: Id, body: CommendationStepIn) -> CommendationOut:
    step = Step(body.move, body.on, body.note)
    moved = commend.move_commendation(commendation_id, step, by=actor_in(request), at=now())
    return _out(request, moved)


def _out(request: HttpRequest, row: Commendation) -> CommendationOut:
    names = ("id", "round_id", "unit_id", "state", "nominated_on", "public_from", "public_until")
    return CommendationOut(
        **{name: getattr(row, name) for name in names},
        published_on=row.published_on,
        year=row.round.year,
        is_person=row.person_id is not None,
        name=shown_name(row, actor_in(request)),
    )
