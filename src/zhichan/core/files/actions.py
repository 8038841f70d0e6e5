"""Storing files (存入文件)."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput
from zhichan.core.files import storage
from zhichan.core.files.models import StoredFile
from zhichan.core.files.sniff import media_type_of, refuse_page
from zhichan.core.locks import hold


def store_file(
    content: bytes | BinaryIO,
    *,
    name: str,
    by: Actor,
    at: datetime,
    limit: int | None = None,
    media_type: str | None = None,
    takes_pages: bool = True,
) -> StoredFile:
    """Keep the bytes under their SHA-256 and return their row; the same bytes give the same row.

    The type is told from the content, and ``name`` only has to agree with it, unless a reader that has
    understood the content gives ``media_type``. ``takes_pages`` False refuses web pages. ``limit`` is in
    bytes, without it that of uploads. The bytes are on the disk before the row is written. Whoever calls
    this has checked the right to hand in a file.
    Raises InvalidInput when the file is empty, too large, dangerous, damaged or of an unknown type;
    nothing is kept then.
    """
    limit = limit or settings.UPLOAD_LIMIT_BYTES
    pieces = iter([content]) if isinstance(content, bytes) else storage.pieces_of(content)
    with storage.drafted(pieces, limit) as draft:
        if draft.size_bytes > limit:
            raise InvalidInput(
                _("“%(name)s”超过 %(limit)d MB 的上限。请压缩或拆分后上传。")
                % {"name": name, "limit": limit // (1024 * 1024)},
                name=name,
            )
        if media_type is None:
            with draft.path.open("rb") as file:
                media_type = media_type_of(file, name)
            if not takes_pages:
                refuse_page(media_type, name)
        storage.keep(draft)
        return _row_of(draft, media_type, by, at)


def store_evidence(content: bytes | BinaryIO, *, name: str, by: Actor, at: datetime) -> StoredFile:
    """Keep a paper that others will open (佐证、附件): as ``store_file``, and no web pages."""
    return store_file(content, name=name, by=by, at=at, takes_pages=False)


@transaction.atomic
def _row_of(draft: storage.Draft, media_type: str, by: Actor, at: datetime) -> StoredFile:
    """The row of a kept draft; where the same bytes were discarded meanwhile they are kept anew."""
    hold(_lock_of(draft.sha256))
    if not storage.path_of(draft.sha256).exists():
        storage.keep(draft)
    stored, is_new = StoredFile.objects.get_or_create(
        sha256=draft.sha256,
        defaults={
            "size_bytes": draft.size_bytes,
            "media_type": media_type,
            "stored_at": at,
            "source": by.as_source,
        },
    )
    if is_new:
        record("files.file.stored", subject=stored, by=by, at=at, details={"sha256": stored.sha256})
    return stored


def discard_file(stored: StoredFile, *, by: Actor, at: datetime) -> bool:
    """Let go of a file whose content was refused after it was kept; False where a row points to it.

    The row goes first and the bytes after it, so that a row never lacks its bytes. Whoever calls this has
    checked the right to hand the file in.
    """
    try:
        with transaction.atomic():
            record("files.file.discarded", subject=stored, by=by, at=at, details={"sha256": stored.sha256})
            StoredFile.objects.filter(pk=stored.pk).delete()
    except (ProtectedError, IntegrityError):
        return False
    transaction.on_commit(lambda: _drop_bytes(stored.sha256))
    return True


@transaction.atomic
def _drop_bytes(sha256: str) -> None:
    """Remove the bytes unless somebody has handed in the same again."""
    hold(_lock_of(sha256))
    if not StoredFile.objects.filter(sha256=sha256).exists():
        storage.path_of(sha256).unlink(missing_ok=True)


def _lock_of(sha256: str) -> str:
    return f"files.bytes:{sha256}"
