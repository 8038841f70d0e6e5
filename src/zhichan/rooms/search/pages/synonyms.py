"""Lists of synonyms (同义词表): the reader's own and the shared ones, each switched on or off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now
from zhichan.core.access.rights import may
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed
from zhichan.core.people.pages.acting import FormPage, change_page, form_page, posted
from zhichan.rooms.search.actions.synonyms import (
    WrittenList,
    delete_synonym_list,
    save_synonym_list,
    switch_synonym_list,
)
from zhichan.rooms.search.models import SynonymList
from zhichan.rooms.search.queries.synonyms import lists_visible_to, own_lists
from zhichan.rooms.search.rights import SEARCH_PATENTS, SHARE_SYNONYMS

GROUPS_SHOWN = 5


@dataclass(frozen=True)
class ListLine:
    """One list: its first groups in words, whether it is the reader's own, and whether it takes part."""

    one: SynonymList
    groups: list[str]
    more: int
    is_own: bool
    is_on: bool


@page(SEARCH_PATENTS)
def synonyms(request: HttpRequest) -> HttpResponse:
    return _shown(request, {})


@page(SEARCH_PATENTS)
def synonym_list(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the reader's own lists in the form, to be changed."""
    actor = actor_in(request)
    one: SynonymList = found(own_lists(actor).filter(pk=pk).first())
    text = "\n".join("、".join(group) for group in one.groups)
    return _shown(request, {"changed": one, "name": one.name, "text": text, "is_shared": one.is_shared})


@require_POST
@page(SEARCH_PATENTS)
def save(request: HttpRequest) -> HttpResponse:
    sent, actor = request.POST, actor_in(request)
    number = sent.get("list", "")
    list_id = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else None
    new = WrittenList(sent.get("name", ""), sent.get("text", ""), is_shared="is_shared" in sent)
    try:
        one = save_synonym_list(new, list_id, by=actor, at=now())
    except (InvalidInput, Conflict, NotAllowed) as refused:
        changed = own_lists(actor).filter(pk=list_id).first() if list_id else None
        form = {"changed": changed, "name": new.name, "text": new.text, "is_shared": new.is_shared}
        return _shown(request, {**form, "refused": refused}, status=422)
    messages.success(request, _("已存同义词表“%(name)s”。") % {"name": one.name})
    return redirect("search:synonyms")


@page(SEARCH_PATENTS)
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a list on; a shared one is switched off after asking back."""
    actor = actor_in(request)
    if request.method == "POST":
        switch_synonym_list(pk, request.POST.get("is_on") == "1", by=actor, at=now())
        return redirect("search:synonyms")
    one: SynonymList = found(lists_visible_to(actor).filter(pk=pk).first())
    words = FormPage(
        _("停用“%(name)s”") % {"name": one.name},
        _("停用"),
        reverse("search:synonyms"),
        lead=_("只对您停用：以后您的检索和订阅不再按它扩展；别人照用，您随时可以再启用。"),
        crumbs=_crumbs(),
    )
    return form_page(request, forms.Form(), words)


def _crumbs() -> tuple[tuple[str, str], ...]:
    return ((_("同义词"), reverse("search:synonyms")),)


@page(SEARCH_PATENTS)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask back, with how many others use it, then delete a list."""
    actor = actor_in(request)
    one: SynonymList = found(lists_visible_to(actor).filter(pk=pk).first())
    if one.person_id != actor.id:
        raise NotAllowed(_("只有建立它的人能改。"), list=pk)

    def act() -> bool:
        delete_synonym_list(pk, by=actor, at=now())
        return True

    others = one.users.exclude(pk=actor.id).count()
    words = FormPage(
        _("删除“%(name)s”") % {"name": one.name},
        _("删除"),
        reverse("search:synonyms"),
        lead=_("不能恢复。另有 %(count)d 人启用了它，他们的检索也不再按它扩展；存下的检索保留当时的词组。")
        % {"count": others},
        is_danger=True,
        crumbs=_crumbs(),
    )
    return change_page(request, forms.Form(posted(request)), words, act, _("已删除。"))


def _shown(request: HttpRequest, form: dict[str, Any], status: int = 200) -> HttpResponse:
    actor = actor_in(request)
    on = set(lists_visible_to(actor).filter(users=actor.id).values_list("pk", flat=True))
    lines = [
        ListLine(
            one,
            [" ↔ ".join(group) for group in one.groups[:GROUPS_SHOWN]],
            max(0, len(one.groups) - GROUPS_SHOWN),
            one.person_id == actor.id,
            one.pk in on,
        )
        for one in lists_visible_to(actor).select_related("person").order_by("name", "pk")
    ]
    context = {"lines": lines, "form": form, "may_share": may(actor, SHARE_SYNONYMS)}
    return render(request, "search/synonyms/synonyms.html", context, status=status)
