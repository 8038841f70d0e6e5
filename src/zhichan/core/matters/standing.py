"""How a matter stands (办理情况) for whoever judges a move: guards, pages, tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zhichan.core.access.actor import Actor
from zhichan.core.matters.clocks import Clock
from zhichan.core.matters.happenings import Happening, merged_by
from zhichan.core.matters.procedure import Procedure

if TYPE_CHECKING:
    from zhichan.core.matters.advice import Advice
    from zhichan.core.matters.models import Matter, Participant


@dataclass(frozen=True)
class Standing:
    """``values``: what the form of the attempted move was given; ``facts``: the latest value of every field,
    those of the attempt included. ``team``: ids of the people who work on it, by part. ``seats``: who takes
    part, by seat. ``recused``: ids of those who have withdrawn. ``advised``: what the rules say of it, by the
    names the attempted move gives."""

    procedure: Procedure
    matter: Matter
    state: str
    happenings: Sequence[Happening]
    clocks: Sequence[Clock]
    values: Mapping[str, Any]
    facts: Mapping[str, Any]
    actor: Actor
    at: datetime
    team: Mapping[str, frozenset[int]]
    seats: Mapping[str, Sequence[Participant]]
    recused: frozenset[int] = frozenset()
    advised: Mapping[str, Advice] = field(default_factory=dict)

    @property
    def team_ids(self) -> frozenset[int]:
        return frozenset().union(*self.team.values())

    @property
    def is_merged(self) -> bool:
        """Whether it went into another matter."""
        return merged_by(self.happenings) is not None

    @property
    def rests(self) -> bool:
        """Whether no step of it is taken any more, as it went into another; what it followed to its end it
        answers by itself (告知各自的举报人)."""
        return self.is_merged and not self.procedure.state(self.state).is_final

    def last(self, move: str) -> Happening | None:
        """The last time a move was taken, None if never."""
        return next((one for one in reversed(self.happenings) if one.name == move), None)

    def clock(self, name: str) -> Clock | None:
        """The latest running of a limit, None where it never started."""
        return next((one for one in reversed(self.clocks) if one.name == name), None)
