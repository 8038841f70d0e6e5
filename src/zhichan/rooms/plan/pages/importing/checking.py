"""The extraction on the confirm page (对照核对): tabs, the rows of one, and what waits next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhichan.rooms.plan.item_problems import problems_of
from zhichan.rooms.plan.item_values import conflict_of
from zhichan.rooms.plan.item_words import Words, title_of, words_of
from zhichan.rooms.plan.models import ExtractedItem
from zhichan.rooms.plan.pages.importing.marking import excerpt, item_label, noted_in
from zhichan.rooms.plan.pages.importing.place import Place
from zhichan.rooms.plan.queries.items import OPEN, TABS, Readiness

_STATE_MARKS = {
    "waiting": "warn",
    "referred": "info",
    "confirmed": "done",
    "corrected": "done",
    "rejected": "idle",
}


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


def tab_links(place: Place, items: Sequence[ExtractedItem], readiness: Readiness) -> list[TabLink]:
    """The tabs with how much is left on each; those the document has nothing for are left out."""
    found = []
    for tab in TABS:
        held = [item for item in items if tab.holds(item)]
        left, total = sum(item.state in OPEN for item in held), len(held)
        if tab.slug == "units":
            left, total = readiness.units_left, len(readiness.names) + len(readiness.unowned)
        if tab.slug == "checks":
            total += len(noted_in(place.version))
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
            yield Source(at, title, excerpt(place.version.text, span), None, is_chosen)
