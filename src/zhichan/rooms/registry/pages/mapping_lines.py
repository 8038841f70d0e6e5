"""What the mapping page says of each column, and how the first rows fare when read so (列对应)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhichan.core.registers.importing.intake import intake_of
from zhichan.core.registers.importing.lines import Refused
from zhichan.core.registers.importing.stage import check_rows
from zhichan.rooms.registry.formats.fields import label_of
from zhichan.rooms.registry.formats.guessing import BY_CONTENT
from zhichan.rooms.registry.formats.mapping.checking import Obstacle
from zhichan.rooms.registry.formats.mapping.definition import TableMapping, keys_of
from zhichan.rooms.registry.formats.mapping.proposing import ColumnSeen
from zhichan.rooms.registry.formats.mapping.reading import tried
from zhichan.rooms.registry.formats.mapping.samples import SheetSample
from zhichan.rooms.registry.pages.mapping_forms import ColumnFields, ColumnsForm, takes_field

_SHOWN_REASONS = 5


@dataclass(frozen=True)
class ColumnLine:
    """One column on the page. ``state`` and ``word``: ok, to be looked at, to be decided, or left out."""

    seen: ColumnSeen
    controls: ColumnFields
    why: str
    percent: int
    state: str
    word: str


@dataclass(frozen=True)
class Trial:
    """How the first rows fare: how many would come in, how many not, and why, by field."""

    taken: int
    refused: int
    reasons: Sequence[tuple[str, str, int]]
    by_field: Mapping[str, int]


def try_rows(mapping: TableMapping, samples: Sequence[SheetSample]) -> Trial:
    """Read and check the first rows as the import would; nothing is written."""
    entries = tried(mapping, samples) if mapping.columns else []
    checked = check_rows(intake_of(mapping.kind, mapping.kind), entries)
    problems = [one for each in checked if isinstance(each, Refused) for one in each.problems]
    refused = sum(isinstance(each, Refused) for each in checked)
    why = Counter((label_of(one.field), one.reason) for one in problems)
    reasons = [(label, reason, n) for (label, reason), n in why.most_common(_SHOWN_REASONS)]
    return Trial(len(checked) - refused, refused, reasons, Counter(one.field for one in problems))


def column_lines(
    mapping: TableMapping,
    seen: Sequence[ColumnSeen],
    form: ColumnsForm,
    obstacles: Sequence[Obstacle],
    trial: Trial,
) -> list[ColumnLine]:
    keys = keys_of(mapping.headings)
    chosen = {column.key: column for column in mapping.columns}
    blocked = dict(obstacles)
    found = []
    for one in seen:
        key = keys[one.index]
        column = chosen.get(key)
        field = column.field if column else ""
        state, word = _standing(one, field, key in blocked, trial)
        why = blocked.get(key) or _why(mapping, one, field, trial)
        percent = round(one.guess.confidence * 100) if field and field == one.guess.field else 0
        found.append(ColumnLine(one, form.controls(one.index), why, percent, state, word))
    return found


def _standing(seen: ColumnSeen, field: str, is_blocked: bool, trial: Trial) -> tuple[str, str]:
    if is_blocked:
        return "bad", _("要您定")
    if not field:
        return ("idle", _("不导入")) if seen.is_empty or not seen.values else ("warn", _("没有认出，不导入"))
    is_doubtful = field == seen.guess.field and seen.guess.confidence <= BY_CONTENT
    return ("warn", _("要看一眼")) if is_doubtful or trial.by_field.get(field) else ("ok", _("已对应"))


def _why(mapping: TableMapping, seen: ColumnSeen, field: str, trial: Trial) -> str:
    """The reason of the guess, or that a person chose otherwise; and what the first rows tell against it."""
    guess = seen.guess
    if guess.field and not takes_field(mapping.kind, guess.field) and field != guess.field:
        return _("像%(label)s，登记册不收这一项") % {"label": label_of(guess.field)}
    if not field and not seen.values:
        return _("没有内容")
    parts = [guess.why] if field == (guess.field or "") else [_("由您指定")]
    if field and (refused := trial.by_field.get(field)):
        parts.append(_("%(n)d 行要拒收") % {"n": refused})
    return _("；").join(parts)
