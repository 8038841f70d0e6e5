"""Where the inputs of scores come from (考核数据来源): one file for each source, found by location.

A file that has a ``SOURCE`` is a source; the names of its inputs are what formulas may use. A name given
twice stops the start.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from zhichan.core.by_name import ByName
from zhichan.rooms.plan.queries.score_sources.base import Input, Source


@cache
def sources() -> tuple[Source, ...]:
    """Every source, in the order of their place in a list."""
    named = (f"{__name__}.{module.name}" for module in iter_modules(__path__))
    found = [getattr(import_module(name), "SOURCE", None) for name in named]
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.place, one.name)))


@cache
def inputs() -> ByName[Input]:
    """Every input by the name formulas use."""
    found: ByName[Input] = ByName("input of scores")
    for source in sources():
        for one in source.inputs:
            found.add(one.name, one)
    return found


def source_of(name: str) -> Source:
    """The source an input comes from. Raises StopIteration for a name there is not."""
    return next(source for source in sources() if any(one.name == name for one in source.inputs))
