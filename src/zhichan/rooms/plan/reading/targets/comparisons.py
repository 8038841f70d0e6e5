"""Words that only compare (较2020年, 由4.37件提高到), taken out; their baselines kept (比较与基期)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from zhichan.rooms.plan.reading.model import Span
from zhichan.rooms.plan.reading.quantities import Quantity, quantities_in

BLANK = "\x00"

_WHEN = (
    r"(?:(?:19|20)\d{2}年(?:底|末|年底|年末)?(?:的)?|上年|去年|上一年度?|上年度|前一年|"
    r"[“\"]?十[一二三四五六]五[”\"]?(?:期末|时期|末期|末|期间)?|基期|期初|规划期初|现状)"
)
_COMPARED = re.compile(
    rf"(?:较|比|与|同){_WHEN}(?:的?基础上|水平|相比|同期|期末|实际)?(?:相比)?|在{_WHEN}(?:的)?(?:基础|水平)上|按可比价格?(?:计算)?"
)
_ASIDE = re.compile(r"\((?!(?:套|件)\))[^()]{0,120}\)")
_NEW_OR = re.compile(r"新\([改扩续迁、和或/]{1,5}\)建")
_FROM = re.compile(r"(?:由|从)(?:[^,;。]{0,6}?(?P<year>20\d{2})年(?:底|末)?的?)?[^,。;由从\d]{0,4}$")
_ONWARD = re.compile(
    r",?(?:\((?P<year>20\d{2})年\))?(?:左右)?(?:稳步|逐步|进一步|快速)?"
    r"(?:提高|提升|增加|缩减|压减|精简|收窄|增长|扩大|上升|升|增|降低|下降|降|压缩|缩短|减少|发展|拓展|扩展|调整|跃升|提)(?:到|至|为)"
)


@dataclass(frozen=True)
class Comparison:
    """The figure a promise starts from, with its year where printed; it stands before ``at``."""

    at: int
    quantity: Quantity
    year: int | None


def without_comparisons(text: str) -> tuple[str, tuple[Comparison, ...]]:
    """The text, same length, with comparisons and asides blanked, and the baselines among them."""
    text = _NEW_OR.sub(lambda match: BLANK * (len(match[0]) - 2) + "新建", text)  # 新(改、扩)建
    bases = []
    for quantity in quantities_in(text):
        before = _FROM.search(text[max(0, quantity.start - 24) : quantity.start])
        after = _ONWARD.match(text, quantity.end)
        if before and after:
            year = before["year"] or after["year"]
            bases.append((Comparison(quantity.end, quantity, int(year) if year else None), len(before[0])))
    text = _blanked(text, [(base.quantity.start - lead, base.quantity.end) for base, lead in bases])
    return _ASIDE.sub(_blanks, blank_comparisons(text)), tuple(base for base, _ in bases)


def blank_comparisons(text: str) -> str:
    """The text, same length, without 较2020年, 在上年基础上 and the like."""
    return _COMPARED.sub(_blanks, text)


def _blanked(text: str, spans: Iterable[Span]) -> str:
    """The text, same length, with the stretches blanked; they stand in order. O(length)."""
    pieces, at = [], 0
    for start, end in spans:
        start = max(start, at)
        pieces += [text[at:start], BLANK * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])


def _blanks(match: re.Match[str]) -> str:
    return BLANK * len(match[0])
