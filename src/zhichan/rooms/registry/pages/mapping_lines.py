"""What the mapping page says of each column (列对应)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhichan.core.tables.declaration import Label
from zhichan.rooms.registry.formats.fields import label_of
from zhichan.rooms.registry.formats.guessing import BY_CONTENT
from zhichan.rooms.registry.formats.mapping.checking import Obstacle
from zhichan.rooms.registry.formats.mapping.definition import MappedColumn, TableMapping, keys_of
from zhichan.rooms.registry.formats.mapping.proposing import ColumnSeen
from zhichan.rooms.registry.pages.mapping_forms import ColumnFields, ColumnsForm, takes_field
from zhichan.rooms.registry.trial import Trial

_SHOWN_WORDS = 3


@dataclass(frozen=True)
class ColumnLine:
    """One column on the page. ``state`` and ``word``: ok, to be looked at, to be decided, or left out."""

    seen: ColumnSeen
    controls: ColumnFields
    why: str
    percent: int
    state: str
    word: str


def column_lines(
    mapping: TableMapping,
    seen: Sequence[ColumnSeen],
    form: ColumnsForm,
    obstacles: Sequence[Obstacle],
    trial: Trial,
) -> list[ColumnLine]:
    keys = keys_of(mapping.headings)
    chosen = {column.key: column for column in mapping.columns}
    several = Counter(column.field for column in mapping.columns)
    blocked = dict(obstacles)
    found = []
    for one in seen:
        key = keys[one.index]
        column = chosen.get(key)
        field = column.field if column else ""
        state, word = _standing(one, field, key in blocked, trial)
        why = blocked.get(key) or _why(mapping, one, field, trial)
        if field and several[field] > 1 and key not in blocked:
            why += _("；%(n)d 列合在一起") % {"n": several[field]}
        percent = round(one.guess.confidence * 100) if field and field == one.guess.field else 0
        found.append(ColumnLine(one, form.controls(one.index), why, percent, state, word))
    return found


def _standing(seen: ColumnSeen, field: str, is_blocked: bool, trial: Trial) -> tuple[str, str]:
    if is_blocked:
        return "bad", _("要您定")
    if not field:
        return ("idle", _("不导入")) if seen.is_empty or not seen.values else ("warn", _("没有认出，不导入"))
    is_doubtful = field == seen.guess.field and seen.guess.confidence <= BY_CONTENT
    return ("warn", _("要看一眼")) if is_doubtful or trial.unread.get(field) else ("ok", _("已对应"))


def _why(mapping: TableMapping, seen: ColumnSeen, field: str, trial: Trial) -> str:
    """The reason of the guess, or that a person chose otherwise; and what the first rows tell against it."""
    guess = seen.guess
    if guess.field and not takes_field(mapping.kind, guess.field) and field != guess.field:
        return _("像%(label)s，登记册不收这一项") % {"label": label_of(guess.field)}
    if not field and not seen.values:
        return _("没有内容")
    parts = [guess.why] if field == (guess.field or "") else [_("由您指定")]
    if field and (words := trial.words.get(field)):
        parts.append(_("不认识的词：%(words)s") % {"words": "、".join(list(words)[:_SHOWN_WORDS])})
    if field and (refused := trial.unread.get(field)):
        parts.append(_("%(n)d 行读不出") % {"n": refused})
    return _("；").join(parts)


@dataclass(frozen=True)
class WholeColumn:
    """How the values of a field fare in the whole table: ``example`` is the first that cannot be read, as
    place, value and reason."""

    headings: str
    label: Label
    filled: int
    unread: int
    example: Sequence[str]


def whole_columns(mapping: TableMapping, trial: Trial) -> list[WholeColumn]:
    """The fields in the order of their columns."""
    found: dict[str, list[str]] = {}
    for column in mapping.columns:
        found.setdefault(column.field, []).append(heading_words(column))
    return [
        WholeColumn(
            " + ".join(headings),
            label_of(field),
            trial.filled.get(field, 0),
            trial.unread.get(field, 0),
            trial.examples.get(field, ()),
        )
        for field, headings in found.items()
    ]


def heading_words(column: MappedColumn) -> str:
    """The heading of a column, or which of those without one it is."""
    return column.heading or _("第 %(n)d 列") % {"n": column.nth + 1}
