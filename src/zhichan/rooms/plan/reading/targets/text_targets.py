"""Targets stated in running text (文中目标): each sentence's quantities, read with what governs them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhichan.rooms.plan.reading.model import Baseline, Goal, Outline, SourceText, Span, Target
from zhichan.rooms.plan.reading.quantities import Quantity, quantities_in
from zhichan.rooms.plan.reading.sentences import Flow, printed, sentences_of
from zhichan.rooms.plan.reading.targets.claims import Claim, Setting, claim_of, rate_of
from zhichan.rooms.plan.reading.targets.comparisons import BLANK, Comparison, without_comparisons
from zhichan.rooms.plan.reading.targets.frame import Frame
from zhichan.rooms.plan.reading.targets.passages import Passage, passages_of
from zhichan.rooms.plan.reading.targets.refusals import is_granted, is_refused
from zhichan.rooms.plan.reading.targets.respectively import each_of, run_of, shared_claims
from zhichan.rooms.plan.reading.targets.specials import DOUBLE_NOTE, ZERO_NOTE, specials_in
from zhichan.rooms.plan.reading.targets.tense import Mark, marks_in, tense_at
from zhichan.rooms.plan.reading.targets.verbs import COMPARED, PAST_BETWEEN

UPPER_NOTE = "上限目标，记作只有上界的区间"

_FIGURE_OR_SPECIAL = re.compile(r"\d|[一二两三四五六七八九十百千]|突破|番")
_DEADLINE = re.compile(r"(20\d{2})年(?:\d{1,2}月)?(?:底|末)?(?:之?前)?(?:完成|建成|见效|达成)")


@dataclass(frozen=True)
class Found:
    """A claim with the year it is for and what was assumed in reading it."""

    claim: Claim
    year: int | None
    goal: bool
    note: str | None = None


class SectionYears:
    """The goal year a lead sentence sets for the passages under the same headings."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._years: dict[tuple[str, ...], int] = {}

    def note(self, passage: Passage, marks: Sequence[Mark]) -> None:
        years = [mark.year for mark in marks if mark.tense == "goal" and mark.year is not None]
        end = self._frame.end
        near = [year for year in years if end is None or year <= end]
        if passage.section and near:
            self._years[passage.section] = near[-1]

    def year_for(self, passage: Passage) -> int | None:
        section = passage.section
        while section:
            if section in self._years:
                return self._years[section]
            section = section[:-1]
        return self._frame.end


def text_targets_of(outline: Outline, frame: Frame) -> Iterator[Target]:
    """Every target of the running text in reading order, without ids."""
    years = SectionYears(frame)
    for passage in passages_of(outline):
        if passage.zone == "past":
            continue
        marks = marks_in(passage.flow.text, frame)
        if _FIGURE_OR_SPECIAL.search(passage.flow.text):
            for found, baseline in _found_in(passage, marks):
                yield _target(outline.source, passage, found, baseline, found.year or years.year_for(passage))
        years.note(passage, marks)


def _found_in(passage: Passage, marks: Sequence[Mark]) -> Iterator[tuple[Found, Comparison | None]]:
    text, bases = without_comparisons(passage.flow.text)
    quantities = quantities_in(text)
    deadline = _DEADLINE.search(passage.flow.text)
    due = int(deadline[1]) if deadline else None
    for sentence in sentences_of(passage.flow):
        inside = [q for q in quantities if sentence[0] <= q.start < sentence[1]]
        reading = SentenceReading(passage, text, sentence, marks, due)
        for found in sorted(reading.found(inside), key=lambda found: found.claim.start):
            start = found.claim.start
            base = next((b for b in bases if start <= b.at <= found.claim.quantity.start), None)
            yield found, base


@dataclass
class SentenceReading:
    """Reads one sentence from left to right; ``floor`` is where the last claim ended."""

    passage: Passage
    text: str
    sentence: Span
    marks: Sequence[Mark]
    due: int | None
    floor: int = 0
    previous: Claim | None = None

    def found(self, quantities: Sequence[Quantity]) -> Iterator[Found]:
        self.floor = self.sentence[0]
        mark = tense_at(self.marks, self.sentence[1])
        for claim in specials_in(self.text, *self.sentence, goal=self._goal(mark)):
            yield from self._kept(claim, None, None)
        index = 0
        while index < len(quantities):
            run = run_of(self.text, quantities, index, self.floor)
            yield from self._shared(run) if run else self._single(quantities, index)
            index += len(run) or 1

    def _shared(self, run: Sequence[Quantity]) -> Iterator[Found]:
        claims, note = shared_claims(run, self._setting(run[0], run[-1].end))
        for claim, year in claims:
            yield from self._kept(claim, year, note)
        self.floor = run[-1].end

    def _single(self, quantities: Sequence[Quantity], index: int) -> Iterator[Found]:
        quantity = quantities[index]
        following = quantities[index + 1].start if index + 1 < len(quantities) else self.sentence[1]
        if is_granted(self.text, quantity, self.sentence):
            return
        setting = self._setting(quantity, following)
        claim = claim_of(quantity, setting)
        if claim is None or _describes_the_next(self.text, claim, following, self.sentence[1]):
            return
        for each in each_of(claim, setting):
            yield from self._kept(each, None, None)

    def _setting(self, quantity: Quantity, ceiling: int) -> Setting:
        goal = self._goal(tense_at(self.marks, quantity.start))
        return Setting(self.text, self.floor, ceiling, self.sentence[1], self.previous, goal)

    def _goal(self, mark: Mark) -> bool:
        return mark.tense == "goal" or (self.passage.zone == "goal" and mark.tense != "past")

    def _kept(self, claim: Claim, year: int | None, note: str | None) -> Iterator[Found]:
        """The claim, unless it tells of the past or counts for nothing."""
        mark = tense_at(self.marks, claim.quantity.start)
        goal = self._goal(mark)
        if self._tells_the_past(claim, mark, goal) or is_refused(self.text, claim, self.sentence, goal=goal):
            return
        if claim.pattern != "special":
            self.floor = max(self.floor, claim.end)
            self.previous = claim
        own = mark.year if mark.tense == "goal" else None
        yield Found(claim, year or own or self.due, goal, note)

    def _tells_the_past(self, claim: Claim, mark: Mark, goal: bool) -> bool:
        if mark.tense == "past" or (self.passage.zone == "looks-back" and not goal):
            return True
        if self.passage.block.part == "notice" and not goal:
            return True
        whole = self.passage.flow.text[slice(*self.sentence)]
        if not goal and COMPARED.search(whole):
            return True
        before = self.passage.flow.text[self.floor : claim.quantity.start]
        return PAST_BETWEEN.search(before) is not None


def _describes_the_next(text: str, claim: Claim, following: int, end: int) -> bool:
    """引进10亿元以上项目3个: the first figure describes what the second counts."""
    if claim.pattern != "made-after" or following >= end:
        return False
    return claim.name[1] == following and not re.search(
        r"[达超增降为到至、,;]$|突破$|[高升]$", text[:following][-2:]
    )


def _target(
    source: SourceText, passage: Passage, found: Found, base: Comparison | None, year: int | None
) -> Target:
    claim, flow = found.claim, passage.flow
    notes = _notes(found)
    start = _evidence_start(passage, claim)
    span = flow.span(start, claim.end)
    return Target(
        span=span,
        confidence=_confidence(found),
        repairs=notes,
        name=_name(source, flow, claim),
        unit=_unit(source, flow, claim.quantity),
        baseline=_baseline(claim, base),
        target=goal_of(claim, year),
        source="text",
        growth_rate_pct=rate_of(claim),
        box=passage.box,
        evidence=source.text[slice(*span)],
    )


def goal_of(claim: Claim, year: int | None) -> Goal:
    """The goal of a claim; an upper limit is a range without a lower end."""
    quantity = claim.quantity
    if claim.sense == "<=" or quantity.tail == "以内":
        low = quantity.low if quantity.is_range else None
        return Goal("range", year, value_min=low, value_max=quantity.high)
    if quantity.is_range:
        return Goal("range", year, value_min=quantity.low, value_max=quantity.high)
    if quantity.tail == "左右":
        return Goal("~", year, value=quantity.low)
    return Goal(claim.sense, year, value=quantity.low)


def _notes(found: Found) -> tuple[str, ...]:
    notes = [found.note] if found.note else []
    if found.claim.verb in ("零突破", "翻番"):
        notes.append(ZERO_NOTE if found.claim.verb == "零突破" else DOUBLE_NOTE)
    if found.claim.sense == "<=" or found.claim.quantity.tail == "以内":
        notes.append(UPPER_NOTE)
    return tuple(notes)


def _baseline(claim: Claim, base: Comparison | None) -> Baseline | None:
    if claim.verb == "零突破":
        return Baseline(Decimal(0), None)
    return Baseline(base.quantity.low, base.year) if base else None


def _confidence(found: Found) -> float:
    score = 0.95 if found.goal else 0.85
    score -= 0.1 if found.claim.pattern == "beside" else 0.0
    score -= 0.05 if found.claim.quantity.spelled or found.claim.quantity.loose else 0.0
    score -= 0.3 if found.note else 0.0
    return round(score, 2)


def _evidence_start(passage: Passage, claim: Claim) -> int:
    """Evidence begins with the words that govern the figure: at the name, or at the verb before it."""
    start = claim.subject[0] if claim.subject else claim.start
    if claim.verb and claim.pattern in ("made-after", "made-before"):
        at = passage.flow.text.rfind(claim.verb, max(0, start - 24), start + 1)
        start = at if at >= 0 else start
    return start


def _name(source: SourceText, flow: Flow, claim: Claim) -> str:
    spans = [claim.subject, claim.name] if claim.subject else [claim.name]
    return "".join(_printed_name(source, flow, span) for span in spans)


def _printed_name(source: SourceText, flow: Flow, span: Span) -> str:
    return printed(source, flow, *span).strip("、,，的 ")


def _unit(source: SourceText, flow: Flow, quantity: Quantity) -> str | None:
    """The unit as printed, in the page's script, full-width signs folded."""
    if quantity.unit is None:
        return None
    start = quantity.number_end - len(quantity.unit)
    if flow.text[start : quantity.number_end] != quantity.unit:
        return quantity.unit
    return unicodedata.normalize("NFKC", printed(source, flow, start, quantity.number_end))
