"""Reads one sentence from left to right: which of its quantities are promises (逐句读取)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from zhichan.rooms.plan.reading.model import Span
from zhichan.rooms.plan.reading.quantities import Quantity
from zhichan.rooms.plan.reading.targets.claims import Claim, Setting
from zhichan.rooms.plan.reading.targets.frame import Frame
from zhichan.rooms.plan.reading.targets.passages import Passage
from zhichan.rooms.plan.reading.targets.patterns import claim_of
from zhichan.rooms.plan.reading.targets.refusals import is_granted, is_refused
from zhichan.rooms.plan.reading.targets.respectively import each_of, run_of, shared_claims
from zhichan.rooms.plan.reading.targets.specials import specials_in
from zhichan.rooms.plan.reading.targets.tense import Mark, Timeline
from zhichan.rooms.plan.reading.targets.verbs import COMPARED, PAST_BETWEEN

_NEAR = 120  # characters before a figure that may put it in the past
_NAMES_ONLY = re.compile(r"[\u4e00-\u9fff]{2,12}(?<![达增降为到至升高])")
_REACHES = re.compile(r"[达超增降为到至升高,;]$|突破$")


@dataclass(frozen=True)
class Found:
    """A claim with the year it names and what was assumed in reading it."""

    claim: Claim
    year: int | None
    goal: bool
    note: str | None = None


@dataclass
class SentenceReading:
    """One sentence of a passage; ``floor`` is where the last claim ended, ``previous`` that claim."""

    passage: Passage
    text: str  # the passage with comparisons blanked
    sentence: Span
    times: Timeline
    due: int | None  # the year of the passage's own deadline
    frame: Frame
    floor: int = 0
    previous: Claim | None = None

    def found(self, quantities: Sequence[Quantity]) -> list[Found]:
        """The promises of the sentence in the order of its words."""
        self.floor = self.sentence[0]
        goal = self._goal(self.times.at(self.sentence[1]))
        specials = list(specials_in(self.text, self.sentence, quantities, goal=goal))
        found = [kept for claim in specials for kept in self._kept(claim, None, None)]
        index = 0
        while index < len(quantities):
            run = run_of(self.text, quantities, index, self.floor)
            found += self._shared(run) if run else self._single(quantities, index)
            index += len(run) or 1
        return sorted(found, key=lambda one: one.claim.quantity.start)

    def _shared(self, run: Sequence[Quantity]) -> Iterator[Found]:
        if not is_granted(self.text, run[0], self.sentence):
            claims, note = shared_claims(run, self._setting(run[0], run[-1].end))
            for claim, year in claims:
                yield from self._kept(claim, year, note)
        self.floor = run[-1].end

    def _single(self, quantities: Sequence[Quantity], index: int) -> Iterator[Found]:
        quantity = quantities[index]
        if quantity.start < self.floor or is_granted(self.text, quantity, self.sentence):
            return
        after = list(quantities[index + 1 : index + 3])
        if after and _is_attribute_of_what_follows(self.text, quantity, after[0]):
            del after[0]  # 引进3个10亿元以上项目
        following = after[0].start if after else self.sentence[1]
        setting = self._setting(quantity, following)
        claim = claim_of(quantity, setting)
        if claim is None or _describes_the_next(self.text, claim, following, self.sentence[1]):
            return
        for each in each_of(claim, setting):
            yield from self._kept(each, None, None)

    def _setting(self, quantity: Quantity, ceiling: int) -> Setting:
        goal = self._goal(self.times.at(quantity.start))
        return Setting(
            self.text,
            self.floor,
            ceiling,
            self.sentence[1],
            self.previous,
            goal,
            self.passage.box is not None,
        )

    @cached_property
    def _compares(self) -> bool:
        """Whether the sentence holds a comparison with years before; looked for once, not for each figure."""
        return COMPARED.search(self.passage.flow.text, *self.sentence) is not None

    def _goal(self, mark: Mark) -> bool:
        return mark.tense == "goal" or (self.passage.zone == "goal" and mark.tense != "past")

    def _kept(self, claim: Claim, year: int | None, note: str | None) -> Iterator[Found]:
        """The claim, unless it tells of the past or counts for nothing."""
        mark = self.times.at(claim.quantity.start)
        goal = self._goal(mark)
        if self._tells_the_past(claim, mark, goal) or is_refused(self.text, claim, self.sentence, goal=goal):
            return
        if claim.pattern != "special" and not claim.echo:
            self.floor = max(self.floor, claim.end)
            self.previous = claim
        own = mark.year if mark.tense == "goal" else None
        yield Found(claim, year or own or self.due, goal, note)

    def _tells_the_past(self, claim: Claim, mark: Mark, goal: bool) -> bool:
        if mark.tense == "past" or (self.passage.zone == "looks-back" and not goal):
            return True
        if not self.frame.promises and not goal:
            return True
        if self.passage.block.part == "notice" and self.passage.block.kind != "item" and not goal:
            return True
        ahead = goal and mark.year in (None, self.frame.end)
        asked = self.passage.block.kind == "item" and mark.tense == "open"
        if not ahead and not asked and self._compares:
            return True
        near = max(self.floor, claim.quantity.start - _NEAR)
        return PAST_BETWEEN.search(self.passage.flow.text, near, claim.quantity.start) is not None


def _is_attribute_of_what_follows(text: str, quantity: Quantity, following: Quantity) -> bool:
    """3个10亿元以上项目: the second figure belongs to the name of the first."""
    return text[quantity.end : following.start] in ("", "的") and _is_attribute(following)


def _describes_the_next(text: str, claim: Claim, following: int, end: int) -> bool:
    """引进10亿元以上项目3个: the first figure describes what the second counts."""
    if following >= end or not _is_attribute(claim.quantity):
        return False
    if claim.pattern in ("made", "made-before", "beside"):  # 年屠宰10万头以上|加工厂2座
        return claim.quantity.tail in ("以上", "以内") and bool(
            _NAMES_ONLY.fullmatch(text, claim.quantity.end, following)
        )
    if claim.pattern != "made-after":
        return False
    return claim.name[1] == following and not _REACHES.search(text[max(0, following - 2) : following])


def _is_attribute(quantity: Quantity) -> bool:
    return quantity.measure.endswith("元") or quantity.unit == "%" or quantity.tail in ("以上", "以内")
