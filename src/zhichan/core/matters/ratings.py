"""Ratings as the office reads them (好差评): which it sees, what they come to, until when it answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.calendar.queries import Calendar
from zhichan.core.errors import NotFound
from zhichan.core.matters.clocks import office_day
from zhichan.core.matters.limits import Limit, Unit, due_of
from zhichan.core.matters.models import Rating
from zhichan.core.matters.queries import matters_visible_to
from zhichan.core.rules.sources import Mark, Source

ANSWER_WITHIN = Limit(5, Unit.WORKING_DAY)
ANSWER_BASIS = Source("国务院办公厅关于建立政务服务“好差评”制度提高政务服务水平的意见", "", Mark.MEMORY)
"""That a bad rating is followed up, checked and put right is there; the number of days was not read: it is a
reminder."""
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Tally:
    """What the ratings of one procedure come to."""

    procedure: str
    number: int
    total: int
    bad: int

    @property
    def average(self) -> Decimal:
        """To two places, halves up; five is best."""
        return (Decimal(self.total) / self.number).quantize(_CENT, ROUND_HALF_UP)


def ratings_visible_to(actor: Actor) -> QuerySet[Rating]:
    """The ratings of the matters somebody may see."""
    return Rating.objects.filter(matter__in=matters_visible_to(actor).values("pk"))


def rating_visible_to(actor: Actor, pk: int) -> Rating:
    """One of them with its matter. Raises NotFound."""
    found = ratings_visible_to(actor).select_related("matter__unit", "matter__handler").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这条评价。"), rating=pk)
    return found


def tallies_of(rows: QuerySet[Rating]) -> list[Tally]:
    """What some ratings come to, by procedure, the most rated first. One query."""
    counted = (
        rows.order_by()
        .values("matter__procedure")
        .annotate(number=Count("pk"), total=Sum("grade"), bad=Count("pk", filter=Q(grade__lte=2)))
    )
    found = [Tally(row["matter__procedure"], row["number"], row["total"], row["bad"]) for row in counted]
    return sorted(found, key=lambda one: (-one.number, one.procedure))


def all_of(tallies: Iterable[Tally]) -> Tally | None:
    """All of them together; None where there are none."""
    rows = list(tallies)
    if not rows:
        return None
    return Tally("", sum(r.number for r in rows), sum(r.total for r in rows), sum(r.bad for r in rows))


def answer_day(at: datetime) -> date:
    """The last day for getting in touch about a bad rating that was given at an instant."""
    due = due_of(ANSWER_WITHIN, office_day(at), Calendar().day).due
    return office_day(due) if isinstance(due, datetime) else due
