"""Days of one right that cannot be (日期先后): a step before the one it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.imports.ledger import Problem
from zhichan.core.registers.declaration import Register

Step = tuple[str, str, str]
"""An earlier day, the later one that rests on it, and what is wrong where they are the other way."""


def out_of_order(register: Register, values: Mapping[str, Any], steps: Iterable[Step]) -> Iterator[Problem]:
    """The steps of a row that stand the wrong way round, each under the label of the later day."""
    for before, after, reason in steps:
        first, last = values.get(before), values.get(after)
        if first and last and last < first:
            yield Problem(str(register.by_name[after].label), last.isoformat(), reason, _("核对这两个日期"))
