"""Figures computed from the register of trademarks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from zhichan.core.measures.declaration import Counted, Kind, Option, Question, measure
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry.counting import COUNTER, inside, placed_of
from zhichan.rooms.registry.models.trademark import CLASSES, TRADEMARKS


@measure(
    "trademarks_in_force",
    gettext_lazy("有效注册商标量"),
    unit=gettext_lazy("件"),
    kind=Kind.STOCK,
    scope=gettext_lazy("当日有效（含宽展期）、注册人在本地区的商标，一标多类每类算一件；也可只数一类。"),
    options=(Option("class", gettext_lazy("国际分类"), lambda: CLASSES),),
)
def trademarks_in_force(asked: Question) -> Counted:
    """Registrations in force on the day whose registrant is in the region, each class counted once.

    A mark in its grace period is in force (商标法(2019) 第四十条 [verified]); counting by class and by the
    registrant's address [memory].
    """
    everywhere = _in_force(Question("", asked.on, asked.known_at, asked.options))
    return Counted(TRADEMARKS, _in_force(asked), coverage=placed_of(everywhere))


def _in_force(asked: Question) -> QuerySet[Any]:
    periods = periods_at(TRADEMARKS, asked.moment, COUNTER).filter(
        inside(asked.region), public_class="in_force"
    )
    chosen = asked.options.get("class")
    return periods.filter(subject__nice_class=chosen) if chosen else periods
