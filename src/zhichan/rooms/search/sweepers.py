"""Regular work of the search room: files of exports whose time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from zhichan.core.access.actor import system_actor
from zhichan.core.jobs.sweep import sweeper
from zhichan.rooms.search.actions.exports import expire_exports


@sweeper("search.exports", every=timedelta(hours=6))
def expire(at: datetime) -> int:
    """Let files of exports go after a week."""
    return expire_exports(by=system_actor("search"), at=at)
