"""Telling subscribers what is new (预警摘要): one digest and one notice for each person and round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may, require
from zhichan.core.notices.actions import notify
from zhichan.core.people.models import Person
from zhichan.core.people.queries import actor_of
from zhichan.core.tables.text import number_text
from zhichan.rooms.search.following.declaration import News, Round
from zhichan.rooms.search.following.kinds import KINDS, Kind
from zhichan.rooms.search.following.query import news_of_queries
from zhichan.rooms.search.models import Digest, NewHit, Subscription
from zhichan.rooms.search.rights import SEARCH_PATENTS

CHUNK = 500
Found = Mapping[Subscription, Sequence[News]]


def make_digests(*, by: Actor, at: datetime) -> int:
    """Look for what is new of every subscription and tell their people, one notice each; returns how much.

    A record is a new hit once: when it first matches, being new or changed since the last time. Of people who
    may no longer search nothing is looked for. What cannot be looked at now is left for later.
    """
    require(by, SEARCH_PATENTS)
    waiting = Subscription.objects.filter(is_on=True, person__is_active=True)
    by_person: dict[int, list[int]] = defaultdict(list)
    for pk, person in waiting.order_by("person_id", "pk").values_list("pk", "person_id"):
        by_person[person].append(pk)
    round_ = Round(at)
    people = Person.objects.in_bulk(by_person)
    return sum(_digest(people[person], own, round_) for person, own in by_person.items())


@transaction.atomic
def _digest(person: Person, own: Sequence[int], round_: Round) -> int:
    """What is new of one person's subscriptions, and the notice of it."""
    actor = actor_of(person, timezone.localdate(round_.at))
    if not may(actor, SEARCH_PATENTS):
        return 0
    ones = list(Subscription.objects.select_for_update().filter(pk__in=own, is_on=True).order_by("pk"))
    looked = _looked(ones, actor, round_)
    Subscription.objects.bulk_update(looked, ["known_at", "seen", "known"], batch_size=CHUNK)
    found = {one: news for one, news in looked.items() if news}
    if not found:
        return 0
    count = sum(map(len, found.values()))
    is_mailed = bool(person.email) and any(one.is_mailed for one in found)
    digest = Digest.objects.create(person=person, made_at=round_.at, count=count, is_mailed=is_mailed)
    NewHit.objects.bulk_create(_hits(found, digest), batch_size=CHUNK)
    _tell(person, found, digest)
    return count


def _looked(ones: Sequence[Subscription], actor: Actor, round_: Round) -> dict[Subscription, Sequence[News]]:
    """Those that could be looked at, with what is new of each."""
    by_kind: dict[str, list[Subscription]] = defaultdict(list)
    for one in ones:
        by_kind[one.kind].append(one)
    found = dict(news_of_queries(by_kind.pop(Kind.QUERY.value, []), actor))
    for kind, some in by_kind.items():
        found |= KINDS[kind].news(some, actor, round_)
    return found


def _hits(found: Found, digest: Digest) -> list[NewHit]:
    return [
        NewHit(
            subscription=one,
            register=each.register,
            record_id=each.record_id,
            change=each.change,
            event_id=each.event_id,
            digest=digest,
        )
        for one, news in found.items()
        for each in news
    ]


def _tell(person: Person, found: Found, digest: Digest) -> None:
    names = "、".join(one.name for one in found)
    text = _("订阅有 %(count)s 项新情况：%(names)s。") % {"count": number_text(digest.count), "names": names}
    url = reverse("search:digest", args=[digest.pk])
    notify([person], kind="search.digest", text=text, url=url, at=digest.made_at)
