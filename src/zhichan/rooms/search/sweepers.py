"""Regular work of the search room: old files of exports, digests of new hits and their mails."""

from __future__ import annotations

from datetime import datetime, timedelta

from zhichan.core.access.actor import system_actor
from zhichan.core.jobs.sweep import sweeper
from zhichan.rooms.search.actions.alerts import find_alerts, note_withdrawn
from zhichan.rooms.search.actions.digests import make_digests
from zhichan.rooms.search.actions.exports import expire_exports
from zhichan.rooms.search.mailing import mail_digests


@sweeper("search.exports", every=timedelta(hours=6))
def expire(at: datetime) -> int:
    """Let files of exports go after a week."""
    return expire_exports(by=system_actor("search"), at=at)


@sweeper("search.digests", every=timedelta(minutes=15))
def tell_of_new_hits(at: datetime) -> int:
    """Tell subscribers of new hits; counts the hits."""
    return make_digests(by=system_actor("search"), at=at)


@sweeper("search.alerts", every=timedelta(minutes=15))
def warn(at: datetime) -> int:
    """Find warnings, and note which were taken back; counts both."""
    by = system_actor("search")
    return find_alerts(by=by, at=at) + note_withdrawn(by=by, at=at)


@sweeper("search.mails", every=timedelta(minutes=5))
def mail(at: datetime) -> int:
    """Send digests by mail; counts those sent."""
    return mail_digests(at)
