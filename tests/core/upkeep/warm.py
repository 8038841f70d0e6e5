"""Child processes that begin with Django set up: forked from a process that has it, and has opened nothing.

To set Django up anew takes each child some seconds of work, and the tests start half a hundred. Such a child
is a process of its own all the same: killed, it loses what a killed process loses.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from types import TracebackType


class Child:
    """A child, with as much of the face of ``subprocess.Popen`` as tests look at."""

    def __init__(self, environment: Mapping[str, str], code: str, arguments: tuple[str, ...]) -> None:
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        ours_told, theirs_told = os.pipe()
        asked = json.dumps([dict(environment), code, arguments]).encode()
        theirs = (theirs_in, theirs_out, theirs_told)
        socket.send_fds(_warm(), [len(asked).to_bytes(4, "big")], theirs)
        _warm().sendall(asked)
        for descriptor in theirs:
            os.close(descriptor)
        self.stdin = os.fdopen(ours_in, "w")
        self.stdout = os.fdopen(ours_out)
        self._told = os.fdopen(ours_told)
        self.pid = int(self._told.readline())
        self.returncode: int | None = None

    def kill(self) -> None:
        if self.returncode is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        if self.returncode is None:
            self.returncode = int(self._told.readline())
            self._told.close()
        return self.returncode

    def communicate(self) -> tuple[str, None]:
        """Say nothing more, hear the rest and wait for the end."""
        self._say_no_more()
        rest = self.stdout.read()
        self.stdout.close()
        self.wait()
        return rest, None

    def _say_no_more(self) -> None:
        with suppress(BrokenPipeError):  # what was still to be said, nobody hears
            self.stdin.close()

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._say_no_more()
        self.stdout.close()
        self.wait()


@cache
def _warm() -> socket.socket:
    """The way to the warm process, which ends when this one does."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "tests.core.upkeep.warm", str(theirs.fileno())]
    process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def _serve(way: socket.socket) -> None:
    import django

    django.setup()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that stand by a child
    while True:
        length, descriptors, _flags, _address = socket.recv_fds(way, 4, 3)
        if not length:
            return
        asked = b""
        while len(asked) < int.from_bytes(length, "big"):
            asked += way.recv(int.from_bytes(length, "big") - len(asked))
        if os.fork() == 0:
            way.close()
            _stand_by(json.loads(asked), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _stand_by(asked: tuple[dict[str, str], str, list[str]], stdin: int, stdout: int, told: int) -> None:
    """Begin the child, tell its number, and in the end how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        os.close(told)
        _be(*asked, stdin, stdout)
    os.close(stdin)
    os.close(stdout)
    os.write(told, b"%d\n" % child)
    _pid, status = os.waitpid(child, 0)
    os.write(told, b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def _be(environment: dict[str, str], code: str, arguments: list[str], stdin: int, stdout: int) -> None:
    """The child: it works on its own installation and never comes back."""
    ended = 1
    try:
        os.dup2(stdin, 0)
        os.dup2(stdout, 1)
        os.close(stdin)
        os.close(stdout)
        sys.stdin, sys.stdout, sys.argv = os.fdopen(0), os.fdopen(1, "w"), ["-c", *arguments]
        _work_on(environment)
        exec(compile(code, "<child>", "exec"), {"__name__": "__main__"})
        ended = 0
    except SystemExit as wanted:
        ended = wanted.code if isinstance(wanted.code, int) else int(wanted.code is not None)
    except BaseException:  # noqa: BLE001  as Python does where a program ends
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(ended)


def _work_on(environment: dict[str, str]) -> None:
    """The settings say what they would have said in a process begun with this environment."""
    from importlib import reload

    from django.conf import settings
    from django.db import connections

    os.environ.clear()
    os.environ.update(environment)
    said = reload(sys.modules["zhichan.config.settings"])
    for name in dir(said):
        if name.isupper():
            setattr(settings, name, getattr(said, name))
    connections.settings["default"]["NAME"] = said.DATABASES["default"]["NAME"]


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
