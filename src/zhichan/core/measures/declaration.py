"""What a measure is (指标定义): a function from a question to what was counted.

    @measure("invention_per_10k", _("每万人口发明专利拥有量"), unit=_("件/万人"), kind=Kind.STOCK, places=2,
             scope=_("有效发明专利 ÷ 上年末常住人口"))
    def invention_per_10k(asked: Question) -> Counted:
        \"\"\"In-force inventions of the region by the resident population of the year before. Source: …\"\"\"

``scope`` is the definition as people read it; source and mark of each rule stand in the docstring.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, TypeVar, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.measures.books import Book
from zhichan.core.registers.moments import Moment
from zhichan.core.tables.declaration import Label

Made = TypeVar("Made")


class Kind(StrEnum):
    """A stock is counted on a day; a flow from the first day of its year until that day."""

    STOCK = "stock"
    FLOW = "flow"


class Shared:
    """What the figures of one asking share: each part is made once, however many measures rest on it.

    It lives as long as the asking. Whatever was read is what all of them stand on. ``is_for_many``: so many
    figures are asked for that one walk over everything is cheaper than a narrow query for each.
    ``whole``: what the figures of several ``moments`` share, where this is of one of them.
    """

    def __init__(
        self, *, is_for_many: bool = False, moments: Iterable[Moment] = (), whole: Shared | None = None
    ) -> None:
        self.is_for_many = is_for_many
        self.moments = frozenset(moments)
        self.whole = whole or self
        self._made: dict[Hashable, Any] = {}

    def of_one_moment(self) -> Shared:
        """What the figures of one of the moments share among them, besides what all share."""
        return Shared(is_for_many=self.is_for_many, whole=self)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What ``make`` gives, made at the first call with the key. Nobody may change it."""
        if key not in self._made:
            self._made[key] = make()
        return cast(Made, self._made[key])


@dataclass(frozen=True)
class Question:
    """For which region, as of which day, as known at which instant; ``options``: what the measure
    lets choose.

    An empty region is the whole installation. An option that is not given has its default.
    """

    region: str
    on: date
    known_at: datetime
    options: Mapping[str, str] = field(default_factory=dict)
    shared: Shared = field(default_factory=Shared, compare=False, repr=False)

    def once(self, what: str, make: Callable[[], Made]) -> Made:
        """What ``make`` gives, once for this question within the asking. ``what`` names it."""
        chosen = tuple(sorted(self.options.items()))
        return self.shared.once((what, self.region, self.on, self.known_at, chosen), make)

    @property
    def moment(self) -> Moment:
        return Moment(self.on, self.known_at)

    @property
    def days(self) -> tuple[date, ...]:
        """The days that are asked about together by what was known at this instant, in order."""
        together = {one.on for one in self.shared.whole.moments if one.known_at == self.known_at}
        return tuple(sorted(together | {self.on}))

    @property
    def since(self) -> date:
        """The first day of a flow."""
        return date(self.on.year, 1, 1)


@dataclass(frozen=True)
class Divisor:
    """What a count is divided by: the value, and which row says so (``register`` and ``row_id``, or none)."""

    value: Decimal
    label: str
    source: str
    register: str = ""
    row_id: int | None = None


@dataclass(frozen=True)
class Tally:
    """How many rows there are, and the digest of their ids (see ``computing.tally_of``)."""

    count: int
    digest: str


@dataclass(frozen=True)
class Part:
    """A named part of a figure that opens to rows of its own: one test, or the firms with and without.

    ``coverage``: the share of rows that could be judged in this respect. A row may stand in several parts.
    ``count``: how many rows there are, where that is known already.
    """

    name: str
    label: str
    register: Book
    rows: QuerySet[Any]
    coverage: Decimal | None = None
    note: str = ""
    count: int | None = None


@dataclass(frozen=True)
class Counted:
    """``rows``: periods or events with a ``subject_id``, to which the figure opens; each thing stands once.

    ``count``: where not every row counts one (firms behind patents). ``divisor`` None where the measure has
    none; ``missing`` says what is not known where the figure cannot be computed. ``coverage``: the share of
    rows that could be judged, from 0 to 1; ``is_lower_bound``: the rest may only add to the figure.
    ``tally``: of ``rows``, where the measure walked them itself.
    """

    register: Book
    rows: QuerySet[Any]
    count: int | None = None
    divisor: Divisor | None = None
    coverage: Decimal | None = None
    missing: str = ""
    notes: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    is_lower_bound: bool = False
    tally: Tally | None = None


Compute = Callable[[Question], Counted]
Choices = Sequence[tuple[str, Label]]


@dataclass(frozen=True)
class Option:
    """What a question may choose besides region and times: one of ``choices``, else a number not below zero.

    ``is_required``: without it there is no figure. ``default`` stands where nothing is given.
    """

    name: str
    label: Label
    choices: Callable[[], Choices] | None = None
    default: str = ""
    is_required: bool = False
    help: Label = ""

    def read(self, given: str) -> str:
        """The value as it is kept. Raises InvalidInput for what the option does not know."""
        value = given.strip() or self.default
        if not value:
            if self.is_required:
                raise InvalidInput(_("请选“%(label)s”。") % {"label": self.label}, field=self.name)
            return ""
        if self.choices is not None:
            is_known = value in {code for code, _label in self.choices()}
        else:
            is_known = value.isascii() and value.replace(".", "", 1).isdigit() and len(value) <= 16
        if not is_known:
            words = {"label": self.label, "value": value[:40]}
            raise InvalidInput(_("“%(label)s”没有“%(value)s”这一项。") % words, field=self.name)
        return value

    def shown(self, value: str) -> str:
        """The value as people read it."""
        if self.choices is None:
            return value
        return next((str(label) for code, label in self.choices() if code == value), value)


@dataclass(frozen=True)
class Measure:
    """``places``: decimals of the value, rounded half up. ``factor``: 100 for a share in per cent.

    ``noun``: what the numerator counts. ``scope``: the definition as people read it.
    """

    name: str
    label: Label
    unit: Label
    kind: Kind
    compute: Compute
    places: int = 0
    factor: int = 1
    scope: Label = ""
    noun: Label = ""
    options: Sequence[Option] = ()

    @property
    def room(self) -> str:
        """The room that declared it; its pages lie there."""
        return self.compute.__module__.split(".")[2]

    def read_options(self, given: Mapping[str, str]) -> dict[str, str]:
        """Every option with its value; empty ones are left out.

        Raises InvalidInput for an option it does not have or a value that the option does not know.
        """
        if strange := sorted(given.keys() - {one.name for one in self.options}):
            raise InvalidInput(
                _("这个指标没有选项“%(name)s”。") % {"name": strange[0][:40]}, field=strange[0]
            )
        read = {one.name: one.read(given.get(one.name, "")) for one in self.options}
        return {name: value for name, value in read.items() if value}

    @property
    def definition(self) -> str:
        return inspect.getdoc(self.compute) or ""

    def value_of(self, numerator: int, divisor: Decimal | None) -> Decimal:
        """The value, rounded once, at the end."""
        exact = Decimal(numerator * self.factor) / (divisor or 1)
        return exact.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)


_MEASURES: dict[str, Measure] = {}


def measure(
    name: str,
    label: Label,
    *,
    unit: Label,
    kind: Kind,
    scope: Label = "",
    places: int = 0,
    factor: int = 1,
    noun: Label = "",
    options: Sequence[Option] = (),
) -> Callable[[Compute], Compute]:
    """Make a function known as a measure; the same name again stops the start."""

    def add(compute: Compute) -> Compute:
        if name in _MEASURES:
            raise ValueError(f"measure {name} declared twice")
        _MEASURES[name] = Measure(
            name, label, unit, kind, compute, places, factor, scope, noun or unit, options
        )
        return compute

    return add


def measure_named(name: str) -> Measure:
    """Raises NotFound for a name no room has declared."""
    if name not in _MEASURES:
        raise NotFound(_("没有“%(name)s”这个指标。") % {"name": name[:40]}, measure=name[:60])
    return _MEASURES[name]


def all_measures() -> tuple[Measure, ...]:
    return tuple(_MEASURES.values())
