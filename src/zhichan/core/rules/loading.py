"""Rule sets found by location: ``rooms/<room>/rules/<set>/``, read and checked as the program starts.

A faulty one raises ``FaultyRule`` with file, line and reason for each fault, and the program does not start.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.rules.cases import case_fields, case_of
from zhichan.core.rules.definition import Formula, RuleSet, WorkedCase, misfits
from zhichan.core.rules.nodes import Fault, Node, read_yaml
from zhichan.core.rules.reading import read_parameters

ROOMS = "zhichan.rooms"
PARAMETERS, FORMULAS, CASES = "parameters.yaml", "formulas.py", "cases.yaml"


class FaultyRule(Exception):
    """A rule set that cannot be used: ``file:line: reason``, a line for each fault."""


@cache
def all_sets() -> tuple[RuleSet, ...]:
    """Every rule set of every room, by room and name. Raises FaultyRule."""
    found = tuple(load(room, folder) for room, folder in _folders())
    names = [one.name for one in found]
    for name in names:
        if names.count(name) > 1:
            raise FaultyRule(f"rules/{name}:1: 两处写了规则集 {name}")
    return found


def rule_set(name: str) -> RuleSet:
    """Raises NotFound, naming the sets there are."""
    for one in all_sets():
        if one.name == name:
            return one
    names = "、".join(one.name for one in all_sets())
    raise NotFound(_("没有规则集“%(name)s”；现有：%(names)s。") % {"name": name[:40], "names": names})


def load(room: str, folder: Path, module: ModuleType | None = None) -> RuleSet:
    """One rule set from its folder. ``module``: its formulas, where they are not found by the room's name."""
    name, faults = folder.name, dict[str, list[Fault]]()
    written = read_parameters(folder / PARAMETERS, faults.setdefault(PARAMETERS, []))
    formulas = module or import_module(f"{ROOMS}.{room}.rules.{name}.formulas")
    faults[FORMULAS] = list(_of_module(name, formulas))
    _stop(folder, faults)
    faults[PARAMETERS] += (Fault(*one) for one in misfits(formulas.Parameters, written.parameters))
    made = RuleSet(
        name,
        room,
        written.label,
        written.note,
        written.parameters,
        tuple(_formulas(name, formulas)),
        formulas.Case,
        formulas.Parameters,
    )
    cases = tuple(_cases(made, read_yaml(folder / CASES, faults.setdefault(CASES, []))))
    _stop(folder, faults)
    return dataclasses.replace(made, cases=cases)


def _folders() -> Iterator[tuple[str, Path]]:
    for room in iter_modules(import_module(ROOMS).__path__):
        rules = Path(str(import_module(f"{ROOMS}.{room.name}").__file__)).parent / "rules"
        for path in sorted(rules.glob(f"*/{PARAMETERS}")):
            yield room.name, path.parent


def _of_module(name: str, module: ModuleType) -> Iterator[Fault]:
    """What is wrong with the formulas before they are held against the parameters."""
    for needed in ("Case", "Parameters"):
        if not dataclasses.is_dataclass(getattr(module, needed, None)):
            yield Fault(1, f"没有数据类 {needed}")
            return
    if not any(_formulas(name, module)):
        yield Fault(1, f"没有公式 {name} 或 {name}_from_年份")
    try:
        case_fields(module.Case)
        list(misfits(module.Parameters, {}))
    except (TypeError, KeyError, NameError) as error:
        yield Fault(1, f"类型不对：{error}")


def _formulas(name: str, module: ModuleType) -> Iterator[Formula]:
    """The functions of the set's name, in order of the day in their own: ``grant_from_2021_06_01``."""
    dated = re.compile(rf"{name}(?:_from_(\d{{4}})(?:_(\d\d)_(\d\d))?)?")
    found = []
    for own_name, function in inspect.getmembers(module, inspect.isfunction):
        if parts := dated.fullmatch(own_name):
            year, month, day = (int(part or 1) for part in parts.groups())
            found.append(Formula(date(year, month, day), own_name, function))
    yield from sorted(found, key=lambda one: one.from_on)


def _cases(made: RuleSet, root: Node) -> Iterator[WorkedCase]:
    known = ("case", "on", "given", "expect", "because", "refused")
    for node in root.each():
        fields = node.fields(known, ("case", "on", "given"))
        given, expect = fields["given"].plain(), fields["expect"].plain() or {}
        if not isinstance(given, dict) or not isinstance(expect, dict):
            node.fault("given 和 expect 要写成“名: 值”")
            continue
        refused = fields["refused"].text
        if bool(expect) is bool(refused):
            node.fault("expect 和 refused 要写一个")
        because = tuple(one.text for one in fields["because"].each())
        on = fields["on"].day() or date.min
        worked = WorkedCase(fields["case"].text, on, given, expect, because, refused, node.line)
        if not refused:
            _try(made, worked, node)
        yield worked


def _try(made: RuleSet, worked: WorkedCase, node: Node) -> None:
    try:
        case_of(made.case, worked.given)
    except InvalidInput as error:
        node.fault(error.message)


def _stop(folder: Path, faults: dict[str, list[Fault]]) -> None:
    """Raises FaultyRule where there is any fault, in the order of files and lines."""
    lines = [
        f"rules/{folder.name}/{file}:{fault.line}: {fault.reason}"
        for file, each in faults.items()
        for fault in sorted(each)
    ]
    if lines:
        raise FaultyRule("\n".join(lines))
