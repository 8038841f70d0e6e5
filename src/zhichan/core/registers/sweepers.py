"""Turning the current rows of registers with the day (逐日更新)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zhichan.core.jobs.sweep import done_at, sweeper
from zhichan.core.registers.declaration import Register, all_registers
from zhichan.core.registers.derive import CHUNK, derive
from zhichan.core.registers.moments import BEGINNING, KNOWN_FOREVER

NAME = "registers.day"
LOOKED_BACK = timedelta(days=31)


@sweeper(NAME, every=timedelta(hours=1))
def turn_with_the_day(at: datetime) -> int:
    """Derive anew the rows whose period began or ended since this was last done; counts them.

    At least a month back, because a clock may have been wrong; everything where it was never done.
    """
    done = done_at(NAME)
    since = min(timezone.localdate(done), timezone.localdate(at) - LOOKED_BACK) if done else BEGINNING
    return sum(_turn(register, since, at) for register in all_registers())


def _turn(register: Register, since: date, at: datetime) -> int:
    today = timezone.localdate(at)
    began = Q(valid_from__gt=since, valid_from__lte=today)
    ended = Q(valid_to__gt=since, valid_to__lte=today)
    periods: Any = register.period_model._default_manager.filter(began | ended, known_to=KNOWN_FOREVER)
    ids: list[int] = sorted(set(periods.values_list("subject_id", flat=True)))
    for first in range(0, len(ids), CHUNK):
        with transaction.atomic():
            derive(register, ids[first : first + CHUNK], at=at)
    return len(ids)
