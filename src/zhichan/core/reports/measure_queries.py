"""Stored queries over measures (统计指标): a table of several, and the years of one as a chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from zhichan.core.measures.addresses import opened_address
from zhichan.core.measures.computing import Figure as Computed
from zhichan.core.measures.computing import figure_of
from zhichan.core.measures.declaration import Kind, Measure, Question, all_measures, measure_named
from zhichan.core.measures.regions import known_regions
from zhichan.core.reports.declaration import Asked, Choices, Parameter, stored_query
from zhichan.core.reports.facts import Chart, Column, Facts, Figure, Grid, Row, Series

YEARS = 5


def _measures() -> Choices:
    """Those that can be asked without an option."""
    free = (one for one in all_measures() if not any(option.is_required for option in one.options))
    return [(one.name, one.label) for one in free]


def _regions() -> Choices:
    return [(code, f"{name} {code}") for code, name in known_regions()]


MEASURE = Parameter("measure", _("统计指标"), _measures)
MEASURES = Parameter("measures", _("统计指标"), _measures, is_many=True)
REGION = Parameter("region", _("地区"), _regions, is_required=False)


def _two_days(asked: Asked) -> list[date]:
    return [asked.as_of, _year_before(asked.as_of)] * len(asked.parameters["measures"].split(","))


def _ends_of_years(asked: Asked) -> list[date]:
    return [min(date(year, 12, 31), asked.as_of) for year in _years(asked.as_of)]


@stored_query("measures.table", _("统计指标一览"), parameters=(MEASURES, REGION), days=_two_days)
def table(asked: Asked) -> Facts:
    """Several measures with their value now and a year before; each is a figure under its name."""
    measures = [measure_named(name) for name in asked.parameters["measures"].split(",")]
    now = _computed(measures, [asked.as_of], asked)
    before = _computed(measures, [_year_before(asked.as_of)], asked)
    figures, rows = list[Figure](), list[Row]()
    for measure, [here], [earlier] in zip(measures, now, before, strict=True):
        address, before_address = _address(here), _address(earlier)
        unit = str(measure.unit)
        figures += [
            Figure(measure.name, str(measure.label), here.value, unit, address),
            Figure(f"{measure.name}_before", f"上年同期{measure.label}", earlier.value, unit, before_address),
            Figure(f"{measure.name}_change", f"{measure.label}较上年同期", change_words(here, earlier, unit)),
        ]
        cells = (str(measure.label), unit, here.value, earlier.value, change_words(here, earlier, ""))
        rows.append(Row(measure.name, cells, address))
    columns = (
        Column("指标", 5),
        Column("单位", 2),
        Column("本期", 2, is_number=True),
        Column("上年同期", 2, is_number=True),
        Column("增减", 3),
    )
    notes = tuple(
        f"{one.measure.label}：{note}" for [one] in now for note in (*one.counted.notes, _lack(one)) if note
    )
    return Facts(tuple(figures), Grid(columns, tuple(rows)), notes=notes)


@stored_query("measures.years", _("统计指标历年数"), parameters=(MEASURE, REGION), days=_ends_of_years)
def years(asked: Asked) -> Facts:
    """One measure at the end of each of five years, the last as of the report's day."""
    measure = measure_named(asked.parameters["measure"])
    days = _ends_of_years(asked)
    [found] = _computed([measure], days, asked)
    unit, addresses = str(measure.unit), [_address(one) for one in found]
    figures = [
        Figure(f"y{one.asked.on.year}", _named(one), one.value, unit, address)
        for one, address in zip(found, addresses, strict=True)
    ]
    labels = tuple(f"{day.year}年" for day in days)
    values = tuple(one.value for one in found)
    cells = zip(labels, days, values, addresses, strict=True)
    grid = Grid(
        (Column("年份"), Column("截至"), Column(f"{measure.label}（{unit}）", is_number=True)),
        tuple(Row(label, (label, day.isoformat(), value), address) for label, day, value, address in cells),
    )
    is_running = measure.kind is Kind.FLOW and (asked.as_of.month, asked.as_of.day) != (12, 31)
    unfinished = labels[-1:] if is_running else ()
    chart = Chart("upright", unit, labels, (Series(measure.name, str(measure.label), values),), unfinished)
    return Facts(tuple(figures), grid, chart)


def _named(one: Computed) -> str:
    return f"{one.asked.on.year}年{one.measure.label}"


def _computed(measures: Sequence[Measure], days: Sequence[date], asked: Asked) -> list[list[Computed]]:
    """The figures of each measure for each day; they share what they rest on."""
    region = asked.parameters.get("region", "")
    return [
        [figure_of(one, Question(region, day, asked.known_at, shared=asked.shared)) for day in days]
        for one in measures
    ]


def change_words(now: Computed, before: Computed, unit: str) -> str | None:
    """How a figure changed over a year: ``增长12.5%``, ``持平``; missing where one of them is."""
    if now.value is None or before.value is None:
        return None
    difference = now.value - before.value
    if not difference:
        return "持平"
    word = "增长" if difference > 0 else "下降"
    if not before.value:
        return f"{'增加' if difference > 0 else '减少'}{abs(difference):f}{unit}"
    percent = (abs(difference) * 100 / abs(before.value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{word}{percent}%"


def _lack(one: Computed) -> str:
    """What is missing, or how much could not be judged, in words."""
    if one.counted.missing:
        return one.counted.missing
    return "还有记录缺依据，补齐后只会更多" if one.counted.is_lower_bound else ""


def _address(figure: Computed) -> str:
    """Its rows, as of its own day and as known when it was computed."""
    return opened_address(figure.measure, figure.asked)


def _years(as_of: date) -> range:
    return range(as_of.year - YEARS + 1, as_of.year + 1)


def _year_before(day: date) -> date:
    """The same day a year before; of 29 February the 28th."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
