"""Setting up lists (名录): their kinds are data of the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput
from zhichan.core.naming import kept_once
from zhichan.rooms.registry.models import ListKind
from zhichan.rooms.registry.rights import LIST_EDIT


@dataclass(frozen=True)
class NewListKind:
    """``is_group``: a firm group that is frozen for counting. ``basis``: the paper the list rests on."""

    name: str
    level: str = ""
    basis: str = ""
    is_group: bool = False


@transaction.atomic
def create_list_kind(new: NewListKind, *, by: Actor, at: datetime) -> ListKind:
    """Set up a list. Raises NotAllowed, InvalidInput without a name, Conflict for a name that is taken."""
    require(by, LIST_EDIT)
    name = " ".join(new.name.split())
    if not name or len(name) > 80:
        raise InvalidInput(_("名录要有名称，最多 80 个字。"), field="name")
    with kept_once(_("已有名录“%(name)s”。") % {"name": name}, name=name):
        made = ListKind.objects.create(
            name=name,
            level=new.level.strip()[:40],
            basis=new.basis.strip()[:200],
            is_group=new.is_group,
            source=by.name[:200],
        )
    record("registry.list_kind.created", subject=made, by=by, at=at, details={"is_group": made.is_group})
    return made
