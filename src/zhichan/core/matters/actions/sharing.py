"""Letting another unit see a matter (共享)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.matters.models import Matter, MatterEvent, MatterShare
from zhichan.core.matters.rights import MATTER_STAFF
from zhichan.core.matters.writing.events import NewEvent, add_event, locked
from zhichan.core.people.models import Unit


@transaction.atomic
def share_matter(matter_id: int, unit_id: int, reason: str, *, by: Actor, at: datetime) -> MatterShare:
    """Let another unit see a matter, as far as its people may see matters at all; secrets stay secret.

    Raises NotFound, NotAllowed, InvalidInput, WrongState where it sees it already.
    """
    matter = locked(matter_id, by=by)
    require(by, MATTER_STAFF, [matter.unit_id])
    unit = Unit.objects.filter(pk=unit_id, abolished_on__isnull=True).first()
    if unit is None:
        raise NotFound(_("没有找到这个单位。"), unit=unit_id)
    if unit_id == matter.unit_id:
        raise InvalidInput(_("这件事项就是这个单位办的。"), field="unit")
    if not reason.strip():
        raise InvalidInput(_("请写明共享的理由。"), field="reason")
    if MatterShare.objects.filter(matter=matter, unit=unit).exists():
        raise WrongState(_("已经共享给%(unit)s。") % {"unit": unit.name}, matter=matter.pk)
    share = MatterShare.objects.create(matter=matter, unit=unit, shared_at=at, source=by.as_source)
    _record(matter, "shared", unit_id, reason, by=by, at=at)
    return share


@transaction.atomic
def stop_sharing(matter_id: int, unit_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    """The other unit sees the matter no longer. Raises NotFound, NotAllowed, InvalidInput, WrongState."""
    matter = locked(matter_id, by=by)
    require(by, MATTER_STAFF, [matter.unit_id])
    if not reason.strip():
        raise InvalidInput(_("请写明停止共享的理由。"), field="reason")
    gone, _rows = MatterShare.objects.filter(matter=matter, unit_id=unit_id).delete()
    if not gone:
        raise WrongState(_("这件事项没有共享给这个单位。"), matter=matter.pk)
    _record(matter, "unshared", unit_id, reason, by=by, at=at)


def _record(matter: Matter, what: str, unit_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    values = {"link": what, "unit": unit_id}
    new = NewEvent(MatterEvent.Kind.LINKED, values=values, note=reason.strip()[:1000])
    add_event(matter, new, by=by, at=at)
