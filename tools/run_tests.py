"""Runs the whole suite: on SQLite, on PostgreSQL, and the journeys in Chromium on PostgreSQL.

What cannot run for want of a system package is said plainly and counted as skipped by pytest itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import IO

import postgres
from served import chromium_program

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
PARALLEL = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "worksteal"]
# What touches no database runs once, on the first; what is the same whichever database there is (rights,
# replies of the API) runs once too, on PostgreSQL where there is one. Whole folders are left out, so that
# they are not even collected; tests/conftest.py marks single tests, and refuses a database in these folders.
WITHOUT_DATABASE = (
    "tests/core/documents",
    "tests/rooms/plan/reading",
    "tests/rooms/protection/test_documents.py",
    *(f"tests/rooms/registry/{part}" for part in ("formats", "identifiers", "names", "resolution", "status")),
)
# What pages say is the same, too; that each opens on PostgreSQL for whom it should is in the table of rights.
PAGES = ["--ignore=tests/web", "--ignore-glob=*/pages", "--ignore-glob=*pages.py"]
# So is what procedures say of themselves, wherever their conditions look something up.
WALKS = ["--ignore=tests/rooms/protection/test_walks.py"]
JOURNEYS = "tests/journeys"
ON_EITHER_DATABASE = (
    "tests/test_actions.py",
    "tests/test_api_schema.py",
    "tests/test_rights_table.py",
    "tests/procedure_rights/test_doors.py",
    "tests/procedure_rights/test_sight.py",
)


def without(paths: Iterable[str]) -> list[str]:
    return [f"--ignore={path}" for path in paths]


class Part:
    """One run of pytest, started at once. With ``aside`` its words are kept there until it has ended."""

    def __init__(
        self,
        label: str,
        arguments: list[str],
        database_url: str | None = None,
        aside: IO[bytes] | None = None,
    ) -> None:
        environment = {**os.environ}
        environment.pop("ZHICHAN_DATABASE_URL", None)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else every worker compiles it all
        if database_url:
            environment.update(ZHICHAN_DATABASE_URL=database_url, ZHICHAN_TEST_SERVER_GOES="1")
        self.label, self.started, self.aside = label, time.monotonic(), aside
        print(f"\n=== {label}", flush=True)
        command = [*PYTEST, *arguments, *sys.argv[1:]]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=aside)

    def ended(self) -> int:
        """Wait for it, and give its exit code."""
        code = self.process.wait()
        if self.aside:  # how long it took, its own last line says: it may have ended long ago
            self.aside.seek(0)
            print(f"\n=== {self.label}\n{self.aside.read().decode(errors='replace')}")
            print(f"=== {self.label}: exit {code}", flush=True)
        else:
            print(f"=== {self.label}: {time.monotonic() - self.started:.0f} s, exit {code}", flush=True)
        return code


def main() -> int:
    has_postgresql = postgres.binaries() is not None
    if not has_postgresql:
        print("跳过：没有 PostgreSQL，同样的测试没有在它上面运行；浏览器旅程改在 SQLite 上运行。")
    with (
        postgres.running() if has_postgresql else nullcontext(None) as url,
        tempfile.TemporaryFile() as aside,
    ):
        # The one browser waits more than it works: it goes on beside the tests on SQLite.
        parts = [Part("SQLite", [*PARALLEL, *without([JOURNEYS, *(ON_EITHER_DATABASE if url else ())])])]
        if chromium_program():
            parts.append(Part("Chromium", [JOURNEYS], url, aside))
        else:
            print("跳过：没有 Chromium（apt-get install chromium），浏览器旅程没有运行。")
        codes = [part.ended() for part in parts]
        if url:
            with_database = ["-m", "any_database or not no_database"]
            once_only = [*without([JOURNEYS, *WITHOUT_DATABASE]), *PAGES, *WALKS]
            codes.append(Part("PostgreSQL", [*PARALLEL, *with_database, *once_only], url).ended())
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
