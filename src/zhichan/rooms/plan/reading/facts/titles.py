"""The title of the plan and of the notice that encloses it (标题、印发通知)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from zhichan.rooms.plan.reading.facts.dates import damaged_alone, date_alone
from zhichan.rooms.plan.reading.facts.doc_numbers import number_after_title, number_alone, numbers_in
from zhichan.rooms.plan.reading.facts.printed import PrintedLine
from zhichan.rooms.plan.reading.folding import fold

_KINDS = (
    "规划|计划|方案|意见|要点|办法|措施|纲要|细则|规定|政策|清单|分工|任务书|指标体系|行动|安排|部署|条例"
    "|任务分解|分解表|任务表|工作表|计划表|安排表|分工表|台账|规则|制度|指引|导则"
)
_NOTICES = "通知|函|决定|公告|通告|批复|命令"
_BRACKETS = r"(?:\s*\((?:[^()]|\([^()]*\)){1,30}\))*"
_TITLE_END = re.compile(rf"(?:{_KINDS}|{_NOTICES}){_BRACKETS}》?$")
_ENCLOSING = re.compile(rf"(?:印发|转发|批转|公布|发布|下达|颁布).*(?:{_NOTICES}){_BRACKETS}$")
_SENDS_OUT = re.compile(r"^[^《》。]{2,60}(?:印发|发布|下发)(?P<inner>《[^《》]+》)$")
_INNER_QUOTED = re.compile(
    r"(?:印发|转发|批转|公布|发布|下达|颁布)[^《》〈〉]{0,12}[《〈](?P<inner>.+)[》〉]"
)
_INNER_PLAIN = re.compile(
    rf"(?:印发|转发|批转|公布|发布|下达|颁布)(?P<inner>.+?)的?(?:{_NOTICES})(?:\([^()]*\))*$"
)
_SENT_OUT = re.compile(r"现将?《(?P<inner>[^《》]+(?:《[^《》]*》[^《》]*)*)》[^。]{0,12}(?:印发|转发|发)给")
_SALUTATION = re.compile(r"^(?=.*(?:各|局|委|政府|单位|部门|公司|厅|院|办|处)).{3,300}:$")
_ORGANISATION_END = re.compile(
    r"(?:政府|办公[室厅]|委员会|领导小组|联席会议|局|厅|委|部|院|中心|管委会|办|处|总队|支队|海关|协会)(?:\s*\([^()]{1,20}\))?$"
)
_IN_BRACKETS = re.compile(r"^\([^()]*(?:\([^()]*\)[^()]*)*\)$")
_TAIL = re.compile(r"^\((?![^()]*(?:此件|公开|通过|密级|印发|发布|批准|20\d\d年\d{1,2}月))[^()]{1,24}\)$")
_MARKS = re.compile(r"[\s“”‘’\"'《》〈〉()\-—,、]")
_LONGEST_TITLE_LINES = 5
_LONGEST_TITLE_LINE = 70
_SHORTEST_LIKENESS = 0.6
_SHORTEST_TOP_LINE = 6
_ANNEX = re.compile(r"附\s*件\s*(?:\d{1,2}|[一二三四五])?")
_STOPS = re.compile(r"[,;:!?]")

Kind = Literal["title", "organisation", "breaker"]


@dataclass(frozen=True)
class Title:
    """A title joined from its printed lines; ``place`` is the first line's place in the head."""

    text: str
    folded: str
    place: int

    @property
    def encloses(self) -> bool:
        return bool(_ENCLOSING.search(self.folded))


@dataclass(frozen=True)
class Titles:
    """``plan`` is the plan's own title, ``container`` that of the enclosing notice."""

    plan: str | None
    container: str | None


def titles_of(head: Sequence[PrintedLine], sheet_name: str | None, page_title: str | None) -> Titles:
    """The two titles, from the printed lines and, where those fail, the data sheet or the page's own name."""
    printed = list(_titles(head))
    container = _container(printed, head) or _named_container(sheet_name) or _named_container(page_title)
    inner = _inner(container.text) if container else None
    inner = inner or _sent_out(head)
    after = container.place if container else -1
    own = [title for title in printed if not title.encloses and title.place > after]
    plan = _closest(own, inner) or _first(own) or inner or _first(printed, enclosing=False)
    if plan is None and container is None:
        plan = sheet_name or _page_title(page_title) or _top_line(head)
    return Titles(plan or None, without_number(container.text) if container else None)


def _page_title(name: str | None) -> str | None:
    """The page's own name when it names a document and not the site."""
    return name if name and _TITLE_END.search(fold(name)) else None


def _top_line(head: Sequence[PrintedLine]) -> str | None:
    """The first line, where it can be a title of an unusual kind."""
    if not head or kind_of(head[0]) != "title" or len(head[0].folded) < _SHORTEST_TOP_LINE:
        return None
    return None if _STOPS.search(head[0].folded) else head[0].text


def kind_of(line: PrintedLine) -> Kind:
    """What part a line of the head can play in a title."""
    folded = line.folded
    is_text = len(folded) > _LONGEST_TITLE_LINE or "。" in folded or folded.endswith((":", ";", ","))
    is_red_head = folded.endswith("文件") and "关于" not in folded and "《" not in folded
    is_other = (
        is_red_head
        or "|" in folded
        or _IN_BRACKETS.match(folded)
        or _ANNEX.fullmatch(folded)
        or folded.count("〉") > folded.count("〈")  # the way to the page: 首页 > 公开 > 规划
        or number_alone(folded)
        or date_alone(folded)
    )
    if is_text or is_other or damaged_alone(folded):
        return "breaker"
    return "organisation" if is_organisation(folded) else "title"


def is_organisation(folded: str) -> bool:
    """Whether a line names bodies and nothing else."""
    return "关于" not in folded and "印发" not in folded and bool(_ORGANISATION_END.search(folded))


def is_title(folded: str) -> bool:
    """Whether a line ends like the title of a document."""
    return bool(_TITLE_END.search(folded))


def without_number(title: str) -> str:
    """A notice's title without its document number in brackets."""
    number = number_after_title(fold(title))
    return title[: number.span[0] - 1].rstrip(" （(") if number else title


def _titles(head: Sequence[PrintedLine]) -> Iterator[Title]:
    """Every title printed in the head, its lines joined."""
    place = 0
    while place < len(head):
        lines = _lines_of_title(head, place)
        if lines:
            text = "".join(line.text for line in lines)
            yield Title(*_bare(text, "".join(line.folded for line in lines)), place)
        place += max(len(lines), 1)


def _bare(text: str, folded: str) -> tuple[str, str]:
    """A title without the document number before it and title marks around the whole."""
    number = next(numbers_in(folded), None)
    if number and not folded[: number.span[0]].strip(" ("):
        rest = folded[number.span[1] :].lstrip(" )")
        text, folded = text[len(text) - len(rest) :], rest
    if sent := _SENDS_OUT.match(folded):
        text, folded = text[slice(*sent.span("inner"))], sent["inner"]
    if folded.startswith("《") and folded.endswith("》"):
        return text[1:-1], folded[1:-1]
    return text, folded


def _lines_of_title(head: Sequence[PrintedLine], start: int) -> Sequence[PrintedLine]:
    """The lines from ``start`` on that make one title, none when no title begins there."""
    if kind_of(head[start]) == "breaker" or _is_red_head(head, start):
        return ()
    folded = ""
    for end in range(start, min(start + _LONGEST_TITLE_LINES, len(head))):
        if kind_of(head[end]) == "breaker":
            return ()
        folded += head[end].folded
        if _TITLE_END.search(folded) and folded.count("《") == folded.count("》"):
            has_tail = end + 1 < len(head) and _TAIL.match(head[end + 1].folded)
            return head[start : end + 2 if has_tail else end + 1]
    return ()


def _is_red_head(head: Sequence[PrintedLine], start: int) -> bool:
    """Whether the line is the name of a body over a title that is whole without it."""
    if kind_of(head[start]) != "organisation" or start + 1 >= len(head):
        return False
    following = head[start + 1].folded
    return kind_of(head[start + 1]) != "title" or not following.startswith(("关于", "印发", "转发"))


def _container(printed: Sequence[Title], head: Sequence[PrintedLine]) -> Title | None:
    """The enclosing notice whose title stands nearest above the salutation, else the longest."""
    enclosing = [title for title in printed if title.encloses]
    salutation = next((place for place, line in enumerate(head) if _SALUTATION.match(line.folded)), len(head))
    above = [title for title in enclosing if title.place < salutation]
    return above[-1] if above else max(enclosing, key=lambda title: len(title.text), default=None)


def _named_container(name: str | None) -> Title | None:
    if name is None:
        return None
    title = Title(name, fold(name), -1)
    return title if title.encloses else None


def _inner(container: str) -> str | None:
    """The title that a notice says it sends out."""
    folded = fold(container)
    found = _INNER_QUOTED.search(folded) or _INNER_PLAIN.search(folded)
    return container[found.start("inner") : found.end("inner")].strip() if found else None


def _sent_out(head: Sequence[PrintedLine]) -> str | None:
    for line in head:
        found = _SENT_OUT.search(line.folded)
        if found:
            return line.text[found.start("inner") : found.end("inner")]
    return None


def _closest(titles: Sequence[Title], inner: str | None) -> str | None:
    """The printed title most like the one the notice names; damage may have cost it its marks."""
    if inner is None:
        return None
    wanted = _MARKS.sub("", fold(inner))
    likeness = {
        title: SequenceMatcher(None, wanted, _MARKS.sub("", title.folded), autojunk=False).ratio()
        for title in titles
    }
    best = max(titles, key=lambda title: likeness[title], default=None)
    return best.text if best and likeness[best] >= _SHORTEST_LIKENESS else None


def _first(titles: Sequence[Title], *, enclosing: bool | None = None) -> str | None:
    for title in titles:
        if enclosing is None or title.encloses is enclosing:
            return title.text
    return None
