"""A console that is warm: commands of `zhichan` without starting Python and Django anew for each.

It reads the arguments of one command from each line of standard input, as JSON, runs the command in a child
of its own that has nothing open yet, and answers with a line: exit code and what the command wrote.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from typing import IO


def answer(arguments: list[str]) -> dict[str, object]:
    """Run one command in a child; what it wrote, and how it ended."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        child = os.fork()
        if child == 0:
            _be(arguments, out, errors)
        _pid, status = os.waitpid(child, 0)
        return {
            "code": os.waitstatus_to_exitcode(status),
            "stdout": _text(out),
            "stderr": _text(errors),
        }


def _be(arguments: list[str], out: IO[bytes], errors: IO[bytes]) -> None:
    """The child: it becomes the command and never comes back."""
    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out.fileno(), 1)
        os.dup2(errors.fileno(), 2)
        from zhichan.cli import main

        code = main(arguments)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


def _warm_up() -> None:
    """Load what commands need, and open nothing."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhichan.config.settings")
    django.setup()
    from importlib import import_module

    for name in ("zhichan.config.urls", "duckdb"):
        import_module(name)


def main() -> None:
    _warm_up()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
