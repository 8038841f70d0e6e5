"""Running a measure and keeping the run (计算并留存)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.measures.asking import computed
from zhichan.core.measures.computing import Figure
from zhichan.core.measures.declaration import Question
from zhichan.core.measures.models import MeasureRun
from zhichan.core.measures.presenting import part_values
from zhichan.core.measures.rights import MEASURE_RUN


def run_measure(measure_name: str, asked: Question, *, by: Actor, at: datetime) -> tuple[Figure, MeasureRun]:
    """Compute a measure and keep what was asked and what came out.

    Raises NotAllowed, NotFound for a measure that is not declared, InvalidInput for knowledge to come, no
    region code, or options the measure does not have.
    """
    figure = computed(measure_name, asked, by=by, at=at)
    return figure, keep_run(figure, by=by, at=at)


@transaction.atomic
def keep_run(figure: Figure, *, by: Actor, at: datetime) -> MeasureRun:
    """Keep a figure that was computed, with all that is needed to compute it again. Raises NotFound."""
    require(by, MEASURE_RUN)
    run = run_of(figure)
    run.ran_at, run.person_id = at, by.id
    run.save()
    details = {"measure": run.measure, "region": run.region, "rows": run.rows_digest}
    record("measures.measure.run", subject=run, by=by, at=at, details=details)
    return run


def run_of(figure: Figure) -> MeasureRun:
    """What of a figure is kept, not kept yet."""
    asked, counted = figure.asked, figure.counted
    return MeasureRun(
        measure=figure.measure.name,
        region=asked.region,
        on=asked.on,
        known_at=asked.known_at,
        options=dict(asked.options),
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        denominator_source=counted.divisor.source[:200] if counted.divisor else "",
        denominator_label=counted.divisor.label[:60] if counted.divisor else "",
        denominator_register=counted.divisor.register if counted.divisor else "",
        denominator_row=counted.divisor.row_id if counted.divisor else None,
        is_lower_bound=counted.is_lower_bound,
        parts=[part_values(part) for part in figure.parts],
        coverage=counted.coverage,
        row_count=figure.row_count,
        rows_digest=figure.rows_digest,
        missing=counted.missing[:200],
        notes=list(counted.notes),
    )
