"""The queue of the resolution through the API: what waits for a person, and the answer (待归并)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import StringConstraints

from zhichan.core.access.operation import DEFAULT_PAGE_SIZE, Id, OneOf, PageSize, key_set_page, operation
from zhichan.core.access.requests import actor_in, now
from zhichan.core.registers.actions.record import MOST_NOTE
from zhichan.rooms.registry.actions.decide_question import Answer, decide_question
from zhichan.rooms.registry.models import JoinQuestion
from zhichan.rooms.registry.models.joining import JoinRule
from zhichan.rooms.registry.queries.joins import questions_visible_to, reasons_in_words
from zhichan.rooms.registry.rights import JOIN_DECIDE, PARTY_VIEW

router = Router(tags=["归并"])
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
