"""What is told of a line that was read (检索式提示): how it was taken, and what may have been meant."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """``start``, ``end``: the place in the line; ``instead``: the line that says what was likely meant, empty
    where the line was taken as it was likely meant."""

    message: str
    start: int
    end: int
    instead: str = ""
