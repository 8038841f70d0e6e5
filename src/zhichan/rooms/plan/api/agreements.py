"""Consultations and agreements with outside parties through the API, with the tasks their matters became."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Router, Schema

from zhichan.core.access.operation import DEFAULT_PAGE_SIZE, Id, PageSize, key_set_page, operation
from zhichan.core.access.requests import actor_in
from zhichan.rooms.plan.api.types import AgreementKind
from zhichan.rooms.plan.models import Agreement
from zhichan.rooms.plan.queries.agreements import agreements_visible_to
from zhichan.rooms.plan.rights import AGREEMENT_VIEW

router = Router()


class AgreedMatterOut(Schema):
    """``task_id``: the task it became, null where it became none."""

    id: int
    position: int
    agreed_on: date
    text: str
    task_id: int | None


class AgreementOut(Schema):
    """``until_on``: the last day of its term, null without an end."""

    id: int
    kind: AgreementKind
    title: str
    own_unit_id: int
    parties: list[str]
    signed_on: date
    until_on: date | None
    is_sample: bool
    matters: list[AgreedMatterOut]


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


def _agreement(row: Agreement) -> AgreementOut:
    names = ("id", "kind", "title", "own_unit_id", "signed_on", "until_on", "is_sample")
    matters = sorted(row.matters.all(), key=lambda one: one.position)
    return AgreementOut(
        **{name: getattr(row, name) for name in names},
        parties=sorted(party.name for party in row.parties.all()),
        matters=[AgreedMatterOut.from_orm(one) for one in matters],
    )
