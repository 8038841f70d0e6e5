"""What a chart of a set of patents is (分析图): its options, its figures, how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhichan.core.by_name import ByName
from zhichan.core.charts.specs import Chart, Figure

if TYPE_CHECKING:
    from zhichan.rooms.search.analysis.found import Found

DAYS = {"filed_on": _("按申请日"), "published_on": _("按公开日"), "granted_on": _("按授权公告日")}


@dataclass(frozen=True)
class Options:
    """``by``: the day that says which year a patent is of. ``is_by_family``: a family counts once in each
    figure, however many of its members are in the set. ``has_owners``: the names of a firm that were found
    to be one count as one. ``within``: the class that is looked into, ``within_cpc``: that of the CPC.
    ``on``: today.
    """

    on: date
    by: str = "filed_on"
    is_by_family: bool = False
    has_owners: bool = True
    within: str = ""
    within_cpc: str = ""
    most: int = 10
    techniques: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A figure. ``where``: the condition that, added to the query, finds exactly ``rows`` patents; empty for
    a figure that no list of patents stands behind, as a share. ``text``: how it is written, where not as a
    number, as a year. ``rank``: its place among all of its column, 1 for the most, where that is told."""

    value: Figure | None
    rows: int | None = None
    where: str = ""
    text: str = ""
    rank: int | None = None


@dataclass(frozen=True)
class Line:
    """A row of figures. ``within``: the class that looking into it leads to."""

    name: str
    cells: Sequence[Cell]
    within: str = ""


@dataclass(frozen=True)
class ChartResult:
    """One chart of one set. ``total``: what the whole set counts, in the unit of the figures.

    ``drawing`` None: there is nothing to draw, and ``sentence`` says so.
    """

    name: str
    title: str
    unit: str
    columns: Sequence[str]
    lines: Sequence[Line]
    total: int
    sentence: str
    drawing: Chart | None = None
    notes: Sequence[str] = field(default=())


@dataclass(frozen=True)
class AnalysisChart:
    """``draw`` computes it; ``rank``: its place on the page; ``width``: columns of twelve."""

    name: str
    label: str | Promise
    rank: int
    draw: Callable[[Found, Options], ChartResult]
    width: int = 6


CHARTS: ByName[AnalysisChart] = ByName("analysis chart")


def analysis_chart(
    name: str, label: str | Promise, *, rank: int, width: int = 6
) -> Callable[[Callable[[Found, Options], ChartResult]], Callable[[Found, Options], ChartResult]]:
    """Declare a chart: ``@analysis_chart("trend", _("申请与授权趋势"), rank=10)`` above what computes it."""

    def declared(
        draw: Callable[[Found, Options], ChartResult],
    ) -> Callable[[Found, Options], ChartResult]:
        CHARTS.add(name, AnalysisChart(name, label, rank, draw, width))
        return draw

    return declared
