"""What rooms bring to the demo district beside its plan (示例区), in the transaction that loads it.

A room registers a function in the ``__init__`` of its package ``demo``, which is found by location:

    @demo_part("protection.rosters")
    def rosters(today: date) -> None: ...

Units and people of the district are there already. All it makes is marked as a sample.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from enum import Enum

from django.utils.module_loading import autodiscover_modules

from zhichan.core.by_name import ByName

Load = Callable[[date], None]


class Stage(Enum):
    """When a part is loaded: before the plan, which takes its figures from what stands in the registers; with
    it, as most; or in the last days, when all that somebody watches or follows is watched already."""

    BEFORE_PLAN = "before_plan"
    WITH_PLAN = "with_plan"
    LAST_DAYS = "last_days"


_PARTS: ByName[Load] = ByName("demo part")
_STAGES: dict[str, Stage] = {}


def demo_part(name: str, stage: Stage = Stage.WITH_PLAN) -> Callable[[Load], Load]:
    """Register a part; a second one of the same name stops the start."""

    def register(load: Load) -> Load:
        _PARTS.add(name, load)
        _STAGES[name] = stage
        return load

    return register


def load_parts(today: date, stage: Stage, without: Collection[str] = ()) -> None:
    """Load every part of a stage, by name, but for those that are named.

    Raises KeyError for a name of none.
    """
    autodiscover_modules("demo")
    left_out = {_PARTS[name] for name in without}
    for name in sorted(_PARTS):
        if _STAGES[name] is stage and _PARTS[name] not in left_out:
            _PARTS[name](today)
