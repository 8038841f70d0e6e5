"""Subscriptions (预警订阅): the reader's own, their digests, and the new hits of each."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now
from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.search.asking import found_collection
from zhichan.core.search.index import IndexMissing, TooExpensive
from zhichan.rooms.search.actions.subscriptions import NewSubscription, subscribe, unsubscribe
from zhichan.rooms.search.asked import asked_again, asked_in, question_of
from zhichan.rooms.search.mailing import can_mail
from zhichan.rooms.search.models import Digest, NewHit, Subscription
from zhichan.rooms.search.models.subscription import LONGEST_NAME
from zhichan.rooms.search.pages.chosen_words import chosen_words
from zhichan.rooms.search.queries.subscriptions import digests_of, subscriptions_of
from zhichan.rooms.search.rights import SEARCH_PATENTS

COLLECTION = "patent"
DIGESTS_SHOWN = 30
HITS_SHOWN = 200


@page(SEARCH_PATENTS)
def subscriptions(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    rows = subscriptions_of(actor).defer("seen", "asked").annotate(found=Count("hits")).order_by("name", "pk")
    lines = []
    for one in rows:
        chosen = tuple((str(name), str(value)) for name, value in one.chosen)
        words = chosen_words(chosen, found_collection(one.collection))
        lines.append((one, words, asked_again(one.line, chosen).url()))
    context = {
        "lines": lines,
        "digests": digests_of(actor).order_by("-pk")[:DIGESTS_SHOWN],
        "can_mail": can_mail(),
    }
    return render(request, "search/subscriptions/list.html", context)


@require_POST
@page(SEARCH_PATENTS)
def new(request: HttpRequest) -> HttpResponse:
    """Subscribe to what the result page asks."""
    actor, collection = actor_in(request), found_collection(COLLECTION)
    asked = asked_in(request.POST, actor)
    _said, wanted = question_of(asked, collection, actor).nodes(collection)
    made = NewSubscription(
        name=request.POST.get("name", "")[: LONGEST_NAME * 2],
        collection=COLLECTION,
        line=asked.line,
        chosen=asked.chosen,
        asked=wanted,
        is_mailed="is_mailed" in request.POST,
    )
    try:
        one = subscribe(made, by=actor, at=now())
    except (Conflict, InvalidInput, IndexMissing, TooExpensive) as refused:
        messages.error(request, refused.message)
        return redirect(asked.url())
    messages.success(request, _("已订阅“%(name)s”，有新命中时通知您。") % {"name": one.name})
    return redirect("search:subscriptions")


@require_POST
@page(SEARCH_PATENTS)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    unsubscribe(pk, by=actor_in(request), at=now())
    messages.success(request, _("已取消订阅。"))
    return redirect("search:subscriptions")


@page(SEARCH_PATENTS)
def digest(request: HttpRequest, pk: int) -> HttpResponse:
    """One digest: its new hits by subscription, of those the reader may still see."""
    actor = actor_in(request)
    one: Digest = found(digests_of(actor).filter(pk=pk).first())
    by_subscription: dict[Subscription, list[int]] = {}
    hits = NewHit.objects.filter(digest=one).select_related("subscription").order_by("subscription", "pk")
    for hit in hits:
        by_subscription.setdefault(hit.subscription, []).append(hit.record_id)
    groups = [
        (each, len(ids), found_collection(each.collection).tell(ids[:HITS_SHOWN], actor))
        for each, ids in by_subscription.items()
    ]
    context = {"digest": one, "groups": groups, "most": HITS_SHOWN}
    return render(request, "search/subscriptions/digest.html", context)
