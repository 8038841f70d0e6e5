"""Where a row can be subscribed to (订阅入口)."""

from __future__ import annotations

from django.urls import reverse

from zhichan.core.registers.declaration import Register
from zhichan.rooms.search.following.declaration import PARTIES


def follow_address(register: Register, pk: int) -> str:
    """The form that subscribes to a party or a right; empty for rows of other registers."""
    if register.name != PARTIES and "holder_id" not in register.by_name:
        return ""
    room, _mark, book = register.name.partition(".")
    return reverse("search:follow", args=[book, pk]) if room == "registry" else ""


def watch_address(register: Register, pk: int) -> str:
    """The form that sets a warning over a party; empty for rows of other registers."""
    return f"{reverse('search:alert_watch_new')}?party={pk}" if register.name == PARTIES else ""
