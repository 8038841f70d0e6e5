"""What follows from a procedure is made once for each language, and found again by the procedure itself.

A procedure is a value of hundreds of words: to hash or compare it costs more than most of what is made of it.
The procedures of the product live as long as the process.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from django.utils.translation import get_language

from zhichan.core.matters.procedure import Procedure

MOST = 256
Made = TypeVar("Made")


class Kept(Generic[Made]):
    """Calls ``make`` for a procedure in the active language unless it did before. Emptied when it is full."""

    def __init__(self, make: Callable[[Procedure], Made]) -> None:
        self.make = make
        self.made: dict[tuple[int, str], tuple[Procedure, Made]] = {}

    def __call__(self, procedure: Procedure) -> Made:
        key = id(procedure), get_language() or ""
        known = self.made.get(key)
        if known is None:
            if len(self.made) >= MOST:
                self.made.clear()
            # The procedure is held too: its id is not given to another while it is here.
            known = self.made[key] = procedure, self.make(procedure)
        return known[1]
