"""Child processes of the tests, forked from one that has the product loaded: a start takes nothing then.

They are processes as any other: killed with kill -9, on their own connection, with their own standard input
and output. A child of another database engine than the test's cannot be forked (``Site.run_afresh``).
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from multiprocessing.connection import Connection
from types import TracebackType
from typing import IO

_FORKED = multiprocessing.get_context("forkserver")
_FORKED.set_forkserver_preload(["tests.core.upkeep.loaded"])
Place = Callable[[], AbstractContextManager[None]]


class Child:
    """``code`` running in a process of its own at a place, as ``subprocess.Popen`` would have it."""

    def __init__(self, place: Place, code: str, arguments: list[str]) -> None:
        theirs_in, ours_in = _FORKED.Pipe(duplex=False)
        ours_out, theirs_out = _FORKED.Pipe(duplex=False)
        self._process = _FORKED.Process(
            target=_work, args=(place, code, arguments, theirs_in, theirs_out), daemon=True
        )
        self._process.start()
        self.stdin, self.stdout = _text(ours_in, "w"), _text(ours_out, "r")
        for end in (theirs_in, theirs_out, ours_in, ours_out):
            end.close()

    def kill(self) -> None:
        self._process.kill()

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def communicate(self) -> str:
        """What it still says, to its end."""
        with self:
            self.stdin.close()
            return self.stdout.read()

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.stdin.closed:
            self.stdin.close()
        self._process.join()
        self.stdout.close()


def _text(end: Connection, mode: str) -> IO[str]:
    return open(os.dup(end.fileno()), mode, encoding="utf-8")


def _work(place: Place, code: str, arguments: list[str], standard_in: Connection, out: Connection) -> None:
    sys.stdin, sys.stdout = _text(standard_in, "r"), _text(out, "w")
    sys.argv = ["-c", *arguments]
    with place():
        exec(compile(code, "<child>", "exec"), {"__name__": "__main__"})
    sys.stdout.flush()
