"""The lines that close a document below its last words: signature, date, copies, contacts (落款)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhichan.rooms.plan.reading.lines import Line
from zhichan.rooms.plan.reading.model import BlockKind
from zhichan.rooms.plan.reading.numbering import marker_of
from zhichan.rooms.plan.reading.structure.parts import is_date_line

_BELOW = re.compile(
    r"\(?(?:抄\s?送|抄\s?报|主\s?送|分\s?送|报\s?送\s?:|联系(?:人|电话|方式)|电话|此件|信息公开|公开(?:方式|属性)|校对|责任编辑|来源|相关附件"
    r"|打印|关闭|上一篇|下一篇|分享)|.{2,40}20\d\d年\d{1,2}月\d{1,2}日印发"
)
_MOST = 12
_LONGEST_NAME = 50


def closing_of(lines: Sequence[Line]) -> dict[int, BlockKind]:
    """Which of the last lines close the document, and as what."""
    found: dict[int, BlockKind] = {}
    for index in range(len(lines) - 1, max(len(lines) - _MOST, -1), -1):
        words = lines[index].folded
        below = found.get(index + 1)
        if (is_date_line(words) and not _ends_a_row(lines, index)) or (
            below == "signature" and _is_name(words)
        ):
            found[index] = "signature"
        elif _BELOW.match(words) and marker_of(words) is None and len(words) <= 2 * _LONGEST_NAME:
            found[index] = "furniture"
        else:
            break
    return found


def _ends_a_row(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is the last cell of a table row wrapped behind its bar."""
    return index > 0 and (lines[index - 1].barred or lines[index - 1].folded.endswith("|"))


def _is_name(words: str) -> bool:
    return len(words) <= _LONGEST_NAME and not re.search(r"[。,;:《|]", words) and marker_of(words) is None
