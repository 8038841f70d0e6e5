"""Who acts (行为人): the value every action and query takes instead of the HTTP request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhichan.core.access.roles import Role


@dataclass(frozen=True)
class Held:
    """A role held now: in which unit, and which units lie below that unit (itself included)."""

    role: Role
    unit_id: int | None
    unit_ids: frozenset[int]


@dataclass(frozen=True)
class Actor:
    """A person, the system (console, jobs) or nobody known.

    ``scopes``: None for a signed-in person; the rights a token was given when acting through the API.
    """

    kind: Literal["person", "system", "anonymous"]
    id: int | None
    name: str
    held: tuple[Held, ...] = ()
    scopes: frozenset[str] | None = None

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(h.role for h in self.held)

    @property
    def unit_ids(self) -> frozenset[int]:
        """Units the actor belongs to, with those below them."""
        return frozenset().union(*(h.unit_ids for h in self.held))

    @property
    def as_source(self) -> str:
        """As rows name their source where nothing else is one: ``person:12``, ``system:console``."""
        return f"{self.kind}:{self.name if self.id is None else self.id}"

    @property
    def is_signed_in(self) -> bool:
        return self.kind != "anonymous"


ANONYMOUS = Actor("anonymous", None, "", (Held(Role.PUBLIC, None, frozenset()),))


def system_actor(name: str) -> Actor:
    """The named, audited actor of the console, a job or the demo loader, e.g. ``system_actor("console")``."""
    return Actor("system", None, name)
