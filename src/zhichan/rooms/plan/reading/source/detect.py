"""What a file is, by its bytes and never by its name (文件类型)."""

from __future__ import annotations

import re

from zhichan.core.errors import InvalidInput
from zhichan.rooms.plan.reading.model import Media

_PDF_WITHIN = 1_024
_HTML_WITHIN = 65_536
_TAGS = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|div|p|table|span|br|h[1-6])\b[^<>]{0,500}>", re.I
)
_MIN_TAGS = 3

# First bytes of files that are surely no plan text, and what to say of each.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "是旧版 Office 文件（.doc/.xls/.wps），请另存为 .docx 后再试"),
    (b"{\\rtf", "是 RTF 文件，请另存为 .docx 后再试"),
    (b"\x89PNG", "是图片，没有文字可读；请改用带文字的文件"),
    (b"\xff\xd8\xff", "是图片，没有文字可读；请改用带文字的文件"),
    (b"GIF8", "是图片，没有文字可读；请改用带文字的文件"),
    (b"II*\x00", "是图片，没有文字可读；请改用带文字的文件"),
    (b"MM\x00*", "是图片，没有文字可读；请改用带文字的文件"),
    (b"Rar!", "是 RAR 压缩包，请先解压再选其中的文件"),
    (b"7z\xbc\xaf\x27\x1c", "是 7z 压缩包，请先解压再选其中的文件"),
    (b"\x1f\x8b", "是 gzip 压缩包，请先解压再选其中的文件"),
    (b"MIME-Version:", "是网页归档（.mht），请在浏览器中另存为“仅 HTML”后再试"),
    (b"From: <Saved by", "是网页归档（.mht），请在浏览器中另存为“仅 HTML”后再试"),
    (b"\x7fELF", "是程序，不是规划文件"),
)


def media_of(data: bytes, name: str) -> Media:
    """Which reader ``data`` is for. InvalidInput when it is empty or a kind of file that holds no plan."""
    if not data.strip():
        raise InvalidInput(f"{name}：文件是空的；请重新选择文件。", code="empty_file")
    for signature, advice in _SIGNATURES:
        if data.startswith(signature):
            raise InvalidInput(f"{name}：{advice}。", code="wrong_type")
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "docx"
    return "html" if _looks_like_html(data[:_HTML_WITHIN]) else "txt"


def _looks_like_html(head: bytes) -> bool:
    """Whether there are enough tags, in bytes or in pairs of bytes."""
    if b"\x00" not in head:
        return _is_tagged(head)
    return any(
        _is_tagged(head.decode(wide, "ignore").encode("ascii", "ignore"))
        for wide in ("utf-16-le", "utf-16-be")
    )


def _is_tagged(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")[:15].lower()
    return start.startswith((b"<!doctype html", b"<html")) or len(_TAGS.findall(head)) >= _MIN_TAGS
