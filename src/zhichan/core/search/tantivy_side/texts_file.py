"""The file of the texts of an index (文本文件), written and looked over.

The canonical texts lie coded one behind the other and are never changed: a record that is put again is
written again at the end. They are on disk before the engine commits, so a state that is there has its texts;
a note beside says how long the file is and its checksum.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Sequence
from itertools import accumulate, islice
from pathlib import Path

from zhichan.core.search.analysis.coded import coded_together
from zhichan.core.search.content import BETWEEN_FIELDS
from zhichan.core.search.looks import checksum_of

FILE, NOTE = "texts", "texts.json"


class TextsWriter:
    """For the one writer of an index. What a killed one left behind is cut off."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._end, self._sum = _note(folder)
        self._file = (folder / FILE).open("ab")
        self._file.truncate(self._end)

    def add(self, of_records: Iterable[Sequence[str]]) -> list[tuple[int, int]]:
        """For each record where its texts end, and how long they are, in bytes."""
        code, sizes = coded_together([BETWEEN_FIELDS.join(texts) for texts in of_records])
        ends = accumulate(sizes, initial=self._end)
        self._sum = zlib.crc32(code, self._sum)
        self._end += self._file.write(code)
        return [*zip(islice(ends, 1, None), sizes, strict=True)]

    def keep(self) -> None:
        """Have all that was added on disk, and how it should read noted beside."""
        self._file.flush()
        os.fsync(self._file.fileno())
        beside = self._folder / f"{NOTE}.new"
        with beside.open("w") as file:
            json.dump([self._end, self._sum], file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._folder / NOTE)

    def close(self) -> None:
        self._file.close()


def _note(folder: Path) -> tuple[int, int]:
    """Where the texts end, and their checksum. Raises ValueError and OSError where no note can be read."""
    if not (folder / NOTE).exists() and not (folder / FILE).stat().st_size:
        return 0, 0
    end, checksum = json.loads((folder / NOTE).read_text())
    return int(end), int(checksum)


def are_as_written(folder: Path) -> bool:
    """Whether the file still has its checksum; reads the whole of it. Raises OSError and ValueError where
    there is nothing that can be read."""
    end, checksum = _note(folder)
    return checksum_of(folder / FILE, end) == checksum
