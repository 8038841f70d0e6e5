"""Charts asked by name (分析图): what pages, navigation projects and reports call, and nothing below it.

chart_of("trend", Question("patent", "TI=焊接"), Options(on=today), actor)
chart_of("applicants", ids, Options(on=today, is_by_family=True), actor)
"""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from functools import cache
from importlib import import_module

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import NotFound
from zhichan.core.search.asking import Question
from zhichan.rooms.search.analysis import charts
from zhichan.rooms.search.analysis.declaration import CHARTS, AnalysisChart, ChartResult, Options
from zhichan.rooms.search.analysis.found import Found, found_by_ids, found_by_query


def chart_of(name: str, asked: Question | Sequence[int], options: Options, actor: Actor) -> ChartResult:
    """One chart of what a query finds, or of patents by their ids; of those the actor may see alone.

    All of it is of one state of the index: figures, sentence, drawing (``core.charts.drawing.svg_of`` and
    ``png_of`` draw it for documents). Raises NotFound for a chart that does not exist, and for queries what
    asking them raises: QueryError, TooExpensive, IndexMissing (also while the columns are being made).
    """
    return drawn_chart(name, found_of(asked, actor), options)


def found_of(asked: Question | Sequence[int], actor: Actor) -> Found:
    """The set itself, for who draws several charts of it."""
    return found_by_query(asked, actor) if isinstance(asked, Question) else found_by_ids(asked, actor)


def drawn_chart(name: str, found: Found, options: Options) -> ChartResult:
    """Raises NotFound."""
    declared = next((one for one in analysis_charts() if one.name == name), None)
    if declared is None:
        raise NotFound(_("没有这种分析图。"))
    return declared.draw(found, options)


@cache
def analysis_charts() -> Sequence[AnalysisChart]:
    """Every chart, in the order of the page. They are found by location: ``charts/*.py``."""
    for module in pkgutil.iter_modules(charts.__path__):
        import_module(f"{charts.__name__}.{module.name}")
    return sorted(CHARTS.values(), key=lambda one: one.rank)
