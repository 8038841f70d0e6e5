"""Reading stored files."""

from __future__ import annotations

from typing import BinaryIO

from django.utils.translation import gettext as _

from zhichan.core.errors import Conflict, NotFound
from zhichan.core.files import storage
from zhichan.core.files.models import StoredFile


def open_file(stored: StoredFile, *, verify: bool = False) -> BinaryIO:
    """The bytes, open for reading. ``verify`` hashes them first (O(size)).

    Raises NotFound when they are gone from the disk, Conflict when they are not what was stored.
    """
    path = storage.path_of(stored.sha256)
    if not path.is_file():
        raise NotFound(_("文件已不在存储中，请联系系统管理员。"), code="file_missing", sha256=stored.sha256)
    if verify and storage.digest_of(path) != stored.sha256:
        raise Conflict(
            _("文件内容与存入时不一致，请联系系统管理员。"), code="file_damaged", sha256=stored.sha256
        )
    return path.open("rb")
