"""Deciding what was extracted (核对条目): confirm, correct, reject, refer, take back, confirm many."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Right, may, require
from zhichan.core.audit.actions import Entry, record, record_batch
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.notices.actions import notify
from zhichan.core.people.models import Person
from zhichan.core.people.queries import actor_of
from zhichan.rooms.plan.actions.drafts import locked_draft
from zhichan.rooms.plan.actions.reasons import given_reason, short_reason
from zhichan.rooms.plan.item_problems import problems_of
from zhichan.rooms.plan.item_values import Json, conflict_of
from zhichan.rooms.plan.models import ExtractedItem, PlanVersion
from zhichan.rooms.plan.rights import CONFLICT_DECIDE, ITEM_DECIDE, REFERRED_DECIDE

State = ExtractedItem.State
OPEN = (State.WAITING, State.REFERRED)


@transaction.atomic
def confirm_item(item: ExtractedItem, *, by: Actor, at: datetime) -> ExtractedItem:
    """Confirm an item as the reader gave it (确认).

    Raises NotAllowed, WrongState for an item already decided or a version no longer a draft, InvalidInput
    where the reading is incomplete; nothing is changed then.
    """
    locked = _to_decide(item, by)
    _refuse_problems(locked.kind, locked.value)
    return _decided(locked, State.CONFIRMED, by=by, at=at)


@transaction.atomic
def correct_item(
    item: ExtractedItem, value: Json, *, reason: str = "", by: Actor, at: datetime
) -> ExtractedItem:
    """Confirm an item with other content than the reader gave (更正); the reading itself stays."""
    locked = _to_decide(item, by)
    _refuse_problems(locked.kind, value)
    locked.value = dict(value)
    return _decided(locked, State.CORRECTED, reason=short_reason(reason), by=by, at=at)


@transaction.atomic
def reject_item(item: ExtractedItem, *, reason: str, by: Actor, at: datetime) -> ExtractedItem:
    """Leave an item out of the plan (不采用), with the reason."""
    locked = _to_decide(item, by)
    return _decided(locked, State.REJECTED, reason=given_reason(reason), by=by, at=at)


@transaction.atomic
def decide_conflict(
    item: ExtractedItem, *, chosen: int | None, reason: str, by: Actor, at: datetime
) -> ExtractedItem:
    """Say which of the disagreeing places stands (认定), or with None that all stand side by side.

    ``chosen`` counts the sources from 0. Every source stays in ``reading``.
    """
    locked = _locked(item, by)
    if locked.kind != ExtractedItem.Kind.CONFLICT:
        raise InvalidInput(_("这一条不是原文不一致处。"))
    _require_referred_or(CONFLICT_DECIDE, locked, by)
    _refuse_decided(locked)
    if chosen is not None and not 0 <= chosen < len(conflict_of(locked.reading).sources):
        raise InvalidInput(_("请从列出的各处说法中选一个。"), field="chosen")
    locked.value = {**locked.reading, "chosen": chosen}
    return _decided(locked, State.CONFIRMED, reason=given_reason(reason), by=by, at=at)


@transaction.atomic
def refer_item(item: ExtractedItem, *, to: Person, reason: str, by: Actor, at: datetime) -> ExtractedItem:
    """Hand an item to another person to decide (转办); that person gets a notice."""
    locked = _locked(item, by)
    require(by, CONFLICT_DECIDE if locked.kind == ExtractedItem.Kind.CONFLICT else ITEM_DECIDE)
    _refuse_decided(locked)
    if not may_decide_referred(to, at):
        raise InvalidInput(
            _("%(name)s不能认定规划条目，请转给规划专员或局领导。") % {"name": to.name}, field="to"
        )
    if to.pk == by.id:
        raise InvalidInput(_("不能转给自己。"), field="to")
    locked.state, locked.referred_to, locked.reason = State.REFERRED, to, given_reason(reason)
    locked.save(update_fields=["state", "referred_to", "reason"])
    record("plan.item.referred", subject=locked, by=by, at=at, details={"to": to.pk, "key": locked.key})
    text = _("请认定《%(plan)s》的一处%(kind)s：%(reason)s") % {
        "plan": locked.version.plan.title,
        "kind": locked.get_kind_display(),
        "reason": locked.reason,
    }
    url = reverse("plan:version_item", args=[locked.version_id, locked.pk])
    notify([to], kind="plan.item.referred", text=text, url=url, at=at)
    return locked


@transaction.atomic
def reopen_item(item: ExtractedItem, *, by: Actor, at: datetime) -> ExtractedItem:
    """Take a decision or a referral back (撤回): the item waits again, as the reader gave it.

    Units assigned to a task stay assigned.
    """
    locked = _locked(item, by)
    require(by, CONFLICT_DECIDE if locked.kind == ExtractedItem.Kind.CONFLICT else ITEM_DECIDE)
    if locked.state == State.WAITING:
        raise WrongState(_("这一条还没有认定，没有可以撤回的。"))
    details = {"key": locked.key, "from": locked.state}
    kept = {"assigned": locked.value["assigned"]} if locked.value.get("assigned") else {}
    locked.state, locked.value, locked.reason = State.WAITING, {**locked.reading, **kept}, ""
    locked.referred_to = locked.decided_by = locked.decided_at = None
    locked.save(update_fields=["state", "value", "reason", "referred_to", "decided_by", "decided_at"])
    record("plan.item.reopened", subject=locked, by=by, at=at, details=details)
    return locked


@transaction.atomic
def confirm_items(
    version: PlanVersion, keys: Collection[int], *, least_confidence: Decimal, by: Actor, at: datetime
) -> int:
    """Confirm those of the named items that are sure enough (成批确认); returns how many.

    Left waiting: items below the confidence, items that need correcting, conflicts and every item that a
    conflict still undecided speaks of. Raises InvalidInput when none is left to confirm.
    """
    require(by, ITEM_DECIDE)
    draft = locked_draft(version)
    waiting = list(
        ExtractedItem.objects.select_for_update().filter(version=draft, pk__in=keys, state=State.WAITING)
    )
    disputed = disputed_keys(draft)
    sure = [item for item in waiting if _is_sure(item, least_confidence) and item.key not in disputed]
    if not sure:
        raise InvalidInput(_("没有可以成批确认的条目：其余的把握不够、需要更正，或牵涉原文不一致。"))
    ExtractedItem.objects.filter(pk__in=[item.pk for item in sure]).update(
        state=State.CONFIRMED, decided_by=by.id, decided_at=at
    )
    details = {"batch": True, "least_confidence": str(least_confidence)}
    record_batch(
        [Entry("plan.item.confirmed", item, {"key": item.key, **details}) for item in sure], by=by, at=at
    )
    return len(sure)


def disputed_keys(version: PlanVersion) -> frozenset[str]:
    """The items that conflicts still undecided speak of."""
    conflicts = ExtractedItem.objects.filter(
        version=version, kind=ExtractedItem.Kind.CONFLICT, state__in=OPEN
    )
    return frozenset(
        source
        for item in conflicts
        for source in conflict_of(item.reading).sources
        if isinstance(source, str)
    )


def may_decide_referred(person: Person, at: datetime) -> bool:
    return person.is_active and may(actor_of(person, timezone.localdate(at)), REFERRED_DECIDE)


def _locked(item: ExtractedItem, by: Actor) -> ExtractedItem:
    """The item of a draft, locked after its version: nobody brings the version into force meanwhile."""
    if not (may(by, ITEM_DECIDE) or may(by, REFERRED_DECIDE)):
        require(by, ITEM_DECIDE)
    version = locked_draft(item.version)
    locked = ExtractedItem.objects.select_for_update(of=("self",)).filter(pk=item.pk, version=version).first()
    if locked is None:
        raise NotFound(_("没有找到这一条。"))
    locked.version = version
    return locked


def _to_decide(item: ExtractedItem, by: Actor) -> ExtractedItem:
    locked = _locked(item, by)
    if locked.kind == ExtractedItem.Kind.CONFLICT:
        raise InvalidInput(_("原文不一致处要选定一种说法并写明理由。"))
    _require_referred_or(ITEM_DECIDE, locked, by)
    _refuse_decided(locked)
    return locked


def _require_referred_or(right: Right, item: ExtractedItem, by: Actor) -> None:
    """A referred item is decided by whom it was referred to, others need the right itself."""
    if item.state != State.REFERRED:
        require(by, right)
    elif by.kind == "person" and item.referred_to_id != by.id:
        raise NotAllowed(_("这一条已转给%(name)s认定。") % {"name": item.referred_to})
    else:
        require(by, REFERRED_DECIDE)


def _refuse_decided(item: ExtractedItem) -> None:
    if item.state in OPEN:
        return
    raise WrongState(
        _("这一条已经由%(name)s在%(at)s认定为“%(state)s”，没有再改。要改请先撤回。")
        % {
            "name": item.decided_by or _("系统"),
            "at": timezone.localtime(item.decided_at).strftime("%Y-%m-%d %H:%M"),
            "state": item.get_state_display(),
        }
    )


def _refuse_problems(kind: str, value: Json) -> None:
    if problems := problems_of(kind, value):
        raise InvalidInput("".join(problems), code="item_incomplete")


def _is_sure(item: ExtractedItem, least_confidence: Decimal) -> bool:
    if item.kind == ExtractedItem.Kind.CONFLICT or problems_of(item.kind, item.value):
        return False
    return Decimal(str(item.reading.get("confidence", 0))) >= least_confidence


def _decided(
    item: ExtractedItem, state: ExtractedItem.State, *, reason: str = "", by: Actor, at: datetime
) -> ExtractedItem:
    before = item.state
    item.state, item.reason, item.decided_at = state, reason, at
    item.decided_by_id = by.id
    item.save(update_fields=["state", "value", "reason", "decided_by", "decided_at"])
    details = {"key": item.key, "from": before, "value_sha256": _digest(item.value)}
    record(f"plan.item.{state.value}", subject=item, by=by, at=at, details=details)
    return item


def _digest(value: Json) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
