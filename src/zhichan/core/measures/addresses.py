"""Where a figure that was kept can be opened."""

from __future__ import annotations

from django.urls import reverse

from zhichan.core.measures.declaration import all_measures
from zhichan.core.measures.models import MeasureRun


def run_address(run: MeasureRun) -> str:
    """The page of a run, in the room of its measure; empty for a measure that is no longer there."""
    room = next((one.room for one in all_measures() if one.name == run.measure), "")
    return reverse("measures:run", args=[room, run.pk]) if room else ""
