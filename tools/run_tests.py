"""Runs the whole suite: on SQLite, on PostgreSQL, and the journeys in Chromium on PostgreSQL.

What cannot run for want of a system package is said plainly and counted as skipped by pytest itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

import postgres

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
PARALLEL = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "worksteal"]
# What touches no database runs once, on the first; what is the same whichever database there is (rights,
# replies of the API) runs once too, on PostgreSQL where there is one. Whole folders are left out, so that
# they are not even collected; tests/conftest.py marks single tests, and refuses a database in these folders.
WITHOUT_DATABASE = (
    "tests/rooms/plan/reading",
    *(f"tests/rooms/registry/{part}" for part in ("formats", "identifiers", "names", "resolution", "status")),
)
# What pages say is the same, too; that each opens on PostgreSQL for whom it should is in the table of rights.
PAGES = ("tests/web", "tests/rooms/plan/pages")
JOURNEYS = "tests/journeys"
ON_EITHER_DATABASE = ("tests/test_actions.py", "tests/test_api_schema.py", "tests/test_rights_table.py")


def without(paths: Iterable[str]) -> list[str]:
    return [f"--ignore={path}" for path in paths]


def run(label: str, arguments: list[str], database_url: str | None = None) -> int:
    print(f"\n=== {label}", flush=True)
    environment = {**os.environ}
    environment.pop("ZHICHAN_DATABASE_URL", None)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else every worker and every console compiles it all
    if database_url:
        environment.update(ZHICHAN_DATABASE_URL=database_url, ZHICHAN_TEST_SERVER_GOES="1")
    started = time.monotonic()
    code = subprocess.run([*PYTEST, *arguments], cwd=ROOT, env=environment, check=False).returncode
    print(f"=== {label}: {time.monotonic() - started:.0f} s, exit {code}", flush=True)
    return code


def main() -> int:
    has_postgresql = postgres.binaries() is not None
    once_only = without(ON_EITHER_DATABASE) if has_postgresql else []
    codes = [run("SQLite", [*PARALLEL, *without([JOURNEYS]), *once_only, *sys.argv[1:]])]
    if has_postgresql:
        server = postgres.running()
    else:
        print("跳过：没有 PostgreSQL，同样的测试没有在它上面运行；浏览器旅程改在 SQLite 上运行。")
        server = nullcontext(None)
    with server as url:
        if url:
            with_database = ["-m", "any_database or not no_database"]
            once_only = without([JOURNEYS, *WITHOUT_DATABASE, *PAGES])
            codes.append(run("PostgreSQL", [*PARALLEL, *with_database, *once_only, *sys.argv[1:]], url))
        if shutil.which("chromium"):
            codes.append(run("Chromium", [JOURNEYS, *sys.argv[1:]], url))
        else:
            print("跳过：没有 Chromium（apt-get install chromium），浏览器旅程没有运行。")
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
