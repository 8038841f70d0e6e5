"""Taking an indicator for a change: shared by every action on indicators."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import NotFound, WrongState
from zhichan.rooms.plan.models import Indicator
from zhichan.rooms.plan.queries.indicators import indicators_visible_to


def lock_indicator(pk: int, *, by: Actor) -> Indicator:
    """The indicator, locked; NotFound where the actor may not see it, WrongState once it is retired."""
    if not indicators_visible_to(by).filter(pk=pk).exists():
        raise NotFound(_("没有找到这个指标。"), indicator=pk)
    indicator = Indicator.objects.select_for_update(of=("self",)).select_related("plan").get(pk=pk)
    if indicator.retired_at is not None:
        raise WrongState(_("这个指标已停用。"), code="retired", indicator=pk)
    return indicator


def owners_of(indicator: Indicator) -> list[int]:
    """The unit that fills the indicator in; nobody's belongs to the office alone."""
    return [indicator.owner_unit_id] if indicator.owner_unit_id else []
