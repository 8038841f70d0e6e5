"""What a procedure is (程序定义): data only, checked as it is loaded.

    LEAD = Procedure(
        name="lead", label=_("线索核查"), version=1, in_force_from=date(2021, 7, 15),
        basis=(Source(_("市场监督管理行政处罚程序规定"), "第十八条", Mark.VERIFIED_PART),),
        states=(State("registered", _("已登记")), State("filed", _("已立案"), is_final=True)),
        moves=(Move("file", _("决定立案"), ("registered",), "filed", by=(HEAD,), basis=…, within=(…,)),),
    )

A running matter keeps the version it began with. No lambda, no import of models: a guard, a document and a
part are names, resolved when the program starts (``core.matters.loading``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise

from zhichan.core.matters.limits import Limit

Words = str | Promise
ANY_OPEN = "*"
"""In ``Move.leaves``: every state that is not final."""
OPENED = "opened"
"""In ``Within.since``: the matter was opened."""


class Mark(StrEnum):
    """How far a rule was checked against the published text (ARCHITECTURE §3.4). What is not verified warns,
    and never acts against anyone by itself."""

    VERIFIED = "verified"
    VERIFIED_PART = "verified-part"
    MEMORY = "memory"
    LOCAL = "design"


@dataclass(frozen=True)
class Source:
    """Where a rule stands: title, article, and how far that was checked. A title is a name: it is shown as it
    was promulgated, in every language."""

    title: str
    article: str = ""
    mark: Mark = Mark.MEMORY


@dataclass(frozen=True)
class State:
    """``public``: what the outside is told; empty as ``label``. From a final state no move leads on, save
    those that stay in it (a notice after the decision)."""

    name: str
    label: Words
    public: Words = ""
    is_final: bool = False


@dataclass(frozen=True)
class Extension:
    """How often a limit may be made longer (延长), each time by ``limit`` from its former end, and the move
    that does it."""

    limit: Limit
    move: str
    basis: Source
    times: int = 1


@dataclass(frozen=True)
class Within:
    """A limit on a move (期限): counted from ``since``, a move of this procedure or a fact a move records.

    ``excludes``: the kinds of time that do not count (检测、听证…). ``promised``: what the office promises
    itself beside the law.
    """

    limit: Limit
    since: str
    basis: Source
    excludes: tuple[str, ...] = ()
    extension: Extension | None = None
    promised: Limit | None = None


@dataclass(frozen=True)
class Move:
    """A step (办理动作) from one of ``leaves`` to ``to``; the same state where it only records something.

    ``by``: the parts that may take it. ``guards``: conditions by name. ``issues``: documents by name.
    ``records``: facts with a day of their own that limits are counted from, such as the day of receipt.
    ``starts``: the procedure of a child matter.
    """

    name: str
    label: Words
    leaves: tuple[str, ...]
    to: str
    by: tuple[str, ...]
    basis: Source
    within: tuple[Within, ...] = ()
    guards: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    starts: str = ""


@dataclass(frozen=True)
class Procedure:
    """One version of a procedure; the first state is the one a matter is opened in. ``retention_years`` None:
    no instrument that says how long its files are kept (保管期限) is known."""

    name: str
    label: Words
    version: int
    in_force_from: date
    basis: tuple[Source, ...]
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    retention_years: int | None = None
    note: Words = ""
    _by_name: dict[str, Move] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_name.update((move.name, move) for move in self.moves)

    @property
    def initial(self) -> State:
        return self.states[0]

    @property
    def open_states(self) -> tuple[str, ...]:
        return tuple(state.name for state in self.states if not state.is_final)

    def move(self, name: str) -> Move:
        """Raises KeyError for a name it does not have."""
        return self._by_name[name]

    def leaving(self, move: Move) -> tuple[str, ...]:
        """The states a move may be taken in."""
        return self.open_states if move.leaves == (ANY_OPEN,) else move.leaves

    def moves_from(self, state: str) -> Iterator[Move]:
        return (move for move in self.moves if state in self.leaving(move))
