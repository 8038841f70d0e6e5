"""To whom and on which condition a grant is made (资助对象与条件), read from the words before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhichan.rooms.plan.reading.model import Span

_JOINTS = ",、;。:的和及与 -"
_OPENER = re.compile(r"(?:^|(?<=[,。;:]))(?:对于|凡是|针对|对|凡|向)")
_BACK = re.compile(r",?对?(?:该|其|上述|以上)[^,。;]{0,16}$")
_RECOGNISED = re.compile(
    r"(?:认定成为|认定为|评定为|评为|列为|获评|获批|成为|命名为|授予|荣获|获得|取得|入选)(?P<object>[^,。;的]{2,40})"
)
_CLAUSE_CUE = re.compile(
    r"满|达到|超过|以上|获|通过|认定|授权|维持|促成|引进|新|首次|入选|列入|完成|符合|具备|参加|取得"
)
_BY = re.compile(
    r"^(?:经|被|通过|获|首次|成功|当年|年度|新|达到|满|促成|完成|引进|入选|列入|参加|辅导|在|由)"
)


_ACTOR = re.compile(
    r"(?P<who>[^,。;]{0,12}?(?:企业|单位|个人|机构|组织|项目|主体|高校|院所|人才|团队|合作社|农户|园区))"
    r"(?=以|在|通过|获|被|首次|新|当年|经|利用|开展|购买|参|承|年|完成|引进|投保|达到|取得)"
)


@dataclass(frozen=True)
class Recipient:
    """Parts of the sentence that name who is given to, and when."""

    object: Span | None = None
    condition: Span | None = None

    @property
    def is_known(self) -> bool:
        return self.object is not None or self.condition is not None


def recipient_of(text: str, start: int, end: int) -> Recipient:
    """Read ``text[start:end]``, the words before a grant."""
    start, end = _trimmed(text, start, end)
    if start >= end:
        return Recipient()
    opener = _OPENER.search(text, start, end)
    if opener:
        return _opened(text, opener.end(), end)
    words = text[start:end]
    if _BY.match(words) or text[end : end + 1] == "的" or "," in words:
        return Recipient(_recognised(text, start, end), (start, end))
    return _with_clause(text, start, end)


def _opened(text: str, start: int, end: int) -> Recipient:
    """对X,条件的: X up to the first comma, the rest is the condition."""
    comma = text.find(",", start, end)
    if comma < 0:
        closed = text[end : end + 1] == "的"
        return _whole_clause(text, start, end, (start, end)) if closed else _with_clause(text, start, end)
    back = _BACK.search(text, comma, end)
    rest = _trimmed(text, comma + 1, back.start() if back else end)
    subject = _trimmed(text, start, comma)
    if rest[0] >= rest[1]:
        closed = text[comma - 1] == "的"
        return _whole_clause(text, *subject, subject) if closed else _with_clause(text, *subject)
    if text[comma - 1] == "的":  # 对被认定为…的,获得…的
        return _whole_clause(text, subject[0], rest[1], subject)
    return Recipient(subject, rest)


def _whole_clause(text: str, start: int, end: int, subject: Span) -> Recipient:
    """企业以专利质押获得贷款的: who does it, and what must be done."""
    actor = _ACTOR.match(text, *subject)
    who = actor.span("who") if actor else _recognised(text, *subject)
    return Recipient(who, (start, end))


def _with_clause(text: str, start: int, end: int) -> Recipient:
    """达到标准的X: the clause before 的 is a condition where it speaks of one."""
    at = text.rfind("的", start, end)
    if at < 0 and re.match(r"(?:首次|新)?(?:被|经|获|认定|评)", text[start:end]):
        return Recipient(_recognised(text, start, end), (start, end))
    if at <= start or not _CLAUSE_CUE.search(text, start, at):
        return Recipient((start, end), None)
    return Recipient((start, end), (start, at))


def _recognised(text: str, start: int, end: int) -> Span | None:
    """Who is meant by 被认定为X的: X."""
    found = list(_RECOGNISED.finditer(text, start, end))
    return found[-1].span("object") if found else None


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _JOINTS:
        start += 1
    while end > start and text[end - 1] in _JOINTS:
        end -= 1
    return start, end
