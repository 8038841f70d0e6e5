"""Keeping a search with all its answer depended on, and deleting it (存下检索)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import NotAllowed, NotFound
from zhichan.core.naming import kept_once
from zhichan.core.search.asking import found_collection
from zhichan.core.search.indexing import index
from zhichan.core.search.packed_ids import packed
from zhichan.rooms.search.actions.named_search import NamedSearch, found_now
from zhichan.rooms.search.models import SavedSearch
from zhichan.rooms.search.models.saved_search import LONGEST_NAME
from zhichan.rooms.search.queries.saved_searches import saved_by
from zhichan.rooms.search.rights import SEARCH_PATENTS


@dataclass(frozen=True)
class NewSavedSearch(NamedSearch):
    """``groups``: the synonyms that took part."""

    groups: Sequence[Sequence[str]] = ()
    note: str = ""


def save_search(new: NewSavedSearch, *, by: Actor, at: datetime) -> SavedSearch:
    """Ask a search and keep it with what it found and the state of the index that answered.

    Raises NotAllowed, InvalidInput without a name, Conflict where the actor has another of that name,
    IndexMissing and TooExpensive; nothing is kept then.
    """
    require(by, SEARCH_PATENTS)
    if by.id is None:
        raise NotAllowed(_("要登录的人才能存检索。"))
    values = new.values(LONGEST_NAME)
    found, name = found_now(new, by), values["name"]
    with kept_once(_("您已有名为“%(name)s”的检索。") % {"name": name}, name=name):
        saved = SavedSearch.objects.create(
            **values,
            person_id=by.id,
            synonyms=[list(group) for group in new.groups],
            known_at=found.known_at,
            snapshot=found.snapshot,
            engine=index().version_of(found_collection(new.collection)),
            count=len(found.ids),
            ids=packed(found.ids),
            note=new.note.strip()[:400],
            saved_at=at,
        )
        details = {"count": saved.count, "snapshot": saved.snapshot}
        record("search.saved", subject=saved, by=by, at=at, details=details)
    return saved


@transaction.atomic
def delete_saved_search(saved_search_id: int, *, by: Actor, at: datetime) -> None:
    """Delete one of the actor's saved searches. Raises NotFound for any other."""
    require(by, SEARCH_PATENTS)
    saved = saved_by(by).select_for_update().filter(pk=saved_search_id).first()
    if saved is None:
        raise NotFound(_("没有找到这个存下的检索。"), saved=saved_search_id)
    record("search.deleted", subject=saved, by=by, at=at, details={"count": saved.count})
    saved.delete()
