"""The marked original beside the extraction: where each item stands, and what the reader noticed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhichan.rooms.plan.item_values import conflict_of
from zhichan.rooms.plan.models import ExtractedItem, PlanVersion
from zhichan.rooms.plan.pages.importing.original import Block, Kind, Mark, Notice, laid_out, places_in
from zhichan.rooms.plan.pages.importing.place import Place
from zhichan.rooms.plan.queries.items import OPEN, tab_of_item
from zhichan.rooms.plan.reading.lints import CONFLICT_CODES

_LETTERS = {"task": "T", "box": "Z", "money_rule": "M", "instrument": "W", "conflict": "C"}
_AROUND = 18
_LONGEST_NOTICE = 80


@dataclass(frozen=True)
class Steps:
    """From the open item to the marked places before and after it: plain links, which the script shortens."""

    before: str
    after: str
    count: int


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
    lints = sorted(noted_in(place.version), key=lambda noted: order.get(noted[1]["severity"], 2))
    return [_lint(place.version.text, address, lint) for address, lint in lints]


def noted_in(version: PlanVersion) -> list[tuple[str, Mapping[str, Any]]]:
    """What the reader noticed, in its order, each with the address of its place in the original.

    Where the document disagrees with itself there is an item to decide: that is not said a second time.
    """
    found = version.reading.get("lints") or ()
    return [(f"lint-{at}", lint) for at, lint in enumerate(found, 1) if lint["code"] not in CONFLICT_CODES]


def _notices(version: PlanVersion) -> list[Notice]:
    return [
        Notice(address, *_lint_place(version.text, lint["span"]))
        for address, lint in noted_in(version)
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
    return Lint(lint["severity"], lint["message"], excerpt(text, span), url)


def item_label(item: ExtractedItem) -> str:
    """The short sign that stands at an item and at its place in the original: 7, T3, C1."""
    return f"{_LETTERS.get(item.kind, '')}{item.position}"


def excerpt(text: str, span: Sequence[int] | None) -> str:
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
