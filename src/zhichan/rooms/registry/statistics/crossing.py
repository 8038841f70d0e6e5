"""The cross table itself: counted in one query, keys and labels made from it; and the rows of a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy

from zhichan.core.access.actor import Actor
from zhichan.core.measures.declaration import Question
from zhichan.core.registers.queries import periods_at
from zhichan.core.tables.declaration import Label
from zhichan.rooms.registry.counting import inside
from zhichan.rooms.registry.identifiers.documents import CHINA
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.statistics.dimensions import DIMENSIONS, Dimension, Sorting


@dataclass(frozen=True)
class Subject:
    """What is counted: patents in some state on the day."""

    name: str
    label: Label
    scope: Label
    narrow: Callable[[Question], Q]


SUBJECTS = {
    one.name: one
    for one in (
        Subject(
            "in_force",
            gettext_lazy("有效专利（件）"),
            gettext_lazy("当日有效，按第一权利人"),
            lambda _asked: Q(public_class="in_force"),
        ),
        Subject(
            "granted",
            gettext_lazy("授权专利（件）"),
            gettext_lazy("到当日为止已授权公告，不论现在是否有效"),
            lambda asked: Q(subject__granted_on__lte=asked.on),
        ),
        Subject(
            "filed",
            gettext_lazy("专利申请（件）"),
            gettext_lazy("到当日为止已申请，不论后来如何"),
            lambda asked: Q(subject__filed_on__lte=asked.on),
        ),
    )
}


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for. ``kind`` empty: all three."""

    subject: Subject
    rows: Dimension
    columns: Dimension
    asked: Question
    kind: str = ""


@dataclass(frozen=True)
class Cross:
    """Counts by row key and column key; keys in the order they are shown."""

    wanted: Wanted
    row_keys: Sequence[str]
    column_keys: Sequence[str]
    row_labels: Mapping[str, str]
    column_labels: Mapping[str, str]
    counts: Mapping[tuple[str, str], int]
    row_totals: Mapping[str, int]
    column_totals: Mapping[str, int]
    total: int


def patents_of(wanted: Wanted, actor: Actor) -> QuerySet[Any]:
    """One period for each patent that is counted; documents of other offices are no patents of a place."""
    rows = periods_at(PATENTS, wanted.asked.moment, actor).filter(
        wanted.subject.narrow(wanted.asked), inside(wanted.asked.region), subject__office=CHINA
    )
    return rows.filter(subject__kind=wanted.kind) if wanted.kind else rows


def cross_of(wanted: Wanted, actor: Actor) -> Cross:
    """The table. One query over the patents and a few for labels. O(patents)."""
    down, across = wanted.rows.sorting(wanted.asked), wanted.columns.sorting(wanted.asked)
    grouped = patents_of(wanted, actor).annotate(down=down.raw, across=across.raw)
    found = grouped.values_list("down", "across").annotate(n=Count("pk")).order_by()
    counts: Counter[tuple[str, str]] = Counter()
    for raw_down, raw_across, number in found:
        counts[down.key_of(raw_down), across.key_of(raw_across)] += number
    row_totals: Counter[str] = Counter()
    column_totals: Counter[str] = Counter()
    for (row, column), number in counts.items():
        row_totals[row] += number
        column_totals[column] += number
    row_keys, column_keys = _ordered(wanted.rows, row_totals), _ordered(wanted.columns, column_totals)
    return Cross(
        wanted,
        row_keys,
        column_keys,
        _labels(down, row_keys),
        _labels(across, column_keys),
        counts,
        row_totals,
        column_totals,
        sum(counts.values()),
    )


def rows_of_cell(
    wanted: Wanted, row: str | None, column: str | None, actor: Actor
) -> tuple[QuerySet[Any], list[str]]:
    """The periods of a cell, of a whole row or of a column (None), and how the keys read."""
    rows = patents_of(wanted, actor)
    found, labels = rows, []
    for dimension, key in ((wanted.rows, row), (wanted.columns, column)):
        if key is not None:
            sorting = dimension.sorting(wanted.asked)
            found = found.filter(sorting.rows_of(rows, key))
            labels.append(_labels(sorting, [key])[key])
    return found, labels


def _ordered(dimension: Dimension, totals: Mapping[str, int]) -> list[str]:
    """Years in order, all else by size; what is not known comes last."""
    if dimension.is_time:
        return sorted(totals, key=lambda key: (not key, key))
    return sorted(totals, key=lambda key: (not key, -totals[key], key))


def _labels(sorting: Sorting, keys: Sequence[str]) -> dict[str, str]:
    words = sorting.labels(list(keys))
    return {key: words.get(key, key) if key else str(sorting.unknown) for key in keys}


def dimension_named(name: str, default: str) -> Dimension:
    return DIMENSIONS.get(name) or DIMENSIONS[default]
