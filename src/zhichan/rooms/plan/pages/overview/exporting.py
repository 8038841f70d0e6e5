"""The figures of the overview as a file (导出): the same rows, order and days as on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from zhichan.core.exports.cells import Cell
from zhichan.core.exports.responses import export_rows
from zhichan.core.exports.sheets import Heading
from zhichan.core.measures.board_figures import ShownFigure, Stored
from zhichan.rooms.plan.alarms import Alarm
from zhichan.rooms.plan.figures import promise_text
from zhichan.rooms.plan.pages.overview.showing import Compared
from zhichan.rooms.plan.queries.outlook import Outlook
from zhichan.rooms.plan.queries.overview import Overview

Row = Sequence[Cell]


def export_overview(shown: Overview, compared: Compared, on: date, file_format: str) -> HttpResponseBase:
    """Indicators, tasks, follow-ups and matters, the figures of rooms and of places, one to a line.

    With what the page compares is written in a column of its own.
    """
    numbers = {_("基期"), _("数值"), _("预测"), _("预测下限"), _("预测上限"), _("对比数"), _("增减")}
    words = (
        *(_("栏目"), _("名称"), _("单位"), _("基期"), _("数值"), _("数据时点"), _("目标")),
        *(_("预测"), _("预测下限"), _("预测上限"), _("对比数"), _("增减"), _("研判")),
    )
    headings = [Heading(word, "General" if word in numbers else "@") for word in words]
    title = _("执行总览 %(on)s") % {"on": on.isoformat()}
    return export_rows(
        title, headings, _rows(shown, compared), file_format="xlsx" if file_format == "xlsx" else "csv"
    )


def _rows(shown: Overview, compared: Compared) -> Iterator[Row]:
    yield from (_indicator(one, compared) for one in shown.indicators)
    for alarm in Alarm:
        yield _count(_("任务"), str(alarm.label), _("项"), shown.tasks.by_alarm[alarm])
    yield _count(_("督办"), _("未办结"), _("项"), shown.follow_ups.count)
    yield _count(_("督办"), _("逾期未反馈"), _("项"), shown.follow_ups.late)
    if shown.matters and (not shown.is_of_units or shown.matters.first):
        yield _count(_("案件"), _("超期"), _("件"), shown.matters.late)
    for group in shown.groups:
        yield from (
            _figure(str(group.group.title), str(one.figure.title), one, compared) for one in group.figures
        )
    if shown.money:
        money = shown.money.money
        for name, yuan in (
            (_("预算"), money.budget),
            (_("已承诺"), money.committed),
            (_("已支付"), money.paid),
        ):
            yield [_("经费"), name, _("元"), None, yuan, *([None] * 8)]
    if shown.places:
        title = str(shown.places.figure.title)
        yield from (_figure(title, place.name, one, Compared.NONE) for place, one in shown.places.places)


def _indicator(one: Outlook, compared: Compared) -> Row:
    before = {Compared.PERIOD: one.last_period, Compared.YEAR: one.last_year}.get(compared)
    forecast = one.forecast
    return [
        _("主要指标"),
        one.indicator.name,
        one.unit_of_measure,
        one.baseline,
        one.value,
        one.value_on,
        promise_text(one.row.target, one.unit_of_measure),
        forecast.value if forecast else None,
        forecast.low if forecast else None,
        forecast.high if forecast else None,
        before.value if before else None,
        before.change if before else None,
        str(one.status.label),
    ]


def _count(part: str, name: str, unit: str, figure: int) -> Row:
    return [part, name, unit, None, figure, *([None] * 8)]


def _figure(part: str, name: str, shown: ShownFigure, compared: Compared) -> Row:
    now = shown.now
    before: Stored | None = {Compared.PERIOD: shown.period, Compared.YEAR: shown.year}.get(compared)
    return [
        part,
        name,
        str(shown.figure.declared.unit),
        None,
        now.value if now else None,
        now.refreshed_at.date() if now else None,
        *(None, None, None, None),
        before.value if before else None,
        shown.change_since(before),
        None,
    ]
