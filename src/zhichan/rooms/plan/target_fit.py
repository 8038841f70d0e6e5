"""Whether a lower target fits the upper one it carries (目标衔接): same direction, and not lower."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.plan.indicator_status import Goal
from zhichan.rooms.plan.models import Indicator, Target
from zhichan.rooms.plan.reading.folding import fold_key

UNDECIDED = Indicator.Counting.UNDECIDED


class Fit(models.TextChoices):
    KEEPS = "keeps", _("不低于上级")
    BELOW = "below", _("低于上级")
    OPPOSITE = "opposite", _("方向相反")
    UNCOMPARABLE = "uncomparable", _("不能比较")


MARKS: dict[Fit, str] = {Fit.KEEPS: "ok", Fit.BELOW: "warn", Fit.OPPOSITE: "bad", Fit.UNCOMPARABLE: "idle"}


@dataclass(frozen=True)
class Aim:
    """What one indicator is to reach. ``printed``: the figure as promised; ``year``: of the target."""

    unit: str
    goal: Goal
    printed: Decimal
    year: int | None

    @property
    def is_increase(self) -> bool:
        return self.goal.op == Target.Op.INCREASE


@dataclass(frozen=True)
class Verdict:
    """``why``: what stands in the way of a comparison, or which figures were compared."""

    fit: Fit
    why: str | Promise

    @property
    def mark(self) -> str:
        return MARKS[self.fit]


def verdict_of(upper: Aim | None, lower: Aim | None) -> Verdict:
    """Compare two targets in the earlier of their years; a later one gives its path's value for that year.

    More is better unless either starts above its target. Different measures, countings or kinds of promise
    (an increase beside a level) are not compared: a wrong verdict is worse than none.
    """
    if upper is None or lower is None:
        return Verdict(Fit.UNCOMPARABLE, _("有一方没有目标值"))
    if why := _unlike(upper, lower):
        return Verdict(Fit.UNCOMPARABLE, why)
    directions = {falls for aim in (upper, lower) if (falls := _falls(aim)) is not None}
    if len(directions) == 2:
        return Verdict(Fit.OPPOSITE, _("一方要求上升，一方要求下降"))
    year = min((aim.year for aim in (upper, lower) if aim.year), default=None)
    asked, promised = _value_in(upper, year), _value_in(lower, year)
    if asked is None or promised is None:
        return Verdict(Fit.UNCOMPARABLE, _("目标年不同，较晚的一方没有同年的路径"))
    keeps = promised <= asked if directions == {True} else promised >= asked
    words = _("上级 %(asked)s，本级 %(promised)s") % {"asked": _plain(asked), "promised": _plain(promised)}
    return Verdict(Fit.KEEPS if keeps else Fit.BELOW, words)


def _unlike(upper: Aim, lower: Aim) -> str | Promise:
    """Why the two cannot be compared at all; empty where they can."""
    if fold_key(upper.unit) != fold_key(lower.unit):
        return _("计量单位不同")
    countings = {upper.goal.counting, lower.goal.counting} - {UNDECIDED}
    if len(countings) == 2:
        return _("口径不同")
    return _("一方为增量，一方为总量") if upper.is_increase != lower.is_increase else ""


def _falls(aim: Aim) -> bool | None:
    """Whether less is better; None where nothing says from where it starts."""
    if aim.is_increase:
        return False
    return None if aim.goal.start is None else aim.goal.is_falling


def _value_in(aim: Aim, year: int | None) -> Decimal | None:
    """What is to be reached by the end of a year: the target in its own year, else the path's point."""
    if year is None or aim.year is None or aim.year == year:
        return aim.printed
    if aim.is_increase:
        return None
    return next((point.value for point in aim.goal.points if point.year == year), None)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
