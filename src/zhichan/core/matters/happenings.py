"""What happened in a matter (办理经过), as its clocks and state are derived from it.

Pure. The events of a matter are kept for good; a correction is an event of its own, and ``corrected`` gives
the matter as it is known after all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

WITHDRAWN = "withdrawn"
"""Among the values of excluded time: it should not have been excluded (撤销)."""
NOTHING: Mapping[str, object] = MappingProxyType({})


class What(StrEnum):
    """Kinds of happenings that change state or clocks; a matter has events of other kinds too. ``FOLLOWED``:
    a step was taken in the matter this one is a further source of."""

    OPENED = "opened"
    MOVED = "moved"
    EXCLUDED = "excluded"
    EXCLUSION_ENDED = "exclusion_ended"
    CORRECTED = "corrected"
    LINKED = "linked"
    FOLLOWED = "followed"


@dataclass(frozen=True)
class Happening:
    """One event. ``name`` is the move; ``at`` when it happened, which may lie before it was recorded.

    ``values`` are what its form was given, as JSON keeps them: days and instants in ISO form, money in fen.
    """

    seq: int
    kind: str
    name: str
    at: datetime
    to_state: str
    values: Mapping[str, object] = field(default_factory=lambda: NOTHING)


def corrected(happenings: Sequence[Happening]) -> list[Happening]:
    """The happenings with every correction applied, in the order they were recorded.

    A correction names the ``seq`` it corrects and gives ``at`` or ``values`` anew, or both. Of the links of a
    matter only the one that ended it is kept. A step it followed is a step like one of its own; what it
    followed in a matter it was parted from again is left out.
    """
    left_out = set(_parted(happenings))
    there = [one for one in happenings if one.seq not in left_out]
    known = {one.seq: _as_step(one) for one in there if one.kind != What.CORRECTED and _counts(one)}
    for one in there:
        if one.kind != What.CORRECTED or (seq := int(str(one.values["seq"]))) in left_out:
            continue
        wrong = known[seq]
        at = one.values.get("at")
        values = one.values.get("values")
        known[wrong.seq] = replace(
            wrong,
            at=datetime.fromisoformat(str(at)) if at else wrong.at,
            values={**wrong.values, **values} if isinstance(values, Mapping) else wrong.values,
        )
    return list(known.values())


def _parted(happenings: Iterable[Happening]) -> Iterator[int]:
    """The numbers of what a matter followed, and of the link by which it did, until it was parted again."""
    followed: list[int] = []
    for one in happenings:
        if one.kind == What.FOLLOWED or (one.kind == What.LINKED and one.values.get("ends")):
            followed.append(one.seq)
        elif one.kind == What.LINKED and one.values.get("parted"):
            yield from followed
            followed = []


def _as_step(one: Happening) -> Happening:
    return replace(one, kind=What.MOVED, values=NOTHING) if one.kind == What.FOLLOWED else one


def _counts(one: Happening) -> bool:
    return one.kind != What.LINKED or bool(one.values.get("ends"))


def merged_by(happenings: Iterable[Happening]) -> Happening | None:
    """The happening by which the matter went into another and ended there (并入), None where it did not."""
    return next((one for one in happenings if one.kind == What.LINKED and one.values.get("ends")), None)


def exclusions_in(happenings: Iterable[Happening]) -> list[Happening]:
    """The time that was excluded by hand, ended or not, without what was withdrawn."""
    return [one for one in happenings if one.kind == What.EXCLUDED and not one.values.get(WITHDRAWN)]


def open_exclusions(happenings: Iterable[Happening]) -> list[Happening]:
    """The excluded time that has not ended yet."""
    known = list(happenings)
    ended = {one.values["seq"] for one in known if one.kind == What.EXCLUSION_ENDED}
    return [one for one in exclusions_in(known) if not one.values.get("last") and one.seq not in ended]


def facts_of(happenings: Iterable[Happening]) -> dict[str, object]:
    """The latest value of every field any form was given; one that was emptied since is not among them."""
    facts: dict[str, object] = {}
    for one in happenings:
        if one.kind in (What.OPENED, What.MOVED):
            facts |= one.values
    return {name: value for name, value in facts.items() if value is not None}


def state_of(happenings: Iterable[Happening]) -> str:
    """The state the happenings lead to; empty before the opening."""
    state = ""
    for one in happenings:
        if one.kind in (What.OPENED, What.MOVED):
            state = one.to_state
    return state


def day_of_value(value: object) -> date | datetime | None:
    """A day or an instant a field was given, None where it holds none."""
    if not isinstance(value, str) or not value:
        return None
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
