"""Folders of documents (文献夹): listed, opened, filled from lists, searched, exported, shared to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.errors import InvalidInput, NotAllowed, ZhichanError
from zhichan.core.people.pages.acting import FormPage, accepted, form_page, posted
from zhichan.core.search.asking import found_collection
from zhichan.core.search.collection import Hit, collection_of
from zhichan.core.search.index import IndexMissing
from zhichan.core.search.indexing import state_of
from zhichan.core.tables.text import number_text
from zhichan.rooms.search.actions.exports import NewExport, order_export
from zhichan.rooms.search.actions.folders import (
    delete_folder,
    make_folder,
    rename_folder,
    take_out_of_folder,
)
from zhichan.rooms.search.actions.shares import share_folder, unshare_folder
from zhichan.rooms.search.asked import Asked, number_in
from zhichan.rooms.search.models import DocumentMark, DocumentNote, Folder
from zhichan.rooms.search.pages.columns import columns_chosen
from zhichan.rooms.search.pages.folder_forms import FolderForm, FolderShareForm
from zhichan.rooms.search.pages.picking import picked_in
from zhichan.rooms.search.pages.searching import addressed
from zhichan.rooms.search.pages.showing import TONES
from zhichan.rooms.search.queries.folders import (
    folder_page,
    folder_visible_to,
    folders_visible_to,
    ids_in,
    is_kept_by,
    line_of_ids,
    marked_by,
    marks_on,
    notes_on,
    seen_in_folder,
)
from zhichan.rooms.search.rights import SEARCH_PATENTS


@dataclass(frozen=True)
class FolderLine:
    """``count``: of what the reader may see."""

    folder: Folder
    count: int
    is_own: bool
    share_count: int


@dataclass(frozen=True)
class DocumentShown:
    """``own``: the reader's note; ``others``: those of whoever keeps the folder; ``marks``: the reader's."""

    hit: Hit
    tone: str
    own: str
    others: Sequence[DocumentNote]
    marks: Sequence[str]


@page(SEARCH_PATENTS)
def folders(request: HttpRequest) -> HttpResponse:
    """Those the actor may see; by POST a new one."""
    actor = actor_in(request)
    form = FolderForm(posted(request))

    def make() -> Folder:
        return make_folder(form.cleaned_data["name"], by=actor, at=now())

    made = accepted(request, form, make)
    if made is not None:
        messages.success(request, _("文献夹已建立。在检索结果里选专利放进来。"))
        return redirect("search:folder", made.pk)
    rows = (
        folders_visible_to(actor)
        .select_related("keeper")
        .annotate(share_count=Count("shares", distinct=True))
    )
    lines = [_line(one, actor) for one in rows.order_by("name", "pk")]
    ids = marked_by(actor, collection_of("patent"))
    marks = [(mark, label, len(ids[mark])) for mark, label in DocumentMark.Mark.choices]
    context = {"lines": lines, "form": form, "marks": marks}
    return render(request, "search/folders/list.html", context, status=422 if form.errors else 200)


def _line(folder: Any, actor: Actor) -> FolderLine:
    count = len(seen_in_folder(folder, actor))
    return FolderLine(folder, count, is_kept_by(actor, folder), folder.share_count)


@page(SEARCH_PATENTS)
def folder(request: HttpRequest, pk: int) -> HttpResponse:
    """The documents of a folder; ``after``: the record a page before ended with."""
    actor = actor_in(request)
    chosen = folder_visible_to(actor, pk)
    shown = folder_page(chosen, actor, number_in(request.GET.get("after", "")))
    context = {
        "folder": chosen,
        "is_kept": is_kept_by(actor, chosen),
        "share_count": chosen.shares.count(),
        "page": shown,
        "rows": _rows(shown.hits, chosen, actor),
        "state": state_of(found_collection(chosen.collection)),
    }
    return render(request, "search/folders/folder.html", context)


def _rows(hits: Sequence[Hit], folder: Folder, actor: Actor) -> list[DocumentShown]:
    collection, ids = found_collection(folder.collection), [hit.id for hit in hits]
    notes, marks = notes_on(ids, collection, actor, folder), marks_on(ids, collection, actor)
    labels = dict(DocumentMark.Mark.choices)
    rows = []
    for hit in hits:
        written = notes.get(hit.id, ())
        own = next((one.text for one in written if one.person_id == actor.id), "")
        others = [one for one in written if one.person_id != actor.id]
        told = [str(labels[mark]) for mark in labels if mark in marks.get(hit.id, ())]
        rows.append(DocumentShown(hit, TONES.get(hit.facts.get("class", ""), "idle"), own, others, told))
    return rows


@page(SEARCH_PATENTS)
@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        count = take_out_of_folder(pk, picked_in(request.POST), by=actor_in(request), at=now())
        messages.success(request, _("已移出 %(count)s 件。") % {"count": number_text(count)})
    except InvalidInput as refused:
        messages.error(request, refused.message)
    return redirect("search:folder", pk)


@page(SEARCH_PATENTS)
@require_POST
def search(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the documents as a result, narrowed by ``q``: facets, analysis and saving are there."""
    asked = _asked(request, pk, request.POST.get("q", ""))
    return redirect(asked.url() if asked else reverse("search:folder", args=[pk]))


@page(SEARCH_PATENTS)
@require_POST
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Order a file of all the reader may see of a folder."""
    asked, actor = _asked(request, pk), actor_in(request)
    if asked is None:
        return redirect("search:folder", pk)
    columns = columns_chosen(request, collection_of("patent"))
    try:
        order_export(NewExport(asked, request.POST.get("kind", ""), columns), by=actor, at=now())
    except ZhichanError as refused:
        messages.error(request, refused.message)
        return redirect("search:folder", pk)
    return redirect("search:exports")


def _asked(request: HttpRequest, pk: int, within: str = "") -> Asked | None:
    """The folder as a query; None where there is nothing to ask, which is told then."""
    chosen = folder_visible_to(actor_in(request), pk)
    return _asked_of(request, ids_in(chosen), within, _("文献夹里没有您能看到的专利。"))


def _asked_of(request: HttpRequest, ids: Sequence[int], within: str, nothing: str) -> Asked | None:
    actor = actor_in(request)
    try:
        line = line_of_ids(ids, collection_of("patent"), actor)
    except IndexMissing as refused:
        messages.error(request, refused.message)
        return None
    if not line:
        messages.error(request, nothing)
        return None
    return addressed(Asked(f"{line} AND ({within})" if within.strip() else line), actor)


@page(SEARCH_PATENTS)
@require_POST
def marked(request: HttpRequest) -> HttpResponse:
    """Open all one has marked so as a result; ``mark``: which."""
    actor, mark = actor_in(request), request.POST.get("mark", "")
    ids = marked_by(actor, collection_of("patent")).get(mark, ())
    asked = _asked_of(request, ids, "", _("您没有这样标记的专利。"))
    return redirect(asked.url() if asked else reverse("search:folders"))


def _crumbs(folder: Folder) -> tuple[tuple[str, str], ...]:
    return (
        (_("检索导航"), reverse("search:home")),
        (_("文献夹"), reverse("search:folders")),
        (folder.name, reverse("search:folder", args=[folder.pk])),
    )


def _own(request: HttpRequest, pk: int) -> Folder:
    """Raises NotFound, NotAllowed for another's."""
    chosen = folder_visible_to(actor_in(request), pk)
    if not is_kept_by(actor_in(request), chosen):
        raise NotAllowed(_("这个文献夹只共享给您看，不能改。"), folder=pk)
    return chosen


@page(SEARCH_PATENTS)
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    chosen = _own(request, pk)
    form = FolderForm(posted(request), initial={"name": chosen.name})

    def act() -> Folder:
        return rename_folder(pk, form.cleaned_data["name"], by=actor_in(request), at=now())

    if accepted(request, form, act) is not None:
        messages.success(request, _("已改名。"))
        return redirect("search:folder", pk)
    back = reverse("search:folder", args=[pk])
    return form_page(request, form, FormPage(_("文献夹改名"), _("改名"), back, crumbs=_crumbs(chosen)))


@page(SEARCH_PATENTS)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask back, then delete a folder."""
    chosen = _own(request, pk)
    form = forms.Form(posted(request))

    def act() -> bool:
        delete_folder(pk, by=actor_in(request), at=now())
        return True

    if accepted(request, form, act):
        messages.success(request, _("文献夹已删除，专利和笔记都还在。"))
        return redirect("search:folders")
    words = FormPage(
        _("删除“%(name)s”") % {"name": chosen.name},
        _("删除"),
        reverse("search:folder", args=[pk]),
        lead=_("文献夹和它的共享一起删除，不能恢复；专利、标记和笔记都还在。"),
        is_danger=True,
        crumbs=_crumbs(chosen),
    )
    return form_page(request, form, words)


@page(SEARCH_PATENTS)
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom a folder is shared with, and one more."""
    actor, chosen = actor_in(request), _own(request, pk)
    form = FolderShareForm(today(), posted(request))
    if accepted(request, form, lambda: share_folder(pk, form.whom(), by=actor, at=now())) is not None:
        messages.success(request, _("已共享。"))
        return redirect("search:folder_share", pk)
    shares = chosen.shares.select_related("person", "unit").order_by("pk")
    context = {"folder": chosen, "form": form, "shares": shares}
    return render(request, "search/folders/share.html", context, status=422 if form.errors else 200)


@page(SEARCH_PATENTS)
@require_POST
def unshare(request: HttpRequest, pk: int, share: int) -> HttpResponse:
    folder_visible_to(actor_in(request), pk)
    unshare_folder(share, by=actor_in(request), at=now())
    messages.success(request, _("已取消共享。"))
    return redirect("search:folder_share", pk)
