"""Reads of scores (考核结果): who may see which run, the ranking, what a unit's score is made of.

``latest_published(year)`` and ``parts_of(run, unit)`` are for the dashboard and reports.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of, units_of
from zhichan.core.errors import NotFound
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.models import (
    ScoreAppeal,
    ScoreCorrection,
    ScoreRelease,
    ScoreRun,
    ScoreScheme,
    UnitScore,
)
from zhichan.rooms.plan.queries.score_computing import (
    Record,
    has_nothing_to_score,
    number,
    scheme_of,
    values_in,
)
from zhichan.rooms.plan.queries.score_sources import sources
from zhichan.rooms.plan.rights import SCORE_VIEW
from zhichan.rooms.plan.scoring import Part, Result, Scheme, ranks_of, result_of

PUBLISHED, SENT = ScoreRelease.Kind.PUBLISHED, ScoreRelease.Kind.SENT


def schemes_visible_to(actor: Actor) -> QuerySet[ScoreScheme]:
    """The office and its leaders see every scheme; units those that were confirmed."""
    reach = reach_of(actor, SCORE_VIEW)
    if reach is None:
        return ScoreScheme.objects.none()
    schemes = ScoreScheme.objects.order_by("-year", "-number")
    return schemes if reach is Reach.ALL else schemes.filter(state=ScoreScheme.State.CONFIRMED)


def runs_visible_to(actor: Actor) -> QuerySet[ScoreRun]:
    """The office and its leaders see every run; a unit those published, and those sent to it."""
    reach = reach_of(actor, SCORE_VIEW)
    runs = ScoreRun.objects.order_by("-made_at", "-pk")
    if reach is Reach.ALL:
        return runs
    if reach is None:
        return runs.none()
    mine = UnitScore.objects.filter(unit_id__in=units_of(actor, SCORE_VIEW)).values("run_id")
    published = ScoreRelease.objects.filter(kind=PUBLISHED).values("run_id")
    sent = ScoreRelease.objects.filter(kind=SENT).values("run_id")
    return runs.filter(Q(pk__in=published) | (Q(pk__in=sent) & Q(pk__in=mine)))


def run_visible_to(actor: Actor, pk: int) -> ScoreRun:
    """One run with its scheme; NotFound where the actor may not see it."""
    found = runs_visible_to(actor).select_related("scheme").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这次考核计算。"), run=pk)
    return found


def scores_visible_to(actor: Actor) -> QuerySet[UnitScore]:
    """Whose score the actor may open to its parts: the office all, a unit its own."""
    reach = reach_of(actor, SCORE_VIEW)
    scores = UnitScore.objects.filter(run__in=runs_visible_to(actor).order_by().values("pk"))
    if reach is Reach.ALL:
        return scores
    return scores.filter(unit_id__in=units_of(actor, SCORE_VIEW)) if reach else scores.none()


def score_visible_to(actor: Actor, run_id: int, unit_id: int) -> UnitScore:
    """One unit's score with run, scheme and unit; NotFound where the actor may not open it."""
    scores = scores_visible_to(actor).select_related("run__scheme", "unit")
    found = scores.filter(run_id=run_id, unit_id=unit_id).first()
    if found is None:
        raise NotFound(_("没有找到这个单位的得分。"), run=run_id, unit=unit_id)
    return found


def appeals_visible_to(actor: Actor) -> QuerySet[ScoreAppeal]:
    """Appeals on scores the actor may open, the open ones first, then the newest."""
    seen = ScoreAppeal.objects.filter(score__in=scores_visible_to(actor))
    return seen.order_by("answered_at", "-filed_at", "-pk").select_related(
        "score__unit", "score__run__scheme"
    )


def releases_of(run: ScoreRun) -> dict[str, ScoreRelease]:
    """By their kind: sent, published."""
    return {one.kind: one for one in ScoreRelease.objects.filter(run=run)}


@dataclass(frozen=True)
class Ranked:
    """One line of a ranking. ``computed`` and ``computed_rank``: before corrections.

    ``lacks``: of a unit that is not scored (不计分), the sources that hold nothing of it; else empty.
    """

    unit: Unit
    total: Decimal | None
    rank: int | None
    computed: Decimal | None
    computed_rank: int | None
    lacks: tuple[str, ...] = ()

    @property
    def is_scored(self) -> bool:
        return not self.lacks

    @property
    def is_corrected(self) -> bool:
        return self.total != self.computed

    @property
    def has_moved(self) -> bool:
        return self.rank != self.computed_rank


def ranking_of(run: ScoreRun) -> list[Ranked]:
    """The units in order of rank, then those without a total, those not scored last; corrections counted.

    Three queries, O(units and the rows they rest on).
    """
    scores = list(UnitScore.objects.filter(run=run).select_related("unit"))
    records = {one.unit_id: record_of(one) for one in scores}
    corrected = {unit for unit, given in corrections_of(run).items() if given}
    unscored = {unit for unit, record in records.items() if has_nothing_to_score(record)} - corrected
    computed = {one.unit_id: None if one.unit_id in unscored else one.total for one in scores}
    before, totals = ranks_of(computed), dict(computed)
    if corrected:
        results = results_of(run)
        totals |= {unit_id: results[unit_id].total for unit_id in corrected}
    ranks = ranks_of(totals)
    lines = [
        Ranked(
            one.unit,
            *(totals[one.unit_id], ranks[one.unit_id], computed[one.unit_id], before[one.unit_id]),
            lacks=_lacking(records[one.unit_id]) if one.unit_id in unscored else (),
        )
        for one in scores
    ]
    return sorted(
        lines, key=lambda line: (bool(line.lacks), line.rank is None, line.rank or 0, line.unit.name)
    )


def _lacking(record: Record) -> tuple[str, ...]:
    """The sources a score would rest on, in words."""
    return tuple(str(one.label) for one in sources() if one.name in record["sources"])


def results_of(run: ScoreRun) -> dict[int, Result]:
    """Every unit's result with corrections, by unit. Three queries, O(units and the rows they rest on)."""
    corrections = corrections_of(run)
    scheme = scheme_of(run.scheme, run.scheme.items.order_by("position"))
    return {
        one.unit_id: _result(scheme, record_of(one), corrections.get(one.unit_id, {}))
        for one in UnitScore.objects.filter(run=run)
    }


def corrections_of(run: ScoreRun) -> dict[int, dict[int, Decimal]]:
    """By unit and position, the value that holds: the latest. One query."""
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    rows = ScoreCorrection.objects.filter(score__run=run).order_by("at", "pk")
    for unit_id, position, value in rows.values_list("score__unit_id", "position", "value"):
        found[unit_id][position] = value
    return found


def record_of(score: UnitScore) -> Record:
    """What was kept of a unit's score."""
    record: Record = json.loads(score.record_text)
    return record


def _result(scheme: Scheme, record: Record, corrected: Mapping[int, Decimal]) -> Result:
    """The score with corrections, from its stored inputs."""
    return result_of(
        scheme,
        values_in(record),
        bonus=Decimal(record["bonus"]),
        deduction=Decimal(record["deduction"]),
        corrected=corrected,
    )


@dataclass(frozen=True)
class ScoreParts:
    """What a unit's score is made of. ``computed``: its parts before corrections."""

    score: UnitScore
    record: Record
    parts: Sequence[Part]
    result: Result
    computed: Sequence[Part]

    @property
    def lacks(self) -> tuple[str, ...]:
        """As of ``Ranked``: empty for a unit that is scored."""
        is_corrected = any(part.counted == "corrected" for part in self.parts)
        return _lacking(self.record) if has_nothing_to_score(self.record) and not is_corrected else ()


def parts_of(run: ScoreRun, unit: Unit) -> ScoreParts:
    """The parts of a unit's score, corrections counted. Raises NotFound for a unit the run does not have."""
    score = UnitScore.objects.select_related("run__scheme", "unit").filter(run=run, unit=unit).first()
    if score is None:
        raise NotFound(_("没有找到这个单位的得分。"), run=run.pk, unit=unit.pk)
    return parts_of_score(score)


def parts_of_score(score: UnitScore) -> ScoreParts:
    """Two queries."""
    corrected: dict[int, Decimal] = {}
    for row in ScoreCorrection.objects.filter(score=score).order_by("at", "pk"):
        corrected[row.position] = row.value
    record = record_of(score)
    computed = [_part_in(one) for one in record["parts"]]
    scheme = score.run.scheme
    result = _result(scheme_of(scheme, scheme.items.order_by("position")), record, corrected)
    return ScoreParts(score, record, result.parts, result, computed)


def _part_in(kept: Record) -> Part:
    return Part(
        position=kept["position"],
        weight=Decimal(kept["weight"]),
        weights=Decimal(kept["weights"]),
        value=number(kept["value"]),
        bounded=number(kept["bounded"]),
        points=Decimal(kept["points"]),
        missing=kept["missing"],
        counted=kept["counted"],
    )


def latest_published(year: int) -> list[Ranked]:
    """The ranking published last for a year; empty where none was. Five queries."""
    release = latest_release(year)
    return ranking_of(release.run) if release else []


def latest_release(year: int | None = None) -> ScoreRelease | None:
    """The publication that is the latest, of a year or of all. One query."""
    releases = ScoreRelease.objects.filter(kind=PUBLISHED).select_related("run__scheme")
    if year is not None:
        releases = releases.filter(run__scheme__year=year)
    return releases.order_by("-at", "-pk").first()
