"""Which units can be scored (考核对象)."""

from __future__ import annotations

from zhichan.rooms.plan.models import Indicator, Responsibility
from zhichan.rooms.plan.queries.tasks import ANSWERING


def units_with_work() -> list[int]:
    """Every unit that leads or shares a task, or fills in an indicator. Two queries."""
    answering = Responsibility.objects.filter(role__in=ANSWERING).values_list("unit_id", flat=True)
    filling = Indicator.objects.filter(owner_unit__isnull=False, retired_at=None)
    owners = filling.values_list("owner_unit_id", flat=True).distinct()
    return sorted({*answering.distinct(), *(pk for pk in owners if pk is not None)})
