"""Computing what the dashboard shows (看板数计算): daily, so that pages only read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.measures.actions.run import keep_run
from zhichan.core.measures.asking import computed_each, is_same
from zhichan.core.measures.board import BoardFigure, board_groups, board_places
from zhichan.core.measures.computing import Figure
from zhichan.core.measures.declaration import Kind, Question
from zhichan.core.measures.models import MeasureRun, StoredFigure

Day = StoredFigure.Day
MOST_PLACES = 60


@dataclass(frozen=True)
class _Wanted:
    figure: BoardFigure
    region: str
    day: str
    on: date


def refresh_board(*, by: Actor, at: datetime) -> int:
    """Compute every figure on show for today, and those of the whole for the days they are compared with.

    What came out as before keeps its run. Counts the figures. Raises NotAllowed. All are computed together,
    outside of any transaction that writes: what they rest on is read once for the three days. O(rows of the
    registers).
    """
    wanted = sorted(_wanted(timezone.localdate(at)), key=lambda one: one.on)
    asked = [(one.figure.measure, Question(one.region, one.on, at, one.figure.options)) for one in wanted]
    for one, found in zip(wanted, computed_each(asked, by=by, at=at), strict=True):
        _store(one, found, by, at)
    _forget(wanted)
    return len(wanted)


def compared_days(today: date) -> dict[str, date]:
    """Today, the end of the last quarter, and the same day a year ago (of 29 February the 28th)."""
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
    is_leap_day = (today.month, today.day) == (2, 29)
    before = today.replace(year=today.year - 1, day=28 if is_leap_day else today.day)
    return {Day.TODAY: today, Day.PERIOD: quarter, Day.YEAR: before}


def _wanted(today: date) -> list[_Wanted]:
    days = compared_days(today)
    whole = [
        _Wanted(one, "", day, on)
        for group in board_groups()
        for one in group.figures
        for day, on in days.items()
        if day != Day.PERIOD or _is_comparable(one, on, today)
    ]
    placed = [
        _Wanted(one, place.code, Day.TODAY, today)
        for offer in board_places()
        for place in offer.places()[:MOST_PLACES]
        for one in offer.figures
    ]
    return [*whole, *placed]


def _is_comparable(figure: BoardFigure, on: date, today: date) -> bool:
    """A flow starts anew each January: the end of last year's last quarter is no period before it."""
    return figure.declared.kind is Kind.STOCK or on.year == today.year


@transaction.atomic
def _store(wanted: _Wanted, found: Figure | Exception, by: Actor, at: datetime) -> None:
    named: dict[str, Any] = {"key": wanted.figure.key, "region": wanted.region, "day": wanted.day}
    if not isinstance(found, Figure):
        failure = str(getattr(found, "message", found))[:200]
        StoredFigure.objects.update_or_create(
            **named, defaults={"run": None, "refreshed_at": at, "failure": failure}
        )
        return
    before = StoredFigure.objects.select_related("run").filter(**named).first()
    run = before.run if before and before.run and _says_the_same(before.run, found) else None
    StoredFigure.objects.update_or_create(
        **named,
        defaults={
            "run": run or keep_run(found, by=by, at=at),
            "refreshed_at": at,
            "failure": found.counted.missing[:200],
        },
    )


def _says_the_same(run: MeasureRun, found: Figure) -> bool:
    """The same rows to the same value, in the same year: a flow of another year is another figure."""
    return run.on.year == found.asked.on.year and is_same(run, found)


def _forget(wanted: Sequence[_Wanted]) -> None:
    """What is no longer on show: a place that was given up, a period of which there is none yet."""
    kept = {(one.figure.key, one.region, one.day) for one in wanted}
    gone = [
        pk
        for pk, *named in StoredFigure.objects.values_list("pk", "key", "region", "day")
        if tuple(named) not in kept
    ]
    StoredFigure.objects.filter(pk__in=gone).delete()
