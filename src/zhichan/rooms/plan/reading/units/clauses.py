"""Where in the words of an item the clauses on units stand: in closing brackets, behind a label, bare."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhichan.rooms.plan.reading.deadlines import is_deadline
from zhichan.rooms.plan.reading.model import Span
from zhichan.rooms.plan.reading.units.grammar import LABEL, Parsed, parse_clause
from zhichan.rooms.plan.reading.units.names import is_plainly_unit
from zhichan.rooms.plan.reading.units.sentences import named_in_sentences

_LONGEST_CLAUSE = 900
_SENTENCE_END = "。;!?:)”,\n"
_LASTING = re.compile(r"[前底末内]|完成|持续|长期|常态|时限|期限")
_KIND_OF_FIRM = re.compile(r"(?:企业|机构|高校|院所|联盟|联合体)$")
_LED = re.compile(
    r"(?:^|(?<=[。;\n]))由?(?P<clause>[^。;,\n]{2,80}?牵头(?:负责)?(?:,[^。;,\n]{2,120}(?:配合|参与|参加|协助|协同|协办))?)(?=,)"
)
_LEADS_PART = re.compile(
    r"(?P<clause>[^。;,:\n]{2,60}?(?:牵头|主办|承办|负责)(?:负责|落实|推进|办理|实施)?)的?(?:重点)?(?:工作|任务|事项|项目)(?:\([^()]*\))?$"
)
_BARE = re.compile(r"(?:牵头|负责|配合|参与|落实|协助|实施)[。;]?$")


def clauses_in(folded: str) -> list[tuple[Span, Parsed]]:
    """Every clause on units in ``folded`` with its inner stretch, in order, none inside another."""
    found = list(_bracketed(folded))
    taken = [span for span, _ in found]
    for span in _labelled(folded, taken):
        parsed = parse_clause(folded, *span)
        if parsed.groups or parsed.deadline:
            found.append((span, parsed))
    if not any(parsed.groups for _, parsed in found):
        found += _bare(folded)
    if not any(parsed.groups for _, parsed in found):
        found += _leading(folded) or named_in_sentences(folded)
    return sorted(found, key=lambda clause: clause[0])


def clause_of_heading(folded: str) -> Span | None:
    """The units a heading hands its whole part to: 一、县农业局牵头工作(3项)."""
    match = _LEADS_PART.match(folded)
    return match.span("clause") if match else None


def _bracketed(folded: str) -> Iterator[tuple[Span, Parsed]]:
    for start, end in _brackets(folded):
        if end - start > _LONGEST_CLAUSE or end - start < 2:
            continue
        parsed = parse_clause(folded, start, end)
        if _speaks_of_units(folded, start, end, parsed) or _speaks_of_time(folded, start, end):
            yield (start, end), parsed


def _brackets(folded: str) -> Iterator[Span]:
    """The insides of outermost brackets; one left open reaches to the end of its paragraph."""
    depth, opened = 0, 0
    for position, sign in enumerate(folded):
        if sign == "(":
            opened = position + 1 if depth == 0 else opened
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
            if depth == 0:
                yield opened, position
        elif sign == "\n" and depth:
            yield opened, position
            depth = 0
    if depth:
        yield opened, len(folded)


def _speaks_of_units(folded: str, start: int, end: int, parsed: Parsed) -> bool:
    names = sum(len(group.units) for group in parsed.groups)
    if not names:
        return False
    if parsed.verbs:
        return parsed.certain * 2 >= names and not parsed.doubtful
    if parsed.certain < names or not _closes_sentence(folded, start, end):
        return False
    units = [folded[slice(*unit)] for group in parsed.groups for unit in group.units]
    after_stop = start < 2 or folded[start - 2] in _SENTENCE_END
    return all(map(_is_named, units)) and (len(units) > 1 or after_stop)


def _is_named(unit: str) -> bool:
    """Whether a name needs no verb beside it: a plain one, or a collective of several (各市、县人民政府)."""
    return is_plainly_unit(unit) or (unit.startswith("各") and "、" in unit)


def _closes_sentence(folded: str, start: int, end: int) -> bool:
    """Whether a bracket ends its sentence: behind its full stop, or before it or the paragraph's end."""
    after = folded[end + 1 : end + 2]
    return (start >= 2 and folded[start - 2] in "。;!") or after in ("", "\n", "。", ";")


def _speaks_of_time(folded: str, start: int, end: int) -> bool:
    words = folded[start:end]
    return bool(_LASTING.search(words)) and is_deadline(words) and _closes_sentence(folded, start, end)


def _labelled(folded: str, taken: list[Span]) -> Iterator[Span]:
    """Stretches behind a label outside brackets, up to the end of the paragraph or the next sentence."""
    position = 0
    while match := LABEL.search(folded, position):
        start = match.start()
        position = match.end()
        if any(left <= start < right for left, right in taken):
            continue
        if start and folded[start - 1] not in "。;,! \n)(|、:-":
            continue
        stop = re.compile(r"\n(?!\s*(?:\(?(?:责任|牵头|配合|完成|协办|主办|参与|时限)))|。(?=.)").search(
            folded, match.end()
        )
        end = stop.start() if stop else len(folded)
        yield start, end
        position = end


def _leading(folded: str) -> list[tuple[Span, Parsed]]:
    """The opening of a sentence that says who leads before what: 由市商务局牵头，市财政局配合，建设…"""
    result = []
    for match in _LED.finditer(folded):
        parsed = parse_clause(folded, *match.span("clause"))
        units = [folded[slice(*unit)] for group in parsed.groups for unit in group.units]
        if parsed.verbs and units and all(map(_answers, units)) and not parsed.doubtful:
            result.append((match.span("clause"), parsed))
    return result


def _answers(name: str) -> bool:
    """Whether a name is that of a unit, not of a kind of firm (龙头企业) that may join in."""
    return is_plainly_unit(name) and not _KIND_OF_FIRM.search(name)


def _without_time(words: str) -> str:
    """A clause without the deadline behind its last comma: 区科技局负责,2023年6月底前完成."""
    head, _, last = words.rpartition(",")
    return head if head and is_deadline(last) else words


def _bare(folded: str) -> list[tuple[Span, Parsed]]:
    """A last sentence that does nothing but name units: …。区科技局牵头，区财政局配合。"""
    paragraph_start = 0
    result = []
    for paragraph in folded.split("\n"):
        body = paragraph.rstrip("。; ")
        left = max(body.rfind("。"), body.rfind(";"), body.rfind("!")) + 1
        by = body.rfind("由", left)
        for begin in dict.fromkeys((left, by)):
            if begin < 0 or not _BARE.search(_without_time(body[begin:])) or len(body) - begin > 400:
                continue
            start, end = paragraph_start + begin, paragraph_start + len(body)
            parsed = parse_clause(folded, start, end)
            names = sum(len(group.units) for group in parsed.groups)
            if names and parsed.verbs and parsed.certain == names:
                result.append(((start, end), parsed))
                break
        paragraph_start += len(paragraph) + 1
    return result
