"""What is done with documents chosen in a list (已选): put in a folder, marked; a note on a single one."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.errors import Conflict, InvalidInput, WrongState
from zhichan.core.search.asking import found_collection
from zhichan.core.search.collection import Collection
from zhichan.core.tables.text import number_text
from zhichan.rooms.search.actions.documents import mark_documents, note_document
from zhichan.rooms.search.actions.folders import make_folder, put_in_folder
from zhichan.rooms.search.asked import Asked, asked_in, number_in, question_of
from zhichan.rooms.search.models import DocumentMark, DocumentNote, Folder
from zhichan.rooms.search.pages.showing import HitShown, Place
from zhichan.rooms.search.queries.folders import (
    MOST_HELD,
    folder_visible_to,
    folders_holding,
    found_for_folder,
    marks_on,
    notes_on,
    own_folders,
)
from zhichan.rooms.search.rights import SEARCH_PATENTS

Mark = DocumentMark.Mark


def picked_in(sent: QueryDict, name: str = "pick") -> list[int]:
    """The records that were chosen; what is no id is nobody's."""
    return _ids(sent.getlist(name))


def _ids(said: Iterable[str]) -> list[int]:
    return [one for one in map(number_in, said) if one is not None]


def place_in(sent: QueryDict) -> Place:
    """Where in a list somebody was."""
    return Place(*(number_in(sent.get(name, "")) for name in ("after", "before", "open")))


def picking(hits: Sequence[HitShown], place: Place, collection: Collection, actor: Actor) -> dict[str, Any]:
    """The hits with what the actor marked and noted on them, and the folders they may go into.

    Three queries, one more for an opened document.
    """
    ids = [one.hit.id for one in hits] + [place.opened or 0]
    notes, marks = notes_on(ids, collection, actor), marks_on(ids, collection, actor)
    context: dict[str, Any] = {
        "hits": [_with_own(one, marks.get(one.hit.id, ()), notes.get(one.hit.id, ())) for one in hits],
        "folders": own_folders(actor),
        "most_held": MOST_HELD,
        "marks": Mark.choices,
    }
    if place.opened is not None:
        context["card_note"] = next((one.text for one in notes.get(place.opened, ())), "")
        context["card_folders"] = folders_holding(place.opened, collection, actor)
    return context


def _with_own(one: HitShown, marks: Container[str], notes: Sequence[DocumentNote]) -> HitShown:
    told = [str(label) for mark, label in Mark.choices if mark in marks and mark != Mark.STAR]
    note = notes[0].text if notes else ""
    return replace(one, is_starred=Mark.STAR in marks, marks=told, note=note)


@page(SEARCH_PATENTS)
@require_POST
def pick(request: HttpRequest) -> HttpResponse:
    """``star``: one whose star is turned; else ``do`` with all that are picked: ``folder``, ``on:star``,
    ``off:star``; with all that is found ``all``: into a folder."""
    sent, actor = request.POST, actor_in(request)
    asked, place = asked_in(sent, actor), place_in(sent)
    try:
        if one := picked_in(sent, "star"):
            is_on = not DocumentMark.objects.filter(
                person=actor.id, collection="patent", record_id=one[0], mark=Mark.STAR
            ).exists()
            mark_documents(one[:1], Mark.STAR, is_on, by=actor, at=now())
        else:
            messages.success(request, _done(sent, asked, actor))
    except (InvalidInput, Conflict, WrongState) as refused:
        messages.error(request, refused.message)
    return redirect(place.url(asked, open=place.opened))


def _done(sent: QueryDict, asked: Asked, actor: Actor) -> str:
    """Do what was asked with the picked ones and say so.

    Raises InvalidInput, Conflict, NotFound, and IndexMissing where all that is found was asked for.
    """
    if sent.get("do") == "all":
        found = found_for_folder(question_of(asked, found_collection("patent"), actor), actor)
        return _put(found, sent, actor)
    # Those chosen on other pages of the list come in one field.
    ids = [*picked_in(sent), *_ids(sent.get("others", "").split(","))]
    if not ids:
        raise InvalidInput(_("请先选专利。"))
    way, _colon, mark = sent.get("do", "").partition(":")
    if way == "folder":
        return _put(ids, sent, actor)
    if way in ("on", "off") and mark in Mark.values:
        count = mark_documents(ids, Mark(mark), way == "on", by=actor, at=now())
        said = _("已标为%(mark)s：%(count)s 件。") if way == "on" else _("已去掉%(mark)s：%(count)s 件。")
        return said % {"mark": Mark(mark).label, "count": number_text(count)}
    raise InvalidInput(_("请选要做什么。"))


@transaction.atomic
def _put(ids: Sequence[int], sent: QueryDict, actor: Actor) -> str:
    """A new folder is made only with what goes into it."""
    folder = _folder(sent, actor)
    new = put_in_folder(folder.pk, ids, by=actor, at=now())
    there = len(set(ids)) - new
    told = _("已放入“%(name)s” %(new)s 件。") % {"name": folder.name, "new": f"{new:,}"}
    return f"{told}{_('另有 %(there)s 件原来就在里面。') % {'there': f'{there:,}'}}" if there else told


def _folder(sent: QueryDict, actor: Actor) -> Folder:
    """The chosen one, or a new one of the typed name."""
    chosen = picked_in(sent, "folder")
    if chosen:
        return folder_visible_to(actor, chosen[0])
    name = str(sent.get("folder_name", ""))
    if not name.strip():
        raise InvalidInput(_("请选一个文献夹，或写新文献夹的名称。"))
    return make_folder(name, by=actor, at=now())


@page(SEARCH_PATENTS)
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write one's note on a document, and go back to the list it is opened beside or to the folder."""
    sent, actor = request.POST, actor_in(request)
    try:
        made = note_document(pk, sent.get("text", ""), by=actor, at=now())
        messages.success(request, _("笔记已存。") if made else _("笔记已删去。"))
    except InvalidInput as refused:
        messages.error(request, refused.message)
    folder = picked_in(sent, "folder")
    if folder:
        return redirect("search:folder", folder_visible_to(actor, folder[0]).pk)
    place = place_in(sent)
    return redirect(place.url(asked_in(sent, actor), open=place.opened))
