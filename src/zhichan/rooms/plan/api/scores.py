"""Scores through the API: runs, rankings, and what a unit's score is made of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from zhichan.core.access.operation import DEFAULT_PAGE_SIZE, Id, PageSize, key_set_page, operation
from zhichan.core.access.requests import actor_in
from zhichan.rooms.plan.api.types import Exact
from zhichan.rooms.plan.models import ScoreRelease, ScoreRun
from zhichan.rooms.plan.queries.scores import (
    parts_of_score,
    ranking_of,
    releases_of,
    run_visible_to,
    runs_visible_to,
    score_visible_to,
    scores_visible_to,
)
from zhichan.rooms.plan.rights import SCORE_VIEW

router = Router()


class ScoreRunOut(Schema):
    """``digest``: SHA-256 over the scheme, the question and every unit's record."""

    id: int
    scheme_id: int
    year: int
    name: str
    period_from: date
    on: date
    known_at: datetime
    made_at: datetime
    digest: str
    is_published: bool
    is_sample: bool


class ScoreRunPage(Schema):
    items: list[ScoreRunOut]
    next: int | None


class RankedOut(Schema):
    """``total`` and ``rank`` with corrections; ``computed`` and ``computed_rank`` without. Null: no data.

    ``lacks``: of a unit that is not scored, the sources that hold nothing of it; empty for one that is.
    """

    unit_id: int
    total: Exact | None
    rank: int | None
    computed: Exact | None
    computed_rank: int | None
    lacks: list[str]


class RankingOut(Schema):
    run: ScoreRunOut
    units: list[RankedOut]


class ScorePartOut(Schema):
    """``counted``: counted, left_out, zero or corrected. ``missing``: the input that is not known."""

    position: int
    name: str
    formula: str
    weight: Exact
    value: Exact | None
    bounded: Exact | None
    points: Exact
    missing: str
    counted: str


class UnitScoreOut(Schema):
    """``record``: the inputs as they were kept, with the rows behind them."""

    run_id: int
    unit_id: int
    total: Exact | None
    bonus: Exact
    deduction: Exact
    parts: list[ScorePartOut]
    record: dict[str, Any]


@operation(router.get, "/scores/runs", right=SCORE_VIEW, out=ScoreRunPage, summary="列出考核计算")
def score_runs(
    request: HttpRequest, after: Id | None = None, limit: PageSize = DEFAULT_PAGE_SIZE
) -> ScoreRunPage:
    visible = runs_visible_to(actor_in(request)).select_related("scheme").prefetch_related("releases")
    rows, following = key_set_page(visible, after=after, limit=limit)
    items = [_run(row, {one.kind for one in row.releases.all()}) for row in rows]
    return ScoreRunPage(items=items, next=following)


@operation(router.get, "/scores/runs/{run_id}", right=SCORE_VIEW, out=RankingOut, summary="一次考核的名次")
def score_ranking(request: HttpRequest, run_id: Id) -> RankingOut:
    """Before publication a unit's token gets its own line only, without a rank."""
    actor = actor_in(request)
    run = run_visible_to(actor, run_id)
    kinds = releases_of(run).keys()
    lines = ranking_of(run)
    if ScoreRelease.Kind.PUBLISHED not in kinds:
        opened = set(scores_visible_to(actor).filter(run=run).values_list("unit_id", flat=True))
        lines = [line for line in lines if line.unit.pk in opened]
    units = [
        RankedOut(
            unit_id=line.unit.pk,
            total=line.total,
            rank=line.rank,
            computed=line.computed,
            computed_rank=line.computed_rank,
            lacks=list(line.lacks),
        )
        for line in lines
    ]
    return RankingOut(run=_run(run, kinds), units=units)


@operation(
    router.get,
    "/scores/runs/{run_id}/units/{unit_id}",
    right=SCORE_VIEW,
    out=UnitScoreOut,
    summary="一个单位的得分及其构成",
)
def unit_score(request: HttpRequest, run_id: Id, unit_id: Id) -> UnitScoreOut:
    score = score_visible_to(actor_in(request), run_id, unit_id)
    parts = parts_of_score(score)
    items = {one.position: one for one in score.run.scheme.items.all()}
    own = ("position", "weight", "value", "bounded", "points", "missing", "counted")
    return UnitScoreOut(
        run_id=run_id,
        unit_id=unit_id,
        total=parts.result.total,
        bonus=parts.result.bonus,
        deduction=parts.result.deduction,
        parts=[
            ScorePartOut(
                name=items[part.position].name,
                formula=items[part.position].formula,
                **{name: getattr(part, name) for name in own},
            )
            for part in parts.parts
        ],
        record=parts.record,
    )


def _run(run: ScoreRun, kinds: Any) -> ScoreRunOut:
    own = ("id", "scheme_id", "period_from", "on", "known_at", "made_at", "digest", "is_sample")
    return ScoreRunOut(
        year=run.scheme.year,
        name=run.scheme.name,
        is_published=ScoreRelease.Kind.PUBLISHED in kinds,
        **{name: getattr(run, name) for name in own},
    )
