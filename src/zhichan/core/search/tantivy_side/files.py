"""The files of an index (索引文件): whose they are, which state they are in, and whether they are as written.

An index found broken is marked so, whoever found it: it is missing from then on, until it is built anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from zhichan.core.search.collection import Collection
from zhichan.core.search.index import IndexMissing
from zhichan.core.search.looks import checksum_of
from zhichan.core.search.tantivy_side.documents import version_of
from zhichan.core.search.tantivy_side.texts_file import FILE, are_as_written

META, VERSION, BROKEN, FORMER = "meta.json", "zhichan.json", "broken", "former"
_PARTS = [f"{folder}{name}" for folder in ("", f"{FORMER}/") for name in (META, FILE)]
_KINDS = ("term", "idx", "pos", "fieldnorm", "fast", "store")
#: A file of Tantivy ends with a note, the length of the note, and this number; four bytes each.
_MAGIC, _TAIL = 1337, 8
#: Told by the system for want of something, which a file is not to blame for: memory, open files.
_PASSING = ("os error 12", "os error 23", "os error 24")


def whole_state(collection: Collection, folder: Path) -> str | None:
    """The state last committed of an index that was made by this version of the chain and of the collection,
    has all its parts and was found broken by nobody; None for any other."""
    try:
        said = json.loads((folder / VERSION).read_text())
        if said["version"] != version_of(collection) or (folder / BROKEN).exists():
            return None
        return snapshot_in(folder) if all((folder / part).is_file() for part in _PARTS) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def snapshot_in(folder: Path) -> str:
    """The name of the state last committed: the generation and the engine's own count of operations."""
    said = json.loads((folder / META).read_text())
    return f"{folder.name}.{said['opstamp']}"


def missing_for(error: BaseException, folder: Path) -> IndexMissing | None:
    """What to raise for what the engine said of files it cannot read; the index is marked. None for anything
    else. A file that is not what it should be makes Tantivy panic, and that is no Exception."""
    is_panic = type(error).__name__ == "PanicException"
    if not is_panic and not isinstance(error, OSError | ValueError):
        return None
    if not any(words in str(error) for words in _PASSING):
        mark_broken(folder)
    return IndexMissing(gettext("检索索引已损坏，正在重新建立。"))


def mark_broken(folder: Path) -> None:
    whole = folder.parent if folder.name == FORMER else folder
    if whole.is_dir():
        (whole / BROKEN).touch()


def files_of(folder: Path) -> Iterator[Path]:
    """The files of the state last committed, those of the texts last. Raises ValueError, KeyError and OSError
    for a state that cannot be read."""
    for segment in json.loads((folder / META).read_text())["segments"]:
        name = segment["segment_id"].replace("-", "")
        yield from (folder / f"{name}.{kind}" for kind in _KINDS)
        if deletes := segment.get("deletes"):
            yield folder / f"{name}.{deletes['opstamp']}.del"
    yield folder / FILE


def is_as_written(file: Path) -> bool:
    """Whether a file still has the checksum it was written with; reads the whole of it."""
    try:
        return are_as_written(file.parent) if file.name == FILE else _is_segment(file)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _is_segment(file: Path) -> bool:
    with file.open("rb") as opened:
        ends = opened.seek(-_TAIL, os.SEEK_END)
        length, magic = (int.from_bytes(opened.read(4), "little") for _part in range(2))
        if magic != _MAGIC or length > ends:
            return False
        opened.seek(ends - length)
        note: dict[str, Any] = json.loads(opened.read(length))
    return bool(checksum_of(file, ends - length) == note["crc"])
