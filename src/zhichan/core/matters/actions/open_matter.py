"""Opening a matter (开办)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.errors import InvalidInput
from zhichan.core.matters.clocks import noon_of
from zhichan.core.matters.forms import EARLIEST
from zhichan.core.matters.loading import procedure_on
from zhichan.core.matters.models import Matter
from zhichan.core.matters.rights import MATTER_OPEN
from zhichan.core.matters.writing.opening import Opening, enter


@transaction.atomic
def open_matter(opening: Opening, *, by: Actor, at: datetime) -> Matter:
    """Open a matter in the version of its procedure that is in force on the day it is opened.

    Raises NotFound, NotAllowed, InvalidInput; on any of them nothing is kept, no number is used up.
    """
    require(by, MATTER_OPEN, [opening.unit.pk])
    opened_at = _opened_at(opening.opened, at)
    procedure = procedure_on(opening.procedure, timezone.localdate(opened_at))
    if procedure.is_child:
        raise InvalidInput(
            _("“%(procedure)s”只能由它所属的事项开办。") % {"procedure": procedure.label}, code="child_only"
        )
    return enter(procedure, opening, opened_at, parent=None, by=by, at=at)


def _opened_at(given: date | datetime | None, at: datetime) -> datetime:
    if given is None:
        return at
    day = timezone.localdate(given) if isinstance(given, datetime) else given
    if day < EARLIEST:
        raise InvalidInput(_("收到日期不能早于 %(day)s。") % {"day": EARLIEST}, field="opened")
    if isinstance(given, datetime):
        opened = given
    elif given == timezone.localdate(at):
        opened = at
    else:
        opened = noon_of(given)
    if opened > at:
        raise InvalidInput(_("收到日期不能晚于今天。"), field="opened")
    return opened
