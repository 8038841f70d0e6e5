"""Entering and correcting the value of an indicator (填报与更正指标值)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput
from zhichan.core.files.models import StoredFile
from zhichan.rooms.plan.actions.indicator_row import lock_indicator, owners_of
from zhichan.rooms.plan.indicator_bounds import beyond_sense
from zhichan.rooms.plan.models import Indicator, IndicatorValue
from zhichan.rooms.plan.queries.values import entered_known_at
from zhichan.rooms.plan.rights import VALUE_ENTER

MOST_DIGITS = 16
PLACES = 4
MOST_NOTE = 400
MOST_SOURCE = 200


@dataclass(frozen=True)
class ValueEntry:
    """A figure with the day it speaks of. ``known_at``: when it became known, None for now.

    ``source`` says where it comes from (a register, a bulletin, a return of a unit).
    """

    effective_on: date
    value: Decimal
    source: str
    note: str = ""
    known_at: datetime | None = None
    file: StoredFile | None = None
    file_name: str = ""


@transaction.atomic
def enter_value(indicator_id: int, entry: ValueEntry, *, by: Actor, at: datetime) -> IndicatorValue:
    """Add a value. A value for a day that has one is a correction: a new row with a note; both are kept.

    Raises NotFound, NotAllowed, WrongState (retired), InvalidInput (a day to come, no source, a figure the
    indicator cannot have, a correction without a note or without a difference, knowledge before the day or
    before what is already known); on any of them nothing is changed.
    """
    indicator = lock_indicator(indicator_id, by=by)
    require(by, VALUE_ENTER, owners_of(indicator))
    known_at = entry.known_at or at
    _refuse_unreadable(entry, known_at, at)
    if problem := beyond_sense(entry.value, unit=indicator.unit_of_measure, name=indicator.name):
        raise InvalidInput(problem, code="beyond_sense", field="value")
    before = _value_on(indicator, entry.effective_on, at)
    if before is not None:
        _refuse_correction(before, entry, known_at)
    value = IndicatorValue.objects.create(
        indicator=indicator,
        effective_on=entry.effective_on,
        known_at=known_at,
        value=entry.value,
        reporter_id=by.id,
        unit_id=indicator.owner_unit_id,
        file=entry.file,
        file_name=entry.file_name[:200],
        note=entry.note.strip(),
        source=entry.source.strip(),
    )
    record(
        "plan.indicator.value_corrected" if before else "plan.indicator.value_entered",
        subject=indicator,
        by=by,
        at=at,
        details={
            "value": value.pk,
            "corrects": before.pk if before else None,
            "effective_on": entry.effective_on.isoformat(),
            "known_at": known_at.isoformat(),
            "figure": str(entry.value.normalize()),
            "file": entry.file.sha256 if entry.file else None,
        },
    )
    return value


def _value_on(indicator: Indicator, day: date, at: datetime) -> IndicatorValue | None:
    return entered_known_at(at).filter(indicator=indicator, effective_on=day).first()


def _refuse_unreadable(entry: ValueEntry, known_at: datetime, at: datetime) -> None:
    today = timezone.localdate(at)
    if entry.effective_on > today:
        raise InvalidInput(_("数据时点不能晚于今天。"), field="effective_on")
    if known_at > at:
        raise InvalidInput(_("获知时间不能晚于现在。"), field="known_at")
    if timezone.localdate(known_at) < entry.effective_on:
        raise InvalidInput(_("获知时间不能早于数据时点。"), field="known_at")
    _sign, digits, exponent = entry.value.as_tuple()
    if not isinstance(exponent, int) or -exponent > PLACES or len(digits) + exponent > MOST_DIGITS:
        message = _("数值最多 %(digits)d 位整数、%(places)d 位小数。") % {
            "digits": MOST_DIGITS,
            "places": PLACES,
        }
        raise InvalidInput(message, field="value")
    if not entry.source.strip():
        raise InvalidInput(_("请写明数据来源。"), code="source_missing", field="source")
    if len(entry.note) > MOST_NOTE or len(entry.source) > MOST_SOURCE:
        raise InvalidInput(_("说明或来源太长。"), field="note")


def _refuse_correction(before: IndicatorValue, entry: ValueEntry, known_at: datetime) -> None:
    if before.value == entry.value:
        raise InvalidInput(_("这个时点已有同样的数值。"), code="same_value", field="value")
    if not entry.note.strip():
        raise InvalidInput(_("更正已有数值须写明原因。"), code="note_missing", field="note")
    if known_at <= before.known_at:
        raise InvalidInput(_("更正的获知时间应晚于原数值。"), code="known_before", field="known_at")
