"""Deciding which of two figures for one day counts (认定来源不一的数值)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput
from zhichan.rooms.plan.actions.indicator_row import lock_indicator, owners_of
from zhichan.rooms.plan.models import ValueDecision
from zhichan.rooms.plan.queries.values import Disagreement, disagreements_of
from zhichan.rooms.plan.rights import VALUE_DECIDE

MOST_REASON = 400


@dataclass(frozen=True)
class Decided:
    """``computed`` and ``entered``: the keys of the two values that were looked at; ``counts``: which one."""

    computed: int
    entered: int
    counts: str
    reason: str


@transaction.atomic
def decide_value(indicator_id: int, decided: Decided, *, by: Actor, at: datetime) -> ValueDecision:
    """Say which figure counts from now on, everywhere. Both stay, and it can be decided anew.

    Raises NotFound, NotAllowed, WrongState (retired), InvalidInput (no reason, no such choice, the same as
    before), Conflict where the two figures are no longer those that were looked at; nothing is changed then.
    """
    indicator = lock_indicator(indicator_id, by=by)
    require(by, VALUE_DECIDE, owners_of(indicator))
    if decided.counts not in ValueDecision.Counts.values:
        raise InvalidInput(_("请选以哪个数值为准。"), field="counts")
    if not decided.reason.strip() or len(decided.reason) > MOST_REASON:
        raise InvalidInput(_("请写明理由，不超过 %(most)d 字。") % {"most": MOST_REASON}, field="reason")
    pair = _pair(indicator_id, decided, at)
    if pair.decision is not None and pair.decision.counts == decided.counts:
        raise InvalidInput(_("已经是这样认定的。"), code="same_decision", field="counts")
    made = ValueDecision.objects.create(
        indicator=indicator,
        computed=pair.computed,
        entered=pair.entered,
        counts=decided.counts,
        reason=decided.reason.strip(),
        person_id=by.id,
        decided_at=at,
    )
    details = {
        "decision": made.pk,
        "effective_on": pair.on.isoformat(),
        "computed": pair.computed.pk,
        "entered": pair.entered.pk,
        "counts": decided.counts,
        "before": pair.decision.pk if pair.decision else None,
    }
    record("plan.indicator.value_decided", subject=indicator, by=by, at=at, details=details)
    return made


def _pair(indicator_id: int, decided: Decided, at: datetime) -> Disagreement:
    known = disagreements_of([indicator_id], timezone.localdate(at), at).get(indicator_id, [])
    wanted = (decided.computed, decided.entered)
    pair = next((one for one in known if (one.computed.pk, one.entered.pk) == wanted), None)
    if pair is None:
        raise Conflict(
            _("这两个数值已不再不一致，或其中一个刚被更正。请回到指标页再看。"),
            code="not_at_odds",
            indicator=indicator_id,
        )
    return pair
