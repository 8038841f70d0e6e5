"""What the clock asks for in the registry room: parties that came by hand are resolved, too (归并)."""

from __future__ import annotations

from datetime import datetime, timedelta

from zhichan.core.access.actor import system_actor
from zhichan.core.jobs.sweep import sweeper
from zhichan.rooms.registry.actions.resolve_parties import resolve_parties


@sweeper("registry.resolve", every=timedelta(hours=1))
def resolve_what_is_left(at: datetime) -> int:
    """Resolve the parties that no commit has resolved; counts them."""
    done = 0
    for reached in resolve_parties(by=system_actor("sweep"), at=at):
        done = reached.done
    return done
