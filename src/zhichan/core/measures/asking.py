"""Who may ask what: a figure computed for an actor, and a run computed once more. Reads only."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import found
from zhichan.core.access.rights import require
from zhichan.core.errors import InvalidInput
from zhichan.core.measures.computing import Figure, figure_of
from zhichan.core.measures.declaration import Question, measure_named
from zhichan.core.measures.models import MeasureRun
from zhichan.core.measures.rights import MEASURE_RUN

LONGEST_REGION = 12


def computed(measure_name: str, asked: Question, *, by: Actor, at: datetime) -> Figure:
    """The figure, not kept. Raises as ``run_measure``."""
    require(by, MEASURE_RUN)
    measure = measure_named(measure_name)
    if asked.known_at > at:
        raise InvalidInput(_("获知时间不能晚于现在。"), field="known_at")
    if asked.region and not (asked.region.isascii() and asked.region.isdigit()):
        raise InvalidInput(_("地区代码是数字，如 120118。"), field="region")
    if len(asked.region) > LONGEST_REGION:
        raise InvalidInput(_("地区代码最多 12 位。"), field="region")
    return figure_of(measure, asked)


def run_visible_to(actor: Actor, pk: int) -> MeasureRun:
    """A run that was kept. Raises NotFound for what is not there or not the actor's to see."""
    require(actor, MEASURE_RUN)
    return found(MeasureRun.objects.select_related("person").filter(pk=pk).first())


def question_of(run: MeasureRun) -> Question:
    """What a run asked, to be asked again."""
    return Question(run.region, run.on, run.known_at, run.options)


def is_same(run: MeasureRun, figure: Figure) -> bool:
    """Whether a figure computed again comes from the same rows to the same value."""
    return (run.rows_digest, run.value, run.numerator, run.denominator) == (
        figure.rows_digest,
        figure.value,
        figure.numerator,
        figure.denominator,
    )
