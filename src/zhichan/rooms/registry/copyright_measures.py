"""Figures computed from the register of copyright registrations."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.measures.declaration import Counted, Kind, Option, Question, measure
from zhichan.rooms.registry.counting import began_in, inside, known_in, placed_of
from zhichan.rooms.registry.models.copyright import COPYRIGHTS, Copyright


@measure(
    "copyright_registrations",
    gettext_lazy("版权登记量"),
    unit=gettext_lazy("件"),
    kind=Kind.FLOW,
    scope=gettext_lazy(
        "当年 1 月 1 日到当日登记、登记当天第一著作权人在本地区的软件与作品，撤销的登记照计；也可只数一种。"
    ),
    options=(Option("kind", gettext_lazy("著作权类型"), lambda: Copyright.Kind.choices),),
)
def copyright_registrations(asked: Question) -> Counted:
    """Registrations from the first day of the year to the day, of software and works or of one of them.

    National and provincial registrations by the first owner's address [memory: statistics, 其他]. A
    registration whose day is not known counts in no year; how many there are is said.
    """
    everywhere = _registered(asked)
    undated = _of_kind(known_in(COPYRIGHTS, asked, status="UNDATED"), asked)
    n = undated.values("subject").distinct().count()
    notes = (_("%(n)d 件没有登记日，不计入任何一年") % {"n": n},) if n else ()
    rows = everywhere.filter(inside(asked.region))
    return Counted(COPYRIGHTS, rows, coverage=placed_of(everywhere), notes=notes, is_lower_bound=n > 0)


def _registered(asked: Question) -> QuerySet[Any]:
    return _of_kind(began_in(COPYRIGHTS, asked, status="REGISTERED"), asked)


def _of_kind(periods: QuerySet[Any], asked: Question) -> QuerySet[Any]:
    chosen = asked.options.get("kind")
    return periods.filter(subject__kind=chosen) if chosen else periods
