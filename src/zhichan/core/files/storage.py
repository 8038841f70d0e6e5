"""Where the bytes lie: ``DATA_DIR/files/ab/cd/<sha256>``, written once and never changed.

A file is there under its name only when all of it is on the disk: it is written beside, flushed, renamed,
and the folder is flushed. What a crash leaves stays in ``files/incoming`` and is nobody's file.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

PIECE_BYTES = 1 << 20


@dataclass(frozen=True)
class Draft:
    """Bytes written beside, not yet under their name."""

    path: Path
    sha256: str
    size_bytes: int


def files_dir() -> Path:
    return Path(settings.DATA_DIR) / "files"


def incoming_dir() -> Path:
    return files_dir() / "incoming"


def path_of(sha256: str) -> Path:
    return files_dir() / sha256[:2] / sha256[2:4] / sha256


def pieces_of(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE_BYTES):
        yield piece


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def drafted(pieces: Iterator[bytes], limit_bytes: int) -> Iterator[Draft]:
    """Write the pieces beside and flush them; the draft is gone after the block unless kept.

    A content above the limit stops there: ``size_bytes`` is then above ``limit_bytes``.
    """
    incoming_dir().mkdir(parents=True, exist_ok=True)
    path = incoming_dir() / secrets.token_hex(16)
    try:
        yield _write(path, pieces, limit_bytes)
    finally:
        path.unlink(missing_ok=True)


def _write(path: Path, pieces: Iterator[bytes], limit_bytes: int) -> Draft:
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        for piece in pieces:
            size += len(piece)
            if size > limit_bytes:
                break
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return Draft(path, digest.hexdigest(), size)


def keep(draft: Draft) -> None:
    """Give the draft its name; a sound file that is there already stays as it is."""
    target = path_of(draft.sha256)
    if target.exists() and digest_of(target) == draft.sha256:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft.path.replace(target)
    for folder in (target.parent, target.parent.parent, files_dir()):
        flush_folder(folder)


def flush_folder(folder: Path) -> None:
    """Make a rename in the folder last over a loss of power."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def stored_digests() -> Iterator[str]:
    """The names of all files kept, in order."""
    for path in sorted(files_dir().glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
        yield path.name
