"""Conditions of moves (办理条件), by name. A room writes its own in ``rooms/<room>/guards.py``:

    @guard("two_officers", _("两名以上执法人员"))
    def two_officers(standing: Standing) -> str | None:
        return None if len(standing.team_ids) > 1 else _("请先指定两名以上执法人员。")

A guard looks and says why not, in the user's language; None lets the move through. It changes nothing.
One that ``looks_back`` asks nothing of the form of the move: a page says it before the form is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhichan.core.matters.procedure import Words
    from zhichan.core.matters.standing import Standing

Check = Callable[["Standing"], str | None]


@dataclass(frozen=True)
class Guard:
    """A condition with the words that name it."""

    name: str
    label: Words
    check: Check
    looks_back: bool = False


_GUARDS: dict[str, Guard] = {}


def guard(name: str, label: Words, *, looks_back: bool = False) -> Callable[[Check], Check]:
    """Register a condition; a second one of the same name stops the start."""

    def register(check: Check) -> Check:
        if name in _GUARDS:
            raise ValueError(f"guard {name} registered twice")
        _GUARDS[name] = Guard(name, label, check, looks_back)
        return check

    return register


def guard_named(name: str) -> Guard:
    """Raises KeyError for a name that is not registered."""
    return _GUARDS[name]


def guard_names() -> frozenset[str]:
    return frozenset(_GUARDS)
