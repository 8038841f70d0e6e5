"""One matter with all that its page shows (事项工作台), in a dozen queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.calendar.queries import Calendar
from zhichan.core.errors import NotFound
from zhichan.core.matters import own_rows
from zhichan.core.matters.advice import Advice, with_advice
from zhichan.core.matters.clocks import clocks_of
from zhichan.core.matters.happenings import (
    What,
    corrected,
    exclusions_in,
    facts_of,
    open_exclusions,
    state_of,
)
from zhichan.core.matters.judging import Offer, offers, parts_for
from zhichan.core.matters.leading import Lead, lead_of
from zhichan.core.matters.matter_rows import MatterRows
from zhichan.core.matters.models import (
    Matter,
    MatterEvent,
    MatterFile,
    Participant,
)
from zhichan.core.matters.near import Near, near_of, parted_from
from zhichan.core.matters.parts import Part
from zhichan.core.matters.parts_held import parts_held, team_in
from zhichan.core.matters.procedure import Move, State
from zhichan.core.matters.queries import happening_of, is_visible_to
from zhichan.core.matters.rights import MATTER_MOVE, MATTER_STAFF
from zhichan.core.matters.showing.documents import DocumentLine, document_line
from zhichan.core.matters.showing.limits import LimitLine, Today, limit_lines
from zhichan.core.matters.showing.people import Person, people_of, shown_name
from zhichan.core.matters.showing.record import Line, Named, record_lines
from zhichan.core.matters.showing.values import Reader
from zhichan.core.matters.standing import Standing
from zhichan.core.matters.wording import parts_text
from zhichan.core.people.models import Unit
from zhichan.core.rules.asking import Rules

_TOLD = frozenset(What)
DECIDING = frozenset({Part.DEPARTMENT_HEAD, Part.OFFICE_HEAD, Part.LEGAL_REVIEWER, Part.HEARING_HOST})
"""Parts that see personal data in whole: they decide on it. So does the case team."""


class Workspace(MatterRows):
    """How one matter stands for one reader; what a page does not ask for is not read or computed."""

    def __init__(self, matter: Matter, actor: Actor, at: datetime) -> None:
        super().__init__(matter)
        self.actor, self.at = actor, at
        self.calendar = Calendar()

    @cached_property
    def standing(self) -> Standing:
        happenings = corrected([happening_of(one) for one in self.events if one.kind in _TOLD])
        clocks = clocks_of(self.procedure, happenings, self.calendar.day, at=self.at)
        team, recused = team_in(self._team)
        seats: dict[str, list[Participant]] = {}
        for row in self.participants:
            if row.removed_at is None:
                seats.setdefault(row.seat, []).append(row)
        return Standing(
            procedure=self.procedure,
            matter=self.matter,
            state=state_of(happenings),
            happenings=happenings,
            clocks=clocks,
            values={},
            facts=facts_of(happenings),
            actor=self.actor,
            at=self.at,
            team=team,
            seats=seats,
            recused=recused,
        )

    @cached_property
    def rules(self) -> Rules:
        """The rules as the office knows them now, read once for all that is asked."""
        return Rules(self.at)

    @cached_property
    def advised(self) -> Mapping[str, Advice]:
        """What the rules say of it while it is open. One query, none for a procedure without advice."""
        names = self.procedure.advice if self.matter.is_open else ()
        return with_advice(self.standing, names, self.rules).advised

    @property
    def state(self) -> State:
        return self.procedure.state(self.standing.state)

    @cached_property
    def parts(self) -> frozenset[str]:
        one = self.standing
        return parts_held(self.actor, self.matter, self.procedure, one.team, one.seats, one.recused)

    @property
    def on_team(self) -> bool:
        return Part.CASE_TEAM in self.parts

    @property
    def sees_personal(self) -> bool:
        return self.on_team or not DECIDING.isdisjoint(self.parts)

    @property
    def files(self) -> list[MatterFile]:
        """Those the reader may see: secret ones are for the case team alone."""
        return [one for one in self.all_files if self.on_team or not one.is_secret]

    @property
    def hidden_files(self) -> int:
        return len(self.all_files) - len(self.files)

    @cached_property
    def may_move(self) -> bool:
        return may(self.actor, MATTER_MOVE, [self.matter.unit_id])

    @cached_property
    def may_staff(self) -> bool:
        return may(self.actor, MATTER_STAFF, [self.matter.unit_id])

    @cached_property
    def _acting(self) -> frozenset[str]:
        """The parts in which the reader takes steps: none where ``take_move`` would refuse them all."""
        sits = may(self.actor, MATTER_MOVE) and any(
            one.person_id == self.actor.id and one.removed_at is None for one in self.participants
        )
        return self.parts if self.may_move or sits else frozenset()

    @property
    def today(self) -> Today:
        return Today(self.at, self.calendar.day)

    @cached_property
    def offers(self) -> list[Offer]:
        """The reader's moves now, each with what stands against it."""
        return [] if self.standing.rests else offers(self.standing, self._acting)

    @property
    def listed_offers(self) -> list[Offer]:
        """Those moves in the order of the page: the one that leads on, the others open now, those held up."""
        lead = self.lead.move if self.lead else None
        return sorted(self.offers, key=lambda one: (one.move is not lead, one.refusal is not None))

    @property
    def others_moves(self) -> list[Move]:
        """The moves of this state that are for somebody else."""
        if self.standing.rests:
            return []
        moves = self.procedure.moves_from(self.standing.state)
        return [move for move in moves if not parts_for(move, self._acting)]

    @property
    def others_words(self) -> list[tuple[Move, str]]:
        """Those moves, each with who takes it."""
        return [(move, parts_text(move.by)) for move in self.others_moves]

    @property
    def document_lines(self) -> list[DocumentLine]:
        return [document_line(one) for one in self.documents]

    @property
    def excluded(self) -> frozenset[int]:
        """The numbers of the events of excluded time that still counts as such."""
        return frozenset(one.seq for one in exclusions_in(self.standing.happenings))

    @property
    def ending(self) -> frozenset[int]:
        """The numbers of the events that began excluded time which the reader may end."""
        return frozenset(one.seq for one in open_exclusions(self.standing.happenings) if self.on_team)

    @cached_property
    def lead(self) -> Lead | None:
        """The step that leads on, of those the reader can take now."""
        return lead_of(self.standing, self.offers)

    @cached_property
    def limits(self) -> list[LimitLine]:
        return limit_lines(self.procedure, self.standing.clocks, self.today)

    @property
    def passed(self) -> dict[str, date]:
        """The states it was in, each with the day it was last reached, in the order they were first."""
        steps = (one for one in self.standing.happenings if one.kind in (What.OPENED, What.MOVED))
        return {one.to_state: timezone.localdate(one.at) for one in steps}

    @cached_property
    def people(self) -> list[Person]:
        return people_of(self.procedure, self.participants, sees_personal=self.sees_personal)

    @cached_property
    def near(self) -> Near:
        return near_of(self.matter, self.actor)

    @cached_property
    def record(self) -> list[Line]:
        """The whole record, the latest first."""
        return self._lines(self.recorded)

    def latest(self, most: int) -> list[Line]:
        """The end of the record, the latest first."""
        return self._lines(self.recorded[-most:])

    @cached_property
    def recorded(self) -> list[MatterEvent]:
        """The events that are lines of the record: a correction stands with what it corrects."""
        return [one for one in self.events if one.kind != What.CORRECTED]

    def _lines(self, events: Sequence[MatterEvent]) -> list[Line]:
        named = Named(
            Reader(self.names, self.sees_personal),
            {row.pk: shown_name(row) for row in self.participants},
            {one.pk: one.name for one in self.files},
            {pk: one.number for pk, one in self.near.open.items()} | parted_from(self.events, self.near),
            self._units(),
        )
        corrections = [one for one in self.events if one.kind == What.CORRECTED]
        return record_lines(self.procedure, events, corrections, named)[::-1]

    def _units(self) -> dict[int, str]:
        """The units the record names; those it is shared with now are known already."""
        known = {share.unit_id: share.unit.name for share in self.shares}
        told = {int(one.values["unit"]) for one in self.events if one.values.get("unit")}
        if told <= set(known):
            return known
        return dict(Unit.objects.filter(pk__in=told).values_list("pk", "name"))


def workspace_of(actor: Actor, pk: int, *, at: datetime) -> Workspace:
    """The matter for a reader. Raises NotFound where they may not see it."""
    matter = next(iter(own_rows.MATTER(pk)), None)
    if matter is None or not is_visible_to(actor, matter):
        raise NotFound(_("没有找到这件事项。"), matter=pk)
    return Workspace(matter, actor, at)
