"""The case office of the matters, and the way of a matter through it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.core.matters.conftest import House, at, house
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.errors import ZhichanError
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.take_move import Step, Taken, take_move
from zhichan.core.matters.models import Document, Matter, MatterEvent, Obligation
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.matters.writing.seats import NewParticipant

__all__ = ["house"]


@dataclass
class Way:
    """A matter with its office. ``leader``, ``officer``… name who takes a step."""

    house: House
    matter: Matter
    states: list[str] = field(default_factory=list)

    def take(self, move: str, who: str, when: str, **values: Any) -> Taken:
        """Take a step and note the state it leads to."""
        taken = take_move(self.matter.pk, Step(move, values), by=self._actor(who), at=at(when))
        self.matter.refresh_from_db()
        self.states.append(self.matter.state)
        return taken

    def refused(
        self, error: type[ZhichanError], words: str, move: str, who: str, when: str, **values: Any
    ) -> None:
        """The step is refused in these words and nothing of the office is changed."""
        before = everything()
        with pytest.raises(error, match=words):
            take_move(self.matter.pk, Step(move, values), by=self._actor(who), at=at(when))
        assert everything() == before

    def child(self, taken: Taken) -> Way:
        assert taken.child is not None
        return Way(self.house, taken.child)

    def clock(self, name: str) -> Obligation:
        return Obligation.objects.filter(matter=self.matter, name=name).latest("nth")

    def documents(self) -> list[str]:
        rows = Document.objects.filter(matter=self.matter).order_by("event_seq", "pk")
        return list(rows.values_list("template", flat=True))

    def _actor(self, who: str) -> Actor:
        actor: Actor = getattr(self.house, who)
        return actor


def everything() -> list[list[dict[str, Any]]]:
    return [
        list(model.objects.order_by("pk").values()) for model in (Matter, MatterEvent, Obligation, Document)
    ]


def opened(house: House, procedure: str, when: str, seats: dict[str, str], **values: Any) -> Way:
    """A matter opened by an officer, with somebody in each of ``seats``."""
    participants = tuple(NewParticipant(seat, name) for seat, name in seats.items())
    opening = Opening(procedure, "示例商行涉嫌违法", house.unit, values, participants)
    return Way(house, open_matter(opening, by=house.officer, at=at(when)))


@pytest.fixture
def keeper(actor, office):
    """Who keeps the rosters."""
    return actor(Role.CASE_OFFICER, office)


@pytest.fixture
def browser(signed_in, office):
    return signed_in(Role.CASE_OFFICER, office)
