"""Who may ask what: a figure computed for an actor, and a run computed once more. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import found
from zhichan.core.access.rights import require
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.measures.computing import MANY, Figure, figure_of, figures_of
from zhichan.core.measures.declaration import Measure, Question, Shared, all_measures, measure_named
from zhichan.core.measures.models import MeasureRun
from zhichan.core.measures.rights import MEASURE_RUN
from zhichan.core.registers.bulk import large_reads

LONGEST_REGION = 12


def computed(measure_name: str, asked: Question, *, by: Actor, at: datetime) -> Figure:
    """The figure, not kept. Raises as ``run_measure``."""
    require(by, MEASURE_RUN)
    measure = measure_named(measure_name)
    check_question(asked, at)
    return figure_of(measure, asked)


def computed_each(
    asked: Sequence[tuple[str, Question]], *, by: Actor, at: datetime
) -> list[Figure | InvalidInput | NotFound]:
    """For each measure and question the figure, not kept, or why there is none; they share what they rest on.

    Give those of one moment one after the other: what only they share is held no longer. Raises NotAllowed.
    """
    require(by, MEASURE_RUN)
    moments = {one.moment for _name, one in asked}
    whole = Shared(is_for_many=len(asked) >= MANY * len(moments), moments=moments)
    found: list[Figure | InvalidInput | NotFound] = []
    with large_reads():
        for _moment, some in groupby(asked, key=lambda pair: pair[1].moment):
            shared = whole.of_one_moment()
            found += [_computed_or_refused(name, replace(one, shared=shared), by, at) for name, one in some]
    return found


def _computed_or_refused(
    measure_name: str, asked: Question, by: Actor, at: datetime
) -> Figure | InvalidInput | NotFound:
    try:
        return computed(measure_name, asked, by=by, at=at)
    except (InvalidInput, NotFound) as refusal:
        return refusal


@dataclass(frozen=True)
class Answers:
    """The figures of all measures that could be asked, and the names of those that lack a required option."""

    figures: Sequence[Figure]
    left_out: Sequence[str]


def computed_all(asked: Question, *, by: Actor, at: datetime) -> Answers:
    """Every measure there is for one region and moment, not kept; an option goes to each that has it.

    Raises as ``computed``, and InvalidInput for an option that no measure has.
    """
    require(by, MEASURE_RUN)
    check_question(asked, at)
    if strange := asked.options.keys() - {option.name for one in all_measures() for option in one.options}:
        name = min(strange)
        raise InvalidInput(_("没有一个指标有选项“%(name)s”。") % {"name": name[:40]}, field=name)
    asking = [(one, _options_for(one, asked)) for one in all_measures()]
    questions = [(one, replace(asked, options=options)) for one, options in asking if options is not None]
    left_out = [one.name for one, options in asking if options is None]
    return Answers(figures_of(questions), left_out)


def _options_for(measure: Measure, asked: Question) -> dict[str, str] | None:
    """Those that the measure has; None where one it cannot do without is not given."""
    own = {one.name: asked.options.get(one.name, "") for one in measure.options}
    is_lacking = any(one.is_required and not own[one.name].strip() for one in measure.options)
    return None if is_lacking else own


def check_question(asked: Question, at: datetime) -> None:
    """Raises InvalidInput for knowledge to come and for what is no region code."""
    if asked.known_at > at:
        raise InvalidInput(_("获知时间不能晚于现在。"), field="known_at")
    if asked.region and not (asked.region.isascii() and asked.region.isdigit()):
        raise InvalidInput(_("地区代码是数字，如 120118。"), field="region")
    if len(asked.region) > LONGEST_REGION:
        raise InvalidInput(_("地区代码最多 12 位。"), field="region")


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
