"""From the events of a trademark item to what stood when: status, goods, end of the term and holders.

A decision may hit only some goods (商标法实施条例(2014) 第二十一条, 第二十八条, 第六十八条 [verified]):
an event that names goods reaches those alone. The row then shows the best state any of its goods is in, and
the goods that are in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from zhichan.core.registers.bitemporal import Segment
from zhichan.core.registers.moments import FOREVER
from zhichan.core.registers.values import ValueEvent, Values
from zhichan.rooms.registry.holding import first_of, last_value, until_ended
from zhichan.rooms.registry.status import (
    Facts,
    LegalEvent,
    Mark,
    ScopedEvent,
    Span,
    Timeline,
    item_timelines,
    opposition_windows,
    timeline,
    trademarks,
)
from zhichan.rooms.registry.status.terms import add_years

HELD = "HELD"
LISTED = "LISTED"
TERM_STATED = "TERM_STATED"
DOMESTIC = "CN"
GOODS_MARK = "；"
ALL_GOODS = ""
_KIND = "trademark"
_KNOWN = datetime(2000, 1, 1, tzinfo=UTC)
_ABROAD = {"REGISTERED": "ABROAD_REGISTERED", "PUBLISHED": "ABROAD_PUBLISHED"}

STATUSES = [
    *((state.id, pgettext_lazy("法律状态", state.label)) for state in trademarks().states.values()),
    ("ABROAD_FILED", pgettext_lazy("法律状态", "境外申请")),
    ("ABROAD_PUBLISHED", pgettext_lazy("法律状态", "境外公告")),
    ("ABROAD_REGISTERED", pgettext_lazy("法律状态", "境外注册")),
]
PUBLIC_CLASSES = [
    ("pending", pgettext_lazy("法律状态", "审中")),
    ("in_force", pgettext_lazy("法律状态", "有效")),
    ("ended", pgettext_lazy("法律状态", "失效")),
    ("abroad", pgettext_lazy("法律状态", "境外")),
]
_BEST_FIRST = ("in_force", "pending", "ended")


@dataclass(frozen=True)
class Stretch:
    """A status from one day to another; ``goods``: those that are in it, None for all of the item's."""

    start: date
    end: date
    status: str
    goods: tuple[str, ...] | None = None


def goods_of(text: str) -> tuple[str, ...]:
    """The goods of an item, as its text names them."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(GOODS_MARK) if part.strip()))


def trademark_segments(subject: Any, events: Sequence[ValueEvent]) -> list[Segment[Values]]:
    """What the events say, in the order of the register's tracked fields.

    Status by the machine where the mark is of the Chinese register, and by what is known of other offices.
    A term that ran out is shown as grace, because its rule is [verified]; lapse comes by an event alone.
    """
    if not events:
        return []
    ordered = sorted(events, key=lambda event: (event.effective_on, event.known_from, event.order))
    began = subject.filed_on or ordered[0].effective_on
    legal = [event for event in ordered if event.code in trademarks().labels]
    legal = sorted([*legal, *_entered(ordered)], key=lambda event: event.effective_on)
    stretches = (
        _domestic(subject, began, legal, ordered) if subject.office == DOMESTIC else _abroad(began, legal)
    )
    found = list(_filled(stretches, ordered, _term(subject, legal, ordered)))
    return list(until_ended(found, ordered))


def _entered(ordered: Sequence[ValueEvent]) -> Iterator[ValueEvent]:
    """The steps that a person entered as days of the item: its publication and its registration."""
    for event in _plain(ordered):
        for name, code in (("published_on", "PUBLISHED"), ("registered_on", "REGISTERED")):
            if day := event.values.get(name):
                yield event._replace(code=code, effective_on=day, values={})


def _domestic(
    subject: Any, began: date, legal: Sequence[ValueEvent], ordered: Sequence[ValueEvent]
) -> list[Stretch]:
    lines = _lines(subject, began, legal, ordered)
    if ALL_GOODS in lines:
        spans = lines[ALL_GOODS].spans
        return _joined([Stretch(s.starts_on, s.ends_on or FOREVER, _shown(s)) for s in spans])
    return _best({item: line.spans for item, line in lines.items()})


def legal_lines(subject: Any, events: Sequence[ValueEvent]) -> Mapping[str, Timeline]:
    """What stood when of each goods item, or under ``ALL_GOODS`` of all where no event tells them apart."""
    ordered = sorted(events, key=lambda event: (event.effective_on, event.known_from, event.order))
    legal = [event for event in ordered if event.code in trademarks().labels]
    legal = sorted([*legal, *_entered(ordered)], key=lambda event: event.effective_on)
    return _lines(subject, subject.filed_on or ordered[0].effective_on, legal, ordered)


def _lines(
    subject: Any, began: date, legal: Sequence[ValueEvent], ordered: Sequence[ValueEvent]
) -> Mapping[str, Timeline]:
    facts = Facts(began, _right_from(subject, legal), 0, _stated_end(ordered))
    scoped = [ScopedEvent(_legal(event), _reach(event)) for event in legal]
    goods = last_value(_plain(ordered), "goods", FOREVER, "")
    if not goods or all(one.items is None for one in scoped):
        return {ALL_GOODS: timeline(trademarks(), _KIND, facts, [one.event for one in scoped])}
    return item_timelines(trademarks(), _KIND, facts, goods_of(goods), scoped).timelines


def _legal(event: ValueEvent) -> LegalEvent:
    return LegalEvent(event.code, event.effective_on, _KNOWN, event.order, "")


def _reach(event: ValueEvent) -> frozenset[str] | None:
    return frozenset(goods_of(event.values["goods"])) if event.values.get("goods") else None


def _shown(span: Span) -> str:
    """The state of a span: a computed one where a source or a [verified] rule says so, else as recorded."""
    return span.state if span.mark in (None, Mark.VERIFIED, Mark.STATED) else span.recorded


def _best(lines: Mapping[str, Sequence[Span]]) -> list[Stretch]:
    """The best state of any goods between two changes, and which goods are in its class."""
    days = sorted({span.starts_on for spans in lines.values() for span in spans})
    found = []
    for start, end in zip(days, [*days[1:], FOREVER], strict=True):
        states = {item: _shown(_on(spans, start)) for item, spans in lines.items()}
        best = min(states.values(), key=lambda state: _BEST_FIRST.index(classes()[state]))
        standing = tuple(item for item, state in states.items() if classes()[state] == classes()[best])
        found.append(Stretch(start, end, best, standing))
    return _joined(found)


def _on(spans: Sequence[Span], day: date) -> Span:
    return next(span for span in reversed(spans) if span.starts_on <= day)


def _joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    found: list[Stretch] = []
    for one in stretches:
        if found and (found[-1].status, found[-1].goods) == (one.status, one.goods):
            found[-1] = Stretch(found[-1].start, one.end, one.status, one.goods)
        else:
            found.append(one)
    return found


def _abroad(began: date, legal: Sequence[ValueEvent]) -> list[Stretch]:
    """A mark of another office: filed, published, registered, as far as the files say; no machine of ours."""
    steps = [
        (began, "ABROAD_FILED"),
        *((e.effective_on, _ABROAD[e.code]) for e in legal if e.code in _ABROAD),
    ]
    ends = [*(day for day, _status in steps[1:]), FOREVER]
    return [Stretch(day, end, status) for (day, status), end in zip(steps, ends, strict=True) if day < end]


def _right_from(subject: Any, legal: Sequence[ValueEvent]) -> date | None:
    """The first day of the right after an opposition that failed: when its period ended.

    Source: 商标法(2019) 第三十六条, 商标法(2026) 第三十九条 [verified]; the law is that of the day of
    publication [memory]. None where there was no opposition, or no day of publication is known.
    """
    if subject.published_on is None or all(event.code != "OPPOSED" for event in legal):
        return None
    windows = opposition_windows(subject.published_on)
    return windows[0].right_from if windows else None


def _stated_end(ordered: Sequence[ValueEvent]) -> date | None:
    """The first day after the term as the last source states it."""
    stated: date | None = last_value(ordered, "expires_on", FOREVER, None)
    return stated + timedelta(days=1) if stated else None


@dataclass(frozen=True)
class _Term:
    """The first day of the right, its renewals, and the last day of the term where a source states it."""

    start: date | None
    renewals: tuple[date, ...]
    stated: date | None

    def last_day(self, on: date) -> date | None:
        """The last day of the term that runs on a day; ten years, 商标法(2019) 第三十九条 [verified]."""
        if self.start is None:
            return None
        done = sum(day <= on for day in self.renewals)
        [term] = trademarks().terms[_KIND]
        computed = add_years(self.start, term.years * (1 + done)) - timedelta(days=1)
        return max(computed, self.stated) if self.stated and done == len(self.renewals) else computed


def _term(subject: Any, legal: Sequence[ValueEvent], ordered: Sequence[ValueEvent]) -> _Term:
    registered = next((e.effective_on for e in legal if e.code == "REGISTERED"), None)
    start = _right_from(subject, legal) or registered if registered else None
    renewals = tuple(event.effective_on for event in legal if event.code == "RENEWED")
    stated: date | None = last_value(ordered, "expires_on", FOREVER, None)
    return _Term(start, renewals, stated)


def _filled(
    stretches: Sequence[Stretch], ordered: Sequence[ValueEvent], term: _Term
) -> Iterator[Segment[Values]]:
    """Segments with goods, end of the term and holders, cut where one of them changes."""
    cuts = {e.effective_on for e in ordered if e.values} | set(term.renewals)
    for one in stretches:
        inside = sorted(day for day in cuts if one.start < day < one.end)
        for start, end in zip([one.start, *inside], [*inside, one.end], strict=True):
            yield Segment(start, end, _state(one, start, ordered, term))


def _state(one: Stretch, day: date, ordered: Sequence[ValueEvent], term: _Term) -> Values:
    public = classes()[one.status]
    holders = last_value(ordered, "holder_ids", day, "")
    listed = last_value(_plain(ordered), "goods", day, "")
    goods = listed if one.goods is None else GOODS_MARK.join(g for g in goods_of(listed) if g in one.goods)
    expires_on = {"in_force": term.last_day(day), "abroad": term.stated}.get(public)
    region = last_value(ordered, "region", day, "")
    return first_of(holders), public, one.status, goods, expires_on, holders, region


def _plain(ordered: Sequence[ValueEvent]) -> list[ValueEvent]:
    """The events that are none of the machine: what such a one says of goods is what it reaches."""
    return [event for event in ordered if event.code not in trademarks().labels]


@cache
def classes() -> dict[str, str]:
    """The public class of each status."""
    domestic = {state.id: state.public.value for state in trademarks().states.values()}
    return domestic | {status: "abroad" for status, _label in STATUSES if status.startswith("ABROAD")}


def event_label(code: str) -> str:
    """The word for an event of a trademark item."""
    own = {HELD: _("注册人"), LISTED: _("商品或服务"), TERM_STATED: _("载明的专用权截止日")}
    label = trademarks().labels.get(code)
    return own.get(code) or (pgettext("法律状态", label) if label else code)
