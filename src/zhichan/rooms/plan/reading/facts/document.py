"""Puts the facts of one document together and says what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from zhichan.rooms.plan.reading.facts.dates import (
    FoundDate,
    damaged_alone,
    damaged_days_in,
    date_alone,
    dates_in,
)
from zhichan.rooms.plan.reading.facts.doc_numbers import number_after_title, number_alone, numbers_in
from zhichan.rooms.plan.reading.facts.genres import genre_of
from zhichan.rooms.plan.reading.facts.issuers import issuers_of, signature_place
from zhichan.rooms.plan.reading.facts.periods import period_of
from zhichan.rooms.plan.reading.facts.printed import Printed, PrintedLine, printed_of
from zhichan.rooms.plan.reading.facts.regions import region_of
from zhichan.rooms.plan.reading.facts.sheet import Entry, sheet_of, without_sheet
from zhichan.rooms.plan.reading.facts.titles import is_organisation, is_title, titles_of
from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.model import DocumentDate, DocumentFacts, Lint, SourceText, Span
from zhichan.rooms.plan.reading.once import once_a_source
from zhichan.rooms.plan.reading.terms import mainland

Role = Literal["adopted", "issued", "posted", "page-banner"]

_ADOPTED = re.compile(r"^[^。;]{0,40}?(?:会议|审议)[^。;]{0,20}?(?:通过|审定|同意)")
_POSTED = re.compile(
    r"(?:^|[^\u4e00-\u9fff])(?:(?:信息)?(?:发布|发表|公开|上网|更新)(?:日期|时间|于)|日期|时间)\s*:?[\s|]*$"
)
_WEEKDAY = re.compile(r"^\s*,?\s*(?:星期|礼拜|周)[一二三四五六日天]")
_WEB_SITE = re.compile(r"(?:网|网站|平台)$")
_BANNER_WITHIN = 15
_BAR_WITHIN = 40
_LAST_LINES = 12
_OPENING_LENGTH = 600


@dataclass(frozen=True)
class RoledDate:
    """A date with the part it plays and where it stands in the text (None: only in the page's metadata)."""

    role: Role
    text: str
    found: FoundDate
    span: Span | None


@once_a_source
def facts_of(source: SourceText, furniture: tuple[Span, ...]) -> DocumentFacts:
    """What the document says of itself."""
    printed = printed_of(source, furniture)
    sheet = sheet_of(printed.head)
    titles = titles_of(without_sheet(printed.head, sheet), _first(sheet, "name"), source.title)
    issuers = issuers_of(printed, titles, _sheet_issuers(sheet))
    number, normal = _doc_number(printed, sheet)
    period = period_of((titles.plan, titles.container), _opening(printed), source.text)
    return DocumentFacts(
        title=titles.plan,
        title_hans=mainland(titles.plan) if titles.plan else None,
        container_title=titles.container,
        issuer=issuers[0] if issuers else None,
        issuers=issuers,
        doc_number=number,
        doc_number_normal=normal,
        dates=_document_dates(_roled_dates(printed, sheet)),
        region=region_of((*issuers, titles.plan, titles.container), normal, source.folded),
        period=period,
        script=source.script,
        genre=genre_of(titles.plan, period),
        basis=_basis(source.folded, normal),
    )


def document_lints_of(source: SourceText, furniture: tuple[Span, ...]) -> tuple[Lint, ...]:
    """A lint for every damaged date among the facts, and for a document without title or issue date."""
    printed = printed_of(source, furniture)
    dates = _roled_dates(printed, sheet_of(printed.head))
    lints = [_damaged_date(dated) for dated in dates if dated.found.damaged]
    if not any(dated.role == "issued" and dated.found.iso for dated in dates):
        lints.append(Lint("no-issue-date", "info", "没有读到印发日期。", None))
    return tuple(lints)


def _damaged_date(dated: RoledDate) -> Lint:
    if dated.found.iso is None:
        return Lint("damaged-date", "warn", f"日期“{dated.text}”残缺或不存在，无法判断是哪一天。", dated.span)
    return Lint("damaged-date", "warn", f"日期“{dated.text}”残缺，按 {dated.found.iso} 理解。", dated.span)


def _first(sheet: Sequence[Entry], label: str) -> str | None:
    return next((entry.value for entry in sheet if entry.label == label), None)


def _sheet_issuers(sheet: Sequence[Entry]) -> list[str]:
    """The bodies the data sheet names; some sheets name only their web site."""
    named = [entry.value for entry in sheet if entry.label == "issuer"]
    return [name for name in named if not _WEB_SITE.search(fold(name))]


def _doc_number(printed: Printed, sheet: Sequence[Entry]) -> tuple[str | None, str | None]:
    """The document's own number as printed and normalised: of the sheet, on its own line, after the title."""
    for entry in sheet:
        if entry.label == "number":
            for number in numbers_in(fold(entry.value)):
                return entry.value[slice(*number.span)], number.normal
    for find in (number_alone, number_after_title):
        for line in printed.head:
            found = find(line.folded)
            if found:
                return line.text[slice(*found.span)], found.normal
    return None, None


def _basis(folded: str, own: str | None) -> tuple[str, ...]:
    """Every other document number cited, each once, in order."""
    cited = dict.fromkeys(number.normal for number in numbers_in(folded))
    return tuple(number for number in cited if number != own)


def _opening(printed: Printed) -> str:
    return "".join(line.text for line in printed.head)[:_OPENING_LENGTH]


def _document_dates(dates: Sequence[RoledDate]) -> tuple[DocumentDate, ...]:
    """Each role and day once, in the order adopted, issued, posted, page banner."""
    order = {"adopted": 0, "issued": 1, "posted": 2, "page-banner": 3}
    once = {(dated.role, dated.found.iso or dated.text): dated for dated in reversed(dates)}
    ranked = sorted(once.values(), key=lambda dated: (order[dated.role], dates.index(dated)))
    return tuple(DocumentDate(dated.role, dated.text, dated.found.iso) for dated in ranked)


def _roled_dates(printed: Printed, sheet: Sequence[Entry]) -> list[RoledDate]:
    return [
        *_adopted(printed.head),
        *_sheet_dates(sheet, "issued"),
        *_signed(printed),
        *_sheet_dates(sheet, "posted"),
        *_posted(printed),
        *_banners(printed),
    ]


def _sheet_dates(sheet: Sequence[Entry], role: Literal["issued", "posted"]) -> Iterator[RoledDate]:
    for entry in sheet:
        if entry.label == role:
            for found in dates_in(fold(entry.value)):
                yield RoledDate(role, entry.value[slice(*found.span)], found, entry.span)


def _adopted(head: Sequence[PrintedLine]) -> Iterator[RoledDate]:
    """Dates of the meeting that passed the plan."""
    for line in head:
        found_dates = sorted(
            [*dates_in(line.folded), *damaged_days_in(line.folded)], key=lambda found: found.span
        )
        for found in found_dates:
            if _ADOPTED.match(line.folded[found.span[1] :]):
                yield _roled("adopted", line, found)


def _signed(printed: Printed) -> Iterator[RoledDate]:
    """The date under the signature or, where nobody signed, the first that stands alone in its place."""
    for lines in (printed.head, printed.lines[-_LAST_LINES:]):
        place = signature_place(lines)
        if place is not None:
            found = date_alone(lines[place].folded) or damaged_alone(lines[place].folded)
            if found:
                yield _roled("issued", lines[place], found)
                return
    lines = (*printed.head, *printed.lines[-_LAST_LINES:])
    for above, line in zip((None, *lines), lines, strict=False):
        found = _date_alone_below(above, line) or _date_after_bodies(line) or _date_after_number(line)
        if found:
            yield _roled("issued", line, found)
            return
    yield from _printed_on(printed)


def _printed_on(printed: Printed) -> Iterator[RoledDate]:
    """The day of printing by the last lines of a document nobody signed: 某市某局办公室 2025年2月20日印发."""
    below = (*printed.lines[-_LAST_LINES:], *printed.furniture[-_LAST_LINES:])
    for line in below:
        for found in dates_in(line.folded):
            if line.folded[found.span[1] :].strip() in ("印发", "印制", "印"):
                yield _roled("issued", line, found)
                return


def _date_alone_below(above: PrintedLine | None, line: PrintedLine) -> FoundDate | None:
    """A whole date that closes a notice or stands under a title; in a table dates stand below short cells."""
    if above is None or not (above.is_sentence or is_title(above.folded)):
        return None
    for found in dates_in(line.folded):
        rest = line.folded[: found.span[0]] + line.folded[found.span[1] :]
        if rest.strip(" ()") == "" and (found.iso is None or len(found.iso) == len("2021-11-18")):
            return found
    return None


def _date_after_bodies(line: PrintedLine) -> FoundDate | None:
    """The date of a signature printed on one line with it."""
    for found in dates_in(line.folded):
        if found.span[1] == len(line.folded) and is_organisation(line.folded[: found.span[0]].rstrip()):
            return found
    return None


def _date_after_number(line: PrintedLine) -> FoundDate | None:
    """The date printed behind the document number."""
    number = number_alone(line.folded)
    return next(
        (found for found in dates_in(line.folded) if number and found.span[0] >= number.span[1]), None
    )


def _posted(printed: Printed) -> Iterator[RoledDate]:
    """The day the page was put up, by its tool bar or its metadata."""
    lines = sorted((*printed.furniture, *printed.head), key=lambda line: line.offsets)
    for line in lines[:_BAR_WITHIN]:
        for found in dates_in(line.folded):
            if _POSTED.search(line.folded[: found.span[0]]):
                yield _roled("posted", line, found)
    posted = printed.source.posted
    if posted:
        folded = fold(posted)
        yield from (
            RoledDate("posted", posted[slice(*found.span)], found, None) for found in dates_in(folded)
        )


def _banners(printed: Printed) -> Iterator[RoledDate]:
    """Today's date as page banners show it: with the day of the week, in the first lines of the page."""
    lines = sorted((*printed.furniture, *printed.head), key=lambda line: line.offsets)
    for line in lines[:_BANNER_WITHIN]:
        for found in dates_in(line.folded):
            if _WEEKDAY.match(line.folded[found.span[1] :]):
                yield _roled("page-banner", line, found)


def _roled(role: Role, line: PrintedLine, found: FoundDate) -> RoledDate:
    return RoledDate(role, line.text[slice(*found.span)], found, line.span(*found.span))
