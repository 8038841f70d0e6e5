"""The room through the API: how far the roads of cases drift from those proposed (繁简分流偏离)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from zhichan.core.access.operation import operation
from zhichan.core.access.requests import actor_in, today
from zhichan.core.matters.months import beginning_of, months_back
from zhichan.rooms.protection.queries.roads import routed_cases
from zhichan.rooms.protection.rights import TRIAGE_VIEW
from zhichan.rooms.protection.triage_drift import group

router = Router(tags=["保护办案"])
MOST_MONTHS = 60


class RoutedOut(Schema):
    """One case: the road that was proposed and the one it took; ``reason``: why that is another."""

    matter_id: int
    number: str
    on: date
    officer_id: int
    cause: str
    proposed: str
    taken: str
    reason: str


class DriftOut(Schema):
    """``unproposed``: cases for which the rule could propose no road; they are not among the others."""

    cases: int
    differing: int
    unproposed: int
    items: list[RoutedOut]


@operation(router.get, "/triage-drift", right=TRIAGE_VIEW, out=DriftOut, summary="繁简分流偏离")
def triage_drift(request: HttpRequest, months: Annotated[int, Field(ge=1, le=MOST_MONTHS)] = 12) -> DriftOut:
    """The cases one may see of the last months, this one included, each by its last choice."""
    span = months_back(today(), months)
    rows, unproposed = routed_cases(actor_in(request), beginning_of(span[0]), beginning_of(span[-1].next))
    counted = group("", rows)
    return DriftOut(
        cases=counted.cases,
        differing=counted.differing,
        unproposed=unproposed,
        items=[
            RoutedOut(
                matter_id=row.matter,
                number=row.number,
                on=row.on,
                officer_id=row.officer,
                cause=row.cause,
                proposed=row.proposed,
                taken=row.taken,
                reason=row.reason,
            )
            for row in rows
        ],
    )
