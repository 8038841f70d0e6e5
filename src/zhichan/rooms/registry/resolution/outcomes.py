"""What goes into a resolution and what comes out (实体归并)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """What became of a new name."""

    JOINED = "joined"
    QUEUED = "queued"
    NEW = "new"


class Rule(StrEnum):
    """Which rule led to the outcome, the surest first."""

    CREDIT_CODE = "credit_code"
    SAME_NAME = "same_name"
    FORMER_NAME = "former_name"
    SAME_PERSON = "same_person"
    LIKENESS = "likeness"
    NOTHING_LIKE_IT = "nothing_like_it"


@dataclass(frozen=True)
class NewName:
    """A printed name that asks for its party, with what was printed beside it.

    ``region`` is a region column or address in words; ``person`` is what the source says, None nothing.
    """

    id: str
    printed: str
    region: str = ""
    credit_code: str = ""
    address: str = ""
    person: bool | None = None


@dataclass(frozen=True)
class KnownName:
    """A name a party goes by, or went by (曾用名), with the region and address printed beside it."""

    printed: str
    region: str = ""
    address: str = ""
    former: bool = False
    person: bool | None = None


@dataclass(frozen=True)
class KnownParty:
    """A party (权利主体) with all its names."""

    id: str
    names: tuple[KnownName, ...]
    credit_code: str = ""


@dataclass(frozen=True)
class Split:
    """What a person has taken apart: this name is not that party's, or the two names are not one party's."""

    name: str
    party: str = ""
    other_name: str = ""


class Reason(NamedTuple):
    """One part on which two names agree or differ, with its weight in bits: above 0 speaks for one party."""

    part: str
    level: str
    weight: float = 0.0
    ours: str = ""
    theirs: str = ""


class Candidate(NamedTuple):
    """A party that may be meant; ``is_new`` when ``party`` is the id of the new name that founds it."""

    party: str
    is_new: bool
    similarity: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one new name; ``party`` is empty when it is queued.

    A name that starts a party has its own id as ``party``; later names may join it (``is_new_party``).
    """

    name: str
    outcome: Outcome
    rule: Rule
    party: str = ""
    is_new_party: bool = False
    similarity: float = 0.0
    reasons: tuple[Reason, ...] = ()
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Thresholds:
    """From which probability on two names are joined or queued, by the scripts compared.

    ``margin`` is how much more probable, in bits, the best party must be than the next one.
    """

    joined: Mapping[str, float]
    queued: Mapping[str, float]
    margin: float = 1.0


@dataclass(frozen=True)
class Resolution:
    """The decisions in the order of the names, and the version of the model they were made with."""

    decisions: tuple[Decision, ...]
    model_version: str
    counts: Mapping[str, int] = field(default_factory=dict)

    def of(self, outcome: Outcome) -> list[Decision]:
        return [decision for decision in self.decisions if decision.outcome == outcome]
