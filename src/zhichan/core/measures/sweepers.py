"""What the clock asks for of measures: the figures on the dashboard, once a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from zhichan.core.access.actor import system_actor
from zhichan.core.jobs.sweep import sweeper
from zhichan.core.measures.actions.refresh_board import refresh_board


@sweeper("measures.board", every=timedelta(days=1))
def compute(at: datetime) -> int:
    """Compute what the dashboard shows; counts the figures."""
    return refresh_board(by=system_actor("measures"), at=at)
