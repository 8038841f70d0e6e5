"""Giving a draft up (放弃核对)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.search.outbox import note
from zhichan.rooms.plan.actions.drafts import locked_draft
from zhichan.rooms.plan.actions.reasons import given_reason
from zhichan.rooms.plan.models import PlanVersion
from zhichan.rooms.plan.rights import VERSION_ABANDON


@transaction.atomic
def abandon_version(version: PlanVersion, *, reason: str, by: Actor, at: datetime) -> PlanVersion:
    """Put a draft aside for good: it stays to be read, and its bytes may be imported anew.

    Raises NotAllowed, WrongState unless it is a draft, InvalidInput without a reason.
    """
    require(by, VERSION_ABANDON)
    draft = locked_draft(version)
    why = given_reason(reason)
    draft.state = PlanVersion.State.ABANDONED
    draft.save(update_fields=["state"])
    note("plan.plan", [draft.plan_id])
    record("plan.version.abandoned", subject=draft, by=by, at=at, details={"reason": why})
    return draft
