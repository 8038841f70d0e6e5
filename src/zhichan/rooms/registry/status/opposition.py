"""Until when a preliminarily approved mark can be opposed (异议期), under which law.

Three months to the end of 2026 (商标法(2019) 第三十三条), two from 2027-01-01 (商标法(2026) 第三十六条), both
[verified]. Which of them governs a publication whose period straddles the New Year no text we found says: the
law of the day of publication is our reading [memory], and both windows are given.
"""

from __future__ import annotations

import tomllib
from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from zhichan.core.errors import InvalidInput
from zhichan.rooms.registry.status.machine import Basis, Mark, weakest
from zhichan.rooms.registry.status.machine_file import package_text, read_basis


class OppositionLaw(NamedTuple):
    """The opposition period of one law."""

    law: str
    starts_on: date
    ends_on: date
    months: int
    basis: tuple[Basis, ...]


class OppositionWindow(NamedTuple):
    """The last day for an opposition, before holidays move it, and the first day of an unopposed right."""

    law: str
    last_day: date
    right_from: date
    mark: Mark
    basis: tuple[Basis, ...]


def opposition_windows(published_on: date) -> tuple[OppositionWindow, ...]:
    """The window our reading of the transition chooses, then any other law the period touches.

    Empty where no law of ours covers the day. Both windows of a straddling period carry the mark of the
    transition. The first day does not count (商标法实施条例 第十二条 [verified]).
    """
    laws, transition = _laws()
    chosen = [law for law in laws if law.starts_on <= published_on <= law.ends_on]
    later = [law for law in laws for c in chosen if _touches(law, c, published_on)]
    mark = [transition] if later else []
    return tuple(_window(law, published_on, mark) for law in [*chosen, *later])


def add_months(day: date, months: int) -> date:
    """The same-numbered day; where there is none, the last of the month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _touches(law: OppositionLaw, chosen: OppositionLaw, published_on: date) -> bool:
    """Whether a later law of another length comes into force while the chosen period runs."""
    is_inside = published_on < law.starts_on <= add_months(published_on, chosen.months)
    return is_inside and law.months != chosen.months


def _window(law: OppositionLaw, published_on: date, marks: list[Mark]) -> OppositionWindow:
    last_day = add_months(published_on, law.months)
    mark = weakest([*marks, *(one.mark for one in law.basis)])
    return OppositionWindow(law.law, last_day, last_day + timedelta(days=1), mark, law.basis)


@cache
def _laws() -> tuple[tuple[OppositionLaw, ...], Mark]:
    entry = tomllib.loads(package_text("trademarks.toml"))
    if entry["opposition_transition"]["chosen_by"] != "publication_day":
        raise InvalidInput("异议期过渡规则只能按公告日选择", code="unknown_transition")
    laws = [
        OppositionLaw(
            row["law"], row["from"], row.get("to", date.max), row["months"], read_basis(row["basis"])
        )
        for row in entry["opposition"]
    ]
    return tuple(laws), Mark(entry["opposition_transition"]["mark"])
