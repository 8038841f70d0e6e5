"""What 总览 shows: a room offers its overview here, and the shell answers ``/`` with the first one allowed.

register_overview(PLAN_VIEW, plan_overview)      # in a room's AppConfig.ready
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Right, may

View = Callable[[HttpRequest], HttpResponseBase]


@dataclass(frozen=True)
class Overview:
    right: Right
    view: View


_OVERVIEWS: list[Overview] = []


def register_overview(right: Right, view: View) -> None:
    """Offer a whole page for ``/`` to those who hold the right; the same view twice is one offer."""
    overview = Overview(right, view)
    if overview not in _OVERVIEWS:
        _OVERVIEWS.append(overview)


def overview_of(actor: Actor) -> View | None:
    """The first registered overview that the actor may open."""
    return next((overview.view for overview in _OVERVIEWS if may(actor, overview.right)), None)
