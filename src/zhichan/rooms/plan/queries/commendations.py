"""Commendations (表彰奖励): who sees them and whose name, the rounds, what was published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, may, reach_of, units_of
from zhichan.core.documents.fields import FieldType
from zhichan.core.documents.masking.profiles import Treatment
from zhichan.core.documents.masking.treating import treated
from zhichan.core.errors import NotFound
from zhichan.rooms.plan.commendation_moves import COUNTED, MOVES, REVIEWS
from zhichan.rooms.plan.models import AwardRound, Commendation
from zhichan.rooms.plan.queries.steps import StepLine, step_lines
from zhichan.rooms.plan.rights import COMMEND_NAMES, COMMEND_VIEW
from zhichan.rooms.plan.steps import Move, moves_open_to

State = Commendation.State
OPENLY = (State.PUBLICISED, State.PUBLISHED)


def commendations_visible_to(actor: Actor) -> QuerySet[Commendation]:
    """The office and its leaders see every one; a unit's contact its own units', and what is public."""
    reach = reach_of(actor, COMMEND_VIEW)
    if reach is Reach.ALL:
        return Commendation.objects.all()
    if reach is None:
        return Commendation.objects.none()
    own = Q(unit_id__in=units_of(actor, COMMEND_VIEW))
    return Commendation.objects.filter(own | Q(state__in=OPENLY))


def shown_name(row: Commendation, actor: Actor | None) -> str:
    """The unit, or the person: in full for who may see names there, else the surname and 某. No query where
    ``unit`` and ``person`` are loaded."""
    if row.person is None:
        return row.unit.name
    if actor is not None and may(actor, COMMEND_NAMES, [row.unit_id]):
        return row.person.name
    return treated(row.person.name, FieldType.PERSON, Treatment.SURNAME)


@dataclass(frozen=True)
class Published:
    """A commendation that was published; ``name`` is masked for a person unless ``actor`` may see names."""

    row: Commendation
    name: str

    @property
    def is_person(self) -> bool:
        return self.row.person_id is not None


def published(year: int, actor: Actor | None = None) -> list[Published]:
    """What was commended in the rounds of a year, by round, units first. One query."""
    rows = Commendation.objects.filter(round__year=year, state=State.PUBLISHED)
    rows = rows.select_related("round", "unit", "person").order_by("round__name", "pk")
    found = [Published(row, shown_name(row, actor)) for row in rows]
    return sorted(found, key=lambda one: (one.row.round.name, one.is_person))


def years_published() -> list[int]:
    """The years in which something was commended, the latest first. One query."""
    rows = Commendation.objects.filter(state=State.PUBLISHED).values_list("round__year", flat=True)
    return list(rows.order_by("-round__year").distinct())


@dataclass(frozen=True)
class RoundLine:
    """A round with how many were put forward and how many of each kind passed."""

    round: AwardRound
    nominated: int
    units_passed: int
    persons_passed: int


def round_lines() -> list[RoundLine]:
    """The rounds, the latest first. One query."""
    passed = Q(commendations__state__in=COUNTED)
    counted = AwardRound.objects.annotate(
        all_of=Count("commendations"),
        units=Count("commendations", filter=passed & Q(commendations__person__isnull=True)),
        persons=Count("commendations", filter=passed & Q(commendations__person__isnull=False)),
    )
    return [
        RoundLine(row, row.all_of, row.units, row.persons) for row in counted.order_by("-year", "name")[:60]
    ]


@dataclass(frozen=True)
class CommendationPage:
    """``moves``: those the actor may make, reviews only where it has no part in them."""

    row: Commendation
    name: str
    steps: Sequence[StepLine]
    moves: Sequence[Move[Commendation.State]]


def commendation_visible_to(actor: Actor, pk: int) -> Commendation:
    """One commendation; NotFound where the actor may not see it."""
    visible = commendations_visible_to(actor).select_related("round", "unit", "person", "evidence")
    found = visible.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这项表彰。"), commendation=pk)
    return found


def commendation_page(actor: Actor, pk: int) -> CommendationPage:
    """A commendation with its steps. Three queries."""
    row = commendation_visible_to(actor, pk)
    moves = moves_open_to(MOVES, row.state, actor, [row.unit_id])
    is_barred = is_partial(row, actor) or has_reviewed(row, actor)
    return CommendationPage(
        row=row,
        name=shown_name(row, actor),
        steps=step_lines(row.events.all(), MOVES, State.choices),
        moves=[move for move in moves if not (is_barred and move.name in REVIEWS)],
    )


def is_partial(row: Commendation, actor: Actor) -> bool:
    """Whether somebody has a part in a commendation: who is no person, nominee, nominator, or of the unit."""
    is_own = actor.id in {row.person_id, row.nominated_by_id}
    return actor.kind != "person" or is_own or row.unit_id in {held.unit_id for held in actor.held}


def has_reviewed(row: Commendation, actor: Actor) -> bool:
    """Whether the actor made a review of it. One query."""
    return row.events.filter(move__in=REVIEWS, recorded_by_id=actor.id).exists()


def may_look_into(row: Commendation, actor: Actor) -> bool:
    """Whether the actor may read the deeds and the evidence: where names may be seen, or of a unit."""
    return row.person_id is None or may(actor, COMMEND_NAMES, [row.unit_id])
