"""Rights (权限): which role may do what, and how far.

Every page, API operation and action names one right. A right says for each role how far it reaches:
over everything, or over the person's own units and those below. A role that is not named has nothing
(deny by default). The whole table is data: ``all_rights()`` feeds the page 权限一览 and the generated
rights test.

Rooms declare theirs in ``rooms/<room>/rights.py``; core declares its own in ``core_rights.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Reach(Enum):
    OWN = "own"
    ALL = "all"


@dataclass(frozen=True)
class Right:
    """``hidden``: whoever lacks it is told "not found", not "not allowed"."""

    code: str
    label: StrOrPromise = field(hash=False)
    reach: Mapping[Role, Reach] = field(hash=False)
    hidden: bool = True


_RIGHTS: dict[str, Right] = {}


def declare(code: str, label: StrOrPromise, reach: Mapping[Role, Reach], *, hidden: bool = True) -> Right:
    """Add a right to the table; a second declaration of the same code stops the start."""
    if code in _RIGHTS:
        raise ValueError(f"right {code} declared twice")
    right = _RIGHTS[code] = Right(code, label, dict(reach), hidden)
    return right


def everywhere(*roles: Role) -> dict[Role, Reach]:
    return dict.fromkeys(roles, Reach.ALL)


def own_units(*roles: Role) -> dict[Role, Reach]:
    return dict.fromkeys(roles, Reach.OWN)


def everyone() -> dict[Role, Reach]:
    return everywhere(*Role)


def signed_in() -> dict[Role, Reach]:
    return everywhere(*(role for role in Role if role is not Role.PUBLIC))


def all_rights() -> tuple[Right, ...]:
    return tuple(sorted(_RIGHTS.values(), key=lambda right: right.code))


def right_of(code: str) -> Right:
    return _RIGHTS[code]


def may(actor: Actor, right: Right, units: Collection[int] | None = None) -> bool:
    """Whether the actor holds the right.

    ``units``: the units the thing belongs to; None asks whether the actor holds it anywhere at all
    (to open a list that ``visible_to`` narrows). The system actor may do everything; a token may do
    no more than its scopes; a person without a post may do what every role may: sign in, keep the account.
    """
    if actor.kind == "system":
        return True
    if actor.scopes is not None and right.code not in actor.scopes:
        return False
    if actor.kind == "person" and not actor.held:
        return signed_in().items() <= right.reach.items()
    return any(_reaches(actor, index, right, units) for index in range(len(actor.held)))


def _reaches(actor: Actor, index: int, right: Right, units: Collection[int] | None) -> bool:
    held = actor.held[index]
    reach = right.reach.get(held.role)
    if reach is None:
        return False
    return reach is Reach.ALL or units is None or not held.unit_ids.isdisjoint(units)


def reach_of(actor: Actor, right: Right) -> Reach | None:
    """The widest reach the actor has for a right: ALL, OWN or None. Used by ``visible_to``."""
    if not may(actor, right):
        return None
    if actor.kind == "system" or not actor.held:
        return Reach.ALL
    reaches = {right.reach.get(role) for role in actor.roles}
    return Reach.ALL if Reach.ALL in reaches else Reach.OWN


def units_of(actor: Actor, right: Right) -> frozenset[int]:
    """The units over which the actor holds a right that reaches OWN."""
    return frozenset().union(*(h.unit_ids for h in actor.held if h.role in right.reach))


def require(actor: Actor, right: Right, units: Collection[int] | None = None) -> None:
    """Raise unless the actor holds the right: NotFound for a hidden right, else NotAllowed.

    Of a token whose owner holds the right nothing is hidden: it is told which scope it lacks.
    """
    if may(actor, right, units):
        return
    if actor.scopes is not None and may(replace(actor, scopes=None), right, units):
        raise NotAllowed(
            _("令牌不含“%(label)s”（%(code)s）。请另建一个含这项权限的令牌。")
            % {"label": right.label, "code": right.code},
            code="scope_missing",
            right=right.code,
        )
    if right.hidden:
        raise NotFound(_("没有找到这个页面或记录。"), right=right.code)
    raise NotAllowed(_("您没有“%(label)s”的权限。") % {"label": right.label}, right=right.code)
