"""What a sentence claims of a quantity, and where the quantity stands (断言)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from zhichan.rooms.plan.reading.model import Span
from zhichan.rooms.plan.reading.quantities import Quantity
from zhichan.rooms.plan.reading.targets.names import is_empty, name_before, object_of
from zhichan.rooms.plan.reading.targets.verbs import Sense

Pattern = Literal["level", "growth", "share", "made-after", "made-before", "made", "beside", "special"]

SHORTEST = 2  # characters of a name

_PIECE_SIGNS = ",;:。|"
_LONGEST_CLAUSE = 200


@dataclass(frozen=True)
class Claim:
    """What one sentence says of one quantity; offsets are into the folded passage."""

    quantity: Quantity
    name: Span
    sense: Sense
    pattern: Pattern
    verb: str = ""
    past: bool = False
    growth: bool = False
    yearly: bool = False
    subject: Span | None = None  # who is to be staffed, where the name says only with whom
    tail: Span | None = None  # the measure a short name shares with the last of its list
    echo: bool = False  # says more of the claim before: 达到12件,年均增长15%

    @property
    def start(self) -> int:
        return min(self.quantity.start, self.name[0])

    @property
    def end(self) -> int:
        return max(self.quantity.end, self.name[1])


@dataclass(frozen=True)
class Setting:
    """Where a quantity stands.

    ``floor``: nothing before it belongs to the quantity; ``ceiling``: start of the next quantity or end of
    the sentence; ``end``: end of the sentence; ``goal``: the passage speaks of aims.
    """

    text: str
    floor: int
    ceiling: int
    end: int
    previous: Claim | None
    goal: bool
    boxed: bool = False  # it stands in a box

    def piece(self, quantity: Quantity) -> Span:
        """The clause of the quantity up to it: from the last comma, or from the floor."""
        return self._opening(quantity.start), quantity.start

    def words(self, span: Span) -> str:
        return self.text[slice(*span)]

    def reached_name(self, start: int, stop: int) -> Span | None:
        """The name before a level verb; where its own clause holds none, that of the clause before."""
        name = name_before(self.text, start, stop, level=True)
        if is_empty(name) and start > self.floor:
            name = name_before(self.text, self._opening(start - 1), start - 1, level=True)
            name = object_of(self.text, *name)
        return None if is_empty(name) else name

    def _opening(self, stop: int) -> int:
        """Where the clause that ends at ``stop`` begins; no clause is longer than a page would print."""
        start = max(self.floor, stop - _LONGEST_CLAUSE)
        return max(start, *(self.text.rfind(sign, start, stop) + 1 for sign in _PIECE_SIGNS))


def rate_of(claim: Claim) -> Decimal | None:
    """The yearly growth a claim states, in per cent; ``None`` for any other claim."""
    quantity = claim.quantity
    if claim.growth and claim.yearly and quantity.unit == "%" and not quantity.is_range:
        return quantity.low
    return None
