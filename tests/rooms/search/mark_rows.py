"""Marks written into the register in one go, for tests that need many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from zhichan.rooms.registry.models import TrademarkItem


def write_marks(titles: Iterable[str], office: Any, at: datetime, *, classes: int) -> None:
    """One mark for each title, numbered in their order, going round so many classes."""
    TrademarkItem.objects.bulk_create(
        TrademarkItem(
            number=f"{10_000_000 + place}-{place % classes + 1:02d}",
            nice_class=f"{place % classes + 1:02d}",
            title=title,
            status="REGISTERED",
            public_class="in_force",
            owner_unit=office,
            known_at=at,
        )
        for place, title in enumerate(titles)
    )
