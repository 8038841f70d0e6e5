"""What the address of the queue asks for: whose, which tab; and the links to the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from zhichan.core.calendar.queries import Calendar
from zhichan.core.matters.horizon import Horizon, horizon_at
from zhichan.core.matters.work import Scope, Tab
from zhichan.core.matters.work_counts import Counts
from zhichan.core.remembered import remembered

SCOPES: dict[Scope, Promise] = {Scope.MINE: _("我的"), Scope.UNIT: _("本单位")}
TABS: dict[Tab, Promise] = {
    Tab.OVERDUE: _("超期"),
    Tab.WEEK: _("本周到期"),
    Tab.OTHERS: _("等待他人"),
    Tab.CLOSED: _("已办结"),
}


@dataclass(frozen=True)
class Asked:
    """``scope``: whose work; ``tab``: which of it. What the address cannot name counts as not asked."""

    scope: Scope = Scope.MINE
    tab: Tab = Tab.ALL

    @classmethod
    def read(cls, params: Mapping[str, str]) -> Asked:
        scope, tab = params.get("of", ""), params.get("tab", "")
        return cls(
            Scope(scope) if scope in Scope.__members__.values() else Scope.MINE,
            Tab(tab) if tab in Tab.__members__.values() else Tab.ALL,
        )

    @property
    def address(self) -> str:
        return address_of(self.scope, self.tab)


@dataclass(frozen=True)
class TabLink:
    """``figure``: how many; with ``is_least`` at least so many. ``is_scope``: the open tab is part of it."""

    label: str | Promise
    url: str
    figure: int
    is_least: bool
    is_current: bool
    is_scope: bool = False


def address_of(scope: Scope, tab: Tab, **more: str) -> str:
    asked = {"of": "" if scope is Scope.MINE else scope.value, "tab": "" if tab is Tab.ALL else tab.value}
    return "?" + urlencode({name: value for name, value in {**asked, **more}.items() if value})


def tab_links(asked: Asked, counts: Counts) -> list[TabLink]:
    """Mine and the unit's; then what of the chosen one is overdue, due this week, elsewhere, closed."""
    chosen = counts.total, counts.is_least(Tab.ALL)
    found = [
        TabLink(
            label,
            address_of(scope, Tab.ALL),
            *(chosen if scope is asked.scope else counts.of_other),
            is_current=asked == Asked(scope, Tab.ALL),
            is_scope=asked.scope is scope,
        )
        for scope, label in SCOPES.items()
    ]
    return found + [
        TabLink(label, address_of(asked.scope, tab), counts.of(tab), counts.is_least(tab), asked.tab is tab)
        for tab, label in TABS.items()
    ]


def horizon_now(at: datetime) -> Horizon:
    """The horizon of this minute: a list made in it holds all of it long, while the calendar is the same."""
    minute = at.replace(second=0, microsecond=0)

    def make() -> Horizon:
        calendar = Calendar()
        return replace(horizon_at(minute, calendar.day), calendar=calendar.changed)

    return remembered(("matters horizon", minute), make)
