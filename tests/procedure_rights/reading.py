"""Reading the table of steps and sights: csv files in ``tests/rights_table/procedures/``, written by hand.

``steps.csv``: one row for each step of each procedure, and one for its opening. ``versions``: of which
versions it is a step. Then who takes it, whatever stands against it otherwise:

    leader    the unit's leader                      officer   a case officer who is not on the team
    team      a case officer on the case team        host      one who hosts the hearing
    reviewer  legal review, not on the team          system    the program itself
    seats     those in these seats, by their part, where they have an account in the office
    outside   the parts in which those outside take it themselves, with a code or an account; of an opening
              whether it is asked for from outside

``child`` in the row of an opening: only a step of another matter opens it.

``people.csv``: what somebody with a role is in a matter, by where their unit stands: it is the matter's own,
lies above or below it, has it shared with it, or is another. ``place``: on the ``team``, as ``host``, or in a
``seat``. A cell names columns of ``steps.csv``; ``sees`` is told "not allowed", ``hidden`` "not found".

``sights.csv``: where a matter shows to those whose role sees matters: in its ``own`` unit, on its ``team``,
of a unit it is ``shared`` with, of any ``other``. Whose role sees none is told so in the table of pages.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zhichan.core.access.roles import Role

FOLDER = Path(__file__).parent.parent / "rights_table" / "procedures"
COLUMNS = ("leader", "officer", "team", "host", "reviewer", "system")
WHERE = ("own", "above", "below", "shared", "other")
OPENING = "(open)"
_PLACES = {"", "team", "host", "seat"}


@dataclass(frozen=True)
class StepRow:
    """One row of ``steps.csv``."""

    procedure: str
    versions: frozenset[int]
    step: str
    words: str
    takes: frozenset[str]
    seats: frozenset[str]
    outside: frozenset[str]
    is_child: bool

    def is_for(self, acting: str, seat: str = "") -> bool:
        """Whether somebody with a cell of ``people.csv`` takes it; ``seat``: the part of their seat."""
        columns = acting.split("+")
        return not self.takes.isdisjoint(columns) or ("seat" in columns and seat in self.seats)


@dataclass(frozen=True)
class Somebody:
    """Roles held in a unit, the place in the matter, and what ``people.csv`` says they are in it."""

    roles: tuple[Role, ...]
    where: str
    place: str
    acting: str

    @property
    def name(self) -> str:
        return f"{'+'.join(self.roles)} {self.where} {self.place}".strip()

    @property
    def is_refused(self) -> bool:
        return self.acting in ("sees", "hidden")


@cache
def step_rows() -> tuple[StepRow, ...]:
    return tuple(_step(line) for line in _lines("steps.csv"))


@cache
def steps_of(procedure: str, version: int) -> dict[str, StepRow]:
    """The rows of one version by the name of the step."""
    found = [one for one in step_rows() if one.procedure == procedure and version in one.versions]
    assert len({one.step for one in found}) == len(found), f"{procedure}: a step stands there twice"
    return {one.step: one for one in found}


@cache
def everybody() -> tuple[Somebody, ...]:
    return tuple(
        Somebody(tuple(Role(role) for role in line["role"].split("+")), where, line["place"], line[where])
        for line in _lines("people.csv")
        for where in WHERE
    )


def _lines(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((FOLDER / name).read_text(encoding="utf-8").splitlines()))


def _step(line: dict[str, str]) -> StepRow:
    cells = {line[column] for column in COLUMNS}
    is_child = cells <= {"child", "no"} and "child" in cells
    assert is_child or cells <= {"yes", "no"}, line
    return StepRow(
        line["procedure"],
        frozenset(int(one) for one in line["versions"].split()),
        line["step"],
        line["words"],
        frozenset(column for column in COLUMNS if line[column] == "yes"),
        frozenset(line["seats"].split()) - {"-"},
        frozenset(line["outside"].split()) - {"-"},
        is_child,
    )


def check_people() -> None:
    """Every role stands in it, every cell is known."""
    known = {*COLUMNS, "seat", "sees", "hidden"}
    for one in everybody():
        assert one.place in _PLACES, one
        assert set(one.acting.split("+")) <= known, one
    alone = {one.roles for one in everybody() if not one.place and len(one.roles) == 1}
    assert alone == {(role,) for role in Role}


@dataclass(frozen=True)
class Sight:
    """One row of ``sights.csv``: where a matter may be met, and by whose eyes."""

    name: str
    address: str
    shows: frozenset[str]


@cache
def sights() -> tuple[Sight, ...]:
    columns = ("own", "team", "shared", "other")
    return tuple(
        Sight(line["sight"], line["address"], frozenset(one for one in columns if line[one] == "yes"))
        for line in _lines("sights.csv")
    )
