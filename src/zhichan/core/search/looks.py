"""Files looked over now and then (文件复核): read whole when first seen, and again after an hour.

A disk may go bad under a file that was whole, and what it says then is wrong without anybody noticing.
"""

from __future__ import annotations

import mmap
import time
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

EVERY_SECONDS = 3600.0


def checksum_of(file: Path, size: int | None = None) -> int:
    """CRC-32 of a file, or of its first bytes. Raises ValueError where it has fewer, OSError without one."""
    with file.open("rb") as opened:
        length = opened.seek(0, 2) if size is None else size
        if not length:
            return 0
        with mmap.mmap(opened.fileno(), length, access=mmap.ACCESS_READ) as kept:
            return zlib.crc32(kept)


class Looks:
    """When which file was last found as it was written; kept by one process."""

    def __init__(self) -> None:
        self._at: dict[Path, float] = {}

    def are_whole(self, files: Iterable[Path], is_whole: Callable[[Path], bool]) -> bool:
        """Whether all are; those found so within the hour are not read."""
        now = time.monotonic()
        self._at = {file: at for file, at in self._at.items() if now - at < EVERY_SECONDS}
        for file in files:
            if file not in self._at:
                if not is_whole(file):
                    return False
                self._at[file] = now
        return True
