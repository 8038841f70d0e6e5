"""From a mark or from somebody who has marks to the marks like theirs (由此查近似)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.access.rights import may
from zhichan.core.errors import NotFound
from zhichan.core.marks.elements import mark_of
from zhichan.rooms.registry.face import FiledMark, applicant_of, filed_marks, marks_told
from zhichan.rooms.search.mark_addresses import marks_like_address
from zhichan.rooms.search.rights import MARK_SIGNALS_VIEW, MARKS_SEARCH

MOST_SHOWN = 200


@dataclass(frozen=True)
class Own:
    """A mark of somebody: ``url`` asks for those like it, empty where it has nothing to read."""

    mark: FiledMark
    url: str


@page(MARKS_SEARCH)
def marks_of_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """On to the marks like this one in its class, itself left out."""
    told = marks_told([pk], actor_in(request)).get(pk)
    if told is None:
        raise NotFound(_("没有找到这件商标。"), mark=pk)
    return redirect(marks_like_address(told.title, told.nice_class, pk))


@page(MARKS_SEARCH)
def marks_of_party(request: HttpRequest, pk: int) -> HttpResponse:
    """The marks of somebody, each with the way to those like it."""
    actor = actor_in(request)
    own = owned_by(pk, actor)
    context = {
        "party": applicant_of(pk, actor),
        "own": own[:MOST_SHOWN],
        "count": len(own),
        "may_judge": may(actor, MARK_SIGNALS_VIEW),
    }
    return render(request, "search/marks/of_party.html", context)


def owned_by(party_id: int, actor: Actor) -> Sequence[Own]:
    return [
        Own(one, "" if mark_of(one.title).is_empty else marks_like_address(one.title, one.nice_class, one.pk))
        for one in filed_marks([party_id], actor)
    ]
