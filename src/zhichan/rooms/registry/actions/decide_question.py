"""Answering a question of the resolution (决定待归并): a candidate, another party, or a party of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.registers.actions.record import MOST_NOTE
from zhichan.rooms.registry.actions.join_parties import Joining, join_parties
from zhichan.rooms.registry.models import JoinQuestion
from zhichan.rooms.registry.models.joining import JoinRule
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.queries.joins import candidate_lines
from zhichan.rooms.registry.rights import JOIN_DECIDE

Decision = JoinQuestion.Decision


@dataclass(frozen=True)
class Answer:
    """``head_id``: the party it is, None for one of its own. What is no candidate asks for a reason."""

    head_id: int | None = None
    reason: str = ""


@transaction.atomic
def decide_question(question_id: int, given: Answer, *, by: Actor, at: datetime) -> JoinQuestion:
    """Close a question: join its party, or let it stand as one of its own, which is not asked again.

    Raises NotFound, NotAllowed, WrongState once decided, InvalidInput for another party without a reason, and
    whatever ``join_parties`` raises; nothing is changed then.
    """
    require(by, JOIN_DECIDE)
    question = JoinQuestion.objects.select_for_update().filter(pk=question_id).first()
    if question is None or not PARTIES.rows(by).filter(pk=question.party_id).exists():
        raise NotFound(_("没有找到这条待归并。"), question=question_id)
    if question.decision:
        raise WrongState(_("这一条已经决定过。"), question=question_id)
    if len(given.reason) > MOST_NOTE:
        raise InvalidInput(_("理由太长，最多 %(most)d 个字。") % {"most": MOST_NOTE}, field="reason")
    decision = Decision.NEW
    if given.head_id is not None:
        decision = _join(question, given.head_id, given.reason, by=by, at=at)
    question.decision, question.decided_at, question.decided_by_id = decision, at, by.id
    question.reason = given.reason.strip()
    question.save(update_fields=["decision", "decided_at", "decided_by", "reason"])
    details = {"party": question.party_id, "decision": str(decision), "head": given.head_id}
    record("registry.join_question.decided", subject=question, by=by, at=at, details=details)
    return question


def _join(question: JoinQuestion, head_id: int, reason: str, *, by: Actor, at: datetime) -> Decision:
    """Join to a candidate with its own reasons, or to any other party by hand."""
    chosen = next((line for line in candidate_lines(question) if line.party.pk == head_id), None)
    if chosen is None:
        join_parties(question.party_id, Joining(head_id, reason), by=by, at=at)
        return Decision.OTHER
    joining = Joining(
        head_id,
        reason,
        rule=JoinRule(question.rule),
        similarity=chosen.candidate.similarity,
        reasons=chosen.candidate.reasons,
        model_version=question.model_version,
    )
    join_parties(question.party_id, joining, by=by, at=at)
    return Decision.JOINED
