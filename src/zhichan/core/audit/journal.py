"""The journal (流水): one line per event, in a file outside the database.

``DATA_DIR/audit/journal.log`` is only ever appended to, after the transaction committed. It lets
``audit verify`` name a subject whose rows and chain head were both removed, or a tail that was cut
together with its head. A line is ``kind TAB id TAB seq TAB hash``. The database may be ahead of the
file (a crash between commit and append), never behind it.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from zhichan.core.audit.subjects import SubjectKey

logger = logging.getLogger(__name__)

_LINE = re.compile(r"([^\t]+)\t([^\t]+)\t([1-9][0-9]*)\t([0-9a-f]{64})")


@dataclass(frozen=True)
class JournalLine:
    key: SubjectKey
    seq: int
    hash: str

    def text(self) -> str:
        return f"{self.key.kind}\t{self.key.id}\t{self.seq}\t{self.hash}\n"


def audit_dir() -> Path:
    return Path(settings.DATA_DIR) / "audit"


def journal_path() -> Path:
    return audit_dir() / "journal.log"


def append(lines: Iterable[JournalLine]) -> None:
    """Add lines in one write. A disk that refuses is logged: the event itself is already committed.

    The write begins with a line break, so that a line torn by a power cut spoils only itself.
    """
    text = "\n" + "".join(line.text() for line in lines)
    try:
        path = journal_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            os.write(handle, text.encode())
        finally:
            os.close(handle)
    except OSError:
        logger.exception("audit journal could not be written")


def read() -> Iterator[JournalLine]:
    """Every whole line, oldest first; remains of a torn line are passed over."""
    if not journal_path().exists():
        return
    with journal_path().open(encoding="utf-8", errors="replace", newline="\n") as file:
        for text in file:
            if found := _LINE.fullmatch(text.rstrip("\n")):
                yield JournalLine(SubjectKey(found[1], found[2]), int(found[3]), found[4])


def size_bytes() -> int:
    return journal_path().stat().st_size if journal_path().exists() else 0


def first_bytes(count: int) -> Iterator[bytes]:
    """The first ``count`` bytes in pieces; fewer when the file is shorter."""
    if not count or not journal_path().exists():
        return
    with journal_path().open("rb") as file:
        while count > 0 and (piece := file.read(min(count, 1 << 20))):
            yield piece
            count -= len(piece)


def sha256_of_first(count: int) -> str:
    """SHA-256 of the first ``count`` bytes; of fewer when the file is shorter."""
    digest = hashlib.sha256()
    for piece in first_bytes(count):
        digest.update(piece)
    return digest.hexdigest()
