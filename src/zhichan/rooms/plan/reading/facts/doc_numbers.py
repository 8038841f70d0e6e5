"""Document numbers (发文字号) as printed and in the one form 某政发〔2021〕39号."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhichan.rooms.plan.reading.model import Span

# On folded text: every kind of bracket around the year is round there.
_NUMBER = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{2,16})\s*\(\s*(?P<year>(?:19|20)\d{2})\s*\)\s*第?\s*(?P<serial>\d{1,4})\s*号"
)
# Words that stand before a number without a bracket between: 根据国办发〔2021〕20号.
_LEADING = re.compile(
    r"^.*(?:根据|按照|依据|依照|落实|贯彻|执行|参照|见|以|和|及|与|或|经|由|的|文件|通知|意见|规划|方案|发布|印发|转发|原)(?=[\u4e00-\u9fff]{2})"
)
_NOTICE_BEFORE = re.compile(r"(?:通知|意见|函|决定|批复)\s*\(\s*$")
_AFTER_NUMBER = re.compile(r"[\s)]*(?:\d{4}年\d{1,2}月\d{1,2}日|签发人.*)?\s*$")
_LONGEST_BODY = 12


@dataclass(frozen=True)
class DocNumber:
    """``normal`` is the form for comparing; ``span`` is where it is printed in the searched text."""

    normal: str
    span: Span


def numbers_in(folded: str) -> Iterator[DocNumber]:
    """Every document number in folded text, in order."""
    for match in _NUMBER.finditer(folded):
        body = _LEADING.sub("", match["body"])[-_LONGEST_BODY:]
        start = match.start() + len(match["body"]) - len(body)
        yield DocNumber(f"{body}〔{match['year']}〕{int(match['serial'])}号", (start, match.end()))


def number_alone(folded: str) -> DocNumber | None:
    """The number a line consists of, apart from brackets around it and a date or signer after it."""
    for number in numbers_in(folded):
        start, end = number.span
        if not folded[:start].strip(" (") and _AFTER_NUMBER.match(folded[end:]):
            return number
    return None


def number_after_title(folded: str) -> DocNumber | None:
    """The number in brackets that closes the title of a notice; None for any other line."""
    for number in numbers_in(folded):
        start, end = number.span
        if _NOTICE_BEFORE.search(folded[:start]) and not folded[end:].strip(" )"):
            return number
    return None
