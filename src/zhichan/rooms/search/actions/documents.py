"""Marks and notes of a person on documents (标记、笔记)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.audit.subjects import SubjectKey
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound
from zhichan.core.search.asking import found_collection
from zhichan.rooms.search.actions.folders import COLLECTION, checked_ids
from zhichan.rooms.search.models import DocumentMark, DocumentNote
from zhichan.rooms.search.models.folder import LONGEST_NOTE
from zhichan.rooms.search.rights import SEARCH_PATENTS


@transaction.atomic
def mark_documents(
    record_ids: Sequence[int], mark: DocumentMark.Mark, is_on: bool, *, by: Actor, at: datetime
) -> int:
    """Put a mark on records, or take it off; returns how many changed.

    Raises NotAllowed, InvalidInput for none or too many, and for a record the actor may not see.
    """
    require(by, SEARCH_PATENTS)
    person = _person(by)
    ids = checked_ids(record_ids)
    if len(found_collection(COLLECTION).seen(ids, by)) < len(ids):
        raise InvalidInput(_("有的记录没有找到，请重新打开这一页。"))
    rows = DocumentMark.objects.filter(person=person, collection=COLLECTION, mark=mark, record_id__in=ids)
    there = set(rows.values_list("record_id", flat=True))
    changed = [one for one in ids if (one in there) != is_on]
    if is_on:
        DocumentMark.objects.bulk_create(
            DocumentMark(person_id=person, collection=COLLECTION, record_id=one, mark=mark, made_at=at)
            for one in changed
        )
    else:
        rows.delete()
    details = {"mark": str(mark), "is_on": is_on, "records": changed}
    subject = SubjectKey("search.documentmark", str(person))
    record("search.document.marked", subject=subject, by=by, at=at, details=details)
    return len(changed)


@transaction.atomic
def note_document(record_id: int, text: str, *, by: Actor, at: datetime) -> DocumentNote | None:
    """Write one's note on a record, in place of the one before; an empty text takes it away.

    Raises NotAllowed, NotFound for a record the actor may not see, InvalidInput for too long a text.
    """
    require(by, SEARCH_PATENTS)
    person, text = _person(by), text.strip()
    if len(text) > LONGEST_NOTE:
        raise InvalidInput(_("笔记最多 %(most)s 个字。") % {"most": f"{LONGEST_NOTE:,}"}, field="text")
    if not found_collection(COLLECTION).seen([record_id], by):
        raise NotFound(_("没有找到这个页面或记录。"), record=record_id)
    key: dict[str, Any] = {"person_id": person, "collection": COLLECTION, "record_id": record_id}
    subject = SubjectKey("search.documentnote", str(person))
    details = {"record": record_id, "is_removed": not text}
    record("search.document.noted", subject=subject, by=by, at=at, details=details)
    if not text:
        DocumentNote.objects.filter(**key).delete()
        return None
    made, _is_new = DocumentNote.objects.update_or_create(**key, defaults={"text": text, "changed_at": at})
    return made


def _person(by: Actor) -> int:
    if by.id is None:
        raise NotAllowed(_("要登录的人才能标记和写笔记。"))
    return by.id
