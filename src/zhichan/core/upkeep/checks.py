"""The register of health checks (体检): functions that look at the installation and report.

Core's own stand in ``checks_*.py``; a room or the shell adds its own in a module ``doctor.py`` of its
package, which is found by location.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise

from zhichan.core.by_name import ByName


class Level(StrEnum):
    """A problem makes ``doctor`` exit with 1; a note does not."""

    PROBLEM = "problem"
    NOTE = "note"


@dataclass(frozen=True)
class Remark:
    """One thing a check noticed: what is the matter and what to do."""

    level: Level
    text: str


@dataclass(frozen=True)
class CheckContext:
    """What every check is given. ``thorough``: also read every stored file and the whole audit record."""

    at: datetime
    thorough: bool


Look = Callable[[CheckContext], Iterable[Remark]]


@dataclass(frozen=True)
class Check:
    name: str
    label: str | Promise
    look: Look


_CHECKS: ByName[Check] = ByName("check")


def check(name: str, label: str | Promise) -> Callable[[Look], Look]:
    """Register a check; a second one of the same name stops the start."""

    def register(look: Look) -> Look:
        _CHECKS.add(name, Check(name, label, look))
        return look

    return register


def problem(text: str) -> Remark:
    return Remark(Level.PROBLEM, text)


def note(text: str) -> Remark:
    return Remark(Level.NOTE, text)


def registered_checks() -> tuple[Check, ...]:
    return tuple(_CHECKS[name] for name in sorted(_CHECKS))
