"""The registers through the API: rows as of a day as known at an instant, one row with its history."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from zhichan.core.access.operation import DEFAULT_PAGE_SIZE, Day, Id, Instant, PageSize, operation
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.access.rights import require
from zhichan.core.registers.declaration import Register, all_registers, register_named
from zhichan.core.registers.events import counts
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import events_of, periods_at, row_visible_to
from zhichan.core.registers.rights import REGISTERS_USE
from zhichan.core.registers.tables import AsOfRow

router = Router(tags=["登记册"])
VIEWS = [register.view for register in all_registers()]


class RowOut(Schema):
    """``values``: the text of each field by its name, null where empty; without the fields that the caller
    may not see."""

    id: int
    values: dict[str, str | None]


class RowPage(Schema):
    """``next``: pass it as ``after`` for the following rows; null at the end."""

    on: date
    known_at: datetime
    items: list[RowOut]
    next: int | None


class CountOut(Schema):
    on: date
    known_at: datetime
    count: int


class EventOut(Schema):
    id: int
    code: str
    effective_on: date
    known_at: datetime
    values: dict[str, str | None]
    withdraws: int | None
    batch: int | None
    row_number: int | None
    source: str
    note: str


class EventPage(Schema):
    items: list[EventOut]


@operation(
    router.get,
    "/registers/{name}/rows",
    right=REGISTERS_USE,
    out=RowPage,
    summary="登记册的记录（按时点）",
    also=VIEWS,
)
def register_rows(
    request: HttpRequest,
    name: str,
    on: Day | None = None,
    known_at: Instant | None = None,
    after: Id | None = None,
    limit: PageSize = DEFAULT_PAGE_SIZE,
) -> RowPage:
    """Every row that was in the register on the day, as known at the instant; by key."""
    register, moment = _asked(request, name, on, known_at)
    periods = periods_at(register, moment, actor_in(request)).select_related("subject").order_by("subject_id")
    found = list((periods.filter(subject_id__gt=after) if after else periods)[: limit + 1])
    items = [_row(register, AsOfRow(period, register.tracked_names)) for period in found[:limit]]
    following = items[-1].id if len(found) > limit else None
    return RowPage(on=moment.on, known_at=moment.known_at, items=items, next=following)


@operation(
    router.get,
    "/registers/{name}/count",
    right=REGISTERS_USE,
    out=CountOut,
    summary="登记册的件数（按时点）",
    also=VIEWS,
)
def register_count(
    request: HttpRequest, name: str, on: Day | None = None, known_at: Instant | None = None
) -> CountOut:
    register, moment = _asked(request, name, on, known_at)
    count = periods_at(register, moment, actor_in(request)).count()
    return CountOut(on=moment.on, known_at=moment.known_at, count=count)


@operation(
    router.get,
    "/registers/{name}/rows/{row_id}/events",
    right=REGISTERS_USE,
    out=EventPage,
    summary="一条记录的全部事件",
    also=VIEWS,
)
def register_events(request: HttpRequest, name: str, row_id: Id) -> EventPage:
    register, _moment = _asked(request, name, None, None)
    row = row_visible_to(register, actor_in(request), row_id)
    return EventPage(items=[_event(register, event) for event in events_of(register, row) if counts(event)])


def _asked(
    request: HttpRequest, name: str, on: date | None, known_at: datetime | None
) -> tuple[Register, Moment]:
    register = register_named(name)
    require(actor_in(request), register.view)
    return register.seen_by(actor_in(request)), Moment(on or today(), known_at or now())


def _row(register: Register, row: Any) -> RowOut:
    return RowOut(
        id=row.pk, values={field.name: field.text(getattr(row, field.name)) for field in register.fields}
    )


def _event(register: Register, event: Any) -> EventOut:
    withheld = {field.name for field in register.withheld}
    return EventOut(
        id=event.pk,
        code=event.code,
        effective_on=event.effective_on,
        known_at=event.known_at,
        values={name: text for name, text in event.values.items() if name not in withheld},
        withdraws=event.withdraws_id,
        batch=event.batch_id,
        row_number=event.row_number,
        source=event.source,
        note=event.note,
    )
