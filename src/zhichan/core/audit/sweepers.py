"""The daily seal as a sweeper."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from zhichan.core.audit.models import AuditSeal
from zhichan.core.audit.seals import seal_day
from zhichan.core.jobs.sweep import sweeper


@sweeper("audit.seal", every=timedelta(minutes=10))
def seal_yesterday(at: datetime) -> int:
    """Seal the day that ended last, once it has ended. Returns how many seals were added."""
    yesterday = timezone.localdate(at) - timedelta(days=1)
    if AuditSeal.objects.filter(day__gte=yesterday).exists():
        return 0
    seal_day(yesterday, at=at)
    return 1
