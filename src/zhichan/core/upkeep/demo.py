"""What rooms bring to the demo district beside its plan (示例区), in the transaction that loads it.

A room registers a function in the ``__init__`` of its package ``demo``, which is found by location:

    @demo_part("protection.rosters")
    def rosters(today: date) -> None: ...

Units and people of the district are there already. All it makes is marked as a sample. A part that says
``before_plan`` comes before the plan, which takes its figures from what stands in the registers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from django.utils.module_loading import autodiscover_modules

from zhichan.core.by_name import ByName

Load = Callable[[date], None]

_PARTS: ByName[Load] = ByName("demo part")
_BEFORE_PLAN: set[str] = set()


def demo_part(name: str, *, before_plan: bool = False) -> Callable[[Load], Load]:
    """Register a part; a second one of the same name stops the start."""

    def register(load: Load) -> Load:
        _PARTS.add(name, load)
        if before_plan:
            _BEFORE_PLAN.add(name)
        return load

    return register


def load_parts(today: date, *, before_plan: bool, without: Collection[str] = ()) -> None:
    """Load every part that comes before the plan, or every other, by name, but for those that are named.

    Raises KeyError for a name of none.
    """
    autodiscover_modules("demo")
    left_out = {_PARTS[name] for name in without}
    for name in sorted(_PARTS):
        if (name in _BEFORE_PLAN) is before_plan and _PARTS[name] not in left_out:
            _PARTS[name](today)
