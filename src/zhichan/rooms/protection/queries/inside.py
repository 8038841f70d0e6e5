"""What runs inside a penalty case (案内事项): measures that hold goods, the way to the police."""

from __future__ import annotations

from zhichan.core.matters.models import Matter

MEASURES = ("seizure", "preservation")
_NOT_SENT = ("suspected", "reported", "approved", "refused", "returned")


def open_measures(case_id: int) -> list[str]:
    """The numbers of seizures and preservations that have not ended. One query."""
    rows = Matter.objects.filter(parent_id=case_id, procedure__in=MEASURES, is_open=True)
    return list(rows.order_by("pk").values_list("number", flat=True))


def is_with_police(case_id: int) -> bool:
    """Whether a transfer of the case was sent to the police and not given back. One query."""
    rows = Matter.objects.filter(parent_id=case_id, procedure="criminal_transfer")
    return rows.exclude(state__in=_NOT_SENT).exists()
