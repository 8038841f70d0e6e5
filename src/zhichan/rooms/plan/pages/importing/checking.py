"""What the confirm page shows (对照核对): tabs, rows, the marked original, and what is left to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhichan.rooms.plan.item_problems import problems_of
from zhichan.rooms.plan.item_values import conflict_of
from zhichan.rooms.plan.item_words import Words, title_of, words_of
from zhichan.rooms.plan.models import ExtractedItem, PlanVersion
from zhichan.rooms.plan.pages.importing.original import Block, Kind, Mark, Notice, laid_out, places_in
from zhichan.rooms.plan.queries.items import OPEN, TAB_OF, TABS, Readiness, Tab, tab_of_item
from zhichan.rooms.plan.reading.lints import CONFLICT_CODES

_STATE_MARKS = {
    "waiting": "warn",
    "referred": "info",
    "confirmed": "done",
    "corrected": "done",
    "rejected": "idle",
}
_LETTERS = {"task": "T", "box": "Z", "money_rule": "M", "instrument": "W", "conflict": "C"}
_AROUND = 18
_LONGEST_NOTICE = 80


@dataclass(frozen=True)
class Place:
    """What the address of the confirm page asks for."""

    version: PlanVersion
    tab: Tab
    item: int | None = None
    only_waiting: bool = False
    is_editing: bool = False

    @classmethod
    def read(cls, version: PlanVersion, params: Mapping[str, str]) -> Place:
        """The place an address names; what cannot be read counts as not asked."""
        item = params.get("item", "")
        return cls(
            version,
            TAB_OF.get(params.get("tab", ""), TABS[0]),
            int(item) if item.isascii() and item.isdigit() and len(item) < 18 else None,
            params.get("waiting") == "1",
            params.get("edit") == "1",
        )

    def url(self, *, tab: str = "", item: int | None = None, edit: bool = False, **more: str) -> str:
        """The address of another place of the same page, with the same filter."""
        waiting = {"waiting": "1"} if self.only_waiting else {}
        query = {"tab": tab or self.tab.slug, **waiting, **({"item": item} if item else {})}
        address = reverse("plan:version_check", args=[self.version.pk])
        anchor = f"#item-{item}" if item else ""
        return f"{address}?{urlencode({**query, **({'edit': 1} if edit else {}), **more})}{anchor}"

    @property
    def toggled_url(self) -> str:
        """The same tab with the filter 只看待核 turned over."""
        address = reverse("plan:version_check", args=[self.version.pk])
        query = {"tab": self.tab.slug, **({} if self.only_waiting else {"waiting": "1"})}
        return f"{address}?{urlencode(query)}"


@dataclass(frozen=True)
class TabLink:
    label: str | Promise
    url: str
    left: int
    total: int
    is_current: bool


@dataclass(frozen=True)
class Source:
    """One of the places that disagree: what it says and where it stands."""

    place: int
    title: str
    words: str
    item: int | None
    is_chosen: bool


@dataclass(frozen=True)
class Row:
    """One item beside the original."""

    item: ExtractedItem
    label: str
    title: str
    words: Sequence[Words]
    problems: Sequence[str]
    sources: Sequence[Source]
    url: str
    edit_url: str
    source_url: str
    is_open: bool

    @property
    def is_waiting(self) -> bool:
        return self.item.state in OPEN

    @property
    def mark(self) -> str:
        return _STATE_MARKS[self.item.state]

    @property
    def confidence(self) -> Decimal | None:
        found = self.item.reading.get("confidence")
        return None if found is None else Decimal(str(found)).quantize(Decimal("0.01"))

    @property
    def repairs(self) -> Sequence[str]:
        return self.item.reading.get("repairs") or ()

    @property
    def also(self) -> list[int]:
        """The items whose places light up with this one: those that disagree."""
        return [source.item for source in self.sources if source.item is not None]

    @property
    def is_conflict(self) -> bool:
        return self.item.kind == ExtractedItem.Kind.CONFLICT


@dataclass(frozen=True)
class Lint:
    severity: str
    message: str
    words: str
    url: str

    @property
    def mark(self) -> str:
        return {"error": "bad", "warn": "warn"}.get(self.severity, "info")

    @property
    def label(self) -> str:
        return {"error": _("错误"), "warn": _("留意")}.get(self.severity, _("提示"))


def tab_links(place: Place, items: Sequence[ExtractedItem], readiness: Readiness) -> list[TabLink]:
    """The tabs with how much is left on each; those the document has nothing for are left out."""
    found = []
    for tab in TABS:
        held = [item for item in items if tab.holds(item)]
        left, total = sum(item.state in OPEN for item in held), len(held)
        if tab.slug == "units":
            left, total = readiness.units_left, len(readiness.names) + len(readiness.unowned)
        if tab.slug == "checks":
            total += len(_noted(place.version))
        if total or tab is place.tab or tab.slug in ("targets", "tasks"):
            found.append(TabLink(tab.label, place.url(tab=tab.slug), left, total, tab is place.tab))
    return found


def rows_of(place: Place, items: Sequence[ExtractedItem]) -> list[Row]:
    """The items of the tab in order; with 只看待核 only those still to decide and the open one."""
    by_key = {item.key: item for item in items}
    shown = [
        item
        for item in items
        if place.tab.holds(item) and (not place.only_waiting or item.state in OPEN or item.pk == place.item)
    ]
    return [_row(place, item, by_key) for item in shown]


def next_waiting(place: Place, items: Sequence[ExtractedItem], after: ExtractedItem) -> ExtractedItem | None:
    """The next item of the tab that waits, looking on from one and then from the top."""
    held = [item for item in items if place.tab.holds(item)]
    at = next((n for n, item in enumerate(held) if item.pk == after.pk), 0)
    return next((item for item in held[at + 1 :] + held[:at] if item.state in OPEN), None)


def original_of(place: Place, items: Sequence[ExtractedItem]) -> list[Block]:
    """The original with the places of all items marked."""
    row_spans = [
        (item.start, item.end)
        for item in items
        if item.kind == ExtractedItem.Kind.TARGET
        and item.reading.get("source") == "table"
        and item.start is not None
        and item.end is not None
    ]
    return laid_out(place.version.text, list(_marks(place, items)), row_spans, _notices(place.version))


@dataclass(frozen=True)
class Steps:
    """From the open item to the marked places before and after it: plain links, which the script shortens."""

    before: str
    after: str
    count: int


def steps_in(original: Sequence[Block]) -> Steps | None:
    """None where nothing is marked. Without an open item the first place is next; at an end one stays."""
    marks = places_in(original)
    if not marks:
        return None
    opened = [at for at, mark in enumerate(marks) if mark.is_open]
    before = marks[max(0, opened[0] - 1)] if opened else marks[0]
    after = marks[min(len(marks) - 1, opened[-1] + 1)] if opened else marks[0]
    return Steps(_place_url(before), _place_url(after), len(marks))


def _place_url(mark: Mark) -> str:
    """The item open, and its place in the original in view instead of its row."""
    return f"{mark.url.partition('#')[0]}#src-{mark.item}"


def lints_of(place: Place) -> list[Lint]:
    """What the reader noticed: errors first."""
    order = {"error": 0, "warn": 1}
    lints = sorted(_noted(place.version), key=lambda noted: order.get(noted[1]["severity"], 2))
    return [_lint(place.version.text, address, lint) for address, lint in lints]


def _noted(version: PlanVersion) -> list[tuple[str, Mapping[str, Any]]]:
    """What the reader noticed, in its order, each with the address of its place in the original.

    Where the document disagrees with itself there is an item to decide: that is not said a second time.
    """
    found = version.reading.get("lints") or ()
    return [(f"lint-{at}", lint) for at, lint in enumerate(found, 1) if lint["code"] not in CONFLICT_CODES]


def _notices(version: PlanVersion) -> list[Notice]:
    return [
        Notice(address, *_lint_place(version.text, lint["span"]))
        for address, lint in _noted(version)
        if lint.get("span")
    ]


def _lint_place(text: str, span: Sequence[int]) -> tuple[int, int]:
    """A remark on a whole task or table shows at its first line, the blanks before it left out."""
    start, end = span[0], min(span[1], len(text))
    start += len(text[start:end]) - len(text[start:end].lstrip())
    if end - start <= _LONGEST_NOTICE:
        return start, end
    line_end = text.find("\n", start, end)
    return start, end if line_end < 0 else line_end


def _lint(text: str, address: str, lint: Mapping[str, Any]) -> Lint:
    span = lint.get("span")
    url = f"#{address}" if span and text else ""
    return Lint(lint["severity"], lint["message"], _excerpt(text, span), url)


def _row(place: Place, item: ExtractedItem, by_key: Mapping[str, ExtractedItem]) -> Row:
    return Row(
        item=item,
        label=item_label(item),
        title=title_of(item.kind, item.value),
        words=words_of(item.kind, item.value),
        problems=problems_of(item.kind, item.value) if item.state in OPEN else (),
        sources=list(_sources(place, item, by_key)),
        url=place.url(item=item.pk),
        edit_url=place.url(item=item.pk, edit=True),
        source_url=f"#src-{item.pk}" if item.start is not None else "",
        is_open=item.pk == place.item,
    )


def item_label(item: ExtractedItem) -> str:
    """The short sign that stands at an item and at its place in the original: 7, T3, C1."""
    return f"{_LETTERS.get(item.kind, '')}{item.position}"


def _sources(place: Place, item: ExtractedItem, by_key: Mapping[str, ExtractedItem]) -> Iterator[Source]:
    if item.kind != ExtractedItem.Kind.CONFLICT:
        return
    conflict = conflict_of(item.value)
    is_decided = item.state not in OPEN
    for at, source in enumerate(conflict.sources):
        is_chosen = is_decided and conflict.chosen == at
        other = by_key.get(source) if isinstance(source, str) else None
        if other is not None:
            said = "；".join(f"{words.label} {words.text}" for words in words_of(other.kind, other.value))
            title = f"{other.get_kind_display()} {item_label(other)}：{title_of(other.kind, other.value)}"
            yield Source(at, title, said[:200], other.pk, is_chosen)
        else:
            span = None if isinstance(source, str) else source
            title = _("原文第 %(start)d 字起") % {"start": span[0]} if span else str(source)
            yield Source(at, title, _excerpt(place.version.text, span), None, is_chosen)


def _excerpt(text: str, span: Sequence[int] | None) -> str:
    """The words of a place with a few around them."""
    if not span:
        return ""
    start, end = span[0], span[1]
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return " ".join(f"…{before}{text[start:end][:160]}{after}…".split())


def _marks(place: Place, items: Sequence[ExtractedItem]) -> Iterator[Mark]:
    for item in items:
        for at, (start, end) in enumerate(_places(place.version.text, item)):
            yield Mark(
                item=item.pk,
                label=item_label(item),
                kind=_mark_kind(item),
                start=start,
                end=end,
                url=place.url(tab=tab_of_item(item).slug, item=item.pk),
                is_open=item.pk == place.item,
                is_waiting=item.state in OPEN,
                has_address=at == 0,
            )


def _places(text: str, item: ExtractedItem) -> list[tuple[int, int]]:
    """Where an item stands; a conflict at each of its places that is no item."""
    if item.kind == ExtractedItem.Kind.CONFLICT:
        return [source for source in conflict_of(item.reading).sources if not isinstance(source, str)]
    if item.start is None or item.end is None:
        return []
    return [(item.start, _shown_end(text, item))]


def _mark_kind(item: ExtractedItem) -> Kind:
    if item.kind == ExtractedItem.Kind.TARGET:
        return "target"
    return "task" if item.kind == ExtractedItem.Kind.TASK else "other"


def _shown_end(text: str, item: ExtractedItem) -> int:
    """Tasks and boxes are long: only their first sentence or line is marked."""
    start, end = item.start or 0, item.end or 0
    if item.kind not in (ExtractedItem.Kind.TASK, ExtractedItem.Kind.BOX):
        return end
    stops = [at for sign in ("。", "\n") if (at := text.find(sign, start, end)) > start]
    return min(stops, default=end)
