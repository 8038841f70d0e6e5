"""How one register takes in the rows of files (接收); a room declares it beside its register.

The engine reads, stages, previews, commits and undoes; an intake knows what a row means.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.declaration import Register
from zhichan.core.registers.importing.lines import Checked, Line
from zhichan.core.tables.declaration import Label


class CheckRow(Protocol):
    """Turns one record of a file into a line, or says everything that is wrong with it. Pure."""

    def __call__(self, number: int, place: str, values: Mapping[str, Any]) -> Checked: ...


class Checker(Protocol):
    """Makes the check for one file from its first rows: a column may tell what a cell does not."""

    def __call__(self, sample: Sequence[Mapping[str, Any]]) -> CheckRow: ...


class Match(Protocol):
    """Gives lines the key under which the register holds them already, or refuses them; one for each line.

    Called with the lines of each portion of one file, in its order; a match may remember what the file said
    before.
    """

    def __call__(self, checked: Sequence[Checked]) -> Sequence[Checked]: ...


class Resolve(Protocol):
    """Finds or makes the parties of names: called once before rows are written, in its own transactions.

    Returns the key of a party for each name. What it makes belongs to the batch.
    """

    def __call__(self, names: Sequence[str], *, batch: ImportBatch, at: datetime) -> Mapping[str, int]: ...


class Parties(Protocol):
    """What is known of parties before names are resolved, and how two lists of them compare."""

    def find(self, names: Collection[str]) -> Mapping[str, int]:
        """The parties that names find; those that find none are left out."""

    def told(self, pairs: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], bool | None]:
        """Of each pair of lists, a stored one and another: True where it tells nothing new, False where it
        tells more of the same, None where they are at odds. An unknown party is no number."""


class Said(NamedTuple):
    """Something a line says besides the fields of its row; ``before``: what it takes the place of."""

    label: Label
    before: str
    after: str


@dataclass(frozen=True)
class ClosedWords:
    """The words that a field may hold (用语): whether one is known, and those to choose from for one that is
    not, each with its label."""

    is_known: Callable[[str], bool]
    choices: Callable[[], Sequence[tuple[str, Label]]]


@dataclass(frozen=True)
class Intake:
    """``kind``: what the rows of a file speak of. ``key``: the field that identifies a row.

    ``parties`` goes with ``resolve``: fields that keep both values are compared by it.
    ``write_more`` stores what the room keeps besides the row, for the lines of a chunk by row id; ``adds``
    names the rows to which that would add something, ``says`` tells people what, and ``touched`` gives the
    keys of the rows to which a batch added something, as a query. ``spread`` makes of one row of a file that
    speaks of several things one row for each. ``matcher`` makes the match for one file; ``is_matched`` tells
    by its key whether a line concerns it. ``known`` finds stored rows by key where more than one column
    tells, as ``stored.known_keys`` does.
    ``takes``: the fields of a file that the register keeps, where those are named; a mapping page offers no
    others. ``words``: the fields of a file whose words are a closed list.
    ``take_over`` joins to the rows of a batch what stood apart until they came; it gets the batch and the
    rows of others that the batch changed, and returns the rows to derive anew. It is part of the commit.
    ``settle`` does what follows from a batch once it is committed; cut off, the room does it later.
    """

    register: Register
    kind: str
    key: str
    checker: Checker
    resolve: Resolve | None = None
    parties: Parties | None = None
    write_more: Callable[[Mapping[int, Line], ImportBatch], None] | None = None
    takes: Collection[str] = ()
    words: Mapping[str, ClosedWords] = field(default_factory=dict)
    spread: Callable[[Mapping[str, Any]], Sequence[Mapping[str, Any]]] | None = None
    matcher: Callable[[], Match] | None = None
    is_matched: Callable[[str], bool] | None = None
    known: Callable[[Sequence[str]], Mapping[str, tuple[int, int | None, bool]]] | None = None
    adds: Callable[[Mapping[int, Line]], set[int]] | None = None
    says: Callable[[Mapping[int, Line]], Mapping[int, Sequence[Said]]] | None = None
    touched: Callable[[ImportBatch], QuerySet[Any]] | None = None
    take_over: Callable[[ImportBatch, Collection[int], datetime], set[int]] | None = None
    settle: Callable[[ImportBatch, datetime], object] | None = None


_INTAKES: dict[str, Intake] = {}


def intake(declared: Intake) -> Intake:
    """Make an intake known; a second one for a kind stops the start."""
    if declared.kind in _INTAKES:
        raise ValueError(f"intake {declared.kind} declared twice")
    _INTAKES[declared.kind] = declared
    return declared


def intake_of(kind: str, layout: Label) -> Intake:
    """Raises InvalidInput, naming the layout, for a kind of thing that no register takes in yet."""
    if kind not in _INTAKES:
        raise InvalidInput(
            _("认出了版式“%(layout)s”，但还没有接收它的登记册，没有导入。") % {"layout": layout}, kind=kind
        )
    return _INTAKES[kind]


def all_intakes() -> tuple[Intake, ...]:
    """Every intake, in the order of the registers."""
    return tuple(sorted(_INTAKES.values(), key=lambda one: one.register.rank))


def intake_for(register_name: str) -> Intake:
    """The intake that writes into a register."""
    found = next((one for one in _INTAKES.values() if one.register.name == register_name), None)
    if found is None:
        raise NotFound(_("这个登记册不接收文件。"), register=register_name)
    return found
