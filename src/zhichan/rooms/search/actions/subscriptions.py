"""Subscribing to a search, switching that off, and the digests of new hits (预警订阅)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may, require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from zhichan.core.notices.actions import notify
from zhichan.core.people.models import Person
from zhichan.core.people.queries import actor_of
from zhichan.core.search.asking import found_collection
from zhichan.core.search.collection import Collection, Scope
from zhichan.core.search.index import IndexMissing, Searcher, TooExpensive
from zhichan.core.search.indexing import searcher_since, searcher_with_instant
from zhichan.core.search.packed_ids import packed, unpacked
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import Node
from zhichan.core.search.tree_text import kept, tree_of
from zhichan.rooms.search.models import Digest, NewHit, Subscription
from zhichan.rooms.search.models.subscription import LONGEST_NAME
from zhichan.rooms.search.queries.subscriptions import subscriptions_of
from zhichan.rooms.search.rights import SEARCH_PATENTS

MOST_OF_ONE = 200
CHUNK = 500


@dataclass(frozen=True)
class NewSubscription:
    """``asked``: the whole tree; ``is_mailed``: digests go by mail, too."""

    name: str
    collection: str
    line: str
    chosen: Sequence[tuple[str, str]]
    asked: Node
    is_mailed: bool = False


def subscribe(new: NewSubscription, *, by: Actor, at: datetime) -> Subscription:
    """Hear of what a search finds from now on; what it finds already is known.

    Raises NotAllowed, InvalidInput without a name or for too many, Conflict where the actor has another of
    that name, IndexMissing and TooExpensive; nothing is kept then.
    """
    require(by, SEARCH_PATENTS)
    if by.id is None:
        raise NotAllowed(_("要登录的人才能订阅。"))
    name = " ".join(new.name.split())
    if not name or len(name) > LONGEST_NAME:
        raise InvalidInput(_("请写名称，最多 %(most)d 个字。") % {"most": LONGEST_NAME}, field="name")
    if subscriptions_of(by).count() >= MOST_OF_ONE:
        raise InvalidInput(_("您已有 %(most)d 个订阅，请先删去不用的。") % {"most": MOST_OF_ONE})
    collection = found_collection(new.collection)
    scope = scope_now(collection, by)
    searcher, known_at = searcher_with_instant(collection)
    seen = searcher.ids(new.asked, scope)
    try:
        with transaction.atomic():
            made = Subscription.objects.create(
                name=name,
                person_id=by.id,
                collection=collection.name,
                line=new.line,
                chosen=[list(one) for one in new.chosen],
                asked=kept(new.asked),
                is_mailed=new.is_mailed,
                known_at=known_at,
                seen=packed(seen),
                subscribed_at=at,
            )
            record("search.subscribed", subject=made, by=by, at=at, details={"seen": len(seen)})
    except IntegrityError as error:
        raise Conflict(_("您已有名为“%(name)s”的订阅。") % {"name": name}, name=name) from error
    return made


@transaction.atomic
def unsubscribe(subscription_id: int, *, by: Actor, at: datetime) -> None:
    """Delete a subscription with the hits it found. Raises NotFound for any but the actor's own."""
    require(by, SEARCH_PATENTS)
    one = subscriptions_of(by).select_for_update().filter(pk=subscription_id).first()
    if one is None:
        raise NotFound(_("没有找到这个订阅。"), subscription=subscription_id)
    record("search.unsubscribed", subject=one, by=by, at=at)
    one.delete()


def make_digests(*, by: Actor, at: datetime) -> int:
    """Look for new hits of every subscription and tell their people, one notice each. Returns how many hits.

    A record is a new hit once: when it first matches, being new or changed since the last time. Of people who
    may no longer search nothing is looked for. A query that the index cannot answer now is left for later.
    """
    require(by, SEARCH_PATENTS)
    waiting = Subscription.objects.filter(is_on=True, person__is_active=True).select_related("person")
    by_person: dict[int, list[Subscription]] = defaultdict(list)
    for one in waiting.order_by("person_id", "pk").iterator(CHUNK):
        by_person[one.person_id].append(one)
    return sum(_digest(own[0].person, own, at) for own in by_person.values())


@transaction.atomic
def _digest(person: Person, own: Sequence[Subscription], at: datetime) -> int:
    """The new hits of one person's subscriptions, and the notice of them."""
    actor = actor_of(person, timezone.localdate(at))
    if not may(actor, SEARCH_PATENTS):
        return 0
    looking = _Looking(actor)
    found: dict[Subscription, list[int]] = {}
    for one in Subscription.objects.select_for_update().filter(pk__in=[each.pk for each in own]):
        if new := looking.new_hits(one):
            found[one] = new
    if not found:
        return 0
    count = sum(map(len, found.values()))
    is_mailed = bool(person.email) and any(one.is_mailed for one in found)
    digest = Digest.objects.create(person=person, made_at=at, count=count, is_mailed=is_mailed)
    NewHit.objects.bulk_create(_hits(found, digest), batch_size=CHUNK)
    names = "、".join(one.name for one in found)
    text = _("预警订阅有 %(count)d 件新命中：%(names)s。") % {"count": count, "names": names}
    url = reverse("search:digest", args=[digest.pk])
    notify([person], kind="search.digest", text=text, url=url, at=at)
    return count


def _hits(found: dict[Subscription, list[int]], digest: Digest) -> Iterable[NewHit]:
    for one, ids in found.items():
        yield from (NewHit(subscription=one, record_id=pk, digest=digest) for pk in ids)


@dataclass
class _Looking:
    """Looks on behalf of one person. What they may see is asked before any state of the index."""

    actor: Actor
    _states: dict[tuple[str, int], tuple[Scope, Searcher, int]] = field(default_factory=dict)

    def new_hits(self, one: Subscription) -> list[int]:
        """Records that match and were not seen, in rising order; they are seen from now on."""
        try:
            scope, searcher, known_at = self._state(found_collection(one.collection), one.known_at)
            if known_at == one.known_at:
                return []
            ids = searcher.ids(tree_of(one.asked), scope)
        except (IndexMissing, TooExpensive):
            return []
        seen = set(unpacked(one.seen))
        new = sorted(set(ids) - seen)
        one.known_at, one.seen = known_at, packed([*seen, *new]) if new else one.seen
        one.save(update_fields=["known_at", "seen"])
        return new

    def _state(self, collection: Collection, since: int) -> tuple[Scope, Searcher, int]:
        key = (collection.name, since)
        if key not in self._states:
            scope = scope_now(collection, self.actor)
            self._states[key] = (scope, *searcher_since(collection, since))
        return self._states[key]
