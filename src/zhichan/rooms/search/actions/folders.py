"""Folders of documents (文献夹): made, renamed, deleted, filled and emptied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotAllowed
from zhichan.core.naming import kept_once, named
from zhichan.core.search.asking import found_collection
from zhichan.core.search.packed_ids import packed
from zhichan.rooms.search.models import Folder, FolderEntry
from zhichan.rooms.search.models.folder import LONGEST_NAME
from zhichan.rooms.search.queries.folders import (
    MOST_HELD,
    folder_visible_to,
    is_kept_by,
    own_folders,
)
from zhichan.rooms.search.rights import SEARCH_PATENTS

MOST_AT_ONCE = 1_000
MOST_FOLDERS = 200
COLLECTION = "patent"


def make_folder(name: str, *, by: Actor, at: datetime) -> Folder:
    """Make an empty folder.

    Raises NotAllowed, InvalidInput without a name or for too many, Conflict where the actor has another of
    that name.
    """
    require(by, SEARCH_PATENTS)
    if by.id is None:
        raise NotAllowed(_("要登录的人才能建文献夹。"))
    if own_folders(by).count() >= MOST_FOLDERS:
        raise InvalidInput(_("您已有 %(most)d 个文献夹，请先删去不用的。") % {"most": MOST_FOLDERS})
    made = Folder(name=named(name, LONGEST_NAME), keeper_id=by.id, collection=COLLECTION, made_at=at)
    _save(made, "search.folder.made", by, at)
    return made


def rename_folder(folder_id: int, name: str, *, by: Actor, at: datetime) -> Folder:
    """Give a folder another name. Raises NotFound, NotAllowed for another's, InvalidInput, Conflict."""
    require(by, SEARCH_PATENTS)
    folder = kept_folder(folder_id, by)
    folder.name = named(name, LONGEST_NAME)
    _save(folder, "search.folder.renamed", by, at)
    return folder


def _save(folder: Folder, event: str, by: Actor, at: datetime) -> None:
    with kept_once(_("您已有名为“%(name)s”的文献夹。") % {"name": folder.name}, name=folder.name):
        folder.save()
        record(event, subject=folder, by=by, at=at)


@transaction.atomic
def delete_folder(folder_id: int, *, by: Actor, at: datetime) -> None:
    """Delete a folder; its documents stay in the register, and notes and marks with who made them.

    Raises NotFound, NotAllowed for another's.
    """
    require(by, SEARCH_PATENTS)
    folder = kept_folder(folder_id, by)
    details = {"count": folder.entries.count()}
    record("search.folder.deleted", subject=folder, by=by, at=at, details=details)
    folder.delete()


@transaction.atomic
def put_in_folder(folder_id: int, record_ids: Sequence[int], *, by: Actor, at: datetime) -> int:
    """Put records into a folder and return how many were not there yet.

    Raises NotFound, NotAllowed for another's, InvalidInput for none, for too many, and for a record the
    actor may not see; nothing is changed then.
    """
    require(by, SEARCH_PATENTS)
    folder = kept_folder(folder_id, by, locked=True)
    ids = checked_ids(record_ids, MOST_HELD)
    if len(found_collection(folder.collection).seen(ids, by)) < len(ids):
        raise InvalidInput(_("有的记录没有找到，请重新打开这一页。"))
    there = set(folder.entries.filter(record_id__in=ids).values_list("record_id", flat=True))
    new = [one for one in ids if one not in there]
    if folder.entries.count() + len(new) > MOST_HELD:
        raise InvalidInput(_("一个文献夹最多放 %(most)s 件。") % {"most": f"{MOST_HELD:,}"})
    # The last put is listed first: those of one page keep their order.
    FolderEntry.objects.bulk_create(
        FolderEntry(folder=folder, record_id=one, put_at=at) for one in reversed(new)
    )
    record("search.folder.filled", subject=folder, by=by, at=at, details=_told(new))
    return len(new)


@transaction.atomic
def take_out_of_folder(folder_id: int, record_ids: Sequence[int], *, by: Actor, at: datetime) -> int:
    """Take records out and return how many were there. Raises NotFound, NotAllowed, InvalidInput."""
    require(by, SEARCH_PATENTS)
    folder = kept_folder(folder_id, by, locked=True)
    gone = folder.entries.filter(record_id__in=checked_ids(record_ids))
    ids = sorted(gone.values_list("record_id", flat=True))
    gone.delete()
    record("search.folder.emptied", subject=folder, by=by, at=at, details=_told(ids))
    return len(ids)


def _told(ids: Sequence[int]) -> dict[str, object]:
    """Which records, as ``packed_ids``: there may be thousands."""
    return {"count": len(ids), "records": packed(ids)}


def checked_ids(record_ids: Sequence[int], most: int = MOST_AT_ONCE) -> list[int]:
    """Each once, in their order. Raises InvalidInput for none and for too many."""
    ids = list(dict.fromkeys(record_ids))
    if not ids or len(ids) > most:
        raise InvalidInput(_("一次选 1 至 %(most)s 件。") % {"most": f"{most:,}"})
    return ids


def kept_folder(folder_id: int, by: Actor, *, locked: bool = False) -> Folder:
    """A folder of the actor's own. Raises NotFound, NotAllowed for another's."""
    folder = folder_visible_to(by, folder_id)
    if not is_kept_by(by, folder):
        raise NotAllowed(_("这个文献夹只共享给您看，不能改。"), folder=folder_id)
    return Folder.objects.select_for_update().get(pk=folder.pk) if locked else folder
