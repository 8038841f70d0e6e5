"""How lists and pages show who holds a right and how it stands (权利的显示)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from zhichan.core.tables.declaration import link
from zhichan.core.tables.text import UNKNOWN
from zhichan.rooms.registry.kinds import PartyIds
from zhichan.web.templatetags.zhichan import state

_MARKS = {"in_force": "ok", "pending": "info", "ended": "idle"}


def holder_cell(row: Any) -> SafeString | str:
    """The first holder with the way to its page."""
    if not row.holder_id:
        return UNKNOWN
    return link(reverse("registers:row", args=["registry", "party", row.holder_id]), row.holder.name)


def holder_name(row: Any) -> str | None:
    return row.holder.name if row.holder_id else None


def holder_names(row: Any) -> str | None:
    return PartyIds().cell(row.holder_ids) if row.holder_ids else None


def class_cell(row: Any) -> SafeString:
    return state(_MARKS[row.public_class], row.get_public_class_display())
