"""Values, periods and events of a row as people read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhichan.core.registers.actions.merge import FILLED
from zhichan.core.registers.actions.record import CHANGED, RECORDED, WITHDRAWN
from zhichan.core.registers.declaration import Register, RegisterField
from zhichan.core.registers.models import Disagreement
from zhichan.core.registers.moments import BEGINNING, FOREVER
from zhichan.core.registers.tables import shown_value, toned
from zhichan.core.registers.values import ENDED
from zhichan.core.tables.declaration import Label
from zhichan.core.tables.rendering import shown
from zhichan.core.tables.text import UNKNOWN, Blank


@dataclass(frozen=True)
class ValueLine:
    """``html``: the value as a page shows it, with a link or a mark where the list has one."""

    label: Label
    value: str
    is_tracked: bool
    html: SafeString | str = ""

    @property
    def is_empty(self) -> bool:
        return self.value == UNKNOWN


@dataclass(frozen=True)
class PeriodLine:
    """``since``: a day, or the word for always. ``until`` None: still so."""

    since: date | str
    until: date | None
    values: list[ValueLine]


@dataclass(frozen=True)
class EventLine:
    """``is_withdrawn``: it was taken back, by hand or with its batch. ``moves_status``: it sets no value of
    its own and takes nothing back, so a change of the state is all it could bring."""

    pk: int
    label: str
    values: list[ValueLine]
    effective_on: date | str
    known_at: datetime
    source: str
    note: str
    is_withdrawn: bool
    can_be_withdrawn: bool
    moves_status: bool


def value_lines(register: Register, row: Any) -> list[ValueLine]:
    """Every field with its value; empty is ``—``, withheld 不公开."""
    words = str(Blank.WITHHELD)
    withheld = [ValueLine(field.label, words, field.is_tracked, words) for field in register.withheld]
    return [_value_line(field, row) for field in register.fields] + withheld


def _value_line(field: RegisterField, row: Any) -> ValueLine:
    value = shown(shown_value(field, row))
    html = toned(field, row) if field.tones else field.cell(row) if field.cell else value
    return ValueLine(field.label, value, field.is_tracked, html)


def mark_of(register: Register, row: Any) -> SafeString | str:
    """The status mark of a row; empty for a register whose rows have none."""
    field = next((one for one in register.fields if one.tones), None)
    return toned(field, row) if field is not None else ""


def told_fields(register: Register, periods: Sequence[Any]) -> list[RegisterField]:
    """The tracked fields that had a value in some period; the others would be columns of dashes."""
    return [
        field
        for field in register.tracked
        if any(getattr(period, field.name) not in ("", None) for period in periods)
    ]


def period_lines(fields: Sequence[RegisterField], periods: Iterable[Any]) -> list[PeriodLine]:
    return [
        PeriodLine(
            since_text(period.valid_from),
            None if period.valid_to == FOREVER else period.valid_to,
            [ValueLine(field.label, shown(shown_value(field, period)), True) for field in fields],
        )
        for period in periods
    ]


def event_lines(register: Register, events: Iterable[Any]) -> list[EventLine]:
    """The events, each with what it set and where it comes from; withdrawals mark what they took back."""
    found = list(events)
    withdrawn = {event.withdraws_id for event in found}
    return [_event_line(register, event, event.pk in withdrawn) for event in found]


def _event_line(register: Register, event: Any, is_withdrawn: bool) -> EventLine:
    undone = bool(event.batch and event.batch.undone_at)
    return EventLine(
        event.pk,
        event_label(register, event.code),
        [
            ValueLine(field.label, text_shown(field, event.values[field.name]), field.is_tracked)
            for field in register.fields
            if field.name in event.values
        ],
        since_text(event.effective_on),
        event.known_at,
        source_of(event),
        event.note,
        is_withdrawn or undone,
        not (
            is_withdrawn or undone or event.withdraws_id or event.code in (RECORDED, *register.lasting_codes)
        ),
        not event.values and not event.withdraws_id and event.code not in (RECORDED, ENDED),
    )


def since_text(day: date) -> date | str:
    """A day from which something holds, or the word for what has held always."""
    return pgettext("生效", "自始") if day == BEGINNING else day


def event_label(register: Register, code: str) -> str:
    common = {
        RECORDED: pgettext("登记册事件", "登记"),
        CHANGED: pgettext("登记册事件", "变更"),
        FILLED: pgettext("登记册事件", "补齐"),
        ENDED: pgettext("登记册事件", "退出"),
        WITHDRAWN: pgettext("登记册事件", "撤回"),
    }
    return common.get(code) or (register.event_label(code) if register.event_label else code)


def source_of(entry: Any) -> str:
    """Where a row or an event comes from: the batch with its row, or the person and what it rests on."""
    if entry.batch is not None:
        words = {"batch": entry.batch_id, "name": entry.batch.file_name, "row": entry.row_number}
        if entry.row_number is None:
            return _("批次 %(batch)d（%(name)s）") % words
        return _("批次 %(batch)d（%(name)s）第 %(row)s 行") % words
    who = entry.person.name if entry.person is not None else ""
    return "，".join(part for part in (entry.source, who) if part)


def disagreement_lines(
    register: Register, found: Iterable[Disagreement]
) -> list[tuple[Label, str, str, Disagreement]]:
    """Each with the label of its field, what stands in the register and what was offered, in words; those
    over a withheld field are left out."""
    return [
        (field.label, text_shown(field, one.stored or None), text_shown(field, one.offered or None), one)
        for one in found
        if (field := register.by_name.get(one.field))
    ]


def text_shown(field: RegisterField, text: str | None) -> str:
    """The text that events and files keep, as people read it."""
    if text is None:
        return shown(None)
    value = field.value(text)
    words: Callable[[Any], object] = getattr(field.kind, "words", field.kind.cell)
    return str(words(value)) if value is not None else shown(None)
