"""The five tests of a high-value invention (高价值发明专利), and what is recorded of each; pure.

Source of the five tests: the definition the statistics of CNIPA use [verified]; no public threshold of the
fourth was found. What is recorded is a verdict for one patent from a day on. Nothing is guessed: a test
nobody has answered is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhichan.core.registers.bitemporal import Segment
from zhichan.core.registers.values import ValueEvent, Values

SEI, OVERSEAS, MAINTAINED, PLEDGE, AWARD = "sei", "overseas_right", "long_maintained", "pledge", "award"
TESTS = {
    SEI: _("战略性新兴产业"),
    OVERSEAS: _("海外有同族专利权"),
    MAINTAINED: _("维持年限超过十年"),
    PLEDGE: _("实现较高质押融资金额"),
    AWARD: _("国家科学技术奖或中国专利奖"),
}
AMOUNT = "pledge_amount"
NAMES = (*TESTS, AMOUNT)
"""The tracked fields of a patent that hold what is recorded, in the order of the register."""

MET, NOT_MET, DISPUTED = "met", "not_met", "disputed"
VERDICTS = [(MET, _("符合")), (NOT_MET, _("不符合")), (DISPUTED, _("来源不一"))]
EVIDENCE, ANSWERED = "EVIDENCE", "ANSWERED"
"""The events that answer tests: what a file says, and what a person says."""

NOTHING: Values = ("",) * len(TESTS) + (None,)


def with_evidence(segments: Sequence[Segment[Values]], events: Iterable[ValueEvent]) -> list[Segment[Values]]:
    """The segments of a patent with what was recorded of the tests, cut where that changes.

    A person's word stands from its day on. Two files that contradict each other leave the test disputed:
    it counts neither way until a person decides.
    """
    ordered = sorted(events, key=lambda one: (one.effective_on, one.known_from, one.order))
    found: list[Segment[Values]] = []
    for start, end, state in segments:
        cuts = sorted({one.effective_on for one in ordered if start < one.effective_on < end})
        for since, until in zip([start, *cuts], [*cuts, end], strict=True):
            answers = _on(ordered, since)
            if found and found[-1].valid_to == since and found[-1].state == (*state, *answers):
                found[-1] = Segment(found[-1].valid_from, until, found[-1].state)
            else:
                found.append(Segment(since, until, (*state, *answers)))
    return found


def _on(ordered: Sequence[ValueEvent], day: date) -> Values:
    held: dict[str, Any] = dict(zip(NAMES, NOTHING, strict=True))
    for event in ordered:
        if event.effective_on <= day:
            for name in NAMES:
                if name in event.values:
                    held[name] = _joined(held[name], event.values[name], event)
    return tuple(held.values())


def _joined(before: Any, said: Any, event: ValueEvent) -> Any:
    is_at_odds = event.code == EVIDENCE and before and said != before
    return DISPUTED if is_at_odds else said
