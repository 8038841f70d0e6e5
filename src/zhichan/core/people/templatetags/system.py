"""The second level of the system room: tabs of the sections the person may open."""

from __future__ import annotations

from typing import Any

from django import template

from zhichan.core.access.requests import actor_in
from zhichan.core.people.pages.room import sections_for

register = template.Library()


@register.inclusion_tag("system/tabs.html", takes_context=True)
def system_tabs(context: dict[str, Any], current: str) -> dict[str, Any]:
    """``{% system_tabs "system_units" %}``: the tabs with the one of that address marked."""
    return {"sections": sections_for(actor_in(context["request"])), "current": current}
