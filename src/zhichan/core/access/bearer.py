"""Who calls the API: the owner of the bearer token, within the token's scopes.

Only tokens are taken, never the session of a browser: so no page elsewhere can make a browser call the API.
The rate is counted per token and process in the cache: ``CALLS_A_MINUTE`` in each clock minute.
"""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.security import HttpBearer

from zhichan.core.access.actor import Actor, system_actor
from zhichan.core.access.requests import now, today
from zhichan.core.access.rights import Right, require
from zhichan.core.people.actions.tokens import note_token_use
from zhichan.core.people.queries import actor_of
from zhichan.core.people.queries.people import usable_token

CALLS_A_MINUTE = 300
_MINUTE = 60


class TokenAuth(HttpBearer):
    """Accepts a usable token whose owner and scopes hold the right; sets ``request.actor``.

    No or a bad token answers 401, a missing scope 403; a right the owner lacks what ``require`` says: 404
    for hidden ones, else 403.
    """

    def __init__(self, right: Right) -> None:
        super().__init__()
        self.right = right

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        found = usable_token(token, today())
        if found is None:
            return None
        _count_call(found.pk)
        actor = actor_of(found.person, today(), scopes=frozenset(found.scopes))
        require(actor, self.right)
        note_token_use(found, by=system_actor("api"), at=now())
        request.actor = actor  # type: ignore[attr-defined]
        return actor


def _count_call(token_id: int) -> None:
    """Raise Throttled for one call too many in this minute."""
    minute = int(now().timestamp()) // _MINUTE
    key = f"api-calls:{token_id}:{minute}"
    cache.add(key, 0, timeout=2 * _MINUTE)
    if cache.incr(key) > CALLS_A_MINUTE:
        raise Throttled(wait=_MINUTE)
