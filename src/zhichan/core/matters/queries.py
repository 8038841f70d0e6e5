"""Reads of matters: who may see which, and how one stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of, units_of
from zhichan.core.access.roles import Role
from zhichan.core.calendar.queries import Calendar
from zhichan.core.errors import NotFound
from zhichan.core.matters.clocks import Clock, clocks_of
from zhichan.core.matters.happenings import Happening, What, corrected, facts_of, state_of
from zhichan.core.matters.limits import DayOf
from zhichan.core.matters.loading import version_of
from zhichan.core.matters.models import Document, Matter, MatterEvent, MatterShare, TeamMember
from zhichan.core.matters.parts_held import seats_of, team_and_recused
from zhichan.core.matters.plain import Plain
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.rights import MATTER_OPEN, MATTER_VIEW
from zhichan.core.matters.standing import Standing
from zhichan.core.often import Often
from zhichan.core.people.models import Person, Unit
from zhichan.core.people.queries import existing_on, posts_on

TEAM_ROLES = (Role.CASE_OFFICER, Role.OFFICE_LEADER)
_KINDS = list(What)


def matters_visible_to(actor: Actor) -> QuerySet[Matter]:
    """The matters of one's own units, those shared with them, and those one works on."""
    reach = reach_of(actor, MATTER_VIEW)
    if reach is Reach.ALL:
        return Matter.objects.all()
    if reach is None:
        return Matter.objects.none()
    units = units_of(actor, MATTER_VIEW)
    own = Q(unit_id__in=units)
    shared = Q(pk__in=MatterShare.objects.filter(unit_id__in=units).values("matter_id"))
    return Matter.objects.filter(own | shared | Q(pk__in=worked_on_by(actor)))


def is_visible_to(actor: Actor, matter: Matter) -> bool:
    """Whether ``matters_visible_to`` holds a matter that was read already. No query for one's own unit's."""
    reach = reach_of(actor, MATTER_VIEW)
    if reach is not Reach.OWN:
        return reach is Reach.ALL
    units = units_of(actor, MATTER_VIEW)
    if matter.unit_id in units:
        return True
    shares = MatterShare.objects.filter(matter_id=matter.pk, unit_id__in=units)
    return shares.exists() or worked_on_by(actor).filter(matter_id=matter.pk).exists()


def visible_among(actor: Actor, matters: Sequence[Matter]) -> set[int]:
    """The keys of those that ``matters_visible_to`` holds. A query only where some belong to other units."""
    reach = reach_of(actor, MATTER_VIEW)
    if reach is not Reach.OWN:
        return {one.pk for one in matters} if reach is Reach.ALL else set()
    units = units_of(actor, MATTER_VIEW)
    own = {one.pk for one in matters if one.unit_id in units}
    others = [one.pk for one in matters if one.unit_id not in units]
    if not others:
        return own
    return own | set(matters_visible_to(actor).filter(pk__in=others).values_list("pk", flat=True))


def worked_on_by(actor: Actor) -> QuerySet[TeamMember, int]:
    """Ids of the matters on whose team the actor is now."""
    rows = TeamMember.objects.filter(person_id=actor.id or 0, until__isnull=True)
    return rows.values_list("matter_id", flat=True)


def matter_visible_to(actor: Actor, pk: int) -> Matter:
    """One matter with unit and handler; NotFound where the actor may not see it."""
    found = matters_visible_to(actor).select_related("unit", "handler").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这件事项。"), matter=pk)
    return found


def procedure_of(matter: Matter) -> Procedure:
    """The version of its procedure a matter began with."""
    return version_of(matter.procedure, matter.version)


@dataclass(frozen=True)
class Read:
    """What happened in a matter, corrected, in order; and the calendar its days are counted by."""

    happenings: Sequence[Happening]
    day_of: DayOf


def read_of(matter: Matter) -> Read:
    """One query, and those of the calendar."""
    return Read(happenings_of(matter), Calendar().day)


_HAPPENING = ("seq", "kind", "name", "happened_at", "to_state", "values")


def deriving_events() -> QuerySet[MatterEvent]:
    """The events that state and clocks follow from.

    Nearly all do: over their kind SQLite would read the events of every matter there is, where some hundred
    matters are asked for.
    """
    return MatterEvent.objects.alias(plain_kind=Plain(F("kind"))).filter(plain_kind__in=_KINDS)


_HAPPENED: Often[tuple[Any, ...]] = Often(
    lambda matter: deriving_events().filter(matter=matter).order_by("seq").values_list(*_HAPPENING)
)


def happenings_of(matter: Matter) -> list[Happening]:
    """What happened, corrected, in order. One query."""
    return corrected([Happening(*row) for row in _HAPPENED(matter.pk)])


def happenings_of_many(
    matter_ids: Collection[int], *, known_at: datetime | None = None
) -> dict[int, list[Happening]]:
    """The same for many matters; as recorded until ``known_at``, where that is given. One query."""
    rows = deriving_events().filter(matter_id__in=matter_ids).order_by("matter_id", "seq")
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    found: dict[int, list[Happening]] = {pk: [] for pk in matter_ids}
    for matter_id, *row in rows.values_list("matter_id", *_HAPPENING):
        found[matter_id].append(Happening(*row))
    return {pk: corrected(happenings) for pk, happenings in found.items()}


def happening_of(row: MatterEvent) -> Happening:
    return Happening(row.seq, row.kind, row.name, row.happened_at, row.to_state, row.values)


def clocks_now(procedure: Procedure, happenings: Sequence[Happening], *, at: datetime) -> tuple[Clock, ...]:
    """The clocks with the calendar of the office. A query for each year that is not held yet."""
    return clocks_of(procedure, happenings, Calendar().day, at=at)


def standing_of(matter: Matter, *, actor: Actor, at: datetime, read: Read | None = None) -> Standing:
    """How a matter stands now. Four queries or so; ``read``: what was read of it already."""
    procedure, read = procedure_of(matter), read or read_of(matter)
    happenings = read.happenings
    team, recused = team_and_recused(matter)
    return Standing(
        procedure=procedure,
        matter=matter,
        state=state_of(happenings),
        happenings=happenings,
        clocks=clocks_of(procedure, happenings, read.day_of, at=at),
        values={},
        facts=facts_of(happenings),
        actor=actor,
        at=at,
        team=team,
        seats=seats_of(matter),
        recused=recused,
    )


def staff_of(unit: Unit, *, at: datetime) -> list[Person]:
    """Who of a unit may be put on the team of a matter today, for a choice. One query."""
    posts = posts_on(timezone.localdate(at)).filter(unit=unit, role__in=TEAM_ROLES, person__is_active=True)
    return sorted({post.person for post in posts.select_related("person")}, key=lambda one: one.name)


def served_days(matter: Matter) -> dict[str, date]:
    """The last day on which each document of a matter was served. One query."""
    rows = Document.objects.filter(matter=matter, services__isnull=False)
    found: dict[str, date] = {}
    for template, day in rows.values_list("template", "services__served_on"):
        found[template] = max(day, found.get(template, day))
    return found


def units_to_open_in(actor: Actor, at: datetime) -> list[Unit]:
    """The units that exist in which somebody may open matters, by name, their own first."""
    units = existing_on(Unit.objects.exclude(kind=Unit.Kind.FIRM), timezone.localdate(at))
    if reach_of(actor, MATTER_OPEN) is not Reach.ALL:
        units = units.filter(pk__in=units_of(actor, MATTER_OPEN))
    own = {held.unit_id for held in actor.held}
    return sorted(units.order_by("name"), key=lambda unit: unit.pk not in own)


def open_by_state(actor: Actor, procedure: Procedure) -> dict[str, int]:
    """Of those the actor may see, by the name of the state, in the order of the states. One query."""
    under_way = matters_visible_to(actor).filter(
        procedure=procedure.name, version=procedure.version, is_open=True
    )
    counts = dict(under_way.order_by().values_list("state").annotate(Count("pk")))
    return {state.name: counts[state.name] for state in procedure.states if state.name in counts}
