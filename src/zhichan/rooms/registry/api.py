"""The room through the API: the queue of the resolution (待归并), and legal events of rights (法律事件)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import StringConstraints

from zhichan.core.access.operation import (
    DEFAULT_PAGE_SIZE,
    Day,
    Id,
    Line,
    OneOf,
    PageSize,
    key_set_page,
    operation,
)
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.access.rights import require
from zhichan.core.errors import NotFound
from zhichan.core.registers.actions.record import MOST_NOTE
from zhichan.core.registers.declaration import register_named
from zhichan.core.registers.queries import row_visible_to
from zhichan.core.registers.rights import REGISTERS_USE
from zhichan.rooms.registry.actions.decide_question import Answer, decide_question
from zhichan.rooms.registry.actions.record_legal_event import LegalEntry, record_legal_event
from zhichan.rooms.registry.legal_moves import Moves, has_moves, lived_registers, moves_of
from zhichan.rooms.registry.models import JoinQuestion
from zhichan.rooms.registry.models.joining import JoinRule
from zhichan.rooms.registry.queries.joins import questions_visible_to, reasons_in_words
from zhichan.rooms.registry.rights import JOIN_DECIDE, PARTY_VIEW

router = Router(tags=["归并"])
RIGHT_VIEWS = [register.view for register in lived_registers()]
RIGHT_EDITS = [register.edit for register in lived_registers()]
Reason = Annotated[str, StringConstraints(max_length=MOST_NOTE, pattern=r"^[^\x00-\x1f\x7f]*$")]


class CandidateOut(Schema):
    """``similarity`` from 0 to 1; ``reasons`` in words, the heaviest first."""

    party_id: int
    name: str
    similarity: float
    reasons: list[str]


class QuestionOut(Schema):
    """A party that may be one of its candidates. ``decision`` null: open."""

    id: int
    party_id: int
    name: str
    rule: Annotated[str, OneOf(JoinRule)]
    similarity: float
    model_version: str
    asked_at: datetime
    batch: int | None
    decision: Annotated[str, OneOf(JoinQuestion.Decision)] | None
    candidates: list[CandidateOut]


class QuestionPage(Schema):
    """``next``: pass it as ``after`` for the following; null at the end."""

    items: list[QuestionOut]
    next: int | None


class AnswerIn(Schema):
    """``party_id``: the party it is, a candidate or any other; null: it is a party of its own."""

    party_id: Id | None = None
    reason: Reason = ""


@operation(router.get, "/questions", right=PARTY_VIEW, out=QuestionPage, summary="待归并的名称与候选")
def join_questions(
    request: HttpRequest, after: Id | None = None, limit: PageSize = DEFAULT_PAGE_SIZE
) -> QuestionPage:
    """The open questions by key."""
    rows = questions_visible_to(actor_in(request)).select_related("party")
    found, following = key_set_page(rows.prefetch_related("candidates__party"), after=after, limit=limit)
    return QuestionPage(items=[_question(one) for one in found], next=following)


@operation(
    router.post,
    "/questions/{question_id}/answer",
    right=JOIN_DECIDE,
    out=QuestionOut,
    summary="决定一条待归并",
)
def answer_join_question(request: HttpRequest, question_id: Id, answer: AnswerIn) -> QuestionOut:
    """Join its party to another, or let it stand as one of its own."""
    done = decide_question(
        question_id, Answer(answer.party_id, answer.reason), by=actor_in(request), at=now()
    )
    return _question(done)


def _question(one: JoinQuestion) -> QuestionOut:
    candidates = sorted(one.candidates.all(), key=lambda candidate: candidate.place)
    return QuestionOut(
        id=one.pk,
        party_id=one.party_id,
        name=one.party.name,
        rule=one.rule,
        similarity=one.similarity,
        model_version=one.model_version,
        asked_at=one.asked_at,
        batch=one.batch_id,
        decision=one.decision or None,
        candidates=[
            CandidateOut(
                party_id=candidate.party_id,
                name=candidate.party.name,
                similarity=candidate.similarity,
                reasons=reasons_in_words(candidate.reasons),
            )
            for candidate in candidates
            if candidate.party.is_shown
        ],
    )


class MoveOut(Schema):
    """``leads_on``: from where the right stands today; else an earlier state allowed it, or it moves none."""

    code: str
    label: str
    leads_on: bool


class MovesOut(Schema):
    """``state``: the word for where the right stands, ``since`` which day."""

    state: str
    since: date
    moves: list[MoveOut]


class LegalEventIn(Schema):
    """``goods``: of a trademark, the goods the event reaches, parted by ``；``; empty for all."""

    code: Annotated[str, StringConstraints(max_length=40, pattern=r"^[A-Z_]+$")]
    effective_on: Day
    source: Line
    note: Reason = ""
    goods: Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


class StandingOut(Schema):
    """Where the right stands today, after the event."""

    id: int
    status: str
    label: str


@operation(
    router.get,
    "/rights/{book}/{right_id}/moves",
    right=REGISTERS_USE,
    out=MovesOut,
    summary="一件权利可以登记的法律事件",
    also=RIGHT_VIEWS,
)
def right_moves(request: HttpRequest, book: str, right_id: Id) -> MovesOut:
    """What the status machine of the register (``patent``, ``trademark``…) lets one record of a right."""
    moves = _moves(request, book, right_id)
    found = [
        MoveOut(code=code, label=label, leads_on=codes is moves.onward)
        for codes in (moves.onward, moves.earlier, moves.beside)
        for code, label in codes.items()
    ]
    return MovesOut(state=moves.state, since=moves.since, moves=found)


@operation(
    router.post,
    "/rights/{book}/{right_id}/legal-events",
    right=REGISTERS_USE,
    out=StandingOut,
    summary="登记一件权利的法律事件",
    also=(*RIGHT_VIEWS, *RIGHT_EDITS),
)
def record_right_event(request: HttpRequest, book: str, right_id: Id, given: LegalEventIn) -> StandingOut:
    """Record what happened to a right; known from now on, and never changed afterwards."""
    register = register_named(f"registry.{book}")
    require(actor_in(request), register.view)
    entry = LegalEntry(given.code, given.effective_on, given.source, given.note, given.goods)
    row = record_legal_event(register.name, right_id, entry, by=actor_in(request), at=now())
    return StandingOut(id=row.pk, status=row.status, label=row.get_status_display())


def _moves(request: HttpRequest, book: str, right_id: int) -> Moves:
    register = register_named(f"registry.{book}")
    require(actor_in(request), register.view)
    row = row_visible_to(register, actor_in(request), right_id)
    if not has_moves(register, row):
        raise NotFound(_("没有可以登记的法律事件。"), row=right_id)
    return moves_of(register, row, at=now(), today=today())
