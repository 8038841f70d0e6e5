"""Where a figure can be opened, whether it was kept or is only asked for."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

from zhichan.core.measures.declaration import Measure, Question, all_measures
from zhichan.core.measures.models import MeasureRun

ASKED = "asked"
"""Before the parameters of a question, which stand in one address with the filters of a list."""


def run_address(run: MeasureRun) -> str:
    """The page of a run, in the room of its measure; empty for a measure that is no longer there."""
    room = next((one.room for one in all_measures() if one.name == run.measure), "")
    return reverse("measures:run", args=[room, run.pk]) if room else ""


def opened_address(measure: Measure, asked: Question) -> str:
    """The page of the rows of a figure without options, computed at once as of the day and as known then."""
    question = {"region": asked.region, "on": asked.on.isoformat(), "known": asked.known_at.isoformat()}
    asking = {f"{ASKED}-{name}": value for name, value in question.items()}
    return f"{reverse('measures:opened', args=[measure.room, measure.name])}?{urlencode(asking)}"
