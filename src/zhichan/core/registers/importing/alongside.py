"""Work that another process does beside this one (并行计算): chunks go out, results come back in order.

An import reads and writes in one process; checking rows and working out what follows from them costs as
much again, needs nothing this process has open, and fills a second processor.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from queue import Queue
from threading import Thread
from typing import Any, BinaryIO, TypeVar

import django
from django.utils.translation import activate, get_language

from zhichan.core.registers.collecting import rarely_collected

WORTH_IT = 6
_AHEAD = 3
Chunk = TypeVar("Chunk")
Result = TypeVar("Result")


def alongside(
    make: Callable[..., Callable[[Chunk], Result]], arguments: tuple[Any, ...], chunks: Iterable[Chunk]
) -> Iterator[tuple[Chunk, Result]]:
    """Every chunk with what ``make(*arguments)`` gives for it, in order.

    Fewer than ``WORTH_IT`` chunks are worked on here: another process takes a second to start. ``make`` is
    found by its name there; arguments, chunks and results travel. What the work raises is raised here;
    RuntimeError when the other process ends before its work.
    """
    source = iter(chunks)
    first = list(islice(source, WORTH_IT))
    if len(first) < WORTH_IT:
        work = make(*arguments)
        for chunk in first:
            yield chunk, work(chunk)
        return
    with _Other((get_language(), make, arguments)) as other:
        under_way: deque[Chunk] = deque()
        for chunk in chain(first, source):
            other.send(chunk)
            under_way.append(chunk)
            if len(under_way) > _AHEAD:
                yield under_way.popleft(), other.receive()
        while under_way:
            yield under_way.popleft(), other.receive()


class _Other:
    """The other process; a thread writes to it, so that neither waits for the other to read."""

    def __init__(self, beginning: tuple[Any, ...]) -> None:
        command = [sys.executable, "-c", f"from {__name__} import serve; serve()"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        self._waiting: Queue[Any] = Queue()
        self._thread = Thread(target=self._write, daemon=True)
        self._thread.start()
        self.send(beginning)

    def __enter__(self) -> _Other:
        return self

    def __exit__(self, *_error: object) -> None:
        self._waiting.put(None)
        self._process.kill()
        self._process.wait()
        self._thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def send(self, what: Any) -> None:
        self._waiting.put(pickle.dumps(what, pickle.HIGHEST_PROTOCOL))

    def receive(self) -> Any:
        assert self._process.stdout is not None
        try:
            is_good, result = pickle.load(self._process.stdout)  # noqa: S301  written by our own process
        except (EOFError, pickle.UnpicklingError) as error:
            raise RuntimeError("the process that checks rows ended before its work") from error
        if is_good:
            return result
        raise result

    def _write(self) -> None:
        assert self._process.stdin is not None
        with suppress(OSError):  # it has ended: whoever receives is told
            while (data := self._waiting.get()) is not None:
                self._process.stdin.write(data)
                self._process.stdin.flush()


def serve(source: BinaryIO | None = None, target: BinaryIO | None = None) -> None:
    """What the other process does: makes the work once, and answers each chunk until there are no more."""
    source, target = source or sys.stdin.buffer, target or sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever is printed must not stand between the answers
    django.setup()
    language, make, arguments = pickle.load(source)  # noqa: S301  written by our own process
    activate(language)
    try:
        work = make(*arguments)
        with rarely_collected():
            while True:
                _answer(target, (True, work(pickle.load(source))))  # noqa: S301  written by our own process
    except EOFError:
        return
    except Exception as error:  # noqa: BLE001  raised where the work was asked for
        _answer(target, (False, error))


def _answer(target: BinaryIO, what: tuple[bool, Any]) -> None:
    pickle.dump(what, target, pickle.HIGHEST_PROTOCOL)
    target.flush()
