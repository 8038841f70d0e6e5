"""Looking back at what happened in a matter, for its conditions and for what is asked of rules."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from zhichan.core.matters.happenings import Happening, day_of_value

if TYPE_CHECKING:
    from zhichan.core.matters.standing import Standing

NOTICES = ("notify", "notify_again")
NOTICES_RECEIVED = ("serve_notice", "collect_notice", "notice_announced")
DEFENCES = ("record_defence", "record_late_defence")
WEIGHINGS = ("proceed", "decide")
REMEDIES = ("apply_reconsideration", "bring_suit", "remedy_accepted_late")
HEARINGS = ("finish_hearing",)
INVESTIGATED = ("finish_investigation",)


def latest(standing: Standing, moves: Collection[str], given: str = "") -> Happening | None:
    """The latest of some moves; ``given``: of those in which this field was filled in."""
    taken = (one for one in reversed(standing.happenings) if one.name in moves)
    return next((one for one in taken if not given or one.values.get(given)), None)


def since(standing: Standing, moves: Collection[str], before: Collection[str]) -> Happening | None:
    """The latest of some moves, if it was taken after the latest of the others; None where it was not."""
    found, earlier = latest(standing, moves), latest(standing, before)
    return found if found and (earlier is None or found.seq > earlier.seq) else None


def fen(values: Any, name: str) -> int:
    """An amount that was given, 0 where none was."""
    return int(values.get(name) or 0)


def is_before(value: object, standing: Standing) -> bool:
    """Whether a day that was given lies before today."""
    day = day_of_value(value)
    return day is not None and day < timezone.localdate(standing.at)


def is_after(value: object, standing: Standing) -> bool:
    """Whether a day that was given is still to come."""
    day = day_of_value(value)
    return day is not None and day > timezone.localdate(standing.at)
