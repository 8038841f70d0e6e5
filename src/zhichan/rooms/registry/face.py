"""The face of the registry room (权利登记): all that other rooms may import."""

from __future__ import annotations

from zhichan.rooms.registry.kinds import CreditCode, DivisionCodeKind

__all__ = ["CreditCode", "DivisionCodeKind"]
