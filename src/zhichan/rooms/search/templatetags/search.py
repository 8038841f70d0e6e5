"""The tabs of the search room in its templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from zhichan.core.access.requests import actor_in
from zhichan.core.access.rights import may
from zhichan.rooms.search.tabs import TABS

register = template.Library()


@register.inclusion_tag("search/tabs.html", takes_context=True)
def search_tabs(context: dict[str, Any], current: str) -> dict[str, Any]:
    """The tabs the actor may open, if they are several: ``{% search_tabs "search" %}``."""
    actor = actor_in(context["request"])
    shown = [
        {"label": tab.label, "url": reverse(tab.url_name), "is_current": tab.name == current}
        for tab in TABS
        if may(actor, tab.right)
    ]
    return {"tabs": shown if len(shown) > 1 else []}
