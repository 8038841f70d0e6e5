"""`zhichan serve`, `zhichan manage`: running the product.

``serve`` is the one process an installation starts: it brings the database and the static files up to
date, then keeps the web server, one worker for jobs and the sweep running until it is stopped.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Collection
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

SWEEP_EVERY_SECONDS = 60
RESTART_AFTER_SECONDS = 5


def _django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhichan.config.settings")
    django.setup()


def manage(arguments: list[str]) -> None:
    """Run a management command of Django, e.g. `zhichan manage migrate`."""
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhichan.config.settings")
    execute_from_command_line(["zhichan manage", *arguments])


def serve(
    port: int = typer.Option(8000, help="监听端口（127.0.0.1）"),
    host: str = typer.Option("127.0.0.1", help="监听地址"),
    workers: int = typer.Option(2, help="网页进程数"),
    demo: bool = typer.Option(False, help="首次启动时载入示例区"),
    demo_without: Annotated[
        list[str] | None,
        typer.Option(help="示例区里不载入的部分，例如 protection.many_matters；可写多次"),
    ] = None,
) -> None:
    """Start the product: web server, worker and sweep in one process tree."""
    _django()
    prepare(demo=demo, without=demo_without or ())
    print(f"知产已启动：http://{host}:{port}/", flush=True)
    if demo:
        _print_demo_accounts()
    sys.exit(_Supervisor(host, port, workers).run())


def prepare(*, demo: bool, without: Collection[str] = ()) -> None:
    """Bring an installation's data folder up to date; safe to repeat, quick when nothing changed.

    ``without`` names parts of the demo that are left out.
    """
    from zhichan.core.upkeep.tables import bring_up_to_date

    bring_up_to_date()
    _collect_static()
    if demo:
        from zhichan.rooms.plan.demo.load import load_demo

        load_demo(without=without)


def _print_demo_accounts() -> None:
    from zhichan.rooms.plan.demo.load import demo_accounts

    print("示例账号（口令相同）：")
    for account in demo_accounts():
        print(f"  {account.username:<12}{account.password}  {account.name}（{account.role_label}）")


def _collect_static() -> None:
    """Collect the static files when any of them changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles import finders
    from django.core.management import call_command

    state = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            state.update(f"{name}:{found.st_size}:{found.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text(encoding="ascii") == state.hexdigest():
        return
    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(state.hexdigest(), encoding="ascii")


class _Supervisor:
    """Keeps three child processes alive; stops all of them when one signal arrives.

    A worker or a sweep that ends is started again after a pause; when the web server ends, all end.
    """

    def __init__(self, host: str, port: int, workers: int) -> None:
        zhichan = [sys.executable, "-m", "zhichan.cli"]
        self.commands = {
            "web": [
                sys.executable, "-m", "gunicorn", "zhichan.config.wsgi:application",
                "--bind", f"{host}:{port}", "--workers", str(workers), "--threads", "4",
                "--worker-class", "zhichan.config.worker.Worker", "--limit-request-line", "8190",
                "--timeout", "120", "--graceful-timeout", "10", "--log-level", "warning",
            ],
            "worker": [*zhichan, "worker"],
            "sweep": [*zhichan, "sweep", "--every", str(SWEEP_EVERY_SECONDS)],
        }  # fmt: skip
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def run(self) -> int:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        for name in self.commands:
            self._start(name)
        ended_at: dict[str, float] = {}
        while not self.stopping:
            time.sleep(0.2)
            if self.children["web"].poll() is not None:
                break
            self._revive(ended_at)
        self._end_all()
        return 0 if self.stopping else int(self.children["web"].returncode or 1)

    def _start(self, name: str) -> None:
        self.children[name] = subprocess.Popen(self.commands[name])  # noqa: S603  our own command line

    def _revive(self, ended_at: dict[str, float]) -> None:
        for name in ("worker", "sweep"):
            if self.children[name].poll() is None:
                ended_at.pop(name, None)
            elif time.monotonic() - ended_at.setdefault(name, time.monotonic()) > RESTART_AFTER_SECONDS:
                self._start(name)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _end_all(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        for child in self.children.values():
            try:
                child.wait(timeout=15)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
