"""Measures through the API, in the words of ``zhichan measure --json``."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from zhichan.core.access.operation import Day, Instant, operation
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.errors import InvalidInput
from zhichan.core.measures.asking import computed, computed_all
from zhichan.core.measures.declaration import Question, all_measures, measure_named
from zhichan.core.measures.presenting import figure_values
from zhichan.core.measures.rights import MEASURE_RUN

router = Router(tags=["指标计算"])
RegionCode = Annotated[str, Field(pattern=r"^\d{0,12}$", max_length=12)]
Pairs = Annotated[str, Field(max_length=400, description="name=value,name=value")]


class OptionOut(Schema):
    name: str
    label: str
    is_required: bool
    default: str


class MeasureOut(Schema):
    """``scope``: the definition; ``kind``: a stock on a day, or a flow since the first day of its year."""

    name: str
    label: str
    unit: str
    kind: str
    scope: str
    options: list[OptionOut]


class MeasureList(Schema):
    items: list[MeasureOut]


class FigurePartOut(Schema):
    name: str
    label: str
    count: int
    coverage: Decimal | None
    note: str


class FigureOut(Schema):
    """``value`` null: not known, ``missing`` says why. ``is_lower_bound``: the value is at least so.

    ``coverage``: the share of rows that could be judged, from 0 to 1; null where that is not measured.
    """

    measure: str
    region: str
    options: dict[str, str]
    value: Decimal | None
    is_lower_bound: bool
    unit: str
    numerator: int
    denominator: Decimal | None
    denominator_source: str | None
    as_of: date
    known_at: datetime
    coverage: Decimal | None
    rows_digest: str
    missing: str | None
    notes: list[str]
    parts: list[FigurePartOut]


class FigureList(Schema):
    """``left_out``: measures that were not computed because an option they require was not given."""

    items: list[FigureOut]
    left_out: list[str]


@operation(router.get, "/measures", right=MEASURE_RUN, out=MeasureList, summary="列出可计算的指标")
def measures(request: HttpRequest) -> MeasureList:  # noqa: ARG001  the same for everybody
    items = [
        MeasureOut(
            name=one.name,
            label=str(one.label),
            unit=str(one.unit),
            kind=one.kind.value,
            scope=str(one.scope),
            options=[
                OptionOut(
                    name=option.name,
                    label=str(option.label),
                    is_required=option.is_required,
                    default=option.default,
                )
                for option in one.options
            ],
        )
        for one in all_measures()
    ]
    return MeasureList(items=items)


@operation(
    router.get, "/measures/{name}", right=MEASURE_RUN, out=FigureOut, summary="计算一个指标（按时点，不留存）"
)
def measure(
    request: HttpRequest,
    name: str,
    region: RegionCode = "",
    on: Day | None = None,
    known_at: Instant | None = None,
    options: Pairs = "",
) -> FigureOut:
    """The figure of a region as of a day as known at an instant. Nothing is kept."""
    at = now()
    measure_named(name)
    asked = Question(region, on or today(), known_at or at, _read(options))
    return FigureOut.model_validate(figure_values(computed(name, asked, by=actor_in(request), at=at)))


@operation(
    router.get, "/figures", right=MEASURE_RUN, out=FigureList, summary="一次计算一个地区的全部指标（不留存）"
)
def figures(
    request: HttpRequest,
    region: RegionCode = "",
    on: Day | None = None,
    known_at: Instant | None = None,
    options: Pairs = "",
) -> FigureList:
    """Every measure as of a day as known at an instant; options go to the measures that have them."""
    at = now()
    asked = Question(region, on or today(), known_at or at, _read(options))
    answers = computed_all(asked, by=actor_in(request), at=at)
    items = [FigureOut.model_validate(figure_values(one)) for one in answers.figures]
    return FigureList(items=items, left_out=list(answers.left_out))


def _read(pairs: str) -> dict[str, str]:
    """Raises InvalidInput for what is not ``name=value``."""
    read = [pair.partition("=") for pair in pairs.split(",") if pair]
    if any(not sign for _name, sign, _value in read):
        raise InvalidInput("options: name=value,name=value", field="options")
    return {name: value for name, _sign, value in read}
