"""The worker of gunicorn: an answer in Chinese to an address that the server does not read (414), and
garbage collected quickly."""

from __future__ import annotations

import gc
from typing import Any

from gunicorn.http.errors import LimitRequestLine
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from zhichan.core.marks.keys import keys_of

#: Bytes of a request line; the most that gunicorn can be told. Our pages make no longer ones.
LONGEST_REQUEST_LINE = 8_190
TOO_LONG = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">\
<title>地址太长 · 知产</title></head>
<body><h1>地址太长</h1>
<p>服务器最多读 8,190 字节的地址，一个汉字在地址里占 9 个字节。</p>
<p>长检索式请写在检索页的输入框里再点“检索”，号码和企业名单请用清单检索。</p>
<p><a href="/search/">去检索</a> · <a href="/">回首页</a></p></body></html>
"""


class Worker(ThreadWorker):  # type: ignore[misc]  # it has no types
    def run(self) -> None:
        """Answer requests; the program itself, a hundred thousand objects that stay, is told apart from them.

        Else each full collection of garbage walks through it, and some question waits a tenth of a second.
        The tables of characters are read before it, for the first question about a mark waits for them.
        """
        keys_of("知产")
        gc.collect()
        gc.freeze()
        super().run()

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("An address of more than %d bytes was refused.", LONGEST_REQUEST_LINE)
        try:
            write_nonblock(client, too_long_reply())
        except OSError:
            self.log.debug("Failed to send error message.")


def too_long_reply() -> bytes:
    page = TOO_LONG.encode()
    head = (
        "HTTP/1.1 414 URI Too Long\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Cache-Control: no-store\r\nContent-Length: {len(page)}\r\n\r\n"
    )
    return head.encode("ascii") + page
