"""Procedures found by location: ``rooms/*/procedures/*.py``, checked, by name and version.

A faulty one raises ``FaultyProcedure`` with file and line, and the program does not start.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.matters.advice import adviser_names
from zhichan.core.matters.checking import Known, faults_of
from zhichan.core.matters.effects import effect_names
from zhichan.core.matters.guards import advice_of_guards, guard_names
from zhichan.core.matters.likeness import key_names
from zhichan.core.matters.models.matter import Matter
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Move, Procedure

ROOMS = "zhichan.rooms"


class FaultyProcedure(Exception):
    """A procedure that cannot run: ``file:line: reason``, a line for each fault."""


@dataclass(frozen=True)
class Found:
    """A procedure with the place it was written, and the room that is."""

    procedure: Procedure
    place: str
    room: str = ""


@cache
def all_procedures() -> tuple[Procedure, ...]:
    """Every version of every procedure, by name and then by version. Raises FaultyProcedure."""
    return checked(_found())


def procedure_on(name: str, day: date) -> Procedure:
    """The version in force on a day. Raises NotFound for an unknown name, InvalidInput for an earlier day."""
    versions = versions_of(name)
    in_force = [one for one in versions if one.in_force_from <= day]
    if not in_force:
        raise InvalidInput(
            _("程序“%(name)s”自 %(day)s 起施行，不能用于更早的日期。")
            % {"name": name, "day": versions[0].in_force_from},
            code="procedure_day",
        )
    return in_force[-1]


def versions_of(name: str) -> tuple[Procedure, ...]:
    """All of them, the oldest first. Raises NotFound, naming the procedures there are."""
    found = tuple(one for one in all_procedures() if one.name == name)
    if not found:
        names = "、".join(dict.fromkeys(one.name for one in all_procedures()))
        raise NotFound(_("没有程序“%(name)s”；现有：%(names)s。") % {"name": name[:40], "names": names})
    return found


def chosen(name: str, version: int | None, day: date) -> Procedure:
    """The version asked for; without one that in force on the day, or else the first. Raises NotFound."""
    versions = versions_of(name)
    if version is not None:
        return version_of(name, version)
    in_force = [one for one in versions if one.in_force_from <= day]
    return in_force[-1] if in_force else versions[0]


def in_force_on(day: date) -> tuple[Procedure, ...]:
    """Each procedure once, in the version in force on the day, or its first one."""
    names = dict.fromkeys(one.name for one in all_procedures())
    return tuple(chosen(name, None, day) for name in names)


def compared_with(procedure: Procedure) -> tuple[Procedure, Procedure] | None:
    """The version before it and itself; of the first one itself and the next; None where it is alone."""
    versions = versions_of(procedure.name)
    place = versions.index(procedure)
    if len(versions) == 1:
        return None
    return (versions[place - 1], procedure) if place else (procedure, versions[1])


def public_procedures(day: date) -> tuple[Procedure, ...]:
    """What may be asked for from outside on a day: of each procedure the version in force, by name."""
    in_force = {one.name: one for one in all_procedures() if one.in_force_from <= day}
    return tuple(one for one in in_force.values() if one.is_public)


@cache
def version_of(name: str, version: int) -> Procedure:
    """One version of a procedure. Raises NotFound."""
    for one in all_procedures():
        if (one.name, one.version) == (name, version):
            return one
    raise NotFound(
        _("没有程序“%(name)s”第 %(version)d 版。") % {"name": name[:40], "version": version},
    )


def move_of(procedure: Procedure, name: str) -> Move:
    """Raises NotFound, naming the moves there are."""
    try:
        return procedure.move(name)
    except KeyError:
        names = "、".join(move.name for move in procedure.moves)
        raise NotFound(
            _("程序“%(procedure)s”没有动作“%(name)s”；现有：%(names)s。")
            % {"procedure": procedure.name, "name": name[:40], "names": names}
        ) from None


def checked(found: Iterable[Found]) -> tuple[Procedure, ...]:
    """The procedures in order. Raises FaultyProcedure with every fault of every one."""
    each = sorted(found, key=lambda one: (one.procedure.name, one.procedure.version))
    known = _known([one.procedure for one in each])
    faults = [f"{one.place}: {fault}" for one in each for fault in faults_of(one.procedure, known)]
    for before, after in pairwise(each):
        first, second = before.procedure, after.procedure
        if first.name == second.name and first.version == second.version:
            faults.append(f"{after.place}: {second.name} 第 {second.version} 版写了两次（{before.place}）")
        elif first.name == second.name and first.in_force_from >= second.in_force_from:
            faults.append(f"{after.place}: {second.name} 第 {second.version} 版不晚于前一版施行")
    if faults:
        raise FaultyProcedure("\n".join(faults))
    return tuple(one.procedure for one in each)


def _known(procedures: Sequence[Procedure]) -> Known:
    """What procedures may name."""
    return Known(
        parts=frozenset(Part),
        guards=guard_names(),
        effects=effect_names(),
        documents=document_names(),
        keys=key_names(),
        procedures=frozenset(one.name for one in procedures),
        started=procedures,
        advice=adviser_names(),
        rests_on=advice_of_guards(),
        roads=frozenset(Matter.Track.values),
    )


def document_names() -> frozenset[str]:
    """The documents there are templates for: ``rooms/*/documents/<name>.toml``."""
    return frozenset(
        path.stem for folder in _room_folders() for path in (folder / "documents").glob("*.toml")
    )


def procedures_in(module: ModuleType) -> list[Found]:
    """The procedures that stand in a module under a name of their own."""
    room = module.__name__.removeprefix(f"{ROOMS}.").partition(".")[0]
    return [
        Found(value, f"{Path(str(module.__file__)).name}:{_line_of(module, name)}", room)
        for name, value in vars(module).items()
        if isinstance(value, Procedure)
    ]


@cache
def room_of(name: str) -> str:
    """The room in whose folder a procedure stands, such as ``protection``; empty for one found elsewhere."""
    return next((found.room for found in _found() if found.procedure.name == name), "")


@cache
def rooms_with_procedures() -> tuple[str, ...]:
    """The rooms that have procedures, by name."""
    return tuple(sorted({found.room for found in _found()} - {""}))


def _found() -> list[Found]:
    found: list[Found] = []
    for folder in _room_folders():
        for one in iter_modules([str(folder / "procedures")], f"{ROOMS}.{folder.name}.procedures."):
            found += procedures_in(import_module(one.name))
    return found


def _room_folders() -> list[Path]:
    rooms = import_module(ROOMS)
    return [Path(path) / room.name for path in rooms.__path__ for room in iter_modules([path])]


def _line_of(module: ModuleType, name: str) -> int:
    """The line on which a name of the module is given its value; 1 where it cannot be told."""
    try:
        lines = inspect.getsource(module).splitlines()
    except OSError:
        return 1
    return next((n for n, line in enumerate(lines, 1) if line.startswith((f"{name} =", f"{name}:"))), 1)
