"""Documents the plan promises to issue (拟出台文件): 制定出台《…》, 研究编制…计划, 《…条例》的修订.

A document of its own kind must be named: 办法, 计划, 方案, 意见, 规划, 条例 and the like, in 《》 or
not. This plan itself (制定本方案), documents already issued and those merely to be carried out are
not promised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhichan.rooms.plan.reading.model import Instrument, Outline, SourceText, Span
from zhichan.rooms.plan.reading.sentences import Flow, printed, sentences_of
from zhichan.rooms.plan.reading.targets.passages import Passage, passages_of

_ISSUE = (
    r"(?:研究|抓紧|组织|牵头|探索|尽快|及时|适时|推动|推进|加快|启动|联合|率先|持续|逐步|抓好|完成|做好|会同|协助|配合|继续|修改){0,4}"
    r"(?:制[定订]|出台|编制|编写|编印|修订|修改|印发|起草|拟订|拟定|草拟|颁布|发布|制修订|制作|编发|编纂)"
    r"(?:并|、|和|与)?(?:出台|印发|实施|发布|公布|公开|完善|修订|落实|编制|推行|推广)?(?:实施)?"
)
_ACT = re.compile(
    r"制[定订]|出台|编制|编写|编印|修订|修改|印发|起草|拟订|拟定|草拟|颁布|发布|制修订|制作|编发|编纂"
)
_CARRIES_OUT = re.compile(r"落实|贯彻|按照|根据|依据|符合|执行|遵照|与|关于")
_BEFORE = 40  # characters before a verb that tell whether it promises
_VERB_AT = re.compile(_ISSUE)
_TITLED = re.compile(r"(?P<lead>[^,。;《》]{0,24}?)《(?P<title>[^《》]{2,80})》")
_AND_TITLED = re.compile(r"(?:、|和|及|以及|与)?《(?P<title>[^《》]{2,80})》")
_KINDS = (
    r"(?:实施|管理|暂行|试行|保护|行动|工作|专项|建设|发展|培育|奖励|资助|激励|扶持|考核|培养|推进|评价|评估|认定|操作|应对|指导|服务|业务|技术|三年|年度|中长期|配套)*"
    r"(?:办法|计划|方案|意见|规划|条例|细则|指南|手册|规定|规程|规范|标准|指引|目录|清单|白皮书|蓝皮书|政策|措施|预案|规则|章程|纲要|导则|名录|图谱|办法\(试行\))"
)
_UNTITLED = re.compile(
    rf"(?P<title>(?:(?!{_ISSUE})[^,。;:《》()]){{2,40}}?{_KINDS})(?=$|[,。;:)、]|和|及|等|,|并|为|以|的(?:通知|实施))"
)
_REVISED_AFTER = re.compile(
    r"《(?P<title>[^《》]{2,80})》(?:等[^,。;《》]{0,12})?(?:的)?(?P<verb>修订|制[定订]|编制|修改|起草|出台|立法)(?:工作|出台|完善|和)?"
)
_SELF = re.compile(
    r"^(?:本|此|该|以下|如下|特|各|相应|相关|有关|具体的?|切实可行的?|科学合理的?)|^(?:规划|方案|计划|办法|意见|措施|标准|政策)$"
)
_WEAK_KINDS = re.compile(r"(?:政策|措施|标准|规范|目录|名录|清单|图谱)$")
_PAST = re.compile(r"(?:已|已经|先后|相继|陆续|曾|截至|以来)[^,。;]{0,10}$|了$")
_NOT_A_PROMISE = re.compile(r"(?:参与|引导参与|主导|参加|鼓励|支持|指导|推动|帮助)[^,。;]{0,20}$")
_LIST_BY_STANDARD = re.compile(
    r"^(?:国家|行业|国际|地方|团体|企业)?(?:及|、|和|级)*(?:国家|行业|国际|地方|团体|企业)?标准$"
)
_MARKS = re.compile(r"[\s《》〈〉“”\"]")
_SHORTEST_OWN = 8  # characters of a title that can be told from others


@dataclass(frozen=True)
class Words:
    """Where, in a passage, title and verb of a promised document stand, and the whole promise."""

    title: Span
    verb: Span
    span: Span


def instruments_of(outline: Outline) -> tuple[Instrument, ...]:
    """Every promised document in reading order, each title once. O(length)."""
    found: dict[str, Instrument] = {}
    own = _own_titles(outline)
    for passage in passages_of(outline):
        if passage.zone in ("past", "looks-back") or passage.block.part == "notice":
            continue
        for sentence in sentences_of(passage.flow):
            for instrument in _in_sentence(outline.source, passage, sentence):
                if not _is_own(instrument, own):
                    found.setdefault(instrument.title, instrument)
    return tuple(sorted(found.values(), key=lambda instrument: instrument.span))


def _own_titles(outline: Outline) -> list[str]:
    text = outline.source.text
    return [_MARKS.sub("", text[slice(*block.span)]) for block in outline.blocks if block.kind == "title"]


def _is_own(instrument: Instrument, own: list[str]) -> bool:
    """Whether a promised document is this one: 制定 its own title."""
    title = _MARKS.sub("", instrument.title)
    return len(title) >= _SHORTEST_OWN and any(title in one for one in own)


def _in_sentence(source: SourceText, passage: Passage, sentence: Span) -> Iterator[Instrument]:
    flow, (start, end) = passage.flow, sentence
    for match in _REVISED_AFTER.finditer(flow.text, start, end):
        if not _VERB_AT.search(flow.text, max(start, match.start() - 4), match.start()):
            words = Words(match.span("title"), match.span("verb"), match.span())
            yield _instrument(source, flow, words, 0.9)
    for verb in _VERB_AT.finditer(flow.text, start, end):
        before = flow.text[max(start, verb.start() - _BEFORE) : verb.start()]
        if _PAST.search(before) or flow.text[verb.end() : verb.end() + 1] == "了":
            continue
        yield from _titled(source, flow, verb, end)
        if not _NOT_A_PROMISE.search(before):
            yield from _untitled(source, flow, verb, end)


def _titled(source: SourceText, flow: Flow, verb: re.Match[str], end: int) -> Iterator[Instrument]:
    """制定出台《甲》、《乙》: each title."""
    match = _TITLED.match(flow.text, verb.end(), end)
    if match is None or verb[0].endswith("落实") or _CARRIES_OUT.search(match["lead"]):
        return
    while match:
        words = Words(match.span("title"), _act(verb), (verb.start(), match.end()))
        yield _instrument(source, flow, words, 0.95)
        match = _AND_TITLED.match(flow.text, match.end(), end)


def _untitled(source: SourceText, flow: Flow, verb: re.Match[str], end: int) -> Iterator[Instrument]:
    """编制人才培育计划: a document named in plain words."""
    match = _UNTITLED.match(flow.text, verb.end(), end)
    if match is None or _SELF.match(match["title"]) or _LIST_BY_STANDARD.match(match["title"]):
        return
    words = Words(match.span("title"), _act(verb), (verb.start(), match.end()))
    yield _instrument(source, flow, words, 0.6 if _WEAK_KINDS.search(match["title"]) else 0.75)


def _instrument(source: SourceText, flow: Flow, words: Words, confidence: float) -> Instrument:
    return Instrument(
        span=flow.span(*words.span),
        confidence=confidence,
        title=printed(source, flow, *words.title),
        verb=printed(source, flow, *words.verb),
    )


def _act(verb: re.Match[str]) -> Span:
    """制定出台 of 研究制定出台: the act without what leads up to it."""
    act = _ACT.search(verb[0])
    assert act is not None  # every verb of issue holds one
    return verb.start() + act.start(), verb.end()
