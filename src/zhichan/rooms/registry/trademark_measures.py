"""Figures computed from the register of trademarks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from zhichan.core.access.actor import system_actor
from zhichan.core.measures.declaration import Counted, Kind, Question, measure
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry.models.trademark import TRADEMARKS

_ALL = system_actor("measures")


@measure("trademarks_in_force", gettext_lazy("有效注册商标量"), unit=gettext_lazy("件"), kind=Kind.STOCK)
def trademarks_in_force(asked: Question) -> Counted:
    """Registrations in force on the day whose registrant is in the region, each class counted once.

    A mark in its grace period is in force (商标法(2019) 第四十条 [verified]); counting by class and by the
    registrant's address [memory].
    """
    rows = _in_force(asked)
    return Counted(TRADEMARKS, rows, coverage=_placed(asked))


def _in_force(asked: Question) -> QuerySet[Any]:
    return periods_at(TRADEMARKS, asked.moment, _ALL).filter(
        public_class="in_force", region__startswith=asked.region
    )


def _placed(asked: Question) -> Decimal:
    """The share of marks in force of which the region is known."""
    whole = _in_force(Question("", asked.on, asked.known_at))
    count = whole.count()
    known = whole.exclude(region="").count()
    return Decimal(1) if not count else (Decimal(known) / count).quantize(Decimal("0.0001"))
