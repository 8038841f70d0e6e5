"""What a digest tells, as its reader may see it now (摘要内容): the same for the page and the mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.registers.addresses import row_address
from zhichan.core.registers.declaration import Register, register_named
from zhichan.core.registers.showing import event_label, since_text
from zhichan.core.search.asking import found_collection
from zhichan.rooms.search.following.declaration import IN_COLLECTION
from zhichan.rooms.search.models import Digest, NewHit, Subscription

Change = NewHit.Change


@dataclass(frozen=True)
class DigestLine:
    """``what`` happened, ``number``, ``title`` and ``url`` of the record, ``about``: who holds it, when it
    was filed and how it stands."""

    what: str
    number: str
    title: str
    url: str
    about: str
    is_sample: bool


@dataclass(frozen=True)
class DigestGroup:
    """What one subscription told: ``count`` in all, ``lines``: those shown of them that may be seen."""

    subscription: Subscription
    count: int
    lines: Sequence[DigestLine]


def digest_groups(digest: Digest, actor: Actor, most: int, *, only_mailed: bool = False) -> list[DigestGroup]:
    """By subscription, each with at most so many lines; ``only_mailed``: of those that go by mail alone.

    A few queries for each subscription.
    """
    by_subscription: dict[Subscription, list[NewHit]] = defaultdict(list)
    hits = NewHit.objects.filter(digest=digest).select_related("subscription")
    if only_mailed:
        hits = hits.filter(subscription__is_mailed=True)
    for hit in hits.order_by("subscription", "pk"):
        by_subscription[hit.subscription].append(hit)
    return [
        DigestGroup(one, len(own), list(lines_of(own[:most], actor))) for one, own in by_subscription.items()
    ]


def lines_of(hits: Sequence[NewHit], actor: Actor) -> list[DigestLine]:
    """In the order of the hits; what the actor may not see is left out."""
    told: dict[int, DigestLine] = {}
    for source in dict.fromkeys(hit.register for hit in hits):
        own = [hit for hit in hits if hit.register == source]
        told |= _in_collection(own, actor) if source.startswith(IN_COLLECTION) else _in_register(own, actor)
    return [told[hit.pk] for hit in hits if hit.pk in told]


def _in_collection(hits: Sequence[NewHit], actor: Actor) -> Mapping[int, DigestLine]:
    collection = found_collection(hits[0].register.removeprefix(IN_COLLECTION))
    found = {each.id: each for each in collection.tell([hit.record_id for hit in hits], actor)}
    return {
        hit.pk: DigestLine(
            str(hit.get_change_display()),
            one.number,
            one.title,
            one.url,
            _joined(one.facts.get("applicant"), one.facts.get("filed_on"), one.facts.get("status")),
            one.is_sample,
        )
        for hit in hits
        if (one := found.get(hit.record_id)) is not None
    }


def _in_register(hits: Sequence[NewHit], actor: Actor) -> Mapping[int, DigestLine]:
    """Rows that have left the register are told of, too: that their events are taken back is the news."""
    register = register_named(hits[0].register)
    rows = register.rows(actor).select_related(*register.related)
    found = rows.in_bulk({hit.record_id for hit in hits})
    events: Any = register.event_model._default_manager
    known = events.in_bulk({hit.event_id for hit in hits if hit.event_id})
    return {
        hit.pk: _line(register, row, _what(register, hit, known.get(hit.event_id)))
        for hit in hits
        if (row := found.get(hit.record_id)) is not None
    }


def _what(register: Register, hit: NewHit, event: Any) -> str:
    if event is None:
        return f"{hit.get_change_display()} · {register.label}"
    since = since_text(event.effective_on)
    day = since if isinstance(since, str) else date_format(since, "Y-m-d")
    return f"{hit.get_change_display()} · {event_label(register, event.code)} {day}"


def _line(register: Register, row: Any, what: str) -> DigestLine:
    shown = register.by_name.get("number")
    number = str(shown.shown(row) if shown and shown.shown else getattr(row, "number", ""))
    url = row_address(register.name, row.pk)
    return DigestLine(what, number, register.title(row), url, about_right(row), row.is_sample)


def about_right(row: Any) -> str:
    """Who holds a right, when it was filed, how it stands: of these what is known. The holder was read."""
    words, filed = getattr(row, "get_public_class_display", None), getattr(row, "filed_on", None)
    holder = row.holder.name if getattr(row, "holder_id", None) else ""
    return _joined(holder, filed.isoformat() if filed else "", str(words()) if words else "")


def _joined(holder: str | None, filed_on: str | None, status: str | None) -> str:
    day = _("申请日 %(day)s") % {"day": filed_on} if filed_on else ""
    return " · ".join(filter(None, (holder, day, status)))
