"""What rooms bring to the demo district beside its plan (示例区), in the transaction that loads it.

A room registers a function in the ``__init__`` of its package ``demo``, which is found by location:

    @demo_part("protection.rosters")
    def rosters(today: date) -> None: ...

Units and people of the district are there already. All it makes is marked as a sample.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from django.utils.module_loading import autodiscover_modules

from zhichan.core.by_name import ByName

Load = Callable[[date], None]

_PARTS: ByName[Load] = ByName("demo part")


def demo_part(name: str) -> Callable[[Load], Load]:
    """Register a part; a second one of the same name stops the start."""

    def register(load: Load) -> Load:
        _PARTS.add(name, load)
        return load

    return register


def load_parts(today: date, *, without: Collection[str] = ()) -> None:
    """Load every part, by name, but for those that are named; KeyError for one that is none."""
    autodiscover_modules("demo")
    left_out = {_PARTS[name] for name in without}
    for name in sorted(_PARTS):
        if _PARTS[name] not in left_out:
            _PARTS[name](today)
