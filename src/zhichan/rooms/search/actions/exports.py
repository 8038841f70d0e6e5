"""Having everything found written into a file, keeping it, letting it go (检索导出)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from zhichan.core.files.actions import discard_file
from zhichan.core.files.models import StoredFile
from zhichan.core.search.asking import found_collection
from zhichan.core.search.exporting import Exported, checked_count
from zhichan.rooms.search.asked import Asked, question_of, values_of
from zhichan.rooms.search.models import SearchExport
from zhichan.rooms.search.queries.exports import exports_visible_to, theme_question
from zhichan.rooms.search.queries.kinds import PATENT, kinds_seen_by
from zhichan.rooms.search.rights import SEARCH_KINDS, SEARCH_PATENTS

KEPT_FOR = timedelta(days=7)
MOST_RUNNING = 5


@dataclass(frozen=True)
class NewExport:
    """What shall be written: what is asked, which columns, in which format; with ``theme`` what is in that
    theme now instead of what is asked."""

    asked: Asked
    kind: str
    columns: tuple[str, ...] = ()
    collection: str = PATENT
    theme: int | None = None


def order_export(new: NewExport, *, by: Actor, at: datetime) -> SearchExport:
    """Have everything found written by a job; the asker's own scope holds then as now.

    Raises QueryError, TooExpensive and IndexMissing as the search does, TooManyToExport, InvalidInput for
    another format and for a theme with nothing they may see, NotFound for a theme that is not shared with
    them and for a kind of which they may see nothing, Conflict while five of theirs are being written;
    nothing is kept then.
    """
    require(by, SEARCH_PATENTS)
    if by.id is None:
        raise NotAllowed(_("要登录的人才能导出检索结果。"))
    if new.collection != PATENT:
        require(by, SEARCH_KINDS)
        if new.collection not in {one.name for one in kinds_seen_by(by)}:
            raise NotFound(_("没有找到这个页面或记录。"), kind=new.collection[:60])
    if new.theme is None:
        total = checked_count(question_of(new.asked, found_collection(new.collection), by), by, new.kind)
        return _kept(new, None, total, by.id, by, at)
    question, version = theme_question(new.theme, None, by)
    total = checked_count(question, by, new.kind)
    if not total:
        raise InvalidInput(_("专题库里没有您能看到的专利。"))
    filled = replace(new, asked=Asked(version.line), collection=question.collection)
    return _kept(filled, version.number, total, by.id, by, at)


@transaction.atomic
def _kept(
    new: NewExport, version: int | None, total: int, person: int, by: Actor, at: datetime
) -> SearchExport:
    running = SearchExport.objects.filter(person=person, made_at=None, refusal="").count()
    if running >= MOST_RUNNING:
        raise Conflict(_("已有 %(most)d 个导出正在生成，请等它们完成再导出。") % {"most": MOST_RUNNING})
    made = SearchExport.objects.create(
        person_id=person,
        collection=new.collection,
        theme_id=new.theme,
        theme_version=version,
        asked=values_of(new.asked),
        columns=list(new.columns),
        kind=new.kind,
        total=total,
        asked_at=at,
    )
    query = hashlib.sha256(new.asked.line.encode()).hexdigest()
    details = {"kind": new.kind, "query": query, "count": total, "theme": new.theme}
    record("search.export.ordered", subject=made, by=by, at=at, details=details)
    transaction.on_commit(lambda: _enqueue(made.pk))
    return made


def _enqueue(pk: int) -> None:
    from zhichan.rooms.search.jobs import write_export

    write_export.enqueue(pk)


@transaction.atomic
def keep_export(export_id: int, stored: StoredFile, made: Exported, *, by: Actor, at: datetime) -> None:
    """Join the written bytes to the export they were ordered for; a second time changes nothing.

    An export that was deleted meanwhile has no use for them: they go.
    """
    require(by, SEARCH_PATENTS)
    waiting = SearchExport.objects.select_for_update().filter(pk=export_id).first()
    if waiting is None:
        discard_file(stored, by=by, at=at)
        return
    if waiting.made_at is not None:
        return
    waiting.file, waiting.snapshot = stored, made.snapshot
    waiting.total, waiting.done = made.count, made.rows
    waiting.made_at, waiting.expires_at = at, at + KEPT_FOR
    waiting.save(update_fields=["file", "snapshot", "total", "done", "made_at", "expires_at"])
    details = {"kind": waiting.kind, "rows": made.rows, "snapshot": made.snapshot, "sha256": stored.sha256}
    record("search.export.made", subject=waiting, by=by, at=at, details=details)


@transaction.atomic
def note_download(export_id: int, *, by: Actor, at: datetime) -> SearchExport:
    """Note that its asker took the file. Raises NotFound for another's and for a file that is gone."""
    require(by, SEARCH_PATENTS)
    found = exports_visible_to(by).filter(pk=export_id).first()
    if found is None or found.file is None:
        raise NotFound(_("没有这个导出文件，或已过保留期。"), export=export_id)
    record("search.export.downloaded", subject=found, by=by, at=at, details={"sha256": found.file.sha256})
    return found


@transaction.atomic
def delete_export(export_id: int, *, by: Actor, at: datetime) -> None:
    """Let an export of one's own go, with its file. Raises NotFound."""
    require(by, SEARCH_PATENTS)
    found = exports_visible_to(by).select_for_update(of=("self",)).filter(pk=export_id).first()
    if found is None:
        raise NotFound(_("没有找到这个页面或记录。"), export=export_id)
    stored = found.file
    record("search.export.deleted", subject=found, by=by, at=at, details={"kind": found.kind})
    found.delete()
    if stored is not None:
        discard_file(stored, by=by, at=at)


def expire_exports(*, by: Actor, at: datetime) -> int:
    """Let the files go whose time is over; returns how many. What was exported stays told."""
    require(by, SEARCH_PATENTS)
    over = SearchExport.objects.filter(expires_at__lte=at, file__isnull=False)
    return sum(_expired(pk, by, at) for pk in over.values_list("pk", flat=True))


@transaction.atomic
def _expired(pk: int, by: Actor, at: datetime) -> bool:
    found = SearchExport.objects.select_for_update().filter(pk=pk, file__isnull=False).first()
    if found is None:
        return False
    stored = found.file
    found.file = None
    found.save(update_fields=["file"])
    record("search.export.expired", subject=found, by=by, at=at)
    if stored is not None:
        discard_file(stored, by=by, at=at)
    return True
