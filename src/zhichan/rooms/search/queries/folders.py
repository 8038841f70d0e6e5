"""Folders an actor may see and what of them (文献夹查询), and what they marked and noted themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import found
from zhichan.core.access.rights import may, require
from zhichan.core.errors import InvalidInput
from zhichan.core.search.asking import Question, asking_of, found_collection
from zhichan.core.search.collection import Collection, Hit
from zhichan.core.search.indexing import searcher_of
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import Ids
from zhichan.rooms.search.lists.numbers import MOST_VALUES, listed
from zhichan.rooms.search.models import DocumentMark, DocumentNote, Folder, FolderEntry, FolderShare
from zhichan.rooms.search.rights import SEARCH_PATENTS
from zhichan.rooms.search.sharing import reaching

PER_PAGE = 50
MOST_HELD = 10_000
"""Records in one folder."""


def folders_visible_to(actor: Actor) -> QuerySet[Folder]:
    """Their own and those shared with them, with their unit or with one above it."""
    if actor.id is None or not may(actor, SEARCH_PATENTS):
        return Folder.objects.none()
    shared = FolderShare.objects.filter(reaching(actor)).values("folder_id")
    return Folder.objects.filter(Q(keeper=actor.id) | Q(pk__in=shared))


def folder_visible_to(actor: Actor, pk: int) -> Folder:
    """Raises NotFound."""
    require(actor, SEARCH_PATENTS)
    return found(folders_visible_to(actor).select_related("keeper").filter(pk=pk).first())


def own_folders(actor: Actor) -> QuerySet[Folder]:
    return folders_visible_to(actor).filter(keeper=actor.id).order_by("name", "pk")


def is_kept_by(actor: Actor, folder: Folder) -> bool:
    return actor.id is not None and folder.keeper_id == actor.id


def ids_in(folder: Folder) -> list[int]:
    """All records of a folder, whoever may see them, the last put first."""
    return list(FolderEntry.objects.filter(folder=folder).order_by("-pk").values_list("record_id", flat=True))


def seen_in_folder(folder: Folder, actor: Actor) -> list[int]:
    """The records of a folder that the actor may see, the last put first."""
    ids = ids_in(folder)
    seen = found_collection(folder.collection).seen(ids, actor)
    return [one for one in ids if one in seen]


@dataclass(frozen=True)
class FolderPage:
    """``count``: of all the actor may see; ``gone``: how many more there are, told to the keeper alone;
    ``next_key``: leads to the next page."""

    hits: Sequence[Hit]
    count: int
    gone: int
    next_key: int | None


def folder_page(folder: Folder, actor: Actor, after: int | None = None) -> FolderPage:
    """``after``: the record that a page before ended with. O(records of the folder)."""
    ids = seen_in_folder(folder, actor)
    begin = ids.index(after) + 1 if after in ids else 0
    shown = ids[begin : begin + PER_PAGE]
    hits = found_collection(folder.collection).tell(shown, actor)
    gone = len(ids_in(folder)) - len(ids) if is_kept_by(actor, folder) else 0
    return FolderPage(hits, len(ids), gone, shown[-1] if len(ids) > begin + PER_PAGE else None)


def found_for_folder(question: Question, actor: Actor) -> list[int]:
    """All that a search finds, in the order of its list.

    Raises InvalidInput for more than a folder holds, with how many there are, and all that asking raises.
    """
    asking = asking_of(question, actor)
    count = asking.count()
    if count > MOST_HELD:
        raise InvalidInput(
            _("命中 %(count)s 件，一个文献夹最多放 %(most)s 件。请先缩小范围。")
            % {"count": f"{count:,}", "most": f"{MOST_HELD:,}"}
        )
    ids = asking.searcher.page(asking.wanted, asking.scope, asking.order, MOST_HELD).ids
    seen = asking.collection.seen(ids, actor)
    return [one for one in ids if one in seen]


def line_of_ids(ids: Iterable[int], collection: Collection, actor: Actor) -> str:
    """The query line for those of the records that the actor may see: the list of their numbers; empty
    without any. Raises IndexMissing."""
    scope = scope_now(collection, actor)
    [facet] = searcher_of(collection).facets(Ids(tuple(sorted(ids))), scope, {"number": MOST_VALUES})
    numbers = sorted(one.value for one in facet.counts)
    return listed(collection.by_name["number"].code, "=", numbers) if numbers else ""


def marks_on(ids: Iterable[int], collection: Collection, actor: Actor) -> Mapping[int, set[str]]:
    """The actor's own marks, by record. One query."""
    rows = DocumentMark.objects.filter(person=actor.id, collection=collection.name, record_id__in=list(ids))
    marks: dict[int, set[str]] = defaultdict(set)
    for record, mark in rows.values_list("record_id", "mark"):
        marks[record].add(mark)
    return marks


def marked_by(actor: Actor, collection: Collection) -> Mapping[str, Sequence[int]]:
    """The records the actor has marked and may see, by mark. Two queries."""
    rows = DocumentMark.objects.filter(person=actor.id, collection=collection.name).order_by("pk")
    marked: dict[str, list[int]] = {mark: [] for mark in DocumentMark.Mark.values}
    pairs = list(rows.values_list("mark", "record_id"))
    seen = collection.seen([record for _mark, record in pairs], actor)
    for mark, record in pairs:
        if record in seen:
            marked[mark].append(record)
    return marked


def notes_on(
    ids: Iterable[int], collection: Collection, actor: Actor, folder: Folder | None = None
) -> Mapping[int, Sequence[DocumentNote]]:
    """The actor's own notes by record, and with a folder those of its keeper, the own ones first. One query.

    The folder must be one the actor may see.
    """
    people = {actor.id} | ({folder.keeper_id} if folder else set())
    rows = DocumentNote.objects.filter(
        person__in=people - {None}, collection=collection.name, record_id__in=list(ids)
    )
    notes: dict[int, list[DocumentNote]] = defaultdict(list)
    for one in sorted(rows.select_related("person"), key=lambda one: (one.person_id != actor.id, one.pk)):
        notes[one.record_id].append(one)
    return notes


def folders_holding(record_id: int, collection: Collection, actor: Actor) -> Sequence[Folder]:
    """Of the folders the actor may see those that hold a record. One query."""
    rows = folders_visible_to(actor).filter(collection=collection.name, entries__record_id=record_id)
    return list(rows.order_by("name", "pk"))
