"""Early warning (预警): the cards, one card with its reasons, and the watches that find them."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.access.rights import may
from zhichan.core.people.pages.acting import FormPage, accepted, change_page, form_page, posted
from zhichan.rooms.registry.face import party_called
from zhichan.rooms.search.actions.alerts import change_watch, end_watch, handle_alert, see_alert, set_watch
from zhichan.rooms.search.alerts.declaration import Subject
from zhichan.rooms.search.alerts.kinds import alert_kinds
from zhichan.rooms.search.models import AlertCard, AlertWatch
from zhichan.rooms.search.pages.alert_forms import ONE_OF, HandleForm, TermsForm, WatchForm
from zhichan.rooms.search.queries.alert_cards import cards_told, grounds, task_links
from zhichan.rooms.search.queries.alerts import (
    GRADES,
    CardFilter,
    card_counts,
    card_visible_to,
    cards_visible_to,
    may_change_watch,
    page_of_cards,
    subject_name,
    subject_names,
    watch_changed_by,
    watches_visible_to,
)
from zhichan.rooms.search.rights import ALERT_CHANGE, ALERT_KEEP, ALERT_VIEW

PER_PAGE = 50
HANDED = ("kind", "party", "list", "theme", "ipc", "nice", "task")
HISTORY = timedelta(days=730)
"""How far back a new watch looks unless somebody says otherwise."""


@page(ALERT_VIEW)
def alerts(request: HttpRequest) -> HttpResponse:
    """Filters stand in the address; ``order``: ``grade`` for what weighs most first; ``after``: the key of
    the last card of a page before."""
    actor, wanted = actor_in(request), CardFilter.read(request.GET.dict())
    cards = wanted.of(cards_visible_to(actor)).select_related("watch")
    cards = page_of_cards(cards, request.GET.get("order") == "grade", request.GET.get("after", ""))
    asked = list(cards[: PER_PAGE + 1])
    shown = cards_told(asked[:PER_PAGE], actor)
    kept = {name: value for name, value in request.GET.dict().items() if name != "after" and value}
    has_more = len(asked) > PER_PAGE
    more = urlencode({**kept, "after": str(asked[PER_PAGE - 1].pk)}) if has_more else ""
    context = {
        "cards": shown,
        "filter": wanted,
        "task": task_links([wanted.task], actor).get(wanted.task),
        "kinds": alert_kinds().values(),
        "states": AlertCard.State.choices,
        "grades": [(name, one.label) for name, one in reversed(GRADES.items())],
        "by_grade": request.GET.get("order") == "grade",
        "next_url": f"?{more}" if more else "",
        "may_keep": may(actor, ALERT_KEEP),
        "is_narrowed": bool(kept.keys() - {"order"}),
    }
    return render(request, "search/alerts/list.html", context)


@page(ALERT_VIEW)
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """One card. POST notes what was done about it."""
    actor = actor_in(request)
    card = card_visible_to(actor, pk)
    form = HandleForm(actor, posted(request), initial={"note": card.note, "task": card.task_id or ""})

    def handle() -> AlertCard:
        return handle_alert(pk, form.cleaned_data["note"], form.task_id(), by=actor, at=now())

    if accepted(request, form, handle) is not None:
        messages.success(request, _("已记下处理情况。"))
        return redirect("search:alert", pk)
    [shown] = cards_told([card], actor)
    context = {
        "shown": shown,
        "grounds": grounds(card, actor),
        "task": task_links([card.task_id], actor).get(card.task_id),
        "form": form,
        "may_keep": may(actor, ALERT_KEEP),
    }
    return render(request, "search/alerts/card.html", context, status=422 if form.errors else 200)


@require_POST
@page(ALERT_KEEP)
def see(request: HttpRequest, pk: int) -> HttpResponse:
    see_alert(pk, by=actor_in(request), at=now())
    messages.success(request, _("已标为已看。"))
    return redirect("search:alert", pk)


@page(ALERT_VIEW)
def watches(request: HttpRequest) -> HttpResponse:
    """The watches there are, those that are ended last."""
    actor = actor_in(request)
    rows = list(watches_visible_to(actor).select_related("core", "made_by").order_by("ended_at", "-pk")[:200])
    rows.sort(key=lambda one: one.ended_at is not None)
    names, tasks = subject_names(rows, actor), task_links((one.task_id for one in rows), actor)
    counts = card_counts(rows, actor)
    lines = [
        (
            one,
            alert_kinds()[one.kind],
            names[one.pk],
            tasks.get(one.task_id),
            counts.get(one.pk, 0),
            may_change_watch(actor, one),
        )
        for one in rows
    ]
    context = {"lines": lines, "may_keep": may(actor, ALERT_KEEP)}
    return render(request, "search/alerts/watches.html", context)


@page(ALERT_KEEP)
def new_watch(request: HttpRequest) -> HttpResponse:
    """``HANDED``: what another page hands over."""
    actor = actor_in(request)
    handed = {name: request.GET.get(name, "") for name in HANDED}
    handed["party"] = _called(handed["party"], actor)
    form = WatchForm(actor, posted(request), initial={**handed, "from_on": today() - HISTORY})
    made = accepted(request, form, lambda: set_watch(form.wanted(), by=actor, at=now()))
    if made is not None:
        messages.success(request, _("已设置预警，从现在起有新情况时通知您。"))
        return redirect("search:alert_watches")
    words = FormPage(
        _("设置预警"),
        _("设置"),
        reverse("search:alert_watches"),
        lead=_("登记册新收录的情况每一刻钟查一次；已经收录的不预警。%(one_of)s") % {"one_of": ONE_OF},
        crumbs=((_("预警"), reverse("search:alerts")),),
    )
    return form_page(request, form, words)


def _called(key: str, actor: Actor) -> str:
    """The name of a party that another page hands over by its key, where no other bears it."""
    if not (key.isascii() and key.isdigit() and len(key) < 12):
        return ""
    name = subject_name(Subject.PARTY, int(key), actor)
    return name if [pk for pk, _name in party_called(name)] == [int(key)] else key


@page(ALERT_CHANGE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day, core theme, task or mail of a watch."""
    actor = actor_in(request)
    watch = watch_changed_by(actor, pk)
    initial = {name: getattr(watch, name) for name in ("from_on", "is_mailed")}
    initial |= {"core": watch.core_id or "", "task": watch.task_id or "", "seen_revision": watch.revision}
    form = TermsForm(actor, posted(request), initial=initial, kind=watch.kind)
    words = FormPage(
        _("修改预警设置"),
        _("保存"),
        reverse("search:alert_watches"),
        lead=_("%(kind)s：%(scope)s。从下一次查找起按新的设置，已有的预警不变。")
        % {"kind": alert_kinds()[watch.kind].label, "scope": subject_names([watch], actor)[pk]},
        crumbs=_crumbs(),
    )

    def act() -> AlertWatch:
        return change_watch(pk, form.terms(), by=actor, at=now(), seen=form.seen())

    return change_page(request, form, words, act)


def _crumbs() -> tuple[tuple[str, str], ...]:
    return ((_("预警"), reverse("search:alerts")), (_("预警设置"), reverse("search:alert_watches")))


@page(ALERT_CHANGE)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask back, then watch no more."""
    actor = actor_in(request)
    watch = watch_changed_by(actor, pk)
    words = FormPage(
        _("停止预警设置"),
        _("停止"),
        reverse("search:alert_watches"),
        lead=_(
            "%(kind)s：%(scope)s。停止以后不再查找，也不再通知%(person)s；已有的预警保留。停止的不能恢复，需要时重新设置。"
        )
        % {
            "kind": alert_kinds()[watch.kind].label,
            "scope": subject_names([watch], actor)[pk],
            "person": watch.made_by.name if watch.made_by else _("任何人"),
        },
        is_danger=True,
        crumbs=_crumbs(),
    )
    return change_page(
        request,
        forms.Form(posted(request)),
        words,
        lambda: end_watch(pk, by=actor, at=now()),
        _("已停止，已有的预警保留。"),
    )
