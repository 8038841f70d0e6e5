"""Runs the whole suite: on SQLite, on PostgreSQL, and the journeys in Chromium on PostgreSQL.

What cannot run for want of a system package is said plainly and counted as skipped by pytest itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import postgres

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
PARALLEL = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "worksteal"]
# Pure functions do not depend on the database: they run once.
PURE = ["--ignore=tests/rooms/plan/reading"]


def run(label: str, arguments: list[str], database_url: str | None = None) -> int:
    print(f"\n=== {label}", flush=True)
    environment = {**os.environ}
    environment.pop("ZHICHAN_DATABASE_URL", None)
    if database_url:
        environment["ZHICHAN_DATABASE_URL"] = database_url
    started = time.monotonic()
    code = subprocess.run([*PYTEST, *arguments], cwd=ROOT, env=environment, check=False).returncode
    print(f"=== {label}: {time.monotonic() - started:.0f} s, exit {code}", flush=True)
    return code


def main() -> int:
    codes = [run("SQLite", [*PARALLEL, "-m", "not journey", *sys.argv[1:]])]
    if postgres.binaries() is None:
        print("跳过：没有 PostgreSQL，同样的测试没有在它上面运行；浏览器旅程改在 SQLite 上运行。")
        server = nullcontext(None)
    else:
        server = postgres.running()
    with server as url:
        if url:
            codes.append(run("PostgreSQL", [*PARALLEL, "-m", "not journey", *PURE, *sys.argv[1:]], url))
        if shutil.which("chromium"):
            codes.append(run("Chromium", ["-m", "journey", *sys.argv[1:]], url))
        else:
            print("跳过：没有 Chromium（apt-get install chromium），浏览器旅程没有运行。")
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
