"""What is wrong with the values of one row (校验): days to come, and what the register itself checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.imports.ledger import Problem
from zhichan.core.registers.declaration import Register


def problems_of(register: Register, values: Mapping[str, Any], row: Any, today: date) -> Iterator[Problem]:
    """The problems of values that are entered; with ``row`` they are judged together with what stands there.

    What was wrong with the row before, and what the values leave as it was, is no reason to refuse them.
    """
    for field in register.fields:
        day = values.get(field.name)
        if field.is_past and day is not None and day > today:
            yield Problem(str(field.label), day.isoformat(), _("这一天还没有到"), _("核对日期，最晚写今天"))
    if register.check is None:
        return
    if row is None:
        yield from register.check(values)
        return
    stands = {field.name: getattr(row, field.name) for field in register.fields}
    before = set(register.check(stands))
    yield from (one for one in register.check(stands | dict(values)) if one not in before)
