"""What a template of plans says (方案模板): tasks, who answers and by when, indicators, usual length."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

# What stands in a title for the year of the start, the chosen unit and the office.
YEAR, UNIT, OFFICE = "年", "单位", "主管单位"


class Owner(models.TextChoices):
    OFFICE = "office", _("主管单位")
    UNITS = "units", _("所选单位")


class Spread(models.TextChoices):
    ONE = "one", _("一个方案，所选单位共同负责")
    EACH = "each", _("每个所选单位各一个方案")


class Term(models.TextChoices):
    """How a limit is told: days after the start, the end of the plan, or for as long as it runs."""

    DAYS = "days", _("开始后若干天")
    END = "end", _("结束日")
    ONGOING = "ongoing", _("持续推进")


@dataclass(frozen=True)
class Limit:
    term: Term
    days: int = 0

    def day(self, start_on: date, end_on: date) -> date | None:
        """The day in a plan that runs between two days: never after its end; None for an ongoing task."""
        if self.term is Term.ONGOING:
            return None
        return end_on if self.term is Term.END else min(start_on + timedelta(days=self.days), end_on)


@dataclass(frozen=True)
class TaskPattern:
    """``helpers``: who takes part, none where nobody is named."""

    title: str
    text: str
    kind: str
    chapter: str
    owner: Owner
    helpers: Owner | None
    limit: Limit


@dataclass(frozen=True)
class IndicatorPattern:
    """``value``: what is usually promised, None where it has to be said; ``measure``: what computes it."""

    name: str
    unit: str
    op: str
    counting: str
    value: Decimal | None
    measure: str


@dataclass(frozen=True)
class PlanTemplate:
    """``title`` may hold ``{年}``, ``{单位}`` and ``{主管单位}``; ``days``: the usual length."""

    name: str
    label: str
    note: str
    genre: str
    title: str
    days: int
    spread: Spread
    tasks: tuple[TaskPattern, ...]
    indicators: tuple[IndicatorPattern, ...]

    def usual_end(self, start_on: date) -> date:
        return start_on + timedelta(days=self.days - 1)


def filled_title(title: str, *, year: int, unit: str, office: str) -> str:
    """A title with the names in their places; other words in brackets stay as they are."""
    for name, words in ((YEAR, str(year)), (UNIT, unit), (OFFICE, office)):
        title = title.replace(f"{{{name}}}", words)
    return title.strip()
