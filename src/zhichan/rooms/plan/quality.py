"""The data-quality line of an indicator (数据质量): source, freshness, coverage, recomputing, what is next.

What GPRAMA asks of each goal (source, refresh date, completeness, limits), written by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhichan.core.measures.declaration import all_measures
from zhichan.core.tables.text import day_text
from zhichan.rooms.plan.models import Indicator, IndicatorValue, MeasureBinding
from zhichan.rooms.plan.periods import DAYS_TO_REVIEW, Every, period_of

# Computed daily (sweepers); after two days without it something is wrong.
_STALE_AFTER = timedelta(days=2)
_DAILY = timedelta(days=1)
# Below this a figure says little about the whole. A rule of the product's own.
_LOW_COVERAGE = Decimal("0.95")
_YEARLY_FROM_DAYS = 300


@dataclass(frozen=True)
class Quality:
    """``coverage`` from 0 to 1, None where nobody can say; ``compared`` days computed anew, ``differing``
    of them gave another figure; ``next_on`` None where nothing more is expected."""

    source: str
    updated_at: datetime | None
    coverage: Decimal | None
    compared: int
    differing: int
    next_on: date | None
    warnings: tuple[str, ...]

    @property
    def warnings_label(self) -> str:
        count = len(self.warnings)
        return ngettext("%(n)d 项提醒", "%(n)d 项提醒", count) % {"n": count}

    @property
    def recheck(self) -> str:
        """The outcome of recomputing in words; empty where nothing was recomputed."""
        if not self.compared:
            return ""
        if not self.differing:
            said = ngettext("%(n)d 个往期时点重算一致", "%(n)d 个往期时点重算一致", self.compared)
            return said % {"n": self.compared}
        words = {"n": self.compared, "differing": self.differing}
        return _("%(n)d 个往期时点重算，%(differing)d 个已更正") % words


def quality_of(
    indicator: Indicator,
    value: IndicatorValue | None,
    previous: IndicatorValue | None,
    *,
    open_conflicts: int,
    at: datetime,
) -> Quality:
    """The line for an indicator whose ``binding`` was selected with it. ``previous``: its value at the
    end of the quarter before, which tells how often it comes. No query."""
    binding: MeasureBinding | None = getattr(indicator, "binding", None)
    next_on = _next_on(binding, value, previous)
    run = value.run if value else None
    return Quality(
        source=_source(binding, value),
        updated_at=binding.refreshed_at if binding else value.known_at if value else None,
        coverage=run.coverage if run else None,
        compared=binding.compared if binding else 0,
        differing=binding.differing if binding else 0,
        next_on=next_on,
        warnings=tuple(_warnings(indicator, binding, value, next_on, open_conflicts, at)),
    )


def _source(binding: MeasureBinding | None, value: IndicatorValue | None) -> str:
    if binding is not None:
        label = next((one.label for one in all_measures() if one.name == binding.measure), binding.measure)
        return _("登记数据：%(measure)s") % {"measure": label}
    return value.source if value else ""


def _next_on(
    binding: MeasureBinding | None, value: IndicatorValue | None, previous: IndicatorValue | None
) -> date | None:
    """The day after the last computing; of figures filled in by hand the day the next one is due."""
    if binding is not None:
        return timezone.localdate(binding.refreshed_at + _DAILY) if binding.refreshed_at else None
    if value is None:
        return None
    following = period_of(value.effective_on + _DAILY, _every(value, previous))
    return following.end_on + timedelta(days=DAYS_TO_REVIEW)


def _every(value: IndicatorValue, previous: IndicatorValue | None) -> Every:
    """Yearly where the last two figures lie a year apart, else quarterly."""
    days = (value.effective_on - previous.effective_on).days if previous else 0
    return "year" if days >= _YEARLY_FROM_DAYS else "quarter"


def _warnings(
    indicator: Indicator,
    binding: MeasureBinding | None,
    value: IndicatorValue | None,
    next_on: date | None,
    open_conflicts: int,
    at: datetime,
) -> Iterator[str]:
    if binding is not None and binding.gap:
        yield binding.gap
    if binding is not None and (binding.refreshed_at is None or binding.refreshed_at < at - _STALE_AFTER):
        yield _("超过两天没有重新计算")
    if binding is None and next_on is not None and next_on < timezone.localdate(at):
        yield _("应于 %(day)s 前填报下一期，还没有") % {"day": day_text(next_on)}
    run = value.run if value else None
    if run is not None and run.coverage is not None and run.coverage < _LOW_COVERAGE:
        yield _("覆盖不足 95%，有记录无法判断")
    if run is not None and run.is_lower_bound:
        yield _("这个数为至少数")
    if open_conflicts:
        said = ngettext("%(n)d 个时点来源不一，待认定", "%(n)d 个时点来源不一，待认定", open_conflicts)
        yield said % {"n": open_conflicts}
    if indicator.counting == Indicator.Counting.UNDECIDED:
        yield _("口径待定")
    if value is None and binding is None:
        yield _("还没有数值")
