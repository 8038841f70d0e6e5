"""Starts a PostgreSQL of one's own for the tests: temporary folder, free port, 127.0.0.1.

python tools/postgres.py COMMAND …    runs COMMAND with ZHICHAN_DATABASE_URL set, then stops the server
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "zhichan"
PASSWORD = "zhichan"  # noqa: S105  of a throw-away server on 127.0.0.1
_HASTY = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off "


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl with the highest version, or None where PostgreSQL is absent."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_server_user() -> dict[str, object]:
    """PostgreSQL refuses to run as root; then it runs as the system user postgres."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def running(*, durable: bool = False) -> Iterator[str]:
    """A running server; yields its database URL and removes everything afterwards. ``durable``: it waits for
    the disk as in earnest, for benches."""
    binary = binaries()
    if binary is None:
        raise SystemExit("没有找到 PostgreSQL：apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="zhichan-pg-"))
    identity = _as_server_user()
    try:
        if identity:
            os.chown(folder, identity["user"], identity["group"])  # type: ignore[arg-type]
        port = free_port()
        _start(binary, folder, port, identity, durable=durable)
        try:
            yield f"postgres://{USER}:{PASSWORD}@127.0.0.1:{port}/postgres"
        finally:
            _run(binary / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop", **identity)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(binary: Path, folder: Path, port: int, identity: dict[str, object], *, durable: bool) -> None:
    secret = folder / "password"
    secret.write_text(PASSWORD, encoding="ascii")
    if identity:
        os.chown(secret, identity["user"], identity["group"])  # type: ignore[arg-type]
    data = folder / "data"
    _run(
        binary / "initdb", "-D", data, "-U", USER, f"--pwfile={secret}", "-A", "scram-sha-256",
        "-E", "UTF8", "--locale=C.UTF-8", **identity,
    )  # fmt: skip
    options = (
        f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} "
        f"{'' if durable else _HASTY}-c max_connections=60 "
        "-c shared_buffers=256MB -c max_wal_size=4GB -c checkpoint_timeout=1h -c autovacuum=off"
    )
    _run(binary / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start", **identity)


def _run(*command: object, **identity: object) -> None:
    subprocess.run(
        [str(part) for part in command],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        **identity,  # type: ignore[call-overload]
    )


if __name__ == "__main__":
    with running() as url:
        code = subprocess.run(sys.argv[1:], env={**os.environ, "ZHICHAN_DATABASE_URL": url}, check=False)
    sys.exit(code.returncode)
