"""From the events of a patent to what stood when: its legal status and its holders together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from zhichan.core.registers.bitemporal import Segment
from zhichan.core.registers.moments import FOREVER
from zhichan.core.registers.values import ENDED, ValueEvent, Values
from zhichan.rooms.registry.high_value import ANSWERED, EVIDENCE, NAMES, NOTHING, with_evidence
from zhichan.rooms.registry.holding import until_ended
from zhichan.rooms.registry.status import (
    Facts,
    LegalEvent,
    Timeline,
    patents,
    recorded_spans,
    surely_over_on,
    timeline,
)

HELD = "HELD"
DOCUMENT = "DOCUMENT"
"""A document was published, of which the register does not know the application."""
TAKEN_OVER = "TAKEN_OVER"
"""The application of a document came to be known, and the document is told of there."""
_NOT_LEGAL = frozenset((HELD, EVIDENCE, ANSWERED))
_ANSWERS = frozenset(NAMES)
_IN_ORDER = attrgetter("effective_on", "known_from", "order")
TERM_OVER = "TERM_OVER"
"""The term is over by computation; nobody has recorded it."""
SEEN = "SEEN"
"""A file speaks of an application and says nothing of what happened to it."""
_KNOWN = datetime(2000, 1, 1, tzinfo=UTC)

STATUSES = [
    *((state.id, pgettext_lazy("法律状态", state.label)) for state in patents().states.values()),
    (TERM_OVER, pgettext_lazy("法律状态", "期限届满（推算）")),
    (DOCUMENT, pgettext_lazy("法律状态", "仅知文献")),
]
PUBLIC_CLASSES = [
    ("pending", pgettext_lazy("法律状态", "审中")),
    ("in_force", pgettext_lazy("法律状态", "有效")),
    ("ended", pgettext_lazy("法律状态", "失效")),
    ("unknown", pgettext_lazy("法律状态", "不详")),
]
"""States are in the order of the register's tracked fields: holder, class, status, all holders, region, and
then what is recorded of the tests of a high-value invention."""


def patent_segments(subject: Any, events: Sequence[ValueEvent]) -> list[Segment[Values]]:
    """What the events say, and nothing from the day on which the patent left the register."""
    ends = sorted((event for event in events if event.code == ENDED), key=lambda event: event.effective_on)
    if not ends:
        return _segments(subject, events)
    return list(until_ended(_segments(subject, [one for one in events if one.code != ENDED]), ends))


def _segments(subject: Any, events: Sequence[ValueEvent]) -> list[Segment[Values]]:
    """What the events say: status by the machine, holders by the last that was recorded, tests as answered.

    A term that is over ends a right that nobody has recorded as ended, and says that this is computed.
    An application without filing day begins with its first event. Without any event there is nothing. Of a
    document alone no status follows: what became of the right is not known. Nothing is left of a document
    once its application is known.
    """
    legal, held = [], []
    for event in events:
        if event.code == HELD:
            held.append(event)
        elif event.code not in _NOT_LEGAL:
            legal.append(LegalEvent(event.code, event.effective_on, _KNOWN, event.order))
    held.sort(key=_IN_ORDER)
    began = subject.filed_on or min((event.effective_on for event in events), default=None)
    if began is None or not events:
        return []
    if any(event.code == DOCUMENT for event in legal):
        if any(event.code == TAKEN_OVER for event in legal):
            return []
        return _unanswered(_with_holders([(began, FOREVER, DOCUMENT)], held))
    recorded = recorded_spans(patents(), subject.kind, began, legal)
    spans = [(start, end or FOREVER, state) for start, end, state in recorded]
    segments = _with_holders(_within_term(subject, spans), held)
    answers = [event for event in events if event.values and not _ANSWERS.isdisjoint(event.values)]
    return with_evidence(segments, answers) if answers else _unanswered(segments)


def _within_term(subject: Any, spans: list[tuple[date, date, str]]) -> list[tuple[date, date, str]]:
    """A span in force that runs into the end of the term is cut there; what follows says it is computed.

    What is recorded of the day itself or later stands, and so does a compensated term, whose days no source
    tells. Source: 专利法(2020) 第四十二条 [verified].
    """
    runs = _running()
    if not any(state in runs for _start, _end, state in spans) or not subject.filed_on:
        return spans
    over = surely_over_on(patents(), subject.kind, subject.filed_on)
    if over is None:
        return spans
    for place, (start, end, state) in enumerate(spans):
        if start < over < end and state in runs:
            return [*spans[:place], (start, over, state), (over, end, TERM_OVER), *spans[place + 1 :]]
    return spans


@cache
def _running() -> frozenset[str]:
    """The states in which the term of the law runs, without compensation."""
    rule = patents().term_rule
    return frozenset(rule.runs) - {rule.extended}


def legal_line(subject: Any, events: Sequence[ValueEvent]) -> Timeline:
    """The timeline of the machine by itself, for a patent whose application is known."""
    legal = [
        LegalEvent(event.code, event.effective_on, _KNOWN, event.order)
        for event in events
        if event.code in patents().labels
    ]
    began = subject.filed_on or min(event.effective_on for event in events)
    return timeline(patents(), subject.kind, Facts(began), legal)


def _unanswered(segments: Sequence[Segment[Values]]) -> list[Segment[Values]]:
    return [Segment(start, end, (*state, *NOTHING)) for start, end, state in segments]


def _with_holders(
    spans: Sequence[tuple[date, date, str]], held: Sequence[ValueEvent]
) -> list[Segment[Values]]:
    found: list[Segment[Values]] = []
    classes = _classes()
    if len(held) <= 1:
        holders, region = _holders_on(held, FOREVER)
        first = int(holders.split("、")[0]) if holders else None
        return [Segment(a, b, (first, classes[state], state, holders, region)) for a, b, state in spans]
    for start, end, state in spans:
        cuts = [event.effective_on for event in held if start < event.effective_on < end]
        for since, until in zip([start, *cuts], [*cuts, end], strict=True):
            if since < until:
                holders, region = _holders_on(held, since)
                first = int(holders.split("、")[0]) if holders else None
                found.append(Segment(since, until, (first, classes[state], state, holders, region)))
    return found


def _holders_on(held: Sequence[ValueEvent], day: date) -> tuple[str, str]:
    """The holders on a day; before the first is recorded, the first: somebody held it from the beginning."""
    if not held:
        return "", ""
    before = [event for event in held if event.effective_on <= day]
    values = (before[-1] if before else held[0]).values
    return values.get("holder_ids") or "", values.get("region") or ""


@cache
def _classes() -> dict[str, str]:
    """The public class of each status."""
    own = {DOCUMENT: "unknown", TERM_OVER: "ended"}
    return {state.id: state.public.value for state in patents().states.values()} | own


def event_label(code: str) -> str:
    """The word for an event of a patent."""
    own = {
        HELD: _("权利人"),
        DOCUMENT: _("文献公布"),
        TAKEN_OVER: _("并入申请"),
        SEEN: _("见于文件"),
        EVIDENCE: _("高价值依据"),
        ANSWERED: _("高价值认定"),
    }
    label = patents().labels.get(code)
    return own.get(code) or (pgettext("法律状态", label) if label else code)
