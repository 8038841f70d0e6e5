"""Targets stated in running text (文中目标), put together from the promises of each sentence."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from zhichan.rooms.plan.reading.model import Baseline, Goal, Outline, SourceText, Span, Target
from zhichan.rooms.plan.reading.quantities import Quantity, quantities_in
from zhichan.rooms.plan.reading.sentences import Flow, printed, sentences_of
from zhichan.rooms.plan.reading.targets.claims import Claim, rate_of
from zhichan.rooms.plan.reading.targets.comparisons import Comparison, without_comparisons
from zhichan.rooms.plan.reading.targets.frame import Frame
from zhichan.rooms.plan.reading.targets.passages import Passage, passages_of
from zhichan.rooms.plan.reading.targets.readings import Found, SentenceReading
from zhichan.rooms.plan.reading.targets.section_years import SectionYears
from zhichan.rooms.plan.reading.targets.specials import DOUBLE_NOTE, ZERO_NOTE
from zhichan.rooms.plan.reading.targets.tense import Timeline

UPPER_NOTE = "上限目标，记作只有上界的区间"
FRACTION_NOTE = "分数读作小数"

_FIGURE_OR_SPECIAL = re.compile(r"\d|[一二两三四五六七八九十百千]|突破|破零|番|倍")
_DEADLINE = re.compile(
    r"(20\d{2})年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末)?(?:之?前|完成|建成|见效|达成)(?!已|[^,。;的]{0,8}的)"
    r"|(?:时限|期限|完成时间):\s?(20\d{2})年"
)


def text_targets_of(outline: Outline, frame: Frame) -> Iterator[Target]:
    """Every target of the running text in reading order, without ids. O(length of the document)."""
    years = SectionYears(frame)
    for passage in passages_of(outline):
        if passage.zone == "past":
            continue
        times = Timeline(passage.flow.text, frame)
        if _FIGURE_OR_SPECIAL.search(passage.flow.text):
            reading = _Reading(outline.source, passage, times, frame, years.year_for(passage))
            yield from _targets_in(reading)
        years.note(passage, times.marks)


@dataclass(frozen=True)
class _Reading:
    """A passage with what is known before its sentences are read; ``year`` is for goals that name none."""

    source: SourceText
    passage: Passage
    times: Timeline
    frame: Frame
    year: int | None


def _targets_in(reading: _Reading) -> list[Target]:
    source, passage = reading.source, reading.passage
    text, bases = without_comparisons(passage.flow.text)
    quantities = quantities_in(text)
    starts = [quantity.start for quantity in quantities]
    deadline = _DEADLINE.search(passage.flow.text)
    due = int(deadline[1] or deadline[2]) if deadline else passage.due
    targets: list[Target] = []
    for sentence in sentences_of(passage.flow):
        first = bisect_left(starts, sentence[0])
        inside = quantities[first : bisect_left(starts, sentence[1])]
        read = SentenceReading(passage, text, sentence, reading.times, due, reading.frame)
        for found in read.found(inside):
            if found.claim.echo:
                targets[-1:] = [_with_echo(source, passage, target, found) for target in targets[-1:]]
            else:
                targets.append(_target(source, passage, found, bases, found.year or reading.year))
    return targets


def _with_echo(source: SourceText, passage: Passage, target: Target, found: Found) -> Target:
    """The target with the growth that the same sentence adds to it."""
    rate = rate_of(found.claim)
    if rate is not None:
        return replace(target, growth_rate_pct=rate)
    quantity = found.claim.quantity
    words = printed(source, passage.flow, quantity.start, quantity.end)
    return replace(target, repairs=(*target.repairs, f"原句另写明{found.claim.verb}{words}"))


def _target(
    source: SourceText, passage: Passage, found: Found, bases: Sequence[Comparison], year: int | None
) -> Target:
    claim, flow = found.claim, passage.flow
    span = flow.span(_evidence_start(passage, claim), claim.end)
    return Target(
        span=span,
        confidence=_confidence(found),
        repairs=_notes(found),
        name=_name(source, flow, claim),
        unit=_unit(source, flow, claim.quantity),
        baseline=_baseline(claim, bases),
        target=goal_of(claim, year),
        source="text",
        growth_rate_pct=rate_of(claim),
        box=passage.box,
        evidence=source.text[slice(*span)],
    )


def goal_of(claim: Claim, year: int | None) -> Goal:
    """The goal of a claim; an upper limit is a range without a lower end."""
    quantity = claim.quantity
    if quantity.tail == "左右" and not quantity.is_range:
        return Goal("~", year, value=quantity.low)
    if claim.sense == "<=" or quantity.tail == "以内":
        low = quantity.low if quantity.is_range else None
        return Goal("range", year, value_min=low, value_max=quantity.high)
    if quantity.is_range:
        return Goal("range", year, value_min=quantity.low, value_max=quantity.high)
    return Goal(claim.sense, year, value=quantity.low)


def _notes(found: Found) -> tuple[str, ...]:
    claim = found.claim
    notes = [found.note] if found.note else []
    if claim.pattern == "special" and claim.verb in ("零突破", "翻番"):
        notes.append(ZERO_NOTE if claim.verb == "零突破" else DOUBLE_NOTE)
    if (claim.sense == "<=" and claim.quantity.tail != "左右") or claim.quantity.tail == "以内":
        notes.append(UPPER_NOTE)
    if claim.quantity.unit is None and claim.quantity.spelled:
        notes.append(FRACTION_NOTE)
    return tuple(notes)


def _baseline(claim: Claim, bases: Sequence[Comparison]) -> Baseline | None:
    """The figure the promise starts from: 0 for 零突破, else the one printed between name and goal."""
    if claim.verb == "零突破":
        return Baseline(Decimal(0), None)
    at = bisect_left(bases, claim.start, key=lambda base: base.at)
    if at == len(bases) or bases[at].at > claim.quantity.start:
        return None
    return Baseline(bases[at].quantity.low, bases[at].year)


def _confidence(found: Found) -> float:
    score = 0.95 if found.goal else 0.85
    score -= 0.1 if found.claim.pattern in ("beside", "share") else 0.0
    score -= 0.05 if found.claim.quantity.spelled or found.claim.quantity.loose else 0.0
    score -= 0.3 if found.note else 0.0
    return round(score, 2)


def _evidence_start(passage: Passage, claim: Claim) -> int:
    """Evidence begins with the words that govern the figure: at the name, or at the verb before it."""
    start = min(claim.start, claim.subject[0] if claim.subject else claim.start)
    if claim.verb and claim.pattern in ("made-after", "made-before"):
        at = passage.flow.text.rfind(claim.verb, max(0, start - 24), start + 1)
        start = at if at >= 0 else start
    return start


def _name(source: SourceText, flow: Flow, claim: Claim) -> str:
    spans = [span for span in (claim.subject, claim.name, claim.tail) if span]
    return "".join(printed(source, flow, *span).strip("、,，的 ") for span in spans)


def _unit(source: SourceText, flow: Flow, quantity: Quantity) -> str | None:
    """The unit as printed, in the page's script, full-width signs folded."""
    if quantity.unit is None:
        return None
    span: Span = (quantity.number_end - len(quantity.unit), quantity.number_end)
    if flow.text[slice(*span)] != quantity.unit:
        return quantity.unit
    return unicodedata.normalize("NFKC", printed(source, flow, *span))
