"""Rows by the hundred thousand without the cycle collector looking at each (垃圾回收)."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_COLLECTED_AFTER = 200_000
_LOCK = Lock()
_RARELY: list[tuple[int, int, int]] = []
"""What was usual before, once for each who asks that it be rare; the first is the real one."""


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Rows are many small objects without cycles: looking for cycles among them takes half the time.

    It holds for the whole process, until the last of those who asked for it is done.
    """
    with _LOCK:
        _RARELY.append(gc.get_threshold())
        gc.set_threshold(_COLLECTED_AFTER, *_RARELY[0][1:])
    try:
        yield
    finally:
        with _LOCK:
            usual = _RARELY[0]
            _RARELY.pop()
            if not _RARELY:
                gc.set_threshold(*usual)
