"""Promises without a plain figure (零突破, 翻一番, 进入前十位)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhichan.rooms.plan.reading.model import Span
from zhichan.rooms.plan.reading.numbers import number_value
from zhichan.rooms.plan.reading.quantities import Quantity
from zhichan.rooms.plan.reading.targets.claims import Claim
from zhichan.rooms.plan.reading.targets.names import is_empty, name_before
from zhichan.rooms.plan.reading.targets.verbs import METRIC_END

ZERO_NOTE = "零突破读作基期0、目标1"
DOUBLE_NOTE = "翻番读作基期的倍数"

_ZERO = re.compile(
    r"(?P<verb>实现|取得|完成|获得)?(?P<past>了)?(?:我[市区县省]|全[市区县省])?(?P<within>[^,。;:]{0,24}?)(?P<zero>[“\"]?(?:零[”\"]?的?突破|破零)[”\"]?)"
    r"(?![”\"]?(?:行动|工程|计划|专项|攻坚|企业|任务|奖))"
)
_DOUBLE = re.compile(
    r"(?:力争|争取|实现|比|再|至少)*(?:翻(?P<times>[一两二三四1234]?)番|(?:倍增|翻倍)(?=[,。;、|]|$))"
)
_RANK = re.compile(
    r"(?:进入|位居|位列|排名|居|列|保持|稳居|跻身)+(?:在)?(?P<among>(?:全[国省市区县]|同类|自治区|珠三角|长三角)[^,。;\d]{0,8}?)"
    r"前(?P<rank>\d{1,3}|[一二三四五六七八九十]{1,2})(?P<unit>位|名|强)"
)
_TIMES = {"": 1, "一": 1, "1": 1, "两": 2, "二": 2, "2": 2, "三": 3, "3": 3, "四": 4, "4": 4}
_PART = re.compile(r"、|以及|和|(?<![惠普涉])及|与")
_LONGEST_CLAUSE = 200
_SHORTEST = 4  # characters of a name that can stand alone in a list
_LIST_SIGNS = ("、", ",", "和", "及")


def specials_in(text: str, sentence: Span, figures: Sequence[Quantity], *, goal: bool) -> Iterator[Claim]:
    """The special claims of a sentence; no name reaches back over a figure that a list goes on behind."""
    start, end = sentence
    closed = [one.end for one in figures if text[one.end : one.end + 1] in _LIST_SIGNS]
    clauses = _Clauses(text, start, closed)
    yield from _zero_breakthroughs(clauses, end)
    yield from _doublings(clauses, end, goal=goal)
    if goal:
        yield from _ranks(clauses, end)


def names_in(text: str, name: Span) -> list[Span]:
    """The single names of a list such as 甲类专利、乙类商标; the whole where a part is no name."""
    parts, at = [], name[0]
    for match in _PART.finditer(text, *name):
        parts.append((at, match.start()))
        at = match.end()
    parts.append((at, name[1]))
    if any(stop - begin < _SHORTEST and not METRIC_END.search(text[begin:stop]) for begin, stop in parts):
        return [name]
    return parts


@dataclass(frozen=True)
class _Clauses:
    """A sentence from ``start`` on; at each place of ``closed`` a figure ends that a list goes on behind."""

    text: str
    start: int
    closed: Sequence[int]

    def name_at(self, stop: int) -> Span:
        """The name that ends at ``stop``, within its clause; of the clause before where that holds none."""
        opening = self._opening(stop)
        name = name_before(self.text, opening, stop, level=True)
        if is_empty(name) and opening > self.start and opening not in self.closed:
            name = name_before(self.text, self._opening(opening - 1), opening - 1, level=True)
        return name

    def _opening(self, stop: int) -> int:
        start = max(self.start, stop - _LONGEST_CLAUSE)
        figures = [end for end in self.closed if start <= end <= stop]
        return max(start, *figures, *(self.text.rfind(sign, start, stop) + 1 for sign in ",;:。"))


def _zero_breakthroughs(clauses: _Clauses, end: int) -> Iterator[Claim]:
    text = clauses.text
    for match in _ZERO.finditer(text, clauses.start, end):
        name = name_before(text, match.start("within"), match.end("within")) if match["verb"] else (0, 0)
        if is_empty(name):
            name = clauses.name_at(match.start("verb") if match["verb"] else match.end("within"))
        if is_empty(name):
            continue
        at = max(match.start("zero"), name[1])
        quantity = Quantity(at, match.end(), Decimal(1), Decimal(1), None)
        for part in names_in(text, name):
            yield Claim(quantity, part, ">=", "special", "零突破", past=bool(match["past"]))


def _doublings(clauses: _Clauses, end: int, *, goal: bool) -> Iterator[Claim]:
    """翻一番 anywhere; a bare 倍增 where it is not a mere catchword (高企倍增。)."""
    text = clauses.text
    for match in _DOUBLE.finditer(text, clauses.start, end):
        if match[0] in ("倍增", "翻倍") and not goal:
            continue
        if text.endswith("个", 0, match.start()):
            continue  # “三个翻番”: the name of several goals
        name = clauses.name_at(match.start())
        if not is_empty(name):
            times = Decimal(2 ** _TIMES[match["times"] or ""])
            quantity = Quantity(match.start(), match.end(), times, times, "倍")
            for part in names_in(text, name):
                yield Claim(quantity, part, ">=", "special", "翻番")


def _ranks(clauses: _Clauses, end: int) -> Iterator[Claim]:
    for match in _RANK.finditer(clauses.text, clauses.start, end):
        name = clauses.name_at(match.start())
        rank = number_value(match["rank"])
        if not is_empty(name) and rank is not None:
            quantity = Quantity(match.start("rank") - 1, match.end(), rank, rank, match["unit"])
            yield Claim(quantity, name, "<=", "special", "排名")
