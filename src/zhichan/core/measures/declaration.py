"""What a measure is (指标定义): a function from a question to what was counted.

    @measure("invention_per_10k", _("每万人口发明专利拥有量"), unit=_("件/万人"), kind=Kind.STOCK, places=2)
    def invention_per_10k(asked: Question) -> Counted:
        \"\"\"In-force inventions of the region by the resident population of the year before. Source: …\"\"\"

Scope, source and mark stand in the function's docstring, which people see as the definition.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhichan.core.errors import NotFound
from zhichan.core.registers.declaration import Register
from zhichan.core.registers.moments import Moment
from zhichan.core.tables.declaration import Label


class Kind(StrEnum):
    """A stock is counted on a day; a flow from the first day of its year until that day."""

    STOCK = "stock"
    FLOW = "flow"


@dataclass(frozen=True)
class Question:
    """For which region, as of which day, as known at which instant."""

    region: str
    on: date
    known_at: datetime

    @property
    def moment(self) -> Moment:
        return Moment(self.on, self.known_at)

    @property
    def since(self) -> date:
        """The first day of a flow."""
        return date(self.on.year, 1, 1)


@dataclass(frozen=True)
class Divisor:
    """What a count is divided by: the value, and which row says so."""

    value: Decimal
    label: str
    source: str


@dataclass(frozen=True)
class Counted:
    """``rows``: periods or events with a ``subject_id``, to which the figure opens; each thing stands once.

    ``count``: where not every row counts one (firms behind patents). ``divisor`` None where the measure has
    none; ``missing`` says what is not known where the figure cannot be computed. ``coverage``: the share of
    rows that could be judged, from 0 to 1.
    """

    register: Register
    rows: QuerySet[Any]
    count: int | None = None
    divisor: Divisor | None = None
    coverage: Decimal | None = None
    missing: str = ""
    notes: tuple[str, ...] = ()


Compute = Callable[[Question], Counted]


@dataclass(frozen=True)
class Measure:
    """``places``: decimals of the value, rounded half up. ``factor``: 100 for a share in per cent."""

    name: str
    label: Label
    unit: Label
    kind: Kind
    compute: Compute
    places: int = 0
    factor: int = 1

    @property
    def definition(self) -> str:
        return inspect.getdoc(self.compute) or ""

    def value_of(self, numerator: int, divisor: Decimal | None) -> Decimal:
        """The value, rounded once, at the end."""
        exact = Decimal(numerator * self.factor) / (divisor or 1)
        return exact.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)


_MEASURES: dict[str, Measure] = {}


def measure(
    name: str, label: Label, *, unit: Label, kind: Kind, places: int = 0, factor: int = 1
) -> Callable[[Compute], Compute]:
    """Make a function known as a measure; the same name again stops the start."""

    def add(compute: Compute) -> Compute:
        if name in _MEASURES:
            raise ValueError(f"measure {name} declared twice")
        _MEASURES[name] = Measure(name, label, unit, kind, compute, places, factor)
        return compute

    return add


def measure_named(name: str) -> Measure:
    """Raises NotFound for a name no room has declared."""
    if name not in _MEASURES:
        raise NotFound(_("没有“%(name)s”这个指标。") % {"name": name[:40]}, measure=name[:60])
    return _MEASURES[name]


def all_measures() -> tuple[Measure, ...]:
    return tuple(_MEASURES.values())
