"""How the overview shows what it holds: the switch of comparison, the lines of its tables, tiles and map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhichan.core.charts.specs import Bullet, Head, Tile, TileGrid
from zhichan.core.measures.board_figures import ShownFigure, ShownGroup, ShownPlaces, Stored, is_stale
from zhichan.core.tables.text import number_text
from zhichan.rooms.plan.indicator_status import Status, share_done
from zhichan.rooms.plan.queries.budget import YearLine
from zhichan.rooms.plan.queries.outlook import Comparison, Outlook

COLUMNS = 5


class Compared(models.TextChoices):
    """With what the overview compares (对比)."""

    NONE = "", gettext_lazy("本期")
    PERIOD = "period", gettext_lazy("较上季")
    YEAR = "year", gettext_lazy("较去年")


@dataclass(frozen=True)
class Address:
    """What the address of the overview says; every link of the page keeps the rest of it."""

    plan: int | None
    on: str
    compared: Compared
    focus: int | None
    measure: str

    def changed(self, **changes: object) -> str:
        """The same address with some of it changed: ``?compare=year&focus=3``."""
        said = {
            "plan": self.plan,
            "on": self.on,
            "compare": self.compared.value,
            "focus": self.focus,
            "measure": self.measure,
            **changes,
        }
        return "?" + urlencode({name: value for name, value in said.items() if value not in (None, "")})


@dataclass(frozen=True)
class Line:
    """One indicator of the table. ``before``: what it is compared with; ``bullet`` None: not known."""

    outlook: Outlook
    before: Comparison | None
    change: str
    bullet: Bullet | None
    focus_url: str
    is_focus: bool


@dataclass(frozen=True)
class FigureTile:
    """``text`` is the figure as written, ``note`` the line below it; ``url`` empty: nothing to open."""

    label: str
    text: str
    unit: str
    note: str
    url: str


@dataclass(frozen=True)
class TileGroup:
    title: str
    url: str
    refreshed_at: datetime | None
    is_stale: bool
    tiles: Sequence[FigureTile]


def lines_of(outlooks: Sequence[Outlook], address: Address, focus: Outlook | None) -> list[Line]:
    return [_line(one, address, focus) for one in outlooks]


def _line(one: Outlook, address: Address, focus: Outlook | None) -> Line:
    pk = one.indicator.pk
    before = compared_with(one, address.compared)
    return Line(
        outlook=one,
        before=before,
        change=signed(before.change) if before else "",
        bullet=bullet_of(one),
        focus_url=address.changed(focus=pk) + "#trend",
        is_focus=focus is not None and focus.indicator.pk == pk,
    )


def compared_with(one: Outlook, compared: Compared) -> Comparison | None:
    return {Compared.PERIOD: one.last_period, Compared.YEAR: one.last_year}.get(compared)


def bullet_of(one: Outlook) -> Bullet | None:
    """Done, expected by the end and time elapsed, in per cent of the way; None where nothing is known."""
    row = one.row
    if row.done is None:
        return None
    reach = share_done(row.goal, one.forecast.value) if row.goal and one.forecast else None
    return Bullet(one.indicator.name, row.done, reach, row.elapsed, one.status is Status.LAGGING)


def signed(change: Decimal) -> str:
    """``+6``, ``−0.5``, ``0``; the minus is one of figures, not a hyphen."""
    if change == 0:
        return "0"
    return f"+{number_text(change)}" if change > 0 else f"−{number_text(-change)}"


def tile_groups(groups: Sequence[ShownGroup], compared: Compared, at: datetime) -> list[TileGroup]:
    return [
        TileGroup(
            str(one.group.title),
            reverse(one.group.url_name),
            one.refreshed_at,
            is_stale(one.refreshed_at, at),
            [tile_of(figure, compared) for figure in one.figures],
        )
        for one in groups
    ]


def tile_of(shown: ShownFigure, compared: Compared) -> FigureTile:
    declared, now = shown.figure.declared, shown.now
    text = number_text(now.value if now else None)
    at_least = _("至少 ") if now and now.is_lower_bound and now.value is not None else ""
    unit = str(declared.unit) if now and now.value is not None else ""
    return FigureTile(str(shown.figure.title), at_least + text, unit, _note(shown, compared), shown.url)


def _note(shown: ShownFigure, compared: Compared) -> str:
    """Why there is none, or the change, or what time the figure is of."""
    if shown.now is None:
        return _("尚未计算")
    if shown.now.value is None:
        return shown.now.failure
    if compared is Compared.PERIOD:
        return _change(shown, shown.period, _("上季末 %(value)s，%(change)s"))
    if compared is Compared.YEAR:
        return _change(shown, shown.year, _("去年同日 %(value)s，%(change)s"))
    return _("本年累计") if shown.is_flow else _("当日")


def _change(shown: ShownFigure, before: Stored | None, words: str) -> str:
    change = shown.change_since(before)
    if before is None or change is None:
        return _("没有可比的数")
    return words % {"value": number_text(before.value), "change": signed(change)}


def money_tiles(year: YearLine, plan: int | None = None) -> TileGroup:
    """The budget of a year in 万元: what there is, what is promised, what is paid."""
    url = f"{reverse('plan:budget')}?year={year.year}"
    url += f"&plan={plan}" if plan else ""
    money = year.money
    lines = ngettext("%(n)d 个项目", "%(n)d 个项目", year.lines) % {"n": year.lines}
    tiles = [
        FigureTile(_("预算"), ten_thousands(money.budget), _("万元"), lines, url),
        FigureTile(
            _("已承诺"), ten_thousands(money.committed), _("万元"), _percent(money.committed_percent), url
        ),
        FigureTile(_("已支付"), ten_thousands(money.paid), _("万元"), _percent(money.percent), url),
    ]
    return TileGroup(_("经费 · %(year)d 年") % {"year": year.year}, url, None, False, tiles)


def ten_thousands(yuan: Decimal) -> str:
    """Yuan in 万元 with two decimals at most, halves up."""
    return number_text((yuan / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _percent(percent: Decimal) -> str:
    return _("占预算 %(percent)s%%") % {
        "percent": number_text(percent.quantize(Decimal("0.1"), ROUND_HALF_UP))
    }


@dataclass(frozen=True)
class PlaceMap:
    """The figure of each place as tiles; ``choices``: address, label and whether it is this one."""

    title: str
    grid: TileGrid
    choices: Sequence[tuple[str, str, bool]]
    refreshed_at: datetime | None
    is_stale: bool
    is_known: bool


def map_of(shown: ShownPlaces, address: Address, at: datetime) -> PlaceMap:
    title, unit = str(shown.figure.title), str(shown.figure.declared.unit)
    named = [(place.name, one.now.value if one.now else None, one.url) for place, one in shown.places]
    known = [f"{name} {number_text(value)}" for name, value, _url in named if value is not None]
    as_of = shown.refreshed_at.date() if shown.refreshed_at else None
    head = Head(
        title, unit, _("登记数据"), as_of, f"{title}（{unit}）：{_('、').join(known) or _('尚未计算')}"
    )
    tiles = [
        Tile(name, value, place // COLUMNS, place % COLUMNS, url)
        for place, (name, value, url) in enumerate(named)
    ]
    return PlaceMap(
        title,
        TileGrid(head, tiles, is_by_code=True),
        [(address.changed(measure=one.key), str(one.title), one == shown.figure) for one in shown.offers],
        shown.refreshed_at,
        is_stale(shown.refreshed_at, at),
        bool(known),
    )
