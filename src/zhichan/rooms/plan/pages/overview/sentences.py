"""The conclusion at the top of the overview, from the figures below it; each figure is a link to its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zhichan.core.tables.text import number_text
from zhichan.rooms.plan.alarms import Alarm
from zhichan.rooms.plan.figures import figure, promise_text
from zhichan.rooms.plan.indicator_status import Status
from zhichan.rooms.plan.models import FollowUp
from zhichan.rooms.plan.pages.indicators.sentences import against_path
from zhichan.rooms.plan.queries.outlook import Outlook
from zhichan.rooms.plan.queries.overview import Overview

MOST_BEHIND = 2
_STATE = FollowUp.State
OPEN = [state.value for state in _STATE if state not in (_STATE.CLOSED, _STATE.WITHDRAWN)]
"""The states of follow-ups that have not ended."""


@dataclass(frozen=True)
class Part:
    """A piece of a sentence; with an address it is a link to the rows behind the figure."""

    text: str
    url: str = ""


def indicator_parts(overview: Overview, plan: int | None = None) -> Sequence[Part]:
    """8 项指标：4 项已达标、2 项按进度、2 项滞后。

    Of more than sixty the standing of the first sixty is told, which no list shows: then without links.
    """
    total, shown = overview.indicator_count, len(overview.indicators)
    if not total:
        return [Part(_("还没有指标。"))]
    listed = reverse("plan:indicators")
    told = [
        Part(
            _("%(count)d 项%(status)s") % {"count": overview.by_status[status], "status": status.label},
            _address(listed, status=status.value, plan=plan) if total == shown else "",
        )
        for status in Status
        if overview.by_status[status]
    ]
    whole = _("%(total)d 项指标：") if total == shown else _("%(total)d 项指标，前 %(shown)d 项中：")
    parts = [Part(whole % {"total": total, "shown": shown}, _address(listed, plan=plan))]
    for place, part in enumerate(told):
        parts += [part, Part(_("。") if place == len(told) - 1 else _("、"))]
    return parts


def behind_parts(overview: Overview) -> Sequence[Part]:
    """The two indicators that most need a look: where they are heading, else what they still need."""
    behind = [one for one in overview.indicators if one.status in (Status.LAGGING, Status.SLOW)]
    if overview.focus in behind:
        behind.sort(key=lambda one: one is not overview.focus)
    parts: list[Part] = []
    for one in behind[:MOST_BEHIND]:
        parts += [Part(heading_of(one), reverse("plan:indicator", args=[one.indicator.pk])), Part(_("。"))]
    return parts


def heading_of(one: Outlook) -> str:
    """“X”到 2027 年末约 5.72 件（2030 年目标 6 件）, at its pace; without a forecast what is still needed."""
    unit, name = one.unit_of_measure, one.indicator.name
    if one.forecast is not None:
        return _("按现速度，“%(name)s”到 %(year)s 年末约 %(value)s（%(target_year)s 年目标 %(target)s）") % {
            "name": name,
            "year": one.forecast.on.year,
            "value": figure(one.forecast.value, unit),
            "target_year": one.target_year or "—",
            "target": promise_text(one.row.target, unit),
        }
    said = one.needed.text if one.needed else against_path(one.row)
    return _("“%(name)s”%(said)s") % {"name": name, "said": said}


def needed_sentence(one: Outlook) -> str:
    """What is still needed and how fast it went: under the chart of an indicator."""
    unit, target = one.unit_of_measure, one.row.target
    parts = []
    if one.needed is not None and target is not None:
        words = {"year": target.year or "—", "promise": promise_text(target, unit), "needed": one.needed.text}
        parts.append(_("要在 %(year)s 年末达到 %(promise)s，%(needed)s") % words)
    else:
        parts.append(against_path(one.row) if one.value is not None else _("还没有数值"))
    if one.last_year is not None:
        change = one.last_year
        size = figure(abs(change.change), unit)
        words = {"day": change.on.isoformat(), "size": size}
        parts.append(
            (_("自 %(day)s 以来增加 %(size)s") if change.change >= 0 else _("自 %(day)s 以来减少 %(size)s"))
            % words
        )
    return _("；").join(parts) + _("。")


def chart_sentence(one: Outlook) -> str:
    """What the chart shows, for those who do not see it."""
    unit = one.unit_of_measure
    said = _("%(name)s：现值 %(now)s，路径应达 %(path)s") % {
        "name": one.indicator.name,
        "now": number_text(one.value),
        "path": number_text(one.path_value),
    }
    if one.forecast is None:
        return said
    words = {
        "year": one.forecast.on.year,
        "value": figure(one.forecast.value, unit),
        "level": one.forecast.level_percent,
        "low": number_text(one.forecast.low),
        "high": number_text(one.forecast.high),
    }
    return said + _("，预测 %(year)s 年末 %(value)s，%(level)s%% 区间 %(low)s 至 %(high)s") % words


def task_parts(overview: Overview, plan: int | None = None) -> Sequence[Part]:
    """42 项任务：5 项办结，1 项超期、3 项临期、5 项滞后；本周 3 项到期。"""
    listed, tasks = reverse("plan:tasks"), overview.tasks
    if not tasks.total:
        return [Part(_("还没有分派的任务。"))]
    if tasks.is_uncounted:
        return [Part(_("任务超过 1,000 项，选一个规划看分布。"), tasks_url(plan))]
    parts = [Part(_("%(total)d 项任务：") % {"total": tasks.total}, tasks_url(plan))]
    told = [Alarm.DONE, Alarm.OVERDUE, Alarm.SOON, Alarm.LAGGING]
    for place, alarm in enumerate(told):
        words = _("%(count)d 项%(alarm)s") % {"count": tasks.by_alarm[alarm], "alarm": alarm.label}
        parts += [Part(words, _address(listed, view="list", alarm=alarm.value, plan=plan))]
        parts += [Part(_("；") if place == len(told) - 1 else _("、"))]
    week = _("本周 %(count)d 项到期。") % {"count": tasks.due_this_week}
    until_sunday = _address(listed, view="list", due_within=tasks.days_of_week_left, plan=plan)
    return [*parts, Part(week, until_sunday)]


def work_parts(overview: Overview, plan: int | None = None) -> Sequence[Part]:
    """督办 3 件未办结，其中 1 件逾期未反馈；案件 2 件超期。"""
    parts: list[Part] = []
    listed, matters = reverse("plan:follow_ups"), overview.matters
    if overview.follow_ups.count:
        words = _("督办 %(count)d 件未办结") % {"count": overview.follow_ups.count}
        parts.append(Part(words, _address(listed, state=OPEN, plan=plan)))
        if overview.follow_ups.late:
            late = _("其中 %(count)d 件逾期未反馈") % {"count": overview.follow_ups.late}
            parts += [Part(_("，")), Part(late, _address(listed, late="now", plan=plan))]
        parts.append(Part(_("。")))
    if matters and matters.late:
        words = _("超过 %(count)d 件案件超期") if matters.is_capped else _("%(count)d 件案件超期")
        count = matters.late - matters.is_capped
        url = _address(reverse("matters:queue"), of="unit", tab="overdue")
        parts += [Part(words % {"count": count}, url), Part(_("。"))]
    return parts


def tasks_url(plan: int | None, **query: object) -> str:
    """The list of the tasks that are counted: without the cancelled ones."""
    return _address(reverse("plan:tasks"), view="list", without="cancelled", plan=plan, **query)


def _address(listed: str, **query: object) -> str:
    """The rows behind a figure; what is None is not asked for."""
    asked = urlencode({key: value for key, value in query.items() if value is not None}, doseq=True)
    return f"{listed}?{asked}" if asked else listed
