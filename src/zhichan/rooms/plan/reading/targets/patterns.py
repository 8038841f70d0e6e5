"""The patterns a promise can be printed in, in the order they are tried (句式)."""

from __future__ import annotations

from collections.abc import Callable

from zhichan.rooms.plan.reading.quantities import Quantity
from zhichan.rooms.plan.reading.targets.claims import Claim, Setting
from zhichan.rooms.plan.reading.targets.levels import growth, level, paced, share
from zhichan.rooms.plan.reading.targets.listing import beside
from zhichan.rooms.plan.reading.targets.making import listed_after, made_after, made_before

_PATTERNS: tuple[Callable[[Quantity, Setting], Claim | None], ...] = (
    growth,
    paced,
    level,
    share,
    made_after,
    listed_after,
    made_before,
    beside,
)


def claim_of(quantity: Quantity, setting: Setting) -> Claim | None:
    """The claim the words around a quantity make, or ``None`` where they make none."""
    for pattern in _PATTERNS:
        claim = pattern(quantity, setting)
        if claim is not None:
            return claim
    return None
