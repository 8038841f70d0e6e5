"""The limits of a matter for a panel (法定时限): how much is left, in the unit of the limit, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import floor

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhichan.core.matters.clocks import Clock, ClockState, office_day
from zhichan.core.matters.duties import has_lapsed, is_ours, is_term
from zhichan.core.matters.horizon import Nearness, horizon_at
from zhichan.core.matters.limits import DayOf, Unit
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.wording import SaidLimit, said_limit
from zhichan.core.matters.words import days_left, duty_label
from zhichan.core.tables.text import moment_text


@dataclass(frozen=True)
class LimitLine:
    """One running of a limit. ``number`` and ``unit``: what is left, or by how much it is overdue, empty
    where it does not run; ``tone`` as a status mark. ``percent``: of its time used up."""

    name: str
    nth: int
    title: str
    said: SaidLimit
    number: str
    unit: str
    tone: str
    words: str
    percent: int
    due: str
    promised: str
    met: str
    extended: int
    is_provisional: bool
    is_open: bool
    is_ours: bool

    @property
    def bar(self) -> str:
        """The kind of its bar."""
        return self.tone if self.tone in ("ok", "warn", "bad", "idle") else ""


@dataclass(frozen=True)
class Today:
    """The instant for which limits are said, and the calendar."""

    at: datetime
    day_of: DayOf

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)


def limit_lines(procedure: Procedure, clocks: Sequence[Clock], today: Today) -> list[LimitLine]:
    """Those that run, the most urgent first; then those met; then those nothing waits for."""
    ordered = sorted(clocks, key=lambda clock: (_rank(clock), clock.due_at))
    return [limit_line(procedure, clock, today) for clock in ordered]


def limit_line(procedure: Procedure, clock: Clock, today: Today) -> LimitLine:
    tone, words = standing_words(procedure, clock, today)
    number, unit = left(clock, today) if clock.is_open else ("", "")
    duty, promised = clock.duty, clock.promised
    return LimitLine(
        name=clock.name,
        nth=clock.nth,
        title=duty_label(duty),
        said=said_limit(procedure, duty.within, [str(move.label) for move in duty.moves]),
        number=number,
        unit=unit,
        tone=tone,
        words=words,
        percent=percent_used(clock, today),
        due=due_text(clock.due.due),
        promised=due_text(promised.due) if promised else "",
        met=moment_text(clock.met_at)[:10] if clock.met_at else "",
        extended=clock.extended,
        is_provisional=clock.due.is_provisional,
        is_open=clock.is_open,
        is_ours=is_ours(procedure, duty),
    )


def standing_words(procedure: Procedure, clock: Clock, today: Today) -> tuple[str, str]:
    """The mark of a clock: kind and word."""
    if clock.state is ClockState.MET:
        return "ok", _("按期")
    if clock.state is ClockState.MET_LATE:
        return "bad", _("逾期办理")
    if clock.state is ClockState.FELL_AWAY:
        return "idle", _("不再需要")
    if clock.state is ClockState.PAUSED:
        return "idle", _("停走")
    if is_term(procedure, clock.duty):
        return "info", _("期间未满") if not clock.is_overdue(today.at) else _("期满")
    if clock.is_overdue(today.at):
        is_late = is_ours(procedure, clock.duty) and not has_lapsed(clock, today.at)
        return ("bad", _("超期")) if is_late else ("idle", _("已届满"))
    if not is_ours(procedure, clock.duty):
        return "info", _("等对方")
    return ("warn", _("临期")) if is_soon(clock, today) else ("ok", _("正常"))


def is_soon(clock: Clock, today: Today) -> bool:
    """As lists and reminders call it: due until the end of the fifth working day from now."""
    return horizon_at(today.at, today.day_of).of(clock.due_at) is not Nearness.ON_TIME


def left(clock: Clock, today: Today) -> tuple[str, str]:
    """How much of a limit is left in its own unit, negative where it is overdue: ``("4", "个工作日")``."""
    due, unit = clock.due.due, clock.duty.within.limit.unit
    if isinstance(due, datetime):
        return _hours_left(due - today.at)
    count = days_left(unit, due, clock.due_at, today.at, today.day_of)
    if unit is Unit.WORKING_DAY:
        return _signed(count), ngettext("个工作日", "个工作日", abs(count))
    return _signed(count), ngettext("天", "天", abs(count))


def _hours_left(span: timedelta) -> tuple[str, str]:
    """Whole hours, in the last of them minutes."""
    minutes = floor(span.total_seconds() / 60)
    if abs(minutes) < 60:
        return _signed(minutes), ngettext("分钟", "分钟", abs(minutes))
    hours = minutes // 60 if minutes >= 0 else -(-minutes // 60)
    return _signed(hours), ngettext("小时", "小时", abs(hours))


def _signed(count: int) -> str:
    return f"−{-count:,}" if count < 0 else f"{count:,}"


def percent_used(clock: Clock, today: Today) -> int:
    """How much of the time from the start of a limit to its end has gone by, of a hundred."""
    start, due = clock.start, clock.due.due
    if clock.duty.within.limit.backwards:
        return 0
    if isinstance(start, datetime) and isinstance(due, datetime):
        whole, gone = (due - start).total_seconds(), (today.at - start).total_seconds()
    else:
        first, last = office_day(start), office_day(due)
        whole, gone = float((last - first).days), float((today.day - first).days)
    return min(max(round(100 * gone / whole), 0), 100) if whole > 0 else 100


def due_text(due: date | datetime) -> str:
    """``2026-03-09``, for hours to the minute."""
    return moment_text(due) if isinstance(due, datetime) else due.isoformat()


def worst(lines: Sequence[LimitLine]) -> tuple[str, str]:
    """The mark of a whole matter by the limits the office must keep: 超期, 临期 or none."""
    open_ones = {line.tone for line in lines if line.is_open and line.is_ours}
    if "bad" in open_ones:
        return "bad", _("有时限超期")
    return ("warn", _("有时限临期")) if "warn" in open_ones else ("", "")


def _rank(clock: Clock) -> int:
    ranks = {ClockState.RUNNING: 0, ClockState.PAUSED: 1, ClockState.MET: 2, ClockState.MET_LATE: 2}
    return ranks.get(clock.state, 3)
