"""How much a plan document may hold before it is refused unread (上限).

A plan is some 10,000 to 200,000 characters; the limits leave room for scans of stamps and covers
and stop a file that would only eat the machine.
"""

from __future__ import annotations

from zhichan.core.errors import InvalidInput

MEGABYTE = 1_000_000
MAX_TXT_BYTES = 10 * MEGABYTE
MAX_HTML_BYTES = 20 * MEGABYTE
MAX_DOCX_BYTES = 50 * MEGABYTE
MAX_PDF_BYTES = 100 * MEGABYTE
MAX_FILE_BYTES = MAX_PDF_BYTES
MAX_DOCX_PARTS = 2_000
MAX_PART_BYTES = 40 * MEGABYTE
MAX_CHARACTERS = 3_000_000
MAX_PDF_PAGES = 2_000


def refuse_if_large(size: int, limit: int, name: str, what: str) -> None:
    """Raise InvalidInput when ``size`` bytes are more than ``limit``."""
    if size > limit:
        raise InvalidInput(
            f"{name}：{what}有 {size / MEGABYTE:.1f} MB，超过上限 {limit // MEGABYTE} MB；"
            "请拆分文件或删去图片后再试。",
            code="file_too_large",
            size=size,
            limit=limit,
        )


def refuse_if_long(characters: int, name: str) -> None:
    """Raise InvalidInput when the text is longer than any plan."""
    if characters > MAX_CHARACTERS:
        raise InvalidInput(
            f"{name}：正文超过 {MAX_CHARACTERS // 10_000} 万字，不像一份规划文件；请拆分后再试。",
            code="text_too_long",
            characters=characters,
        )
