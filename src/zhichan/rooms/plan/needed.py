"""What is still needed to keep a promise (还需增速): yearly growth, or so much in each quarter that is left.

In equal ratios where value and promise lie above zero and a year or more is left, else in equal steps over
the quarters left, the running one included. A yearly figure (当年数) needs what its year still lacks.
Source of the choice: as in ``paths``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.rooms.plan.figures import figure
from zhichan.rooms.plan.indicator_status import Counting, Goal, is_met, places_of

_DIGITS = 40
_DAYS_OF_YEAR = Decimal("365.25")


class Pace(models.TextChoices):
    """``YEARLY_RATE``: per cent a year; ``EACH_QUARTER``: so much more in each quarter left."""

    YEARLY_RATE = "yearly_rate", gettext_lazy("年均增长率")
    EACH_QUARTER = "each_quarter", gettext_lazy("每季净增")


@dataclass(frozen=True)
class Needed:
    """``amount``: per cent with two places, or a figure; below zero where less is better. Rounded up."""

    pace: Pace
    amount: Decimal
    text: str


def needed_of(goal: Goal, value: Decimal | None, on: date, unit: str) -> Needed | None:
    """What is still needed; None where there is no value or year, the promise is met, or its time is over."""
    end = goal.ends_on
    if value is None or end is None or is_met(goal, value):
        return None
    if goal.counting == Counting.YEARLY:
        return _of_the_year(goal, value, on, unit)
    if on >= end:
        return None
    years = Decimal((end - on).days) / _DAYS_OF_YEAR
    if years >= 1 and value > 0 and goal.end > 0 and goal.counting != Counting.CUMULATIVE:
        return _rate(goal, value, years)
    return _each_quarter(goal.end - value, _quarters_left(on, end), places_of(goal, value), unit)


def _rate(goal: Goal, value: Decimal, years: Decimal) -> Needed:
    with localcontext(prec=_DIGITS):
        exact = ((goal.end / value) ** (1 / years) - 1) * 100
    if exact < 0:
        percent = exact.quantize(Decimal("0.01"), ROUND_FLOOR)
        return Needed(Pace.YEARLY_RATE, percent, _("还需年均下降 %(rate)s%%") % {"rate": abs(percent)})
    percent = exact.quantize(Decimal("0.01"), ROUND_CEILING)
    return Needed(Pace.YEARLY_RATE, percent, _("还需年均增长 %(rate)s%%") % {"rate": percent})


def _of_the_year(goal: Goal, value: Decimal, on: date, unit: str) -> Needed | None:
    """What the running year lacks of its point; nothing is said of years outside the path."""
    point = next((one for one in goal.points if one.year == on.year), None)
    end = date(on.year, 12, 31)
    if point is None or value >= point.value or on >= end:
        return None
    return _each_quarter(point.value - value, _quarters_left(on, end), places_of(goal, value), unit)


def _each_quarter(lack: Decimal, quarters: int, places: int, unit: str) -> Needed:
    rounding = ROUND_CEILING if lack > 0 else ROUND_FLOOR
    amount = (lack / quarters).quantize(Decimal(1).scaleb(-places), rounding)
    words = {"quarters": quarters, "amount": figure(abs(amount), unit)}
    if lack < 0:
        return Needed(Pace.EACH_QUARTER, amount, _("余下 %(quarters)d 季每季净减 %(amount)s") % words)
    return Needed(Pace.EACH_QUARTER, amount, _("余下 %(quarters)d 季每季净增 %(amount)s") % words)


def _quarters_left(on: date, end: date) -> int:
    """The quarters until ``end``: one that has begun counts, one that ends on ``on`` does not."""
    first = on.year * 4 + (on.month - 1) // 3
    if on.month % 3 == 0 and (on.month, on.day) in {(3, 31), (6, 30), (9, 30), (12, 31)}:
        first += 1
    return end.year * 4 + 3 - first + 1
