"""What there is of scores, the ranking of a run, and one unit's score."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.rights import may
from zhichan.core.exports.cells import Cell
from zhichan.core.exports.responses import export_rows
from zhichan.core.exports.sheets import Heading
from zhichan.rooms.plan.models import ScoreAppeal, ScorePoints, ScoreRelease, ScoreRun
from zhichan.rooms.plan.pages.scores.showing import shown_items
from zhichan.rooms.plan.queries.scores import (
    Ranked,
    appeals_visible_to,
    parts_of_score,
    ranking_of,
    releases_of,
    results_of,
    run_visible_to,
    runs_visible_to,
    schemes_visible_to,
    score_visible_to,
    scores_visible_to,
)
from zhichan.rooms.plan.rights import (
    POINTS_ENTER,
    SCHEME_EDIT,
    SCORE_APPEAL,
    SCORE_CORRECT,
    SCORE_RUN,
    SCORE_VIEW,
)

MOST = 50


@page(SCORE_VIEW)
def scores(request: HttpRequest) -> HttpResponse:
    """Runs and schemes the actor may see, the newest first."""
    actor = actor_in(request)
    runs = list(runs_visible_to(actor).select_related("scheme").prefetch_related("releases")[:MOST])
    context = {
        "runs": [(one, _standing(one)) for one in runs],
        "schemes": schemes_visible_to(actor)[:MOST],
        "may_edit": may(actor, SCHEME_EDIT),
        "may_enter_points": may(actor, POINTS_ENTER),
        "waiting": appeals_visible_to(actor).filter(state=ScoreAppeal.State.OPEN).count(),
    }
    return render(request, "plan/scores/scores.html", context)


def _standing(run: ScoreRun) -> tuple[str, str]:
    """The mark and the words for how far a run is."""
    kinds = {one.kind for one in run.releases.all()}
    if ScoreRelease.Kind.PUBLISHED in kinds:
        return "done", _("已公布")
    return ("info", _("单位核对中")) if kinds else ("idle", _("试算"))


@page(SCORE_VIEW)
def run(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The ranking of a run; before publication a unit sees its own line only."""
    actor = actor_in(request)
    found = run_visible_to(actor, pk)
    releases = releases_of(found)
    lines = ranking_of(found)
    opened = set(scores_visible_to(actor).filter(run=found).values_list("unit_id", flat=True))
    is_published = ScoreRelease.Kind.PUBLISHED in releases
    if not is_published:
        lines = [line for line in lines if line.unit.pk in opened]
    file_format = request.GET.get("format", "")
    if file_format == "xlsx":
        return _file(found, lines)
    context = {
        "run": found,
        "lines": [line for line in lines if line.is_scored],
        "unscored": [line for line in lines if not line.is_scored],
        "opened": opened,
        "most": max([line.total for line in lines if line.total is not None], default=None),
        "sent": releases.get(ScoreRelease.Kind.SENT),
        "published": releases.get(ScoreRelease.Kind.PUBLISHED),
        "may_run": may(actor, SCORE_RUN),
        "standing": _standing(found),
    }
    return render(request, "plan/scores/run.html", context)


def _file(run: ScoreRun, lines: list[Ranked]) -> HttpResponseBase:
    headings = [
        Heading(_("名次"), width=8),
        Heading(_("单位"), width=30),
        Heading(_("得分"), "0.00"),
        Heading(_("更正前得分"), "0.00"),
        Heading(_("更正前名次"), width=10),
    ]
    items = list(run.scheme.items.order_by("position").values_list("name", flat=True))
    headings += [Heading(name, "0.00") for name in (*items, _("加分"), _("扣分"))]
    results = results_of(run)
    rows: list[list[Cell]] = []
    for line in lines:
        result = results[line.unit.pk]
        points: list[Cell] = [
            None if part.bounded is None or not line.is_scored else part.points for part in result.parts
        ]
        rank = line.rank if line.is_scored else _("不计分")
        own: list[Cell] = [rank, line.unit.name, line.total, line.computed, line.computed_rank]
        rows.append([*own, *points, result.bonus, result.deduction])
    title = _("%(scheme)s 考核得分 %(day)s") % {"scheme": run.scheme.name, "day": run.on}
    return export_rows(title, headings, rows, file_format="xlsx")


@page(SCORE_VIEW)
def unit(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    """A unit's score: item, formula, numbers, rows; added and deducted points; appeals and corrections."""
    actor = actor_in(request)
    score = score_visible_to(actor, pk, unit_pk)
    parts = parts_of_score(score)
    releases = releases_of(score.run)
    sent = releases.get(ScoreRelease.Kind.SENT)
    may_appeal = (
        may(actor, SCORE_APPEAL, [unit_pk])
        and sent is not None
        and ScoreRelease.Kind.PUBLISHED not in releases
        and sent.appeals_until is not None
        and timezone.localdate(now()) <= sent.appeals_until
    )
    context = {
        "score": score,
        "run": score.run,
        "parts": parts,
        "items": shown_items(parts, actor),
        "points": ScorePoints.objects.filter(pk__in=[pk for pk, _points in parts.record["points"]]),
        "appeals": appeals_visible_to(actor).filter(score=score),
        "corrections": score.corrections.order_by("at", "pk").select_related("by"),
        "sent": sent,
        "may_appeal": may_appeal,
        "may_correct": may(actor, SCORE_CORRECT),
    }
    return render(request, "plan/scores/unit.html", context)
