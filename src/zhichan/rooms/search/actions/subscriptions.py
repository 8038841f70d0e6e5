"""Subscribing to searches, parties, rights and themes (预警订阅), and leaving off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound
from zhichan.core.naming import kept_once, named
from zhichan.core.search.packed_ids import packed
from zhichan.rooms.search.actions.named_search import NamedSearch, found_now
from zhichan.rooms.search.following.declaration import Subject
from zhichan.rooms.search.following.kinds import KINDS
from zhichan.rooms.search.models import Subscription
from zhichan.rooms.search.models.subscription import LONGEST_NAME
from zhichan.rooms.search.queries.subscriptions import subscriptions_of
from zhichan.rooms.search.rights import SEARCH_PATENTS

MOST_OF_ONE = 200


@dataclass(frozen=True)
class NewSubscription(NamedSearch):
    """``is_mailed``: digests go by mail, too."""

    is_mailed: bool = False


def subscribe(new: NewSubscription, *, by: Actor, at: datetime) -> Subscription:
    """Hear of what a search finds from now on; what it finds already is known.

    Raises NotAllowed, InvalidInput without a name or for too many, Conflict where the actor has another of
    that name, IndexMissing and TooExpensive; nothing is kept then.
    """
    person = _with_room(by)
    values = new.values(LONGEST_NAME)
    found = found_now(new, by)
    values |= {"person_id": person, "is_mailed": new.is_mailed}
    values |= {"known_at": found.known_at, "seen": packed(found.ids)}
    refusal = _("您已有名为“%(name)s”的订阅。") % {"name": values["name"]}
    return _kept(values, refusal, {"seen": len(found.ids)}, by=by, at=at)


def follow(subject: Subject, *, is_mailed: bool, by: Actor, at: datetime) -> Subscription:
    """Hear of a party, a right or a theme from now on; what is known of it already is not told.

    Raises NotAllowed, NotFound for what the actor may not see, InvalidInput for too many, Conflict for one
    that is subscribed to already, and of a theme whose line cannot be asked now what asking raises.
    """
    person = _with_room(by)
    kind = KINDS[subject.kind]
    name = kind.name_of(subject, by)[:LONGEST_NAME]
    values = {
        "person_id": person,
        "kind": subject.kind,
        "register": subject.register,
        "subject_id": subject.pk,
        "name": name,
        "is_mailed": is_mailed,
        "known": dict(kind.known_now(subject, by, at)),
    }
    refusal = _("您已订阅“%(name)s”。") % {"name": name}
    return _kept(values, refusal, {"kind": str(subject.kind), "subject": subject.pk}, by=by, at=at)


def _with_room(by: Actor) -> int:
    """The key of a person who may subscribe to one thing more."""
    require(by, SEARCH_PATENTS)
    if by.id is None:
        raise NotAllowed(_("要登录的人才能订阅。"))
    if subscriptions_of(by).count() >= MOST_OF_ONE:
        raise InvalidInput(_("您已有 %(most)d 个订阅，请先删去不用的。") % {"most": MOST_OF_ONE})
    return by.id


def _kept(
    values: Mapping[str, Any], refusal: str, details: Mapping[str, Any], *, by: Actor, at: datetime
) -> Subscription:
    with kept_once(refusal, name=values["name"]):
        made = Subscription.objects.create(subscribed_at=at, **values)
        record("search.subscribed", subject=made, by=by, at=at, details=dict(details))
    return made


@dataclass(frozen=True)
class SubscriptionTerms:
    """What of a subscription can be changed. ``is_on``: it is not paused."""

    name: str
    is_mailed: bool
    is_on: bool


@transaction.atomic
def change_subscription(
    subscription_id: int, terms: SubscriptionTerms, *, by: Actor, at: datetime
) -> Subscription:
    """Rename a subscription, pause or resume it, switch its mail.

    What comes while it is paused is told once it goes on. Raises NotFound for any but the actor's own,
    InvalidInput without a name, Conflict where the actor has another search of that name.
    """
    one = _own(subscription_id, by)
    one.name = named(terms.name, LONGEST_NAME)
    one.is_mailed, one.is_on = terms.is_mailed, terms.is_on
    with kept_once(_("您已有名为“%(name)s”的订阅。") % {"name": one.name}, name=one.name):
        one.save(update_fields=["name", "is_mailed", "is_on"])
    details = {"name": one.name, "is_mailed": one.is_mailed, "is_on": one.is_on}
    record("search.subscription.changed", subject=one, by=by, at=at, details=details)
    return one


@transaction.atomic
def unsubscribe(subscription_id: int, *, by: Actor, at: datetime) -> None:
    """Hear no more of something; what was told of it stays. Raises NotFound for any but the actor's own."""
    one = _own(subscription_id, by)
    one.ended_at, one.is_on, one.is_mailed = at, False, False
    one.seen, one.known = "", {}
    one.save(update_fields=["ended_at", "is_on", "is_mailed", "seen", "known"])
    record("search.unsubscribed", subject=one, by=by, at=at)


def _own(subscription_id: int, by: Actor) -> Subscription:
    require(by, SEARCH_PATENTS)
    one = subscriptions_of(by).select_for_update().filter(pk=subscription_id).first()
    if one is None:
        raise NotFound(_("没有找到这个订阅。"), subscription=subscription_id)
    return one
