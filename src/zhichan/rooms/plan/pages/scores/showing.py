"""How a unit's score is shown: each item with its formula, the numbers put in, and the rows behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.rules.expressions.computing import written
from zhichan.core.rules.expressions.syntax import formula_of, names_in
from zhichan.core.tables.text import number_text
from zhichan.rooms.plan.models import ScoreItem
from zhichan.rooms.plan.queries.score_computing import Record, number, values_in
from zhichan.rooms.plan.queries.score_sources import inputs, source_of, sources
from zhichan.rooms.plan.queries.score_sources.base import Shown, Source
from zhichan.rooms.plan.queries.scores import ScoreParts
from zhichan.rooms.plan.scoring import DIVIDED_BY_NOTHING, Part

MOST_ROWS = 200


@dataclass(frozen=True)
class ShownRow:
    """A row behind a figure, with where it is."""

    shown: Shown
    mark: str | Promise
    figure: Decimal | None


@dataclass(frozen=True)
class ShownInput:
    """``unlisted``: rows the reader may not open, and those beyond the first two hundred."""

    name: str
    help: str | Promise
    unit: str | Promise
    value: Decimal | None
    lacking: int
    rows: Sequence[ShownRow]
    count: int
    unlisted: int
    noun: str | Promise


@dataclass(frozen=True)
class ShownItem:
    """One item as it holds, with what was computed beside it where it was corrected."""

    item: ScoreItem
    part: Part
    computed: Part
    formula: str
    numbers: str
    arithmetic: str
    missing: str
    inputs: Sequence[ShownInput]

    @property
    def is_not_applicable(self) -> bool:
        """Nothing there to be judged, which is not the same as data that are missing."""
        return self.computed.missing == DIVIDED_BY_NOTHING

    @property
    def is_corrected(self) -> bool:
        return self.part.counted == "corrected"

    @property
    def share(self) -> Decimal:
        """Of 100, for the bar."""
        return self.part.bounded or Decimal(0)


def shown_items(parts: ScoreParts, actor: Actor) -> list[ShownItem]:
    """The items in their order. A query for each source the scheme uses, and one for the items."""
    values = values_in(parts.record)
    things = {source.name: _things(source, parts.record, actor) for source in sources()}
    items = parts.score.run.scheme.items.order_by("position")
    return [
        _item(item, part, computed, values, parts.record, things)
        for item, part, computed in zip(items, parts.parts, parts.computed, strict=True)
    ]


def _things(source: Source, record: Record, actor: Actor) -> Mapping[int, Shown]:
    side = record["sources"].get(source.name)
    return source.show(actor, [row[0] for row in side["rows"]]) if side else {}


def _item(
    item: ScoreItem,
    part: Part,
    computed: Part,
    values: Mapping[str, Decimal | None],
    record: Record,
    things: Mapping[str, Mapping[int, Shown]],
) -> ShownItem:
    formula = formula_of(item.formula, inputs())
    names = dict.fromkeys(names_in(formula))
    return ShownItem(
        item=item,
        part=part,
        computed=computed,
        formula=written(formula),
        numbers=_numbers(written(formula, values), computed),
        arithmetic=arithmetic_of(part),
        missing=missing_text(computed),
        inputs=[_input(name, record, things) for name in names],
    )


def _numbers(text: str, computed: Part) -> str:
    return text if computed.value is None else f"{text} = {number_text(computed.value)}"


def arithmetic_of(part: Part) -> str:
    """How the points come about: ``50 × 60 ÷ 100 = 30``."""
    if part.bounded is None:
        return ""
    figures = (part.bounded, part.weight, part.weights, part.points)
    return "{} × {} ÷ {} = {}".format(*map(number_text, figures))


def missing_text(part: Part) -> str:
    """What data are missing; empty where none are."""
    if not part.missing:
        return ""
    if part.missing == DIVIDED_BY_NOTHING:
        return _("除数为 0，没有可以考核的事项")
    return _("缺%(name)s") % {"name": part.missing}


def _input(name: str, record: Record, things: Mapping[str, Mapping[int, Shown]]) -> ShownInput:
    source, known = source_of(name), inputs()[name]
    side = record["sources"][source.name]
    rows = [row for row in side["rows"] if not known.marks or row[1] in known.marks]
    shown = list(_rows(rows, source, things[source.name]))[:MOST_ROWS]
    return ShownInput(
        name=name,
        help=known.help,
        unit=known.unit,
        value=number(side["values"][name]),
        lacking=side["lacking"].get(name, 0),
        rows=shown,
        count=len(rows),
        unlisted=len(rows) - len(shown),
        noun=source.noun,
    )


def _rows(rows: Iterable[Any], source: Source, things: Mapping[int, Shown]) -> Iterable[ShownRow]:
    for pk, mark, figure in rows:
        if pk in things:
            yield ShownRow(things[pk], source.marks.get(mark, mark), number(figure))
