"""What a procedure is (程序定义): data only, checked as it is loaded.

    LEAD = Procedure(
        name="lead", label=_("线索核查"), version=1, in_force_from=date(2021, 7, 15), number_word="线核",
        basis=(Source(_("市场监督管理行政处罚程序规定"), "第十八条", Mark.VERIFIED_PART),),
        seats=(Seat("reporter", _("举报人"), is_secret=True), Seat("party", _("当事人"), part=Part.PARTY)),
        states=(State("registered", _("已登记")), State("filed", _("已立案"), is_final=True)),
        moves=(Move("file", _("决定立案"), ("registered",), "filed", by=(HEAD,), basis=…, within=(…,)),),
    )

A running matter keeps the version it began with. No lambda, no import of models: a guard, an effect, a
document and a part are names, resolved when the program starts (``core.matters.loading``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise

from zhichan.core.matters.limits import Limit
from zhichan.core.rules.sources import Mark as Mark
from zhichan.core.rules.sources import Source as Source

Words = str | Promise
ANY_OPEN = "*"
"""In ``Move.leaves``: every state that is not final."""
STAYS = ""
"""In ``Move.to``: the state it was taken in, whichever of those it leaves."""
OPENED = "opened"
"""In ``Within.since``: the matter was opened."""


class Kind(StrEnum):
    """What a field of a form takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DAY = "day"
    INSTANT = "instant"
    MONEY = "money"
    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes_no"
    """``yes`` or ``no``."""
    PEOPLE = "people"
    """People of the office, who join the team in the field's ``part``; the first of them is in charge."""


@dataclass(frozen=True)
class Field:
    """One thing a step asks for. A ``DAY`` or ``INSTANT`` is a fact that limits may be counted from.

    ``MONEY`` is asked in yuan and kept in fen. ``choices``: value and words, for ``CHOICE``.
    ``starts_known``: its form starts with what the matter knows under its name; emptied, it is known no more.
    ``may_be_ahead``: a day to come may be given (a hearing). ``is_public``: whoever submits from outside is
    asked too; in a move of the office, whoever submitted is told what it was given. ``is_personal``: never in
    a public copy. ``part``: the part that ``PEOPLE`` get. ``served``: the document whose day of service this
    is; where its service was recorded it can be no other. ``group``: the heading under which it is folded
    away with its neighbours of the same group, until something stands in one of them.
    """

    name: str
    label: Words
    kind: Kind = Kind.TEXT
    is_required: bool = True
    choices: tuple[tuple[str, Words], ...] = ()
    help: Words = ""
    may_be_ahead: bool = False
    is_public: bool = False
    is_personal: bool = False
    part: str = ""
    served: str = ""
    starts_known: bool = False
    group: Words = ""


@dataclass(frozen=True)
class Seat:
    """A place at the table (参与人): who stands in a matter and as what. ``part``: the part in moves that
    whoever sits here acts in. ``is_secret``: known to the case team alone (reporters, witnesses).

    Whoever submits from outside sits in the first seat of a procedure, nameless only where it is secret, and
    says who sits in those that are required or ``is_public``. ``may_follow``: whoever else sits here may be
    given a code of their own, and follows the matter and takes their steps from outside."""

    name: str
    label: Words
    part: str = ""
    is_required: bool = False
    is_secret: bool = False
    is_public: bool = False
    may_follow: bool = False


@dataclass(frozen=True)
class State:
    """``public``: what the outside is told; empty as ``label``. From a final state no move leads on, save
    those that stay in it (a notice after the decision). ``stops``: the kind of time that does not count
    while a matter stands here (中止、听证…), as ``Within.excludes`` names it. ``waits_on``: the part whose
    turn it is; empty for that of the first move onward. ``usual``: the moves that usually come here, in their
    order; empty where the main road says it (``leading``)."""

    name: str
    label: Words
    public: Words = ""
    is_final: bool = False
    stops: str = ""
    waits_on: str = ""
    usual: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extension:
    """How often a limit may be made longer (延长), each time by ``limit`` from its former end, and the move
    that does it. Without a ``limit`` the decision itself fixes the day: the field ``until`` of the move."""

    limit: Limit | None
    move: str
    basis: Source
    times: int = 1
    until: str = ""
    then: Extension | None = None
    """A further extension, once this one is used up."""


@dataclass(frozen=True)
class Within:
    """A limit on a move (期限): counted from ``since``, a move of this procedure, a day one of its forms asks
    for, or ``OPENED``. Several moves may carry the same one: whichever comes first meets it.

    ``name``: one for each limit of a procedure. ``excludes``: the kinds of time that do not count
    (检测、听证…). ``promised``: what the office promises itself beside the law. ``bars``: after it the move
    is refused, as a right that has run out; otherwise it may still be taken and is late. ``when``: a field
    and the value it must have been given, where the limit holds only then.
    """

    name: str
    limit: Limit
    since: str
    basis: Source
    excludes: tuple[str, ...] = ()
    extension: Extension | None = None
    promised: Limit | None = None
    bars: bool = False
    when: tuple[str, str] | None = None

    @property
    def extensions(self) -> tuple[Extension, ...]:
        """Its extensions in the order they may be granted."""
        found, one = [], self.extension
        while one:
            found.append(one)
            one = one.then
        return tuple(found)


@dataclass(frozen=True)
class Move:
    """A step (办理动作) from one of ``leaves`` to ``to``; the same state, or ``STAYS``, where it only records
    something.

    ``by``: the parts that may take it. ``form``: what it asks for. ``guards``: conditions by name.
    ``after``: limits by name that must have run out before it may be taken. ``issues``: documents by name.
    ``effects``: what it does to registers, by name. ``starts``: the procedure of a child matter.
    ``advice``: what rules say stands beside its form and is kept with the step, by name.
    ``is_public``: whoever sits in one of its outside parts takes it themselves from outside, too; any other
    act of theirs the case team records.
    """

    name: str
    label: Words
    leaves: tuple[str, ...]
    to: str
    by: tuple[str, ...]
    basis: Source
    form: tuple[Field, ...] = ()
    within: tuple[Within, ...] = ()
    guards: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    starts: str = ""
    advice: tuple[str, ...] = ()
    is_public: bool = False


@dataclass(frozen=True)
class Alike:
    """What two matters have in common that may be about the same thing (查重): ``key`` names how a text is
    compared; it is that of a ``field`` of the opening, or of whoever sits in ``seat``: their name or, where
    ``of`` says so, their number. Matters of every procedure are compared under the same ``key``."""

    key: str
    label: Words
    field: str = ""
    seat: str = ""
    of: str = "name"


@dataclass(frozen=True)
class Duty:
    """A limit with the moves that meet it, in the order they are written."""

    within: Within
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Procedure:
    """One version of a procedure; the first state is the one a matter is opened in.

    ``number_word``: the word in its numbers (线核〔2026〕12号). ``opening``: what is asked at its opening.
    ``is_child``: opened by a move of another matter only. ``is_public``: may be asked for from outside.
    ``alike``: by what a matter may be found to repeat another. ``takes_sources``: the states in which a later
    matter can become a further source of this one (又一来源); without any it can only be merged into it.
    ``retention_years`` None: no instrument that says how long its files are kept (保管期限) is known.
    ``advice``: what rules say of an open matter stands on its page, by name. ``road``: the road all its
    matters take (繁简); ``road_field``: where it is chosen, the field of a form whose latest value says it.
    """

    name: str
    label: Words
    version: int
    in_force_from: date
    basis: tuple[Source, ...]
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    number_word: str = ""
    seats: tuple[Seat, ...] = ()
    opening: tuple[Field, ...] = ()
    is_child: bool = False
    is_public: bool = False
    alike: tuple[Alike, ...] = ()
    takes_sources: tuple[str, ...] = ()
    retention_years: int | None = None
    note: Words = ""
    advice: tuple[str, ...] = ()
    road: str = ""
    road_field: str = ""
    _by_name: dict[str, Move] = field(default_factory=dict, init=False, repr=False, compare=False)
    _states: dict[str, State] = field(default_factory=dict, init=False, repr=False, compare=False)
    _duties: tuple[Duty, ...] = field(default=(), init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_name.update((move.name, move) for move in self.moves)
        self._states.update((state.name, state) for state in self.states)
        object.__setattr__(self, "_duties", tuple(_duties_of(self.moves)))

    def __hash__(self) -> int:
        """That of its name: what is kept for a procedure need not go through all of it."""
        return hash((self.name, self.version))

    @property
    def initial(self) -> State:
        return self.states[0]

    @property
    def open_states(self) -> tuple[str, ...]:
        return tuple(state.name for state in self.states if not state.is_final)

    def state(self, name: str) -> State:
        """Raises KeyError for a name it does not have."""
        return self._states[name]

    def seat(self, name: str) -> Seat:
        """Raises KeyError for a name it does not have."""
        return {seat.name: seat for seat in self.seats}[name]

    def follows(self, seat: str) -> bool:
        """Whether whoever sits in a seat may have a code: they submit, or the seat says so."""
        found = next((one for one in self.seats if one.name == seat), None)
        return found is not None and (found.may_follow or (self.is_public and found == self.seats[0]))

    @property
    def outside_seats(self) -> tuple[Seat, ...]:
        """The seats that whoever submits from outside fills in, their own first."""
        return tuple(s for n, s in enumerate(self.seats) if n == 0 or s.is_required or s.is_public)

    @property
    def outside_fields(self) -> tuple[Field, ...]:
        """What whoever submits from outside is asked at the opening."""
        return tuple(field for field in self.opening if field.is_public)

    @property
    def duties(self) -> tuple[Duty, ...]:
        """Each limit once, in the order of the moves."""
        return self._duties

    def move(self, name: str) -> Move:
        """Raises KeyError for a name it does not have."""
        return self._by_name[name]

    def waits_on(self, state: str) -> str:
        """The part whose turn it is in a state; empty where it is nobody's."""
        said = self._states[state].waits_on
        if said or self._states[state].is_final:
            return said
        onward = [move for move in self.moves_from(state) if move.to != state]
        return next((move.by[0] for move in onward), "")

    def leaving(self, move: Move) -> tuple[str, ...]:
        """The states a move may be taken in."""
        return self.open_states if move.leaves == (ANY_OPEN,) else move.leaves

    def moves_from(self, state: str) -> Iterator[Move]:
        """The moves of a state, those that stay with the state as the one they lead to."""
        for move in self.moves:
            if state in self.leaving(move):
                yield move if move.to else replace(move, to=state)


def _duties_of(moves: tuple[Move, ...]) -> Iterator[Duty]:
    limits = {within.name: within for move in moves for within in move.within}
    for name, within in limits.items():
        meeting = tuple(move for move in moves if any(one.name == name for one in move.within))
        yield Duty(within, meeting)
