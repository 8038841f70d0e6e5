"""How the patents stand (法律状态), by kind of patent."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.charts.specs import BarChart, BarSeries, Stacking
from zhichan.core.search.asking import found_collection
from zhichan.rooms.search.analysis.conditions import value_is
from zhichan.rooms.search.analysis.counting import cell, counted, each, head, share, unit
from zhichan.rooms.search.analysis.crossing import crossed, main_values
from zhichan.rooms.search.analysis.declaration import ChartResult, Line, Options, analysis_chart
from zhichan.rooms.search.analysis.found import COLLECTION, Found

LABEL = gettext_lazy("法律状态")
MOST = 20


@analysis_chart("legal_status", LABEL, rank=110)
def legal_status(found: Found, options: Options) -> ChartResult:
    """Classes of status as the register makes them known, each by kind; a patent has one of each."""
    table = found.table(options)
    states = main_values(found, table, "public_class", MOST)
    kinds = main_values(found, table, "kind", MOST)
    lines = crossed(found, table, ("public_class", "SC", states), ("kind", "KD", kinds))
    fields = found_collection(COLLECTION).by_name
    state_words, kind_words = (_words(fields[name].words, values)
                               for name, values in (("public_class", states), ("kind", kinds)))  # fmt: skip
    named = [Line(state_words[one.name], one.cells) for one in lines]
    title, sentence, total = str(LABEL), _("没有专利。"), found.total(options)
    if named and not options.is_by_family:
        first = max(named, key=lambda line: sum(int(cell.value or 0) for cell in line.cells))
        count = sum(int(cell.value or 0) for cell in first.cells)
        sentence = _("%(state)s占 %(share)s。") % {"state": first.name, "share": share(count, total)}
    elif named:
        sentence = _("共 %(n)d 种状态。") % {"n": len(named)}
    heads = [kind_words[kind] for kind in kinds]
    series = [
        BarSeries(
            name, [line.cells[place].value for line in named], [line.cells[place].where for line in named]
        )
        for place, name in enumerate(heads)
    ]
    drawing = BarChart(
        head(title, options, sentence), [line.name for line in named], series, Stacking.STACKED, is_lying=True
    )
    return ChartResult(
        "legal_status", title, unit(options), [_("状态"), *heads], named, total, sentence,
        drawing if named else None,
    )  # fmt: skip


def standings(found: Found, options: Options) -> list[Line]:
    """How many stand in each class of status, whatever their kind."""
    told = found.told(counted(each(found.table(options), "public_class"), "value").limit(MOST))
    field = found_collection(COLLECTION).by_name["public_class"]
    words = _words(field.words, [one["value"] for one in told])
    return [Line(words[one["value"]], [cell(one, value_is("SC", one["value"]))]) for one in told]


def _words(words: object, values: list[str]) -> dict[str, str]:
    known = words(values) if callable(words) else {}
    return {value: known.get(value, value) for value in values}
