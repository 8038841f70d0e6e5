"""Consultations and agreements with outside parties through the API, with the tasks their matters became."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from zhichan.core.access.operation import DEFAULT_PAGE_SIZE, Id, Line, PageSize, key_set_page, operation
from zhichan.core.access.requests import actor_in, now, today
from zhichan.rooms.plan.actions import run_agreement as actions
from zhichan.rooms.plan.actions.record_agreement import NewAgreement
from zhichan.rooms.plan.api.types import AgreementKind, Day, Note, Words
from zhichan.rooms.plan.models import Agreement
from zhichan.rooms.plan.queries.agreements import agreement_page, agreements_visible_to
from zhichan.rooms.plan.rights import AGREEMENT_RECORD, AGREEMENT_VIEW

router = Router()


class AgreedMatterOut(Schema):
    """``task_id``: the task it became, null where it became none."""

    id: int
    position: int
    agreed_on: date
    text: str
    task_id: int | None


class AgreementOut(Schema):
    """``until_on``: the last day of its term, null without an end; ``ended_early_on``: the last day it held
    where it was ended before. ``renews_id``: the term before."""

    id: int
    kind: AgreementKind
    title: str
    own_unit_id: int
    parties: list[str]
    signed_on: date
    until_on: date | None
    ended_early_on: date | None
    end_reason: str
    renews_id: int | None
    is_sample: bool
    matters: list[AgreedMatterOut]


class RenewalIn(Schema):
    """What is left out stays as it was in the former term. ``gap_confirmed``: see its action."""

    signed_on: Day
    until_on: Day | None = None
    title: Line = ""
    parties: list[Line] = Field(default_factory=list)
    matters: list[Words] = Field(default_factory=list)
    gap_confirmed: bool = False


class EndingIn(Schema):
    """``ended_on``: the last day it holds."""

    ended_on: Day
    reason: Note


class WithdrawalIn(Schema):
    reason: Note


class AgreementPage(Schema):
    items: list[AgreementOut]
    next: int | None


@operation(router.get, "/agreements", right=AGREEMENT_VIEW, out=AgreementPage, summary="列出会商与协议")
def agreements(
    request: HttpRequest, after: Id | None = None, limit: PageSize = DEFAULT_PAGE_SIZE
) -> AgreementPage:
    visible = agreements_visible_to(actor_in(request)).prefetch_related("parties", "matters")
    rows, following = key_set_page(visible, after=after, limit=limit)
    return AgreementPage(items=[_agreement(row) for row in rows], next=following)


@operation(
    router.post,
    "/agreements/{agreement_id}/renewals",
    right=AGREEMENT_RECORD,
    out=AgreementOut,
    summary="续签协议",
    status=201,
)
def renew_agreement(request: HttpRequest, agreement_id: Id, body: RenewalIn) -> Status[AgreementOut]:
    actor = actor_in(request)
    shown = agreement_page(actor, agreement_id, today())
    former = shown.agreement
    given = NewAgreement(
        kind=former.kind,
        title=body.title or former.title,
        own_unit_id=former.own_unit_id,
        parties=body.parties or [party.name for party in shown.parties],
        signed_on=body.signed_on,
        until_on=body.until_on,
        matters=body.matters,
    )
    made = actions.renew_agreement(agreement_id, given, gap_confirmed=body.gap_confirmed, by=actor, at=now())
    return Status(201, _agreement(made))


@operation(
    router.post,
    "/agreements/{agreement_id}/ending",
    right=AGREEMENT_RECORD,
    out=AgreementOut,
    summary="提前终止协议",
)
def end_agreement(request: HttpRequest, agreement_id: Id, body: EndingIn) -> AgreementOut:
    ended = actions.end_agreement(
        agreement_id, ended_on=body.ended_on, reason=body.reason, by=actor_in(request), at=now()
    )
    return _agreement(ended)


@operation(
    router.post,
    "/agreements/{agreement_id}/ending/withdrawal",
    right=AGREEMENT_RECORD,
    out=AgreementOut,
    summary="撤回提前终止",
)
def withdraw_ending(request: HttpRequest, agreement_id: Id, body: WithdrawalIn) -> AgreementOut:
    again = actions.withdraw_ending(agreement_id, reason=body.reason, by=actor_in(request), at=now())
    return _agreement(again)


def _agreement(row: Agreement) -> AgreementOut:
    names = (
        *("id", "kind", "title", "own_unit_id", "signed_on", "until_on"),
        *("ended_early_on", "end_reason", "renews_id", "is_sample"),
    )
    matters = sorted(row.matters.all(), key=lambda one: one.position)
    return AgreementOut(
        **{name: getattr(row, name) for name in names},
        parties=sorted(party.name for party in row.parties.all()),
        matters=[AgreedMatterOut.from_orm(one) for one in matters],
    )
