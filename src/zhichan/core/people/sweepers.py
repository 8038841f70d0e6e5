"""A sweeper of the door: sessions that have run out."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from zhichan.core.jobs.sweep import sweeper


@sweeper("people.sessions", every=timedelta(days=1))
def clear_sessions(at: datetime) -> int:
    """Remove the sessions nobody can go on with: they hold who was signed in, and only pile up."""
    return Session.objects.filter(expire_date__lte=at).delete()[0]
