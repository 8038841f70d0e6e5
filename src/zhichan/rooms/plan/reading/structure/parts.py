"""Where the notice ends and the plan begins, and which line is what in the notice (通知、正文、附件)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhichan.rooms.plan.reading.columns import is_header_word
from zhichan.rooms.plan.reading.lines import Line
from zhichan.rooms.plan.reading.model import Block, BlockKind, Span
from zhichan.rooms.plan.reading.numbering import bare_marker_of, marker_of
from zhichan.rooms.plan.reading.structure.roles import is_role_heading

_TITLE = re.compile(
    r"[^。;]{2,60}?(?:规[划画]|计[划画]|方案|要点|意见|措施|办法|分[工解]|清单|纲要|细则|任务|行动|安排|[分工解]表|任务书|台账)(?:\([^()]{1,30}\))*"
)
_SHORT_TITLE = re.compile(r"(?:工作|实施|行动|发展|推进|建设)(?:规[划画]|计[划画]|方案|要点|意见|细则)")
_HAN_DIGIT = "〇零一二三四五六七八九十OoO"
_DATE = re.compile(
    rf"\(?(?:20\d\d|[{_HAN_DIGIT}]{{4}})\s?年\s?(?:\d{{1,2}}|[{_HAN_DIGIT}]{{1,3}})\s?月(?:\s?(?:\d{{1,2}}|[{_HAN_DIGIT}]{{1,3}})\s?日)?\)?"
)
_DAMAGED_DATE = re.compile(r"20\d{2,6}")
_NUMBER = re.compile(r"\(?[\u4e00-\u9fff]{2,14}\s?\((?:19|20)\d\d\)\s?第?\d{1,5}号\)?")
_SALUTATION = re.compile(r"[^。;]{2,160}:")
_META = re.compile(r"[·•\s]*[\u4e00-\u9fff][\u4e00-\u9fff\s]{1,12}\s*[::].{0,90}")
_APPENDIX = re.compile(r"(?:相关)?附\s?(?:件|表|录)\s*\d{0,2}\s*(?:[::.]\s*.{0,60})?")
_NAMED = re.compile(
    r"[省市县区镇乡州旗盟街]|国家|[“《]|20\d\d|十[一二三四五]五|^关于"
)  # what a plan's title names
_STRONG_RANK = 5


@dataclass(frozen=True)
class Parts:
    """Line numbers where the plan's own title, its words and its annexes begin."""

    title: int
    body: int
    appendix: int


def parts_of(lines: Sequence[Line]) -> Parts:
    """Cut the document in notice, plan and annexes; without a notice the first two are 0."""
    signed = _signature_line(lines)
    limit = _first_strong(lines, signed + 1)
    title = _plan_title(lines, signed + 1, limit, after_notice=signed >= 0)
    if title is None:
        body = _after_salutation(lines, limit)
        return Parts(body, body, _appendix_start(lines, body))
    return Parts(title[0], title[1], _appendix_start(lines, title[1]))


def notice_blocks(lines: Sequence[Line]) -> list[Block]:
    """The lines above the plan's title as blocks."""
    kinds = [_notice_kind(line) for line in lines]
    for index, kind in enumerate(kinds):
        if kind == "signature":
            for above in range(index - 1, max(index - 4, -1), -1):
                if kinds[above] != "paragraph" or not _is_name(lines[above]):
                    break
                kinds[above] = "signature"
    return [Block(kind, line.span, part="notice") for kind, line in zip(kinds, lines, strict=True)]


def title_span(lines: Sequence[Line]) -> Span:
    return lines[0].span[0], lines[-1].span[1]


def is_date_line(folded: str) -> bool:
    return bool(_DATE.fullmatch(folded))


def _signature_line(lines: Sequence[Line]) -> int:
    """The dated line that closes the notice, or -1: a title must follow it within a few lines."""
    dated = (index for index in range(len(lines)) if _is_dated(lines, index))
    return next((i for i in dated if any(_is_title(other) for other in lines[i + 1 : i + 7])), -1)


def _is_dated(lines: Sequence[Line], index: int) -> bool:
    """A date alone on its line, or the digits a damaged one left under a name."""
    words = lines[index].folded
    return is_date_line(words) or bool(_DAMAGED_DATE.fullmatch(words) and _is_name_above(lines, index))


def _is_name_above(lines: Sequence[Line], index: int) -> bool:
    return index > 0 and _is_name(lines[index - 1])


def _is_name(line: Line) -> bool:
    words = line.folded
    return len(words) <= 50 and not re.search(r"[。,;:《]", words) and not _TITLE.fullmatch(words)


def _first_strong(lines: Sequence[Line], start: int) -> int:
    for index in range(start, len(lines)):
        marker = marker_of(lines[index].folded)
        if marker and marker.rank <= _STRONG_RANK and marker.value == 1:
            return index
    return next((i for i in range(start, len(lines)) if _is_body_paragraph(lines[i].folded)), len(lines))


def _is_body_paragraph(words: str) -> bool:
    """A sentence of the plan itself, not of the notice that sends it out."""
    return (
        words.endswith("。")
        and len(words) > 12
        and not re.search(r"印发|执行|如下|现将|经.{0,20}同意", words)
    )


def _is_title(line: Line) -> bool:
    words = line.folded
    return (
        bool(_TITLE.fullmatch(words))
        and "印发" not in words
        and not words.endswith("通知")
        and marker_of(words) is None
        and bare_marker_of(words) is None
        and not _APPENDIX.fullmatch(words)
        and not words.startswith(("当前", "首页"))
        and (len(words) >= 6 or bool(_SHORT_TITLE.fullmatch(words)))
        and not is_header_word(words)
        and not is_role_heading(words)
    )


def _plan_title(
    lines: Sequence[Line], start: int, limit: int, *, after_notice: bool
) -> tuple[int, int] | None:
    """The plan's own title as (first line, line after it); the last one above the first chapter."""
    found = [i for i in range(start, min(limit, start + 40)) if _is_title(lines[i])]
    if not found:
        return None
    named = [index for index in found if _NAMED.search(lines[index].folded)]
    last = found[0] if after_notice else (named or found[:1])[-1]
    first = last
    while first > start and _begins_title(lines[first - 1], lines[last]):
        first -= 1
    return first, last + 1


def _begins_title(above: Line, title: Line) -> bool:
    words = above.folded
    return (
        len(words) <= 40
        and len(title.folded) <= 24
        and not re.search(r"[。;:]", words)
        and not _DATE.fullmatch(words)
        and not _NUMBER.fullmatch(words)
        and not _DAMAGED_DATE.fullmatch(words)
        and bool(re.search(r"[市省县区镇乡旗州盟“《”十五]", words))
        and not words.endswith(("局", "府", "室", "会", "文", "布"))
    )


def _after_salutation(lines: Sequence[Line], limit: int) -> int:
    for index in range(min(limit, len(lines))):
        if _SALUTATION.fullmatch(lines[index].folded) and not _META.fullmatch(lines[index].folded):
            return index + 1
    return 0


def _appendix_start(lines: Sequence[Line], body: int) -> int:
    seen_strong = False
    for index in range(body, len(lines)):
        marker = marker_of(lines[index].folded)
        seen_strong = seen_strong or bool(marker and marker.rank <= _STRONG_RANK + 1)
        if seen_strong and _APPENDIX.fullmatch(lines[index].folded):
            return index
    return len(lines)


def _notice_kind(line: Line) -> BlockKind:
    words = line.folded
    if _DATE.fullmatch(words) or _DAMAGED_DATE.fullmatch(words):
        return "signature"
    if _NUMBER.fullmatch(words):
        return "number"
    if re.search(r"(?:通知|批复|函)(?:\(.{0,30}\))?$", words) and len(words) <= 120:
        return "title"
    if _SALUTATION.fullmatch(words) and re.search(r"各|有关|成员", words):
        return "salutation"
    if _META.fullmatch(words):
        return "meta"
    return "title" if _is_title(line) else "paragraph"
