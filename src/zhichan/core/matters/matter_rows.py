"""What belongs to one matter, read once each (事项的各类记录): events, people, files, documents, shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from zhichan.core.matters import own_rows
from zhichan.core.matters.models import (
    Document,
    Matter,
    MatterEvent,
    MatterFile,
    MatterShare,
    Participant,
    TeamMember,
)
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.queries import procedure_of
from zhichan.core.matters.showing.record import people_in
from zhichan.core.matters.wording import parts_text
from zhichan.core.people.models import Person as Account


@dataclass(frozen=True)
class Member:
    """Somebody who works or worked on the matter, in words. ``until`` None: works on it now."""

    person_id: int
    name: str
    part: str
    until: datetime | None
    is_recused: bool
    in_charge: bool


class MatterRows:
    """The rows of one matter; what nobody asks for is not read."""

    def __init__(self, matter: Matter) -> None:
        self.matter = matter
        self.procedure: Procedure = procedure_of(matter)

    @cached_property
    def events(self) -> list[MatterEvent]:
        return own_rows.rows_of(self.matter, own_rows.EVENTS)

    @cached_property
    def _team(self) -> list[TeamMember]:
        return own_rows.rows_of(self.matter, own_rows.TEAM)

    @cached_property
    def names(self) -> dict[int, str]:
        """The names of the people of the team and the record. One query."""
        ids = {self.matter.handler_id, *(one.person_id for one in self._team)}
        ids |= {one.person_id for one in self.events}
        for event in self.events:
            ids |= people_in(self.procedure, event)
        people = Account.objects.filter(pk__in=[pk for pk in ids if pk is not None])
        return dict(people.values_list("pk", "name"))

    @property
    def handler(self) -> str:
        """The name of who is in charge; empty where nobody is."""
        return self.names.get(self.matter.handler_id or 0, "")

    @cached_property
    def team(self) -> list[Member]:
        """Everybody who works or worked on it, who is in charge first."""
        rows = sorted(self._team, key=lambda one: one.person_id != self.matter.handler_id)
        return [
            Member(
                one.person_id,
                self.names[one.person_id],
                parts_text([one.part]),
                one.until,
                one.is_recused,
                one.until is None and one.person_id == self.matter.handler_id,
            )
            for one in rows
        ]

    @property
    def members(self) -> list[Member]:
        """Those who work on it now."""
        return [one for one in self.team if one.until is None]

    @cached_property
    def participants(self) -> list[Participant]:
        return own_rows.rows_of(self.matter, own_rows.PARTICIPANTS)

    @cached_property
    def all_files(self) -> list[MatterFile]:
        return own_rows.rows_of(self.matter, own_rows.FILES)

    @cached_property
    def documents(self) -> list[Document]:
        return own_rows.rows_of(self.matter, own_rows.DOCUMENTS)

    @cached_property
    def shares(self) -> list[MatterShare]:
        return own_rows.rows_of(self.matter, own_rows.SHARES)
