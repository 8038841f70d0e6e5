"""The guide to a procedure (办事指南), all of it from the procedure's data: nothing is written twice.

What the data does not say the guide does not say either: it names no fee, counter or remedy of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhichan.core.matters.issued import Paper, paper_of
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Field, Move, Procedure, Seat
from zhichan.core.matters.roads import end_of, roads_of
from zhichan.core.matters.wording import (
    SaidLimit,
    SaidSource,
    kind_text,
    limit_text,
    parts_text,
    said_limit,
    said_source,
)

SIDES = frozenset({Part.PARTY, Part.REQUESTER, Part.RESPONDENT})
"""Parts of those a matter is about; for them the guide says what they themselves may do."""


@dataclass(frozen=True)
class AskedFor:
    """One thing to be handed in or said: a field of the opening form, or a person to be named."""

    label: str
    kind: str
    is_required: bool
    help: str


@dataclass(frozen=True)
class GuideMove:
    """What may be done at a step: by whom, where it leads, within what time."""

    label: str
    by: str
    leads_to: str
    limits: tuple[str, ...]


@dataclass(frozen=True)
class GuideStep:
    """A state with what may be done there; ``told``: what the outside is told meanwhile."""

    label: str
    told: str
    is_main: bool
    moves: tuple[GuideMove, ...]


@dataclass(frozen=True)
class OwnStep:
    """What a party may do itself: in which states, within what time, and where that stands."""

    label: str
    by: str
    states: str
    limits: tuple[str, ...]
    source: SaidSource


@dataclass(frozen=True)
class Guide:
    """The whole guide; an empty part has nothing in the data.

    ``askers``: who may ask, a sentence each. ``told``: what the outside is told, in the order of the states.
    ``own_steps``: what the parties may do themselves, remedies among it.
    """

    note: str
    basis: tuple[SaidSource, ...]
    askers: tuple[str, ...]
    papers: tuple[AskedFor, ...]
    people: tuple[AskedFor, ...]
    steps: tuple[GuideStep, ...]
    limits: tuple[SaidLimit, ...]
    documents: tuple[Paper, ...]
    told: tuple[str, ...]
    own_steps: tuple[OwnStep, ...]

    @property
    def telling_remedies(self) -> str:
        """The documents that say where and until when one may object."""
        return "、".join(one.title for one in self.documents if one.tells_remedies)

    @property
    def main_steps(self) -> tuple[GuideStep, ...]:
        return tuple(step for step in self.steps if step.is_main)

    @property
    def side_steps(self) -> tuple[GuideStep, ...]:
        return tuple(step for step in self.steps if not step.is_main)


def guide_of(
    procedure: Procedure, *, others: Iterable[Procedure] = (), paper: Callable[[str], Paper] = paper_of
) -> Guide:
    """The guide, in the active language. ``others``: procedures a step of which may begin this one.
    ``paper``: what a document is called."""
    issued = dict.fromkeys(name for move in procedure.moves for name in move.issues)
    told = dict.fromkeys(str(state.public or state.label) for state in procedure.states)
    return Guide(
        note=str(procedure.note),
        basis=tuple(said_source(one) for one in procedure.basis),
        askers=tuple(_askers(procedure, others)),
        papers=tuple(_papers(procedure)),
        people=tuple(_people(procedure)),
        steps=tuple(_steps(procedure)),
        limits=tuple(_limits(procedure)),
        documents=tuple(paper(name) for name in issued),
        told=tuple(told),
        own_steps=tuple(_own_steps(procedure)),
    )


def _askers(procedure: Procedure, others: Iterable[Procedure]) -> Iterator[str]:
    for other in others:
        for move in other.moves:
            if move.starts == procedure.name:
                words = {"procedure": other.label, "move": move.label}
                yield _("办理“%(procedure)s”时，由“%(move)s”提起。") % words
    if procedure.is_child:
        return
    asking = _asking(procedure)
    if procedure.is_public and asking:
        yield _("%(who)s可以提出。") % {"who": "、".join(str(seat.label) for seat in asking)}
    elif procedure.is_public:
        yield _("公民、法人和其他组织都可以提出。")
    else:
        yield _("由办理机关立项，不直接接受申请。")


def _asking(procedure: Procedure) -> list[Seat]:
    """The seats of the side that asks: the requester's, or where there is none the party's."""
    for part in (Part.REQUESTER, Part.PARTY):
        if seats := [seat for seat in procedure.seats if seat.part == part and not seat.is_secret]:
            return seats
    return []


def _people(procedure: Procedure) -> Iterator[AskedFor]:
    """Who is to be named; of a procedure open to all only the sides, for these an applicant knows."""
    for seat in procedure.seats:
        if seat.part in SIDES or not procedure.is_public:
            yield _person(seat)


def _papers(procedure: Procedure) -> Iterator[AskedFor]:
    """What the opening form asks for; of a procedure open to all only what is asked of the outside."""
    for field in procedure.opening:
        if field.is_public or not procedure.is_public:
            yield AskedFor(str(field.label), _kind(field), field.is_required, str(field.help))


def _kind(field: Field) -> str:
    if field.choices:
        return _("选一项：%(choices)s") % {"choices": "、".join(str(words) for _v, words in field.choices)}
    return kind_text(field.kind)


def _person(seat: Seat) -> AskedFor:
    help_words = _("身份保密，只有办案人员知道") if seat.is_secret else ""
    return AskedFor(str(seat.label), _("姓名或名称、联系方式"), seat.is_required, help_words)


def _steps(procedure: Procedure) -> Iterator[GuideStep]:
    """The main road first, then the other states in their order; none where nothing can be done."""
    main = roads_of(procedure).main
    rest = [state.name for state in procedure.states if state.name not in main]
    for name in (*main, *rest):
        moves = tuple(_guide_move(procedure, move, name) for move in procedure.moves_from(name))
        if moves:
            state = procedure.state(name)
            yield GuideStep(str(state.label), str(state.public or state.label), name in main, moves)


def _guide_move(procedure: Procedure, move: Move, state: str) -> GuideMove:
    end = end_of(move, state)
    return GuideMove(
        str(move.label),
        parts_text(move.by),
        "" if end == state else str(procedure.state(end).label),
        tuple(limit_text(procedure, within) for within in move.within),
    )


def _limits(procedure: Procedure) -> Iterator[SaidLimit]:
    for duty in procedure.duties:
        yield said_limit(procedure, duty.within, (str(move.label) for move in duty.moves))


def _own_steps(procedure: Procedure) -> Iterator[OwnStep]:
    for move in procedure.moves:
        if SIDES.intersection(move.by):
            states = "、".join(str(procedure.state(name).label) for name in procedure.leaving(move))
            limits = tuple(limit_text(procedure, within) for within in move.within)
            by = parts_text(part for part in move.by if part in SIDES)
            yield OwnStep(str(move.label), by, states, limits, said_source(move.basis))
