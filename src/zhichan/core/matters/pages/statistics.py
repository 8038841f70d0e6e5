"""The statistics of a procedure (办件统计) for who sees its matters: each figure opens to its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.errors import InvalidInput
from zhichan.core.exports.cells import Cell as ExportCell
from zhichan.core.exports.responses import export_rows
from zhichan.core.exports.sheets import Heading
from zhichan.core.matters.duties import is_ours
from zhichan.core.matters.loading import chosen, versions_of
from zhichan.core.matters.months import month_of, read_day
from zhichan.core.matters.pages.acting import serve_room
from zhichan.core.matters.pages.queue.asked import horizon_now
from zhichan.core.matters.pages.queue.board import BoardLine, Cell
from zhichan.core.matters.pages.queue.filters import KEPT, Kept
from zhichan.core.matters.procedure import Duty, Procedure, State
from zhichan.core.matters.rights import MATTER_VIEW
from zhichan.core.matters.statistics import (
    MOST_IN_MONTH,
    MOST_MONTHS,
    LimitFigures,
    Period,
    Statistics,
    statistics_of,
)
from zhichan.core.matters.wording import limit_text
from zhichan.core.matters.words import duty_label
from zhichan.core.remembered import remembered
from zhichan.core.tables.text import number_text

Address = Callable[..., str]
OPENED, CLOSED = gettext_lazy("登记"), gettext_lazy("办结")
SHARES = ((50, gettext_lazy("中位数")), (90, gettext_lazy("第 90 百分位数")))


@dataclass(frozen=True)
class LimitLine:
    """A limit with its figures. ``share``: in time of all that met it, empty where none did."""

    name: str
    text: str
    is_ours: bool
    cells: tuple[Cell, ...]
    share: Cell


@dataclass(frozen=True)
class Shown:
    """What the page shows and the file holds."""

    open: Sequence[BoardLine]
    months: Sequence[BoardLine]
    total: Sequence[Cell]
    ended: Sequence[BoardLine]
    days: Sequence[Cell]
    limits: Sequence[LimitLine]


@page(MATTER_VIEW)
@require_GET
def statistics(request: HttpRequest, name: str) -> HttpResponseBase:
    """``?from=2026-01-01&to=2026-03-31`` another period than this year; ``format`` gives a file."""
    actor, horizon = actor_in(request), horizon_now(now())
    procedure = chosen(name, None, horizon.today)
    serve_room(request, name)
    period = period_in(request.GET.get("from", ""), request.GET.get("to", ""), horizon.today)
    found = remembered(
        ("procedure statistics", actor, name, str(period), horizon),
        lambda: statistics_of(actor, name, period, at=horizon.at),
    )
    shown = remembered(
        ("procedure statistics shown", actor, name, str(period), horizon, get_language()),
        lambda: shown_of(found, name),
    )
    if file_format := request.GET.get("format"):
        title = _("%(procedure)s办件统计 %(period)s") % {"procedure": procedure.label, "period": period}
        headings = [Heading(_("统计"), "@"), Heading(_("项目"), "@", 40), Heading(_("数"))]
        rows = list(_file_rows(found, shown))
        return export_rows(title, headings, rows, file_format="xlsx" if file_format == "xlsx" else "csv")
    context = {
        "procedure": procedure,
        "horizon": horizon,
        "found": found,
        "period": period,
        "is_narrowed": found.looked != period,
        "shown": shown,
        "kept": KEPT.values(),
        "exported": urlencode({"from": period.first.isoformat(), "to": period.last.isoformat()}),
    }
    return render(request, "matters/statistics.html", context)


def period_in(first: str, last: str, today: date) -> Period:
    """The period an address names; this year until today where it names none. Raises InvalidInput."""
    end = _day(last, "to") if last else None
    begin = _day(first, "from") if first else date((end or today).year, 1, 1)
    period = Period(begin, end or max(begin, today))
    if period.first > period.last:
        words = {"first": period.first, "last": period.last}
        raise InvalidInput(_("统计期间的起日 %(first)s 晚于止日 %(last)s，请对调。") % words, field="from")
    if len(period.months) > MOST_MONTHS:
        counts = {"n": len(period.months), "most": MOST_MONTHS}
        raise InvalidInput(
            _("统计期间跨 %(n)d 个月，最多 %(most)d 个月，请把期间改短。") % counts, field="from"
        )
    return period


def _day(text: str, field: str) -> date:
    try:
        return read_day(text)
    except ValueError:
        words = {"field": _("起日") if field == "from" else _("止日"), "text": text[:40]}
        raise InvalidInput(
            _("统计期间的%(field)s“%(text)s”不是日期，请写成 2026-03-31 的样子。") % words, field=field
        ) from None


def shown_of(found: Statistics, name: str) -> Shown:
    """The figures with the addresses of their rows."""

    def address(**conditions: str) -> str:
        return f"{reverse('matters:list')}?" + urlencode({"procedure": name, **conditions})

    looked = str(found.looked)
    states = {one.name: one for version in versions_of(name) for one in version.states}
    count = sum(found.ended.values())
    done = address(standing="closed", closed=looked, sources="none")
    return Shown(
        [
            _line(states[one].label, found.open[one], address(state=one, standing="open"))
            for one in states
            if one in found.open
        ],
        [
            BoardLine(str(month_of(part.first)), _both([opened], [closed], str(part), address))
            for part, opened, closed in reversed(
                list(zip(found.period.by_month, found.opened, found.closed, strict=True))
            )
        ],
        _both(found.opened, found.closed, str(found.period), address),
        [
            _line(_end_label(states[one]), found.ended[one], f"{done}&{urlencode({'state': one})}")
            for one in states
            if one in found.ended
        ],
        [
            _cell(_("件数"), count, done),
            *(Cell(label, number_text(found.days(share)), done if count else "") for share, label in SHARES),
        ],
        [
            _limit_line(one, duty, found, address)
            for one, duty in _duties(name)
            if duty.within.name in found.limits
        ],
    )


def _line(label: str | Promise, count: int, url: str) -> BoardLine:
    return BoardLine(label, (_cell(label, count, url),))


def _cell(label: str | Promise, count: int, url: str, *, is_least: bool = False) -> Cell:
    return Cell(label, ("≥ " if is_least and count else "") + number_text(count), url if count else "")


def _both(opened: Sequence[int], closed: Sequence[int], span: str, address: Address) -> tuple[Cell, Cell]:
    return (
        _summed(OPENED, opened, address(opened=span, sources="none")),
        _summed(CLOSED, closed, address(closed=span, sources="none")),
    )


def _summed(label: str | Promise, counts: Sequence[int], url: str) -> Cell:
    """The sum of months; at least so many, where of one of them not all were counted."""
    known = [min(one, MOST_IN_MONTH) for one in counts]
    return _cell(label, sum(known), url, is_least=sum(known) < sum(counts))


def _end_label(state: State) -> str:
    """A matter that ended where the procedure does not went into another."""
    return str(state.label) if state.is_final else _("并入另一件（%(state)s）") % {"state": state.label}


def _duties(name: str) -> list[tuple[Procedure, Duty]]:
    """Every limit of every version, with the latest that has it."""
    return list({duty.within.name: (one, duty) for one in versions_of(name) for duty in one.duties}.values())


def _limit_line(procedure: Procedure, duty: Duty, found: Statistics, address: Address) -> LimitLine:
    limit = duty.within.name
    figures = found.limits[limit]
    counts = {
        Kept.MET: figures.in_time,
        Kept.LATE: figures.late,
        Kept.RUNNING: figures.running,
        Kept.OVERDUE: figures.overdue,
    }
    ended = {"closed": str(found.looked), "sources": "none"}
    urls = {
        how: address(
            limit=f"{procedure.name}.{limit}.{how}", **(ended if how in (Kept.MET, Kept.LATE) else {})
        )
        for how in counts
    }
    cells = tuple(
        Cell(
            KEPT[how],
            _cell("", count, "", is_least=found.is_least and how in (Kept.RUNNING, Kept.OVERDUE)).text,
            urls[how] if count else "",
            how is Kept.OVERDUE and count > 0,
        )
        for how, count in counts.items()
    )
    text, is_own = limit_text(procedure, duty.within), is_ours(procedure, duty)
    return LimitLine(duty_label(duty), text, is_own, cells, _share(figures))


def _share(figures: LimitFigures) -> Cell:
    percent: Decimal | None = figures.in_time_percent
    words = {"percent": percent, "n": figures.in_time, "all": figures.met}
    text = number_text(None) if percent is None else _("%(percent)s%%（%(n)d/%(all)d）") % words
    return Cell(_("按期率"), text, "")


def _file_rows(found: Statistics, shown: Shown) -> Iterator[list[ExportCell]]:
    """Every figure of the page, a line each, as the page writes it where it is no plain number."""
    for line in shown.open:
        yield [_("现在在办"), str(line.name), _plain(line.cells[0])]
    for line in (*shown.months, BoardLine(_("合计"), tuple(shown.total))):
        for cell in line.cells:
            yield [str(cell.label), str(line.name), _plain(cell)]
    for line in shown.ended:
        yield [_("办结方式（%(days)s）") % {"days": found.looked}, str(line.name), _plain(line.cells[0])]
    for cell in shown.days:
        yield [_("办理用时（%(days)s）") % {"days": found.looked}, str(cell.label), _plain(cell)]
    for limit in shown.limits:
        for cell in (*limit.cells, limit.share):
            yield [_("期限：%(limit)s") % {"limit": limit.name}, str(cell.label), _plain(cell)]


def _plain(cell: Cell) -> ExportCell:
    text = cell.text.replace(",", "")
    try:
        return Decimal(text)
    except ArithmeticError:
        return cell.text
