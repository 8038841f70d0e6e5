"""Checks that a name can be given: it says something, and it means nobody else."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.people.actions.known_names import KnownNames
from zhichan.core.people.models import Collective, CollectiveName, Unit, UnitName
from zhichan.core.people.names import name_key

_LONGEST_NAME = 120


def checked_name(name: str) -> str:
    """The name without blanks around it; raises InvalidInput for one empty, too long or of signs only."""
    stripped = " ".join(name.split())
    if not name_key(stripped):
        raise InvalidInput(_("请写名称。"))
    if len(stripped) > _LONGEST_NAME:
        raise InvalidInput(_("名称不能超过 %(limit)d 个字。") % {"limit": _LONGEST_NAME})
    return stripped


def require_free_name(
    name: str,
    *,
    at: datetime,
    owner: Unit | Collective | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
    known: KnownNames,
) -> None:
    """Raise Conflict where the name already means another body, today or in the given time.

    ``known`` keeps others from giving names until the transaction ends: what is free here is free to be
    written.
    """
    today = timezone.localdate(at)
    found = known.on(today).find_whole(name) if until_on is None or until_on > today else None
    if found is not None and found != owner:
        raise _taken(name, found)
    for other in _same_key(name, from_on, until_on):
        if other != owner:
            raise _taken(name, other)


def _same_key(name: str, from_on: date | None, until_on: date | None) -> list[Unit | Collective]:
    """The bodies that bear the very name at some time between two days."""
    meets = Q()
    if until_on is not None:
        meets &= Q(from_on__isnull=True) | Q(from_on__lt=until_on)
    if from_on is not None:
        meets &= Q(until_on__isnull=True) | Q(until_on__gt=from_on)
    key = name_key(name)
    units = UnitName.objects.filter(meets, key=key).select_related("unit")
    collectives = CollectiveName.objects.filter(key=key).select_related("collective")
    return [*(row.unit for row in units), *(row.collective for row in collectives)]


def _taken(name: str, body: Unit | Collective) -> Conflict:
    message = _("“%(name)s”已经是“%(body)s”的名称。") % {"name": name, "body": body.name}
    return Conflict(message, code="name_taken", name=name, body=body.pk)
