"""Whether a sentence tells what has been or what shall be, and for which year (时态与年份)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from zhichan.rooms.plan.reading.counted import COUNTED_YEARS
from zhichan.rooms.plan.reading.numbering import han_value
from zhichan.rooms.plan.reading.targets.comparisons import blank_comparisons
from zhichan.rooms.plan.reading.targets.frame import Frame

Tense = Literal["past", "goal", "open"]

_TITLES = re.compile(r"《[^》]{0,200}》|\((?:19|20)\d{2}\)\d{0,5}号?")
_NOT_BEHIND = r"(?!.{0,6}(?:未|受|无|不|获|曾|已|有))"  # 三年内未受处罚的企业
_TOKEN = re.compile(
    rf"(?P<counted>{COUNTED_YEARS.pattern}){_NOT_BEHIND}|"
    r"(?P<goal>力争|争取|确保|努力实现|力求|未来[三五两\d]年|今后|下一步|预期目标|目标(?:是|为|:)|规划期末|期末|届时|通过[三五两\d]年(?:的)?(?:时间|努力)?"
    r"|今年(?![前上1-9以来])|(?<=[。;])[^,。;:!?]{0,16}?要(?:坚持|紧扣|聚焦|围绕|突出|全力|以|力争|确保|把))"
    r"|(?P<past>据统计|经统计|统计显示|数据显示|截至|截止|以来|目前|现有|现存|上年|去年|上半年|近年来|近[三五两\d]年|先后|过去[一三五]年|今年[前上1-9]|前[一二三]季度|[三五]年来|一年来)"
    r"|(?:(?P<to>到|至|在)?[“\"]?(?P<ordinal>十[一二三四五六]五)[”\"]?(?P<when>期末|末期|末|期间|时期|以来|规划期)?)"
    r"|(?P<compared>较|比|从|由|与|自|按|以|按照|相比)?(?P<by>到|至|在)?(?<!\d)(?P<year>(?:19|20)\d{2})(?P<yearmark>年)(?!以来)(?P<basis>基础|水平|相比|基数|起(?=(?:[1-9]|10|[二三四五])年|每)|的)?"
)

_STILL_TO_COME = re.compile(r"(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末)?(?<!年)之?前")
_OLD_THINGS = re.compile(r"(?:底|末)?及?(?:以|之)?前(?:已|[^,。;的]{0,8}的)")
_REACHES = re.compile(r"(?:要|力争|争取)?(?:达到|突破|实现|建成|完成)")
_AHEAD = re.compile("未来|通过|今后")


@dataclass(frozen=True)
class Mark:
    """From ``at`` on the text speaks in ``tense``; ``year`` where it names one."""

    at: int
    tense: Tense
    year: int | None = None


class Timeline:
    """The turns of tense in one folded passage; ``at`` tells which holds at a place. O(log turns)."""

    def __init__(self, text: str, frame: Frame) -> None:
        masked = _TITLES.sub(lambda match: "\x00" * len(match[0]), blank_comparisons(text))
        found = (_mark(match, frame) for match in _TOKEN.finditer(masked))
        self.marks = tuple(mark for mark in found if mark)
        self._places = [mark.at for mark in self.marks]
        self._states = list(_carried(self.marks))

    def at(self, place: int) -> Mark:
        """The last turn before ``place``, open where there is none; an aim keeps the year said before it."""
        index = bisect_left(self._places, place)
        return self._states[index - 1] if index else Mark(0, "open")


def _carried(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Each turn with the year it speaks of; no aim takes over the year of what has been."""
    year = None
    for mark in marks:
        if mark.tense == "past":
            year = None
            yield mark
        else:
            year = mark.year if mark.year is not None else year
            yield Mark(mark.at, mark.tense, year)


def _mark(match: re.Match[str], frame: Frame) -> Mark | None:
    if match["counted"]:
        return _counted_mark(match, frame)
    if match["goal"]:
        return Mark(match.start(), "goal")
    if match["past"]:
        return Mark(match.start(), "past")
    if match["ordinal"]:
        return _ordinal_mark(match, frame)
    return _year_mark(match, frame)


def _counted_mark(match: re.Match[str], frame: Frame) -> Mark | None:
    """三年内 and 未来三年 turn to the goal; where the plan names no period they also name its year."""
    if frame.counts_from is None:
        return Mark(match.start(), "goal") if _AHEAD.match(match["counted"]) else None
    return Mark(match.start(), "goal", frame.counts_from + han_value(match["years"] or match["spent"]))


def _ordinal_mark(match: re.Match[str], frame: Frame) -> Mark | None:
    """到“十四五”末 turns to the goal; “十三五”期间 looks back; a bare 十四五 in a name says nothing."""
    if not match["when"] or match["when"] == "规划期":
        return None
    end = frame.ordinal_end(match["ordinal"])
    if frame.is_earlier_plan(match["ordinal"]) or match["when"] == "以来":
        return Mark(match.start(), "past", end)
    return Mark(match.start(), "goal", end)


def _year_mark(match: re.Match[str], frame: Frame) -> Mark | None:
    """2025年 ahead is a goal, 2020年 behind is past; 较2020年 and 2020年的 only compare."""
    year = int(match["year"])
    if match["compared"] or match["basis"] in ("基础", "水平", "相比", "基数", "起"):
        return None
    if not frame.promises and not match["by"]:
        return Mark(match.start(), "past", year) if frame.is_behind(year) else None
    if frame.start is None and frame.issued is None and year != frame.end and not match["by"]:
        return None  # nothing tells whether the year lies behind or ahead
    if _OLD_THINGS.match(match.string, match.end()):
        return None  # 2000年底前建成的小区
    if year == frame.issued and _STILL_TO_COME.match(match.string, match.end()):
        return Mark(match.start(), "goal", year)  # 2024年底前 in a plan of 2024
    if frame.is_behind(year):
        if year == frame.issued == frame.start and _REACHES.match(match.string, match.end()):
            return Mark(match.start(), "goal", year)  # 2025年达到… in a plan of 2025 to 2027
        told = not match["by"] or match["basis"] == "的"  # 增长到2022年的2150亿元
        return Mark(match.start(), "past", year) if told else None
    return Mark(match.start(), "goal", year)
