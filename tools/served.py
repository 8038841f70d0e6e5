"""A running product in a temporary folder, and a Chromium to look at it: for journeys and screenshots."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

sys.path.insert(0, str(Path(__file__).resolve().parent))
from postgres import free_port

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
START_LIMIT_SECONDS = 300
MANY_MATTERS = "protection.many_matters"


class Console:
    """The console of an installation, kept warm: see ``console.py``."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, str(Path(__file__).with_name("console.py"))]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True)

    def run(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Run one command. Raises CalledProcessError where it does not end well."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(arguments) + "\n")
        self.process.stdin.flush()
        found = json.loads(self.process.stdout.readline())
        ended = subprocess.CompletedProcess(arguments, found["code"], found["stdout"], found["stderr"])
        ended.check_returncode()
        return ended

    def close(self) -> None:
        """Let it end: nothing more will be asked."""
        self.process.communicate()


@dataclass(frozen=True)
class Served:
    """A running installation: its address, its data folder and its console."""

    address: str
    data_dir: Path
    console: Console

    def zhichan(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.console.run(arguments)


@contextmanager
def served(database_url: str | None = None, *, without: Sequence[str] = (MANY_MATTERS,)) -> Iterator[Served]:
    """Start `zhichan serve --demo` on a free port in a folder of its own; stop it afterwards.

    ``without``: parts of the demo that are left out; its 300 matters take more time than all the rest.
    """
    folder = Path(tempfile.mkdtemp(prefix="zhichan-served-"))
    environment = {**os.environ, "ZHICHAN_DATA_DIR": str(folder)}
    environment.pop("ZHICHAN_DATABASE_URL", None)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else each process compiles it all
    if database_url:
        environment["ZHICHAN_DATABASE_URL"] = database_url
    port = free_port()
    command = [sys.executable, "-m", "zhichan.cli", "serve", "--demo", "--port", str(port), "--workers", "1"]
    command += [word for part in without for word in ("--demo-without", part)]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_it_answers(process, address, folder / "log")
        console = Console(environment)
        try:
            yield Served(address, folder, console)
        finally:
            console.close()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # nothing of it is kept: its folder goes, too
        process.wait()
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_it_answers(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    limit = time.monotonic() + START_LIMIT_SECONDS
    while time.monotonic() < limit:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):  # noqa: S310  our own address
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(
        f"the product did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-4000:]}"
    )


def chromium_program() -> str | None:
    """Debian's Chromium: without the window around the page where that is installed, which takes half the
    time for a page; else with it."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=CHROMIUM_FLAGS)
        try:
            yield browser
        finally:
            browser.close()
