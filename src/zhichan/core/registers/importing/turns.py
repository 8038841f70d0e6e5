"""One commit at a time (轮流): whoever writes a batch holds a lock on a file, which ends with the process.

So a batch that is half written while nobody holds the lock was cut off.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from zhichan.core.errors import WrongState


@contextmanager
def turn_to_write() -> Iterator[None]:
    """Wait for the commit under way, then let nobody else begin one."""
    with _lock_file() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def nobody_writing() -> Iterator[None]:
    """Let no commit begin meanwhile. Raises WrongState where one is under way."""
    with _lock_file() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WrongState(_("另一批正在入库，请等它写完再试。")) from None
        yield


def is_writing() -> bool:
    """Whether a commit is under way, so that another would have to wait."""
    try:
        with nobody_writing():
            return False
    except WrongState:
        return True


def _lock_file() -> IO[str]:
    path = Path(settings.DATA_DIR) / "staging" / "commit.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("a")
