"""How given patents stood on a day (某日法律状态), as plain values for other rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from zhichan.core.access.actor import Actor
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry.models.patent import PATENTS

AT_ONCE = 500


def patent_classes_on(
    ids: Collection[int], on: date, known_at: datetime, actor: Actor
) -> dict[str, frozenset[int]]:
    """For each class of status the patents that had it on the day, as known at the instant, of those the
    actor may see. One that was not there on the day is in none. O(ids)."""
    classes: dict[str, set[int]] = defaultdict(set)
    wanted, moment = sorted(ids), Moment(on, known_at)
    for first in range(0, len(wanted), AT_ONCE):
        periods = periods_at(PATENTS, moment, actor).filter(subject__in=wanted[first : first + AT_ONCE])
        for subject, public_class in periods.values_list("subject_id", "public_class"):
            classes[public_class].add(subject)
    return {name: frozenset(found) for name, found in classes.items()}
