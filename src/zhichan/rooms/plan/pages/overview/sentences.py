"""The conclusion at the top of the overview, from the figures below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zhichan.rooms.plan.alarms import Alarm
from zhichan.rooms.plan.indicator_status import Status
from zhichan.rooms.plan.pages.indicators.sentences import against_path
from zhichan.rooms.plan.queries.overview import Overview


@dataclass(frozen=True)
class Part:
    """A piece of a sentence; with an address it is a link to the rows behind the figure."""

    text: str
    url: str = ""


def indicator_parts(overview: Overview, plan: int | None = None) -> Sequence[Part]:
    """8 项指标：4 项已达标、2 项按进度、2 项滞后。"""
    total = len(overview.indicators)
    if not total:
        return [Part(_("还没有指标。"))]
    listed = reverse("plan:indicators")
    told = [
        Part(
            _("%(count)d 项%(status)s") % {"count": overview.by_status[status], "status": status.label},
            _address(listed, status=status.value, plan=plan),
        )
        for status in Status
        if overview.by_status[status]
    ]
    parts = [Part(_("%(total)d 项指标：") % {"total": total}, _address(listed, plan=plan))]
    for place, part in enumerate(told):
        parts += [part, Part(_("。") if place == len(told) - 1 else _("、"))]
    return parts


def furthest_behind(overview: Overview) -> str:
    """The one indicator that most needs a look, in words; empty where none lags."""
    row = overview.focus
    if row is None or row.status is not Status.LAGGING:
        return ""
    return _("“%(name)s”%(against)s。") % {"name": row.indicator.name, "against": against_path(row)}


def task_parts(overview: Overview, plan: int | None = None) -> Sequence[Part]:
    """42 项任务：5 项办结，1 项超期、3 项临期、5 项滞后；本周 3 项到期。"""
    listed = reverse("plan:tasks")
    if not overview.tasks:
        return [Part(_("还没有分派的任务。"))]
    total = _("最紧的 %(total)d 项任务：") if overview.is_capped else _("%(total)d 项任务：")
    parts = [Part(total % {"total": overview.tasks}, _address(listed, view="list", plan=plan))]
    told = [Alarm.DONE, Alarm.OVERDUE, Alarm.SOON, Alarm.LAGGING]
    for place, alarm in enumerate(told):
        words = _("%(count)d 项%(alarm)s") % {"count": overview.by_alarm[alarm], "alarm": alarm.label}
        parts += [Part(words, _address(listed, view="list", alarm=alarm.value, plan=plan))]
        parts += [Part(_("；") if place == len(told) - 1 else _("、"))]
    week = _("本周 %(count)d 项到期。") % {"count": overview.due_this_week}
    until_sunday = _address(listed, view="list", due_within=overview.days_of_week_left, plan=plan)
    return [*parts, Part(week, until_sunday)]


def _address(listed: str, **query: object) -> str:
    """The rows behind a figure; what is None is not asked for."""
    asked = urlencode({key: value for key, value in query.items() if value is not None})
    return f"{listed}?{asked}" if asked else listed
