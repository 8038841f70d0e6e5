"""Decisions taken on the confirm page: each is one form sent to one action."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.errors import WrongState
from zhichan.rooms.plan.actions.decide_item import (
    confirm_item,
    confirm_items,
    correct_item,
    decide_conflict,
    refer_item,
    reject_item,
    reopen_item,
)
from zhichan.rooms.plan.models import ExtractedItem
from zhichan.rooms.plan.pages.importing.check_page import checked_page
from zhichan.rooms.plan.pages.importing.checking import next_waiting
from zhichan.rooms.plan.pages.importing.forms import (
    BatchForm,
    ConflictForm,
    ReasonForm,
    ReferForm,
    people_to_refer_to,
)
from zhichan.rooms.plan.pages.importing.item_forms import WhyForm, corrected_value, correction_form
from zhichan.rooms.plan.pages.importing.place import Place
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.queries.items import items_of, tab_of_item
from zhichan.rooms.plan.queries.plans import item_visible_to, version_visible_to
from zhichan.rooms.plan.rights import CONFLICT_DECIDE, ITEM_DECIDE, REFERRED_DECIDE


@page(REFERRED_DECIDE)
@require_POST
def confirm(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    return _decide(
        request, pk, item_pk, forms.Form(request.POST), lambda found, _form: _confirm(found, request)
    )


@page(REFERRED_DECIDE)
@require_POST
def correct(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Correct the open item by its form."""
    place, found = _place_of(request, pk, item_pk)
    form = correction_form(found, items_of(place.version), request.POST)
    if form is None:
        raise WrongState(_("原文不一致处要选定一种说法，不能更正。"))
    why = WhyForm(request.POST)
    reason = why.cleaned_data["why"] if why.is_valid() else ""
    status = submit(
        request,
        form,
        lambda _data: correct_item(
            found, corrected_value(found, form), reason=reason, by=actor_in(request), at=now()
        ),
    )
    if status == CARRIED_OUT:
        return _onward(place, found)
    editing = Place(place.version, place.tab, found.pk, place.only_waiting, is_editing=True)
    return checked_page(request, editing, status, correction=form)


@page(REFERRED_DECIDE)
@require_POST
def reject(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    return _decide(
        request,
        pk,
        item_pk,
        ReasonForm(request.POST),
        lambda found, form: reject_item(
            found, reason=form.cleaned_data["reason"], by=actor_in(request), at=now()
        ),
        shown_as="rejection",
    )


@page(CONFLICT_DECIDE)
@require_POST
def refer(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    people = people_to_refer_to(actor_in(request).id, now())
    return _decide(
        request,
        pk,
        item_pk,
        ReferForm(request.POST, people=people),
        lambda found, form: refer_item(
            found,
            to=form.cleaned_data["to"],
            reason=form.cleaned_data["reason"],
            by=actor_in(request),
            at=now(),
        ),
        shown_as="referral",
    )


@page(CONFLICT_DECIDE)
@require_POST
def settle(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Decide a conflict."""
    form = ConflictForm(request.POST)
    return _decide(
        request,
        pk,
        item_pk,
        form,
        lambda found, _form: decide_conflict(
            found,
            chosen=form.chosen_place(),
            reason=form.cleaned_data["reason"],
            by=actor_in(request),
            at=now(),
        ),
        shown_as="settlement",
    )


@page(CONFLICT_DECIDE)
@require_POST
def reopen(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    place, found = _place_of(request, pk, item_pk)
    reopen_item(found, by=actor_in(request), at=now())
    messages.success(request, _("已撤回，这一条重新待核。"))
    return HttpResponseRedirect(place.url(item=found.pk))


@page(ITEM_DECIDE)
@require_POST
def confirm_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the sure items of the tab."""
    version = version_visible_to(actor_in(request), pk)
    place = Place.read(version, request.POST.dict())
    held = [item.pk for item in items_of(version) if place.tab.holds(item)]
    form = BatchForm(request.POST)
    done: list[int] = []
    status = submit(
        request,
        form,
        lambda data: done.append(
            confirm_items(version, held, least_confidence=data["least"], by=actor_in(request), at=now())
        ),
    )
    if status != CARRIED_OUT:
        return checked_page(request, place, status, batch_form=form)
    messages.success(request, _("已成批确认 %(count)d 条。") % {"count": done[0]})
    return HttpResponseRedirect(place.url())


def _decide(
    request: HttpRequest,
    pk: int,
    item_pk: int,
    form: forms.Form,
    act: Callable[[ExtractedItem, forms.Form], object],
    *,
    shown_as: str = "",
) -> HttpResponse:
    """Carry a decision out and go on to the next waiting item, or show why not."""
    place, found = _place_of(request, pk, item_pk)
    status = submit(request, form, lambda _data: act(found, form))
    if status == CARRIED_OUT:
        return _onward(place, found)
    refused = Place(place.version, place.tab, found.pk, place.only_waiting)
    return checked_page(request, refused, status, **{shown_as or "confirmation": form})


def _confirm(found: ExtractedItem, request: HttpRequest) -> object:
    return confirm_item(found, by=actor_in(request), at=now())


def _place_of(request: HttpRequest, pk: int, item_pk: int) -> tuple[Place, ExtractedItem]:
    actor = actor_in(request)
    version = version_visible_to(actor, pk)
    found = item_visible_to(actor, version, item_pk)
    return Place(version, tab_of_item(found), only_waiting=request.POST.get("waiting") == "1"), found


def _onward(place: Place, found: ExtractedItem) -> HttpResponse:
    following = next_waiting(place, items_of(place.version), found)
    return HttpResponseRedirect(place.url(item=following.pk if following else found.pk))
