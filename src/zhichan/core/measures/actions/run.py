"""Running a measure and keeping the run (计算并留存)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput
from zhichan.core.measures.computing import Figure, figure_of
from zhichan.core.measures.declaration import Question, measure_named
from zhichan.core.measures.models import MeasureRun
from zhichan.core.measures.rights import MEASURE_RUN


def run_measure(measure_name: str, asked: Question, *, by: Actor, at: datetime) -> tuple[Figure, MeasureRun]:
    """Compute a measure and keep what was asked and what came out.

    Raises NotAllowed, NotFound for a measure that is not declared, InvalidInput for knowledge to come.
    """
    require(by, MEASURE_RUN)
    measure = measure_named(measure_name)
    if asked.known_at > at:
        raise InvalidInput(_("获知时间不能晚于现在。"), field="known_at")
    figure = figure_of(measure, asked)
    return figure, _kept(figure, by, at)


@transaction.atomic
def _kept(figure: Figure, by: Actor, at: datetime) -> MeasureRun:
    asked, counted = figure.asked, figure.counted
    run = MeasureRun.objects.create(
        measure=figure.measure.name,
        region=asked.region,
        on=asked.on,
        known_at=asked.known_at,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        denominator_source=counted.divisor.source[:200] if counted.divisor else "",
        coverage=counted.coverage,
        row_count=figure.row_count,
        rows_digest=figure.rows_digest,
        missing=counted.missing[:200],
        notes=list(counted.notes),
        ran_at=at,
        person_id=by.id,
    )
    details = {"measure": run.measure, "region": run.region, "rows": run.rows_digest}
    record("measures.measure.run", subject=run, by=by, at=at, details=details)
    return run
