"""Taking files in with a form: kept before the action, let go of where it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from zhichan.core.access.actor import Actor
from zhichan.core.errors import ZhichanError
from zhichan.core.files.actions import discard_file, store_file
from zhichan.core.files.models import StoredFile

UPLOAD_BYTES: int = settings.UPLOAD_LIMIT_BYTES


@contextmanager
def kept_upload(
    uploaded: UploadedFile[Any] | None, *, by: Actor, at: datetime
) -> Iterator[StoredFile | None]:
    """The stored file of an upload, None without one. The caller has checked the right to hand it in.

    Raises InvalidInput for a file that is not taken; of one that is taken nothing stays where the block
    refuses and nothing else points to it.
    """
    if not uploaded:
        yield None
        return
    stored = store_file(cast(BinaryIO, uploaded.open()), name=uploaded.name or "", by=by, at=at)
    try:
        yield stored
    except ZhichanError:
        discard_file(stored, by=by, at=at)
        raise
