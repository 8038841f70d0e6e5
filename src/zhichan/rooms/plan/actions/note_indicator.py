"""Writing a note on an indicator (备注): only added to, never changed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput
from zhichan.rooms.plan.actions.indicator_row import lock_indicator, owners_of
from zhichan.rooms.plan.models import IndicatorNote
from zhichan.rooms.plan.rights import INDICATOR_NOTE

MOST_TEXT = 1000


@transaction.atomic
def note_indicator(
    indicator_id: int, text: str, *, about_on: date | None = None, by: Actor, at: datetime
) -> IndicatorNote:
    """Add a note on the indicator, or on its value for a day. Whoever sees the indicator reads it.

    Raises NotFound, NotAllowed, WrongState (retired), InvalidInput (empty, too long, a day to come).
    """
    indicator = lock_indicator(indicator_id, by=by)
    require(by, INDICATOR_NOTE, owners_of(indicator))
    if not text.strip() or len(text) > MOST_TEXT:
        raise InvalidInput(_("请写备注，不超过 %(most)d 字。") % {"most": MOST_TEXT}, field="text")
    if about_on is not None and about_on > timezone.localdate(at):
        raise InvalidInput(_("数据时点不能晚于今天。"), field="about_on")
    made = IndicatorNote.objects.create(
        indicator=indicator, about_on=about_on, text=text.strip(), person_id=by.id, written_at=at
    )
    record("plan.indicator.noted", subject=indicator, by=by, at=at, details={"note": made.pk})
    return made
