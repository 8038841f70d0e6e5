"""Terms that end by themselves (期限届满): the system takes the step that follows, or asks a person to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhichan.core.access.actor import system_actor
from zhichan.core.errors import InvalidInput, ZhichanError
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.duties import is_ending_right, may_act, moves_after
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.models import Obligation
from zhichan.core.matters.procedure import Move
from zhichan.core.matters.queries import procedure_of
from zhichan.core.matters.sweeping.telling import Telling, Word, leaders_of_units
from zhichan.core.matters.writing.refresh import refresh
from zhichan.core.matters.writing.team import path_of

CLOCK = system_actor("clock")
MOST_AT_ONCE = 1_000
TRIED_AGAIN_AFTER = timedelta(days=1)
ENDED = "matters.term.ended"


def end_terms(at: datetime) -> int:
    """Take the steps of the system whose limit has run out, each in a transaction of its own; counts them.

    A step whose rule nobody has checked, or whose condition is not met, is left to people: they are told
    once, and it is tried again every day.
    """
    ended = _ended(at)
    left = [term for term in ended if not _move_on(term, at)]
    _tell(left, at)
    return len(ended) - len(left)


@transaction.atomic
def _tell(left: Sequence[Obligation], at: datetime) -> None:
    """Who is told and that they were are kept together: a sweep that is killed tells them the next time."""
    telling, leaders = Telling(), leaders_of_units(at)
    for term in left:
        if term.warned_at is None:
            matter = term.matter
            handlers = set() if matter.handler_id is None else {matter.handler_id}
            people = leaders.get(matter.unit_id, frozenset()) | handlers
            text = _("%(number)s：期限已于 %(day)s 届满，下一步要由人核对后办理。")
            words = {"number": matter.number, "day": term.due_on.isoformat()}
            telling.add(people, Word(ENDED, text % words, path_of(matter.pk)))
    telling.send(at)
    Obligation.objects.filter(pk__in=[term.pk for term in left]).update(warned_at=at)


def _ended(at: datetime) -> list[Obligation]:
    untried = Q(warned_at__isnull=True) | Q(warned_at__lte=at - TRIED_AGAIN_AFTER)
    terms = Obligation.objects.filter(untried, by_system=True, due_at__lte=at)
    return list(terms.select_related("matter").order_by("due_at", "pk")[:MOST_AT_ONCE])


def _move_on(term: Obligation, at: datetime) -> bool:
    return any(_is_taken(term, move, at) for move in _following(term))


def _following(term: Obligation) -> Iterator[Move]:
    procedure = procedure_of(term.matter)
    for move in moves_after(procedure, term.name):
        if term.matter.state in procedure.leaving(move) and may_act(procedure, move):
            yield move


def _is_taken(term: Obligation, move: Move, at: datetime) -> bool:
    """Take it as of the end of the term, or as of now where something happened since."""
    for happened in (term.due_at, None):
        try:
            take_move(term.matter_id, Step(move.name, happened=happened), by=CLOCK, at=at)
        except InvalidInput as refusal:
            if refusal.specific_code != "happened_order":
                return False
        except ZhichanError:
            return False
        else:
            return True
    return False


def end_rights(at: datetime) -> int:
    """Derive anew the matters in which a right has run out, so that nobody is late with it; counts them."""
    ending = Q()
    for procedure in all_procedures():
        names = [duty.within.name for duty in procedure.duties if is_ending_right(duty)]
        version = Q(matter__procedure=procedure.name, matter__version=procedure.version)
        ending |= version & Q(name__in=names) if names else Q()
    if not ending:
        return 0
    past = Obligation.objects.filter(ending, is_open=True, due_at__lte=at)
    ids = past.order_by("matter_id").values_list("matter_id", flat=True).distinct()
    found = list(ids[:MOST_AT_ONCE])
    refresh(found, at=at)
    return len(found)
