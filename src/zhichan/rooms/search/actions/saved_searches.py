"""Keeping a search with all its answer depended on, and deleting it (存下检索)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from zhichan.core.search.asking import found_collection
from zhichan.core.search.indexing import index, searcher_with_instant
from zhichan.core.search.packed_ids import packed
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import Node
from zhichan.core.search.tree_text import kept
from zhichan.rooms.search.models import SavedSearch
from zhichan.rooms.search.models.saved_search import LONGEST_NAME
from zhichan.rooms.search.queries.saved_searches import saved_by
from zhichan.rooms.search.rights import SEARCH_PATENTS


@dataclass(frozen=True)
class NamedSearch:
    """What is kept under a name. ``asked``: the whole tree; ``groups``: the synonyms that took part."""

    name: str
    collection: str
    line: str
    chosen: Sequence[tuple[str, str]]
    asked: Node
    groups: Sequence[Sequence[str]] = ()
    note: str = ""


def save_search(new: NamedSearch, *, by: Actor, at: datetime) -> SavedSearch:
    """Ask a search and keep it with what it found and the state of the index that answered.

    Raises NotAllowed, InvalidInput without a name, Conflict where the actor has another of that name,
    IndexMissing and TooExpensive; nothing is kept then.
    """
    require(by, SEARCH_PATENTS)
    if by.id is None:
        raise NotAllowed(_("要登录的人才能存检索。"))
    name = " ".join(new.name.split())
    if not name or len(name) > LONGEST_NAME:
        raise InvalidInput(_("请写名称，最多 %(most)d 个字。") % {"most": LONGEST_NAME}, field="name")
    collection = found_collection(new.collection)
    scope = scope_now(collection, by)
    searcher, known_at = searcher_with_instant(collection)
    ids = searcher.ids(new.asked, scope)
    try:
        with transaction.atomic():
            saved = SavedSearch.objects.create(
                name=name,
                person_id=by.id,
                collection=collection.name,
                line=new.line,
                chosen=[list(one) for one in new.chosen],
                asked=kept(new.asked),
                synonyms=[list(group) for group in new.groups],
                known_at=known_at,
                snapshot=searcher.snapshot,
                engine=index().version_of(collection),
                count=len(ids),
                ids=packed(ids),
                note=new.note.strip()[:400],
                saved_at=at,
            )
            details = {"count": saved.count, "snapshot": saved.snapshot}
            record("search.saved", subject=saved, by=by, at=at, details=details)
    except IntegrityError as error:
        raise Conflict(_("您已有名为“%(name)s”的检索。") % {"name": name}, name=name) from error
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
