"""What besides patents can be searched (其他检索), for one asker."""

from __future__ import annotations

from zhichan.core.access.actor import Actor
from zhichan.core.search.collection import Collection, collections

PATENT = "patent"


def kinds_seen_by(actor: Actor) -> list[Collection]:
    """The collections of which the actor may see anything, those of patents apart."""
    scopes = ((one, one.scope_for(actor)) for one in collections() if one.name != PATENT)
    return [one for one, scope in scopes if scope.is_all or scope.groups]
