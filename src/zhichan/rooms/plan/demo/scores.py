"""Scores of the demo's units: one run published, one sent to the units to check (示例)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.files.actions import store_file
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.actions.report_progress import Evidence
from zhichan.rooms.plan.actions.score_points import NewPoints, enter_points
from zhichan.rooms.plan.actions.score_runs import RunWish, publish_scores, run_scores, send_scores
from zhichan.rooms.plan.actions.score_schemes import (
    ItemDraft,
    SchemeDraft,
    confirm_scheme,
    draft_scheme,
    propose_scheme,
)
from zhichan.rooms.plan.models import ScoreScheme
from zhichan.rooms.plan.queries.score_starter import starting_items
from zhichan.rooms.plan.queries.score_units import units_with_work

# Days before today; the appeals of the first are over also where a long holiday lies between.
FIRST_RUN, PUBLISHED, SECOND_RUN = 45, 25, 4


def score(units: Mapping[str, Unit], officer: Actor, leader: Actor, today: date) -> None:
    """The officer drafts and computes, the leader confirms."""
    _points(units["云川区科学技术局"], officer, today)
    scheme = confirmed_scheme(scored_year(today), officer, leader, _at(today, 52))
    for ago in (FIRST_RUN, SECOND_RUN):
        at = _at(today, ago)
        wish = RunWish(date(scheme.year, 1, 1), today - timedelta(days=ago), at, departments())
        run = run_scores(scheme.pk, wish, by=officer, at=at)
        send_scores(run.pk, by=officer, at=_at(today, ago, 11))
        if ago == FIRST_RUN:
            publish_scores(run.pk, by=officer, at=_at(today, PUBLISHED))


def scored_year(today: date) -> int:
    """The year of the runs: of the day of the first, also where the second is of the next January."""
    return (today - timedelta(days=FIRST_RUN)).year


def departments() -> list[int]:
    """Who is scored: departments of the government and the park; courts, outside bodies and towns are not."""
    kinds = (Unit.Kind.BUREAU, Unit.Kind.OFFICE, Unit.Kind.PARK)
    return list(Unit.objects.filter(pk__in=units_with_work(), kind__in=kinds).values_list("pk", flat=True))


def confirmed_scheme(year: int, officer: Actor, leader: Actor, at: datetime) -> ScoreScheme:
    """The scheme of a year, drafted then, proposed the next day and confirmed the day after."""
    items = [
        ItemDraft(one.name, one.weight, one.formula, without_data=one.without_data)
        for one in starting_items()
    ]
    draft = SchemeDraft(
        f"{year}年度知识产权工作考核方案（示例）", items, "领导小组会议议定（示例）", bonus_most=Decimal(5)
    )
    scheme = draft_scheme(year, draft, by=officer, at=at, is_sample=True)
    propose_scheme(scheme.pk, by=officer, at=at + timedelta(days=1))
    return confirm_scheme(scheme.pk, by=leader, at=at + timedelta(days=2))


def _points(unit: Unit, officer: Actor, today: date) -> None:
    at = _at(today, 48)
    name = "通报表扬（示例）.txt"
    stored = store_file("专利导航项目获通报表扬（示例）\n".encode(), name=name, by=officer, at=at)
    new = NewPoints(
        unit.pk, timezone.localdate(at), Decimal(1), "专利导航项目获通报表扬（示例）", Evidence(stored, name)
    )
    enter_points(new, by=officer, at=at)


def _at(today: date, days_ago: int, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(today - timedelta(days=days_ago), time(hour)))
