"""Turning the current rows of registers with the day (逐日更新)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zhichan.core.jobs.sweep import sweeper
from zhichan.core.registers.declaration import Register, all_registers
from zhichan.core.registers.derive import CHUNK, derive
from zhichan.core.registers.moments import KNOWN_FOREVER

LOOKED_BACK = timedelta(days=31)


@sweeper("registers.day", every=timedelta(hours=1))
def turn_with_the_day(at: datetime) -> int:
    """Derive anew the rows whose period began or ended in the last month; counts those that changed."""
    return sum(_turn(register, at) for register in all_registers())


def _turn(register: Register, at: datetime) -> int:
    today = timezone.localdate(at)
    since = today - LOOKED_BACK
    began = Q(valid_from__gt=since, valid_from__lte=today)
    ended = Q(valid_to__gt=since, valid_to__lte=today)
    periods: Any = register.period_model._default_manager.filter(began | ended, known_to=KNOWN_FOREVER)
    ids: list[int] = sorted(set(periods.values_list("subject_id", flat=True)))
    for first in range(0, len(ids), CHUNK):
        with transaction.atomic():
            derive(register, ids[first : first + CHUNK], at=at)
    return len(ids)
