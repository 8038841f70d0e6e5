"""The tabs of a room in two tiers (标签页): a few in a line, the others by subject under 更多."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Right, may

PHONE_TABS = 3
"""How many of the line stand on a phone at the least; of the others as many as fit (``tabs.js``)."""


@dataclass(frozen=True)
class Tab:
    name: str
    label: str | Promise
    url_name: str
    right: Right


@dataclass(frozen=True)
class RoomTabs:
    """``line``: what one needs every day; ``more``: the others, each group under its subject."""

    label: str | Promise
    line: Sequence[Tab]
    more: Sequence[tuple[str | Promise, Sequence[Tab]]]


def _address(tab: Tab) -> str:
    return reverse(tab.url_name)


def tabs_shown(
    room: RoomTabs, current: str, actor: Actor, address: Callable[[Tab], str] = _address
) -> dict[str, Any]:
    """What ``shell/tabs.html`` shows: those the actor may open, nothing where that is one alone.

    ``inside``: the label of the current page, where it stands under 更多.
    """

    def shown(tabs: Sequence[Tab]) -> list[dict[str, Any]]:
        return [
            {"label": tab.label, "url": address(tab), "is_current": tab.name == current}
            for tab in tabs
            if may(actor, tab.right)
        ]

    line = shown(room.line)
    groups = [(label, tabs) for label, own in room.more if (tabs := shown(own))]
    return {
        "label": room.label,
        "near": line[:PHONE_TABS],
        "far": line[PHONE_TABS:],
        "groups": groups,
        "inside": [tab["label"] for _label, tabs in groups for tab in tabs if tab["is_current"]],
        "are_several": len(line) + sum(len(tabs) for _label, tabs in groups) > 1,
    }
