"""Subscriptions (预警订阅): the reader's own, their digests, and what each told."""

from __future__ import annotations

from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now
from zhichan.core.access.rights import require
from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.people.pages.acting import FormPage, accepted, change_page, form_page, posted
from zhichan.core.search.asking import found_collection
from zhichan.core.search.index import IndexMissing
from zhichan.core.search.synonyms import Synonyms
from zhichan.rooms.search.actions.subscriptions import (
    NewSubscription,
    SubscriptionTerms,
    change_subscription,
    follow,
    subscribe,
    unsubscribe,
)
from zhichan.rooms.search.asked import asked_again, asked_in, asks_another, question_of
from zhichan.rooms.search.chosen_words import chosen_words
from zhichan.rooms.search.following.kinds import KINDS, Kind, subject_followed, subject_of
from zhichan.rooms.search.mailing import can_mail
from zhichan.rooms.search.models import Digest, Subscription
from zhichan.rooms.search.models.subscription import LONGEST_NAME
from zhichan.rooms.search.pages.notes import Told, notes_told, with_line
from zhichan.rooms.search.queries.alert_cards import cards_told
from zhichan.rooms.search.queries.alerts import cards_visible_to
from zhichan.rooms.search.queries.digests import digest_groups
from zhichan.rooms.search.queries.line_notes import notes_on
from zhichan.rooms.search.queries.subscriptions import digests_of, digests_told, subscriptions_of
from zhichan.rooms.search.queries.synonyms import synonyms_of
from zhichan.rooms.search.rights import SEARCH_PATENTS

COLLECTION = "patent"
DIGESTS_SHOWN = 30
HITS_SHOWN = 200


@dataclass(frozen=True)
class SubscriptionLine:
    """``words``: of a query its chosen values; ``url`` leads to what is subscribed to; ``notes``: how its
    line is read; ``is_other``: it asks something else by now than is looked for."""

    subscription: Subscription
    words: str
    url: str
    notes: Told = field(default_factory=list)
    is_other: bool = False


@page(SEARCH_PATENTS)
def subscriptions(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    synonyms = synonyms_of(actor)
    rows = subscriptions_of(actor).defer("seen", "known").annotate(found=Count("hits"))
    context = {
        "lines": [_line(one, actor, synonyms) for one in rows.order_by("name", "pk")],
        "digests": digests_told(actor)[:DIGESTS_SHOWN],
        "can_mail": can_mail(),
    }
    return render(request, "search/subscriptions/list.html", context)


def _line(one: Subscription, actor: Actor, synonyms: Synonyms) -> SubscriptionLine:
    if one.kind != Kind.QUERY:
        return SubscriptionLine(one, "", KINDS[one.kind].url_of(subject_followed(one)))
    chosen = tuple((str(name), str(value)) for name, value in one.chosen)
    collection = found_collection(one.collection)
    words = chosen_words(chosen, collection)
    asked = asked_again(one.line, chosen)
    notes = notes_told(notes_on(one.line, actor, one.collection), with_line(asked))
    is_other = asks_another(asked, one.asked, collection, actor, synonyms)
    return SubscriptionLine(one, words, asked.url(), notes, is_other)


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
    except (Conflict, InvalidInput, IndexMissing) as refused:
        messages.error(request, refused.message)
        return redirect(asked.url())
    messages.success(request, _("已订阅“%(name)s”，有新命中时通知您。") % {"name": one.name})
    return redirect("search:subscriptions")


class FollowForm(forms.Form):
    """Whether digests go by mail, too."""

    is_mailed = forms.BooleanField(label=gettext_lazy("同时发邮件"), required=False)


@page(SEARCH_PATENTS)
def follow_subject(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Subscribe to a party, a right or a theme, as the button of its page asks."""
    actor, subject = actor_in(request), subject_of(what, pk)
    require(actor, SEARCH_PATENTS)
    kind, form = KINDS[subject.kind], FollowForm(posted(request))
    name, url = kind.name_of(subject, actor), kind.url_of(subject)
    one = accepted(
        request,
        form,
        lambda: follow(subject, is_mailed=form.cleaned_data["is_mailed"], by=actor, at=now()),
    )
    if one is not None:
        messages.success(request, _("已订阅“%(name)s”，有新情况时通知您。") % {"name": one.name})
        return redirect(url)
    words = FormPage(
        _("订阅“%(name)s”") % {"name": name},
        _("订阅"),
        url,
        lead=str(LEADS[subject.kind]),
        crumbs=((_("预警订阅"), reverse("search:subscriptions")),),
    )
    return form_page(request, form, words)


LEADS = {
    Kind.PARTY: gettext_lazy("有新的权利登记在它名下（共同所有的也算）时通知您；已经登记的不再通知。"),
    Kind.RIGHT: gettext_lazy("这件权利登记了新事件，或事件被撤回时通知您；已经登记的不再通知。"),
    Kind.THEME: gettext_lazy("有专利进入或退出这个专题库时通知您：检索式现在的命中，加上人工增减。"),
}


class TermsForm(FollowForm):
    """What of a subscription can be changed."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=LONGEST_NAME)
    is_on = forms.BooleanField(
        label=gettext_lazy("启用"),
        required=False,
        help_text=gettext_lazy("不选就暂停：不再通知；恢复以后，暂停期间的新情况一次通知。"),
    )
    field_order = ("name", "is_mailed", "is_on")

    def terms(self) -> SubscriptionTerms:
        return SubscriptionTerms(**self.cleaned_data)


@page(SEARCH_PATENTS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, a pause, mail or none."""
    actor = actor_in(request)
    one: Subscription = found(subscriptions_of(actor).filter(pk=pk).first())
    initial = {"name": one.name, "is_mailed": one.is_mailed, "is_on": one.is_on}
    form = TermsForm(posted(request), initial=initial)
    words = FormPage(_("修改订阅"), _("保存"), reverse("search:subscriptions"), crumbs=_crumbs())
    return change_page(
        request, form, words, lambda: change_subscription(pk, form.terms(), by=actor, at=now())
    )


def _crumbs() -> tuple[tuple[str, str], ...]:
    return ((_("我的订阅"), reverse("search:subscriptions")),)


@page(SEARCH_PATENTS)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask back, then tell of it no more."""
    actor = actor_in(request)
    one: Subscription = found(subscriptions_of(actor).filter(pk=pk).first())

    def act() -> bool:
        unsubscribe(pk, by=actor, at=now())
        return True

    words = FormPage(
        _("取消订阅“%(name)s”") % {"name": one.name},
        _("取消订阅"),
        reverse("search:subscriptions"),
        lead=_(
            "以后不再查找和通知；已经通知的摘要保留。取消的不能恢复，需要时重新订阅；只想停一阵，可以在“修改”里暂停。"
        ),
        is_danger=True,
        crumbs=_crumbs(),
    )
    return change_page(request, forms.Form(posted(request)), words, act, _("已取消订阅。"))


@page(SEARCH_PATENTS)
def digest(request: HttpRequest, pk: int) -> HttpResponse:
    """One digest: what it told by subscription, of what the reader may still see."""
    actor = actor_in(request)
    one: Digest = found(digests_of(actor).filter(pk=pk).first())
    cards = cards_visible_to(actor).filter(digest=one).select_related("watch").order_by("pk")
    context = {
        "digest": one,
        "groups": digest_groups(one, actor, HITS_SHOWN),
        "most": HITS_SHOWN,
        "cards": cards_told(list(cards[:HITS_SHOWN]), actor),
    }
    return render(request, "search/subscriptions/digest.html", context)
