"""Answering a bad rating (差评回访)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.matters.models import Rating, RatingAnswer
from zhichan.core.matters.parts_held import team_of
from zhichan.core.matters.queries import is_visible_to
from zhichan.core.matters.rights import MATTER_STAFF
from zhichan.core.matters.writing.secrets import refuse_secrets_in
from zhichan.core.people.models import Person

MOST_ANSWER = 1000


@transaction.atomic
def answer_rating(rating_id: int, outcome: str, words: str, *, by: Actor, at: datetime) -> RatingAnswer:
    """Record that the office got in touch about a bad rating, and what came of it.

    By somebody of the unit who did not handle the matter. Where nobody was reached, the rating still asks for
    an answer; else it is settled. Raises NotFound, NotAllowed, WrongState, InvalidInput.
    """
    rating = (
        Rating.objects.select_for_update(of=("self",)).select_related("matter").filter(pk=rating_id).first()
    )
    if rating is None or not is_visible_to(by, rating.matter):
        raise NotFound(_("没有找到这条评价。"), rating=rating_id)
    require(by, MATTER_STAFF, [rating.matter.unit_id])
    person = _asking(rating, by)
    if not rating.is_bad:
        raise WrongState(_("不是差评，不用回访。"), code="not_bad", rating=rating.pk)
    if rating.answered_at is not None:
        raise WrongState(_("这条差评已经回访办结。"), code="answered", rating=rating.pk)
    said = _read(outcome, words)
    refuse_secrets_in(rating.matter, [said], by=by)
    answer = RatingAnswer.objects.create(
        rating=rating, outcome=outcome, words=said, answered_at=at, person=person, source=by.as_source
    )
    if outcome != RatingAnswer.Outcome.UNREACHED:
        rating.answered_at = at
        rating.save(update_fields=["answered_at"])
    record("matters.rating.answered", subject=rating.matter, by=by, at=at, details={"outcome": outcome})
    return answer


def _asking(rating: Rating, by: Actor) -> Person:
    """Whoever gets in touch: a person, and none of those who handled the matter."""
    person = Person.objects.filter(pk=by.id or 0).first() if by.kind == "person" else None
    if person is None:
        raise NotAllowed(_("回访要由工作人员办理。"), code="no_person")
    if any(person.pk in people for people in team_of(rating.matter).values()):
        raise NotAllowed(_("承办人员不回访自己办的事项，请由别人回访。"), code="on_team")
    return person


def _read(outcome: str, words: str) -> str:
    said = words.strip()
    if outcome not in RatingAnswer.Outcome.values:
        raise InvalidInput(_("请选回访的结果。"), field="outcome")
    if not said or len(said) > MOST_ANSWER:
        raise InvalidInput(
            _("请写明核实和整改的情况，最多 %(most)d 字。") % {"most": MOST_ANSWER}, field="words"
        )
    return said
