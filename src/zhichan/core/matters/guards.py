"""Conditions of moves (办理条件), by name. A room writes its own in ``rooms/<room>/guards.py``:

    @guard("two_officers", _("两名以上执法人员"))
    def two_officers(standing: Standing) -> str | None:
        return None if len(standing.team_ids) > 1 else _("请先指定两名以上执法人员。")

A guard looks and says why not, in the user's language; None lets the move through. It changes nothing.
One that holds the step against what a rule says names that advice (``core.matters.advice``) and finds it in
``standing.advised``; a move with such a guard shows the advice beside its form.
One that ``looks_back`` asks nothing of the form of the move: a page says it before the form is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhichan.core.by_name import ByName

if TYPE_CHECKING:
    from zhichan.core.matters.procedure import Words
    from zhichan.core.matters.standing import Standing

Check = Callable[["Standing"], str | None]


@dataclass(frozen=True)
class Guard:
    """A condition with the words that name it. ``rests_on``: the advice it is held against, by name."""

    name: str
    label: Words
    check: Check
    rests_on: tuple[str, ...] = ()
    looks_back: bool = False


_GUARDS: ByName[Guard] = ByName("guard")


def guard(
    name: str, label: Words, *, looks_back: bool = False, rests_on: tuple[str, ...] = ()
) -> Callable[[Check], Check]:
    """Register a condition; a second one of the same name stops the start."""

    def register(check: Check) -> Check:
        _GUARDS.add(name, Guard(name, label, check, rests_on, looks_back))
        return check

    return register


def guard_named(name: str) -> Guard:
    """Raises KeyError for a name that is not registered."""
    return _GUARDS[name]


def guard_names() -> frozenset[str]:
    return frozenset(_GUARDS)


def advice_of_guards() -> tuple[tuple[str, str], ...]:
    """The conditions that rest on advice, each with one it is held against."""
    return tuple((one.name, advice) for one in _GUARDS.values() for advice in one.rests_on)
