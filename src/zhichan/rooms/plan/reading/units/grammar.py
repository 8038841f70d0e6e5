"""The grammar of a clause that names who answers: X牵头，Y配合，各镇(街道)按职责分工负责.

Works on folded text; what comes out are stretches of it, so that names are taken as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from zhichan.rooms.plan.reading.deadlines import is_deadline, is_filler
from zhichan.rooms.plan.reading.model import Mode, Span
from zhichan.rooms.plan.reading.units.names import (
    cut_points,
    goes_on_a_collective,
    looks_like_unit,
    may_be_unit,
    without_and_so_on,
)

Duty = Literal["lead", "share", "plain", "help", ""]

# Words that may stand between the last name and the end of a clause; no two of them begin alike,
# so that there is one way to read them.
_VERBS = (
    r"按照?|依照?|根据|各自|(?:部门|工作|岗位|法定)?职[责能权]|分工|分别|共同|联合|总?牵头|负责|配合|参与|参加|协助|协同|协办|协调"
    r"|承办|主办|主责|落实|组织|实施|推进|推动|抓好?|做好|具体|完成|统筹|结合|实际|开展|执行|办理|任务|各负其责|督促|支持|指导"
    r"|并|和|及|贯彻|情况|本地区?|属地|持续|长期|常态化?|坚持|加强|管理|原则|范围|内|密切|积极|跟进|为主|(?:相关|有关|此项|该项)?工作|权限"
)
_DUTY_WORDS = re.compile(
    r"牵头|为主|负责|配合|参与|参加|协助|协同|协办|承办|主办|主责|落实|实施|推进|分工|职[责能]|抓好|做好|推动|支持|执行|办理"
)
_TAIL = re.compile(rf"(?:等(?:有关|相关|其他)?(?:单位|部门|地区|委办局|职能部门)?)?(?:{_VERBS})+$")
_LABEL_WORDS = (
    r"(?P<lead>(?:责任)?牵头(?:责任)?(?:单位|部门|科室|处室)|主[办责管](?:单位|部门)|第一责任(?:单位|部门)|(?:牵头|主办)(?=:))"
    r"|(?P<help>(?:责任)?(?:配合|协办|协同|协助|参与|参加|联合|协作)(?:责任)?(?:单位|部门|科室|处室)|(?:配合|协办)(?=:))"
    r"|(?P<plain>(?:责任|负责|实施|落实|承办|执行|具体责任|主体责任|任务)(?:单位|部门|主体|科室|处室|股室|站所|机构))"
    r"|(?P<when>(?:完成|推进|办结|落实|实施|工作)?(?:时限|期限)(?:要求)?|(?:完成|实施|推进)(?:时间|日期)"
    r"|时间(?:节点|安排|进度|要求|期限)|进度(?:安排|要求))"
    r"|(?P<other>(?:责任|牵头|分管|配合|责任区|包联|挂点)(?:[市县区]?领导|人员?)|联系(?:人|领导|电话)|工作目标|预期成果)"
)
# 责任单位：…, and 【责任单位】… with its own brackets.
LABEL = re.compile(
    rf"(?:\((?=[^():]{{4,8}}\))(?:{_LABEL_WORDS.replace('?P<', '?P<own_')})\)\s*:?|(?:{_LABEL_WORDS})"
    r"(?:\s*:|为(?=[省市区县州旗镇乡各])))\s*"
)

_BEGINS = re.compile(
    r"(?:自|从)?20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:起|开始)(?:执行|实施|施行|推进|启动)?"
)
_LEADER_MARK = re.compile(r"\(牵头(?:单位|部门)?\)$")
_HOW_LISTED = re.compile(
    r"[;,。]\s*(?:排名?|列)(?:名)?在?(?:第一|首|最前)[^;。)]{0,20}牵头(?:单位|部门)?(?:[,;]?下同)?。?"
)
_OPENS_WITH_DAY = re.compile(
    r"(?:20\d\d年)?(?:\d{1,2}月)?(?:底|末|\d{1,2}日)?(?<=[年月日底末])之?前(?:出台|制定|印发|完成|建成|启动|发布|编制)"
)
_HALF_NAME = re.compile(r"[省市区县旗州镇乡](?:委|政府)")


@dataclass
class Group:
    """Units that share one verb; ``units`` are stretches of the folded text."""

    duty: Duty
    units: list[Span] = field(default_factory=list)


@dataclass(frozen=True)
class Parsed:
    """A clause taken apart: groups of units, the deadline's stretch, how many names look like units."""

    groups: tuple[Group, ...]
    deadline: Span | None
    ends: Span  # first to last character that speaks of units
    certain: int
    doubtful: int
    verbs: int


def parse_clause(folded: str, start: int, end: int) -> Parsed:
    """Take the clause ``folded[start:end]`` apart; labels (牵头单位：…) say the duty of what follows."""
    remark = _HOW_LISTED.search(folded, start, end)  # …;列第一位的为牵头单位,下同
    end = remark.start() if remark else end
    reader = _Reader(folded)
    for duty, label, left, right in _labelled(folded, start, end):
        reader.read(duty, label, left, right)
    return reader.result(start)


def mode_of(groups: tuple[Group, ...]) -> tuple[Mode | None, tuple[Span, ...], tuple[Span, ...]]:
    """The mode of a clause with its leading and its participating units."""
    of: dict[Duty, list[Span]] = {"lead": [], "share": [], "plain": [], "help": [], "": []}
    for group in groups:
        of[group.duty] += group.units
    everyone = tuple(unit for group in groups for unit in group.units)
    if of["lead"]:
        others = tuple(unit for group in groups if group.duty != "lead" for unit in group.units)
        return _led(tuple(of["lead"]), others)
    if of["help"]:
        head = tuple(of["plain"] + of["share"] + of[""])
        return _led(head, tuple(of["help"])) if head else ("irregular", (), everyone)
    duties = [group.duty for group in groups if group.units]
    if of["plain"] and of["share"] and duties[0] == "plain":
        return _led(tuple(of["plain"]), tuple(of["share"] + of[""]))
    if of["plain"] and of[""] and not of["share"]:
        return "irregular", tuple(of["plain"]), tuple(of[""])
    if len(everyone) == 1:
        return "single", everyone, ()
    if of["share"]:
        return "joint", (), everyone
    return ("joint-plain", (), everyone) if everyone else (None, (), ())


def _led(lead: tuple[Span, ...], others: tuple[Span, ...]) -> tuple[Mode, tuple[Span, ...], tuple[Span, ...]]:
    if not others:
        return "lead", lead, ()
    return ("lead+participants" if len(lead) == 1 else "joint-lead+participants"), lead, others


_Label = Duty | Literal["when", "other"]
_LABEL_DUTIES: dict[str, _Label] = {
    "lead": "lead",
    "help": "help",
    "plain": "plain",
    "when": "when",
    "other": "other",
}


def _labelled(folded: str, start: int, end: int) -> Iterator[tuple[_Label, int, int, int]]:
    """The clause cut at its labels: (duty the label gives, where it stands, start and end of its words)."""
    labels = list(LABEL.finditer(folded, start, end))
    if not labels or labels[0].start() > start:
        yield "", start, start, labels[0].start() if labels else end
    for index, label in enumerate(labels):
        stop = labels[index + 1].start() if index + 1 < len(labels) else end
        duty = (label.lastgroup or "").removeprefix("own_")
        yield _LABEL_DUTIES[duty], label.start(), label.end(), stop


class _Reader:
    """Reads words one after another and gathers units until a verb says what they do."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.groups: list[Group] = []
        self.waiting: list[Span] = []
        self.deadline: Span | None = None
        self.begins: Span | None = None
        self.touched: list[int] = []
        self.certain = self.doubtful = self.verbs = 0

    def read(self, duty: _Label, label: int, start: int, end: int) -> None:
        """Read the words from ``start`` to ``end``, which stand behind the label at ``label``."""
        if duty == "other":
            return
        if duty == "when":
            self.deadline = self.deadline or _trimmed(self.folded, start, end)
            return
        before = len(self.groups)
        for left, right in _words(self.folded, start, end):
            self._word(left, right)
        self._close("")
        if duty:  # what a label says holds for units without a verb of their own
            self.verbs += 1
            self.touched += [label] if len(self.groups) > before else []
            for group in self.groups[before:]:
                group.duty = group.duty or duty

    def result(self, start: int) -> Parsed:
        groups = tuple(group for group in self.groups if group.units)
        ends = (min(self.touched), max(self.touched)) if self.touched else (start, start)
        return Parsed(groups, self.deadline, ends, self.certain, self.doubtful, self.verbs)

    def _word(self, left: int, right: int) -> None:
        words = self.folded[left:right]
        if is_deadline(words) or (self.deadline and left - self.deadline[1] <= 1 and is_filler(words)):
            if self.deadline and 0 <= left - self.deadline[1] <= 2:  # 2021年底前完成,并长期坚持
                self.deadline = self.deadline[0], right
            begins = self.begins and left - self.begins[1] <= 2  # 自2023年起,用三年时间完成
            self.deadline = self.deadline or (self.begins[0] if self.begins and begins else left, right)
            return
        if _OPENS_WITH_DAY.match(words):
            self.deadline = self.deadline or (left, right)
            return  # 2022年9月30日前出台管理办法
        if _BEGINS.fullmatch(words):
            self.begins = left, right
            return  # since when, no name
        if "会同" in words[1:]:
            middle = left + words.index("会同", 1)
            self._word(left, middle)
            self._close("lead")
            self._word(middle + 2, right)
            return
        tail = _tail_at(words)
        if tail > 0:
            self._names(left, left + tail)
        if tail < len(words) and _DUTY_WORDS.search(words, tail):
            self.verbs += 1
            self.touched += [left, right]
            if "持续" in words[tail:] or "长期" in words[tail:]:
                self.deadline = self.deadline or (left + tail, right)
            self._close(_duty_of(words[tail:]))

    def _names(self, left: int, right: int) -> None:
        lead_in = re.match(
            r"(?:由|以|请|以及|及|和|与|其中|并)(?=[\u4e00-\u9fff]{2})", self.folded[left:right]
        )
        left += lead_in.end() if lead_in else 0
        marked = bool(_LEADER_MARK.search(self.folded[left:right]))
        right = left + without_and_so_on(self.folded[left:right])
        for start, end in cut_points(self.folded[left:right]):
            name = _trimmed(self.folded, left + start, left + end)
            if name is None:
                continue
            printed = self.folded[slice(*name)]
            self.touched += [*name]
            if self._is_more_of_all(name, printed):
                self.waiting[-1] = (self.waiting[-1][0], name[1])
                continue
            self.waiting.append(name)
            self.certain += looks_like_unit(printed)
            self.doubtful += not may_be_unit(printed)
        if marked and self.waiting:  # 投资促进局(牵头)、经济发展局
            self.verbs += 1
            self.groups.append(Group("lead", [self.waiting.pop()]))

    def _is_more_of_all(self, name: Span, printed: str) -> bool:
        """Whether a bare 街道 or 部门 goes on with the collective before it: 各镇、街道."""
        if not self.waiting or not goes_on_a_collective(printed):
            return False
        start, end = self.waiting[-1]
        return self.folded[start] == "各" and self.folded[end : name[0]].strip() == "、"

    def _close(self, duty: Duty) -> None:
        if self.waiting:
            head = self._head_of_helpers() if duty == "help" else 0
            if head:
                self.groups.append(Group("", self.waiting[:head]))
            self.groups.append(Group(duty, self.waiting[head:]))
            self.waiting = []
        elif self.groups and not self.groups[-1].duty:
            self.groups[-1].duty = duty

    def _head_of_helpers(self) -> int:
        """How many names stand before the one comma in X,Y、Z配合: those answer, the others help."""
        if self.groups:
            return 0
        pairs = zip(self.waiting, self.waiting[1:], strict=False)
        commas = [i for i, (one, two) in enumerate(pairs, 1) if "," in self.folded[one[1] : two[0]]]
        return commas[0] if len(commas) == 1 else 0


def _words(folded: str, start: int, end: int) -> Iterator[Span]:
    """Words between separators outside brackets; a blank divides only where a name or a verb ends."""
    depth, left = 0, start
    for position in range(start, end + 1):
        sign = folded[position] if position < end else ""
        depth += (sign == "(") - (sign == ")")
        if sign == " " and not _ends_word(
            folded[left:position].strip(), folded[position : position + 2].strip()
        ):
            continue
        if not sign or (depth <= 0 and sign in "、,;。.:/ \n|"):
            stretch = _trimmed(folded, left, position)
            if stretch:
                yield stretch
            left = position + 1


def _ends_word(words: str, following: str) -> bool:
    """Whether a blank behind ``words`` divides; 市场监 管局 and 市委 编办 were broken by a line's end."""
    if _HALF_NAME.fullmatch(words) and following and following not in "各省市区县旗州镇乡":
        return False
    return looks_like_unit(words) or is_deadline(words) or _tail_at(words) < len(words)


def _trimmed(folded: str, start: int, end: int) -> Span | None:
    while start < end and folded[start] in " \n,;。、:“”":
        start += 1
    while end > start and folded[end - 1] in " \n,;。、:":
        end -= 1
    return (start, end) if start < end else None


def _tail_at(words: str) -> int:
    """Where the verbs at the end of a word begin; the length of the word where it has none."""
    match = _TAIL.search(words[-60:])
    if match is None or not _DUTY_WORDS.search(match.group()):
        return len(words)
    return max(0, len(words) - 60) + match.start()


def _duty_of(tail: str) -> Duty:
    if re.search(r"牵头|为主|主办|主责", tail):
        return "lead"
    if re.search(r"配合|参与|参加|协助|协同|协办|支持", tail):
        return "help"
    if re.search(r"职[责能权]|分工|各负其责|分别", tail):
        return "share"
    return "plain"
