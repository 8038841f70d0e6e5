"""What the search box finds in the plan room besides tasks and plans: indicators and meetings."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.rooms.plan.queries.indicators import indicators_visible_to
from zhichan.rooms.plan.queries.meetings import meetings_visible_to
from zhichan.web.finding import Hit, Source, register_source


def find_indicators(actor: Actor, words: str, limit: int) -> Sequence[Hit]:
    indicators = indicators_visible_to(actor).filter(retired_at=None, name__icontains=words)
    found = indicators.select_related("plan").order_by("-plan_id", "position", "pk")[:limit]
    return [
        Hit(one.name, reverse("plan:indicator", args=[one.pk]), one.plan.title, one.is_sample)
        for one in found
    ]


def find_meetings(actor: Actor, words: str, limit: int) -> Sequence[Hit]:
    fits = Q(title__icontains=words) | Q(decisions__text__icontains=words)
    meetings = meetings_visible_to(actor).filter(fits).distinct().order_by("-held_on", "-pk")[:limit]
    return [
        Hit(one.title, reverse("plan:meeting", args=[one.pk]), one.held_on.isoformat(), one.is_sample)
        for one in meetings
    ]


def register() -> None:
    """Offer what can be found; called once at start-up."""
    register_source(Source("plan.indicator", _("指标"), find_indicators))
    register_source(Source("plan.meeting", _("会议"), find_meetings))
