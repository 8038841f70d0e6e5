"""Handing a themed database or a folder over to another keeper (移交)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput
from zhichan.core.naming import kept_once
from zhichan.core.people.queries import people_holding
from zhichan.rooms.search.queries.keepers import MODELS, NEEDED, Kept, handed_over_by
from zhichan.rooms.search.rights import SEARCH_PATENTS


@transaction.atomic
def hand_over(kept_kind: str, kept_id: int, to_person_id: int, *, by: Actor, at: datetime) -> Kept:
    """Let somebody else keep a theme or a folder; whom it is shared with stays.

    Raises NotAllowed, NotFound for what is neither the actor's nor left by a closed account they answer for,
    InvalidInput for somebody who keeps it already or could not, Conflict where they keep one of that name.
    """
    require(by, SEARCH_PATENTS)
    if kept_kind in MODELS:  # two who hand it over at once do so one after the other
        MODELS[kept_kind]._default_manager.select_for_update().filter(pk=kept_id).first()
    kept = handed_over_by(by, kept_kind, kept_id)
    needed, former = NEEDED[kept_kind], kept.keeper_id
    able = people_holding(needed, timezone.localdate(at))
    if to_person_id == former or not able.filter(pk=to_person_id).exists():
        raise InvalidInput(_("请选另一个有“%(right)s”权限的人。") % {"right": needed.label}, field="person")
    kept.keeper_id = to_person_id
    with kept_once(_("这个人已有名为“%(name)s”的，请先改名。") % {"name": kept.name}):
        kept.save(update_fields=["keeper"])
    kept.shares.filter(person=to_person_id).delete()
    record("search.handed_over", subject=kept, by=by, at=at, details={"from": former, "to": to_person_id})
    return kept
