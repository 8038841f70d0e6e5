"""Declaring an operation of the API with its right, its reply and its error replies, in one line.

    router = Router(tags=["任务"])

    @operation(router.get, "/tasks", right=TASKS_VIEW, out=TaskPage, summary="列出任务")
    def tasks(request: HttpRequest, after: Id | None = None) -> TaskPage: ...

The right is checked before the view runs, with the token's scopes (``bearer.py``); the view narrows to
single records itself, by ``visible_to(actor_in(request))``; the further rights this asks for it names as
``also``. Whatever may be refused answers ``ErrorOut``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar

from django.db import models
from ninja import Schema
from pydantic import AwareDatetime, Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import core_schema

from zhichan.core.access.bearer import TokenAuth
from zhichan.core.access.rights import Right

View = TypeVar("View", bound=Callable[..., Any])
Row = TypeVar("Row", bound=models.Model)

# A key of a row: more than the databases hold is refused here, not by an overflow there.
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
# One line of text: PostgreSQL cannot store the zero character, and nobody means the other control characters.
Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
# A day with days before and after it, and an instant that says how far it is from UTC.
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
Instant = Annotated[AwareDatetime, Field(description="RFC 3339, with its offset")]
PageSize = Annotated[int, Field(ge=1, le=200)]
DEFAULT_PAGE_SIZE = 50


class OneOf:
    """One value of a closed set: ``kind: Annotated[str, OneOf(Unit.Kind)]``.

    The enumeration itself would stand in the description under its short name, and two sets called Kind
    would there become one.
    """

    def __init__(self, choices: Iterable[str]) -> None:
        self.values = [str(one) for one in choices]

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> core_schema.LiteralSchema:
        return core_schema.literal_schema(self.values)


class ErrorOut(Schema):
    """Every error reply. ``code`` is stable, for programs; ``message`` is for people."""

    code: str
    message: str
    details: dict[str, Any]


@dataclass(frozen=True)
class Declared:
    """An operation as declared, its path below ``/api/v1``. The rights table and the API page read these."""

    name: str
    method: str
    path: str
    summary: str
    right: Right
    also: tuple[Right, ...] = ()


_DECLARED: list[Declared] = []
_REFUSALS = (400, 401, 403, 404, 409, 422, 429)


def operation(
    method: Callable[..., Callable[[View], View]],
    path: str,
    *,
    right: Right,
    out: Any,
    summary: str,
    status: int = 200,
    also: Iterable[Right] = (),
) -> Callable[[View], View]:
    """Register a view with a router's ``get``, ``post``… under a right; ``out`` is the reply's schema.

    ``also``: what else a token may have to hold, as the right to read what is named.
    """
    further = tuple(sorted(set(also), key=lambda one: one.code))
    replies = {status: out} | dict.fromkeys(_REFUSALS, ErrorOut)

    def register(view: View) -> View:
        whole_path = room_prefix(view.__module__) + path
        _DECLARED.append(
            Declared(view.__name__, method.__name__.upper(), whole_path, summary, right, further)
        )
        return method(
            path,
            auth=TokenAuth(right),
            response=replies,
            summary=summary,
            operation_id=view.__name__,
            openapi_extra={"x-right": right.code, "x-also": [one.code for one in further]},
        )(view)

    return register


def room_prefix(module: str) -> str:
    """Where the operations of a module lie: ``/plan`` for zhichan.rooms.plan, nothing for core."""
    return f"/{module.split('.')[2]}" if module.startswith("zhichan.rooms.") else ""


def declared_operations() -> tuple[Declared, ...]:
    return tuple(_DECLARED)


def offered_scopes() -> tuple[Right, ...]:
    """The rights that some operation of the API asks for, by code: what a token can be given."""
    asked = {right for declared in _DECLARED for right in (declared.right, *declared.also)}
    return tuple(sorted(asked, key=lambda right: right.code))


def key_set_page(
    rows: models.QuerySet[Row], *, after: int | None, limit: int
) -> tuple[Sequence[Row], int | None]:
    """The next rows by key, and the key to go on after (None at the end). One query, whatever the depth."""
    ordered = rows.order_by("pk") if after is None else rows.filter(pk__gt=after).order_by("pk")
    found = list(ordered[: limit + 1])
    shown = found[:limit]
    return shown, shown[-1].pk if len(found) > limit else None
