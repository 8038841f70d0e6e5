"""Who acts and when, as keyword arguments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.conftest import NOW
from zhichan.core.access.actor import Actor


def acting(actor: Actor, at: datetime | None = None) -> dict[str, Any]:
    return {"by": actor, "at": at or NOW}
