"""What a quantity counts: the name of an indicator cut out of its clause (指标名称)."""

from __future__ import annotations

import re

from zhichan.rooms.plan.reading.model import Span
from zhichan.rooms.plan.reading.targets.verbs import ADVERB, MAKE, MANNER, SCOPE, STRONG_MAKE

_YEARS = r"[一二两三四五六七八九十\d]{1,2}年"
# 三年内, 用三年左右时间, and a bare 五年 before what is made in them
_COUNTED = rf"(?:(?:用|通过|未来|今后){_YEARS}|{_YEARS}(?=之?内|时间|累计|共|{MAKE}))(?:之?内|时间|左右)*"
_TIME = (
    r"(?:到|至|在)?(?:(?:19|20)\d{2}年?(?:底前|年底|年末|底|末|前|度)?|"
    r"[“\"]?十[一二三四五六]五[”\"]?(?:期末|末期|末|期间|时期)|规划期末|期末|届时|"
    rf"{_COUNTED}|(?:今|明|当|本)年(?:底|末)?|年底前?|月底前?)"
)
_JOINT = (
    r"(?:、|和(?![美谐睦])|及|以及|与|并|且|,|:|;|-|即|使得|使(?!用)|让|将|把|其中|而|则|是|对"
    r"|在(?![孵校园建读岗职册库线产营研籍编]))"  # 在孵企业
)
_NUMBER = r"\d{1,2}[.、](?!\d)|[①-⑳⑴-⒛㈠-㈩]|[一二三四五六七八九十](?:是|要)(?=[\u4e00-\u9fff])"
_OPEN_QUOTE = "“(?![^“”]*”)"  # its end lies beyond the name
_LEAD = rf"{_OPEN_QUOTE}|{_JOINT}|{_TIME}|{SCOPE}的?|{ADVERB}|{_NUMBER}|\x00"
_LEADING = re.compile(rf"(?:{_LEAD})+")
_CLAUSE_LEADING = re.compile(rf"(?:{_LEAD}|{MANNER})+")
# Whose doing it is stands before what is counted: 组织高校院所向企业|开放许可专利.
_DOERS = (
    r"(?:组织|支持|引导|鼓励|推动|指导|帮助)[^,。;]{0,8}?(?:企业|院所|高校|机构|单位|学校)"
    r"(?:向[^,。;]{2,10}?(?:企业|单位|居民|群众|社会)|提供|发放)(?=.{4})"
)
_LEVEL_LEADING = re.compile(
    rf"^(?:{_DOERS}|(?:支持|鼓励)有条件的[\u4e00-\u9fff]{{1,4}}?(?=发行|开展|建设|创建|设立|申报)|(?:实现|完成|推动|促进|带动|促使|保持|确保|保障|提高|提升|增加)(?!率|度|额|值|量)"
    r"|(?:支持|鼓励|引导)(?=[^,。;]{4,}(?:率|比重|占比|比例)$))"
)
_TRAILING = re.compile(
    rf"(?:{_TIME}|{ADVERB}(?<!实现)(?<![许认]可)|(?<=.{{4}})(?:全部|普遍|一律|预期|预计)|:|,|、|的|已|实现|数为|翻[一两二三]?番|连续[一二两三四五]年|[一三五两]年|总体|整体|保持|水平保持|由|从|较|(?<![占缩配入值量额率口数师生])比|至少|(?<![条公民合特契盟节集预签])约|近"
    r"|要|了|是|-|\(|\x00|\x00实现[^,。;\x00]{0,12})$"
)
_RATE = r"[^,。;]*(?:率|比例|比重|占比)$"
_MAKING_HEAD = re.compile(
    rf"^(?:(?:重点|着力|大力)?(?:培育|培养|引进|引育|建设|建成(?!区(?![域级]))|打造|创建|完成|认定|组建|设立|设置|推广|推行|新建(?!{_RATE})|发展|配备|争创|累计|安排|投入|吸纳|集聚|遴选|选拔|评定)"
    r"(?:和|与|、|并)?)+(?!率|量|额|值|数(?![据字]))(?=.{4})"
)
_SETS_UP = re.compile(
    r"(?:建设|设立|建立|组建|新建|培育|引进|创建|配备|布局)(?P<name>(?![和与及并的等、]|用地)[^,。;:]{3,24})"
)
_STOP = re.compile(r"[,。;:!?|()《》\n]")
_BEFORE_NAME = re.compile(r"的|(?<=场)次的?")
_CONNECTOR_END = re.compile(r"(?:、|和|及|以及|与|并|或|,|其中)+$")
# In a list the next thing made, up to its own figure: 200个充电桩|、新增泊位2000个.
_NEXT_MADE = re.compile(
    rf"(?:、|并)(?:{ADVERB}|{MANNER})*(?:{STRONG_MAKE.pattern}|安装|建设|改造)[^、,。;:]{{0,24}}$"
)
_REACHING_END = re.compile(r"(?:均|都|分别|力争)*(?:达到?|超过|突破|不低于|不少于|增长|超|占到?)$")
_PUT_IN = re.compile(r"(?<=[\u4e00-\u9fff]{2})入库$")  # 遴选30家企业入库
# 遴选50家企业|开展微导航: what those chosen shall do.
_WHO_ACTS = re.compile(r"(?<=企业|机构|高校|院所|学校|医院|单位|园区)(?:开展|实施|进行|参与|参加).+$")
_LONGEST_WORD = 16  # characters of a time or adverb behind a name
_LONG = 24
_LONGEST_DESCRIPTION = 200


def name_before(text: str, start: int, end: int, *, level: bool = False) -> Span:
    """The name that stands in ``text[start:end]`` before its verb: time, scope and adverbs stripped."""
    start, end = _strip(text, start, end, _LEADING)
    if level:
        for pattern in (_LEVEL_LEADING, _MAKING_HEAD):
            if match := pattern.match(text[start:end]):
                start, end = _strip(text, start + match.end(), end, _LEADING)
    return start, end


def clause_before(text: str, start: int, end: int) -> Span:
    """The clause that ends before a figure, without the words of time and manner it opens with."""
    return _strip(text, start, end, _CLAUSE_LEADING)


def object_of(text: str, start: int, end: int) -> Span:
    """What a clause without a figure sets up, for the figure in the next: 支持企业建设研发机构 → 研发机构."""
    found = [match for match in _SETS_UP.finditer(text, start, end) if match.end("name") == end]
    return found[-1].span("name") if found else (start, end)


def name_after(text: str, start: int, end: int) -> Span:
    """The name that stands after a quantity, up to the next stop or ``end``."""
    if text.startswith("、", start):
        return start, start  # the next in a list
    stop = _STOP.search(text, start, end)
    cut = stop.start() if stop else end
    if match := _BEFORE_NAME.match(text, start, cut):
        start = match.end()
    if not stop and (listed := _NEXT_MADE.search(text[start:cut])):
        cut = start + listed.start()
    for pattern in (_REACHING_END, _CONNECTOR_END, _PUT_IN, _WHO_ACTS):
        if match := pattern.search(text[start:cut]):
            cut = start + match.start()
    return start, cut


def is_empty(cut: Span) -> bool:
    return cut[0] >= cut[1]


def _strip(text: str, start: int, end: int, leading: re.Pattern[str]) -> Span:
    while True:
        before = start, end
        if match := leading.match(text, start, end):
            start = match.end()
        if match := _TRAILING.search(text, max(start, end - _LONGEST_WORD), end):
            end = match.start()
        if (start, end) == before or start >= end:
            return start, max(start, end)


_DIGIT = re.compile(r"\d")
_DESCRIBES = re.compile(r"较[高强好大多优]|明显|突出|良好|基本形成|显著|具有|领先|完善|先进|健全|规范")


def described_after(text: str, start: int, end: int) -> Span | None:
    """What a description that runs over commas describes: 1家实力较强,具有影响力的示范企业 → 示范企业."""
    end = min(end, start + _LONGEST_DESCRIPTION)
    stop = _STOP.search(text, start, end)
    if not stop or stop[0] != "," or not _DESCRIBES.search(text, start, stop.start()):
        return None
    at = text.rfind("的", stop.end(), end)
    tail_end = _STOP.search(text, at, end) if at >= 0 else None
    cut = (at + 1, tail_end.start() if tail_end else end)
    if at < 0 or _DIGIT.search(text, start, cut[1]):
        return None
    return cut if 0 < cut[1] - cut[0] <= _LONG else None
