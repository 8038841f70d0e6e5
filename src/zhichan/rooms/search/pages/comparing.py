"""Two sets of patents side by side (两组对照): what they share, the same charts of both, all rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.charts.drawing import png_of, svg_of
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.exports.responses import export_rows
from zhichan.core.exports.sheets import Heading
from zhichan.core.people.pages.fields import day_field
from zhichan.core.registers.moments import end_of
from zhichan.core.search.asking import found_collection
from zhichan.core.search.exporting import query_notes, use_notes
from zhichan.core.search.index import IndexMissing, TooExpensive
from zhichan.core.search.indexing import began_on
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.tree import And
from zhichan.core.tables.text import day_text, number_text
from zhichan.rooms.search.analysis.choosing import options_of, said_of
from zhichan.rooms.search.analysis.comparing import PARTS, Compared, Pair, compared, pair_of
from zhichan.rooms.search.analysis.counting import share
from zhichan.rooms.search.analysis.declaration import DAYS, Cell, Options
from zhichan.rooms.search.analysis.found import COLLECTION
from zhichan.rooms.search.chosen_words import chosen_words
from zhichan.rooms.search.pages.analysing import FORMATS, LINES_SHOWN, ways_counted
from zhichan.rooms.search.pages.notes import Told, notes_told
from zhichan.rooms.search.pages.patent_rows import rows_page
from zhichan.rooms.search.queries.patent_sets import PatentSet, patent_set, sets_offered
from zhichan.rooms.search.queries.theme_rows import Rows, Seen, rows_in
from zhichan.rooms.search.rights import SEARCH_PATENTS

PART_NAMES = {
    "a": gettext_lazy("A 组"),
    "b": gettext_lazy("B 组"),
    "both": gettext_lazy("两组都有"),
    "only_a": gettext_lazy("只在 A 组"),
    "only_b": gettext_lazy("只在 B 组"),
}
NAMES = ("A", "B")


class KnownForm(forms.Form):
    known = day_field(gettext_lazy("按何日所知"), required=False)


@dataclass(frozen=True)
class Sides:
    """The two sets that an address names, and how they are counted; ``known_on``: the day at whose end the
    index knew what is compared, None for now."""

    a: PatentSet
    b: PatentSet
    options: Options
    known_on: date | None = None

    def pairs(self) -> list[tuple[str, str]]:
        known = [("known", self.known_on.isoformat())] if self.known_on else []
        return [("a", self.a.key), ("b", self.b.key), *said_of(self.options), *known]

    def pair(self, actor: Actor) -> Pair:
        """Raises IndexMissing."""
        at = int(end_of(self.known_on).timestamp() * 1000) if self.known_on else None
        is_by_family = self.options.is_by_family
        return pair_of(self.a.node, self.b.node, actor, at=at, is_by_family=is_by_family)

    def notes(self) -> Told:
        """How the lines of both are read, each with the comparison of the line that was likely meant."""
        told: Told = []
        for part, one in (("a", self.a), ("b", self.b)):
            notes = [replace(note, message=f"{PART_NAMES[part]}：{note.message}") for note in one.notes]
            told += notes_told(notes, partial(self.url, part))
        return told

    def url(self, part: str, line: str) -> str:
        """The comparison with another line for one of the two."""
        pairs = [(name, f"q:{line}" if name == part else value) for name, value in self.pairs()]
        return f"{reverse('search:compare')}?{urlencode(pairs)}"

    def rows_url(self, part: str, where: str = "") -> str:
        pairs = [*self.pairs(), ("part", part), *([("q", where)] if where else [])]
        return f"{reverse('search:compare_rows')}?{urlencode(pairs)}"


@dataclass(frozen=True)
class Panel:
    chart: Compared
    lines: Sequence[tuple[str, Sequence[tuple[str, str, str]]]]
    left: int
    files: Sequence[tuple[str, str]]


def keys_in(sent: QueryDict) -> tuple[str, str]:
    """The names of both sets; a line that was typed goes before what was chosen."""

    def key(side: str) -> str:
        line = sent.get(f"{side}_line", "").strip()
        return f"q:{line}" if line else sent.get(side, "")

    return key("a"), key("b")


def _sides(sent: QueryDict, actor: Actor) -> Sides:
    a, b = keys_in(sent)
    said = {name: sent.get(name, "") for name in ("by", "names", "family")}
    known_on = _known_on(sent.get("known", ""))
    return Sides(patent_set(a, actor), patent_set(b, actor), options_of(said, known_on or today()), known_on)


def _known_on(said: str) -> date | None:
    """The day an address names; what cannot be read, and a day that is not over, is now. Raises
    InvalidInput for a day before the index began."""
    form = KnownForm({"known": said})
    day: date | None = form.cleaned_data["known"] if form.is_valid() else None
    if day is None or day >= today():
        return None
    first = began_on(found_collection(COLLECTION))
    if first is not None and day < first:
        told = _("索引从 %(on)s 起才有，最早可以问 %(on)s 终了时所知。") % {"on": day_text(first)}
        raise InvalidInput(told)
    return day


@page(SEARCH_PATENTS)
def comparing(request: HttpRequest) -> HttpResponse:
    """``a``, ``b``: the two sets by their names (``queries.patent_sets``); ``by``, ``names``, ``family``: as
    analysis; ``known``: the day at whose end the index knew them."""
    actor, keys = actor_in(request), keys_in(request.GET)
    context: dict[str, Any] = {
        "offered": sets_offered(actor),
        "days": DAYS.items(),
        "keys": keys,
        "known": request.GET.get("known", "")[:10],
        "first_known": began_on(found_collection(COLLECTION)),
        "typed": [key.removeprefix("q:") if key.startswith("q:") else "" for key in keys],
    }
    template = "search/compare/compare.html"
    if not all(keys):
        return render(request, template, context)
    try:
        sides = _sides(request.GET, actor)
        context |= _shown(sides, sides.pair(actor))
        context["offered"] = _with_chosen(context["offered"], sides)
    except QueryError as refused:
        return render(request, template, context | {"refused": refused}, status=422)
    except NotFound as refused:
        return render(request, template, context | {"problem": refused.message}, status=404)
    except (IndexMissing, TooExpensive, InvalidInput) as refused:
        return render(request, template, context | {"problem": refused.message}, status=refused.status)
    return render(request, template, context)


def _with_chosen(
    offered: list[tuple[str, list[tuple[str, str]]]], sides: Sides
) -> list[tuple[str, list[tuple[str, str]]]]:
    """What is chosen can be chosen, though it is an older one that is not offered."""
    keys = {key for _label, choices in offered for key, _text in choices}
    chosen = [
        (one.key, one.name)
        for one in (sides.a, sides.b)
        if one.key not in keys and not one.key.startswith("q:")
    ]
    return [*offered, (_("所选"), list(dict.fromkeys(chosen)))] if chosen else offered


def _shown(sides: Sides, pair: Pair) -> dict[str, Any]:
    counts = {part: pair.count(part) for part in PARTS}
    patents = {part: pair.patents(part) if pair.is_by_family else counts[part] for part in PARTS}
    parts = [(part, PART_NAMES[part], counts[part], sides.rows_url(part), patents[part]) for part in PARTS]
    gone = []
    if pair.scope.is_all and pair.past is None:
        sets = (("a", sides.a), ("b", sides.b))
        gone = [(PART_NAMES[part], one.kept - patents[part]) for part, one in sets if one.kept is not None]

    def address(opened: str) -> str:
        part, _colon, where = opened.partition(":")
        return sides.rows_url(part, where)

    panels = [_panel(one, sides, counts) for one in compared(pair, sides.options, NAMES)]
    return {
        "sides": sides,
        "notes": sides.notes(),
        "parts": parts,
        "gone": [one for one in gone if one[1] > 0],
        "shares": [share(counts["both"], counts["a"]), share(counts["both"], counts["b"])],
        "panels": [one for one in panels if one.lines],
        "address": address,
        "snapshot": pair.searcher.snapshot,
        "options": sides.options,
    }


def _panel(chart: Compared, sides: Sides, counts: dict[str, int]) -> Panel:
    def told(part: str, cell: Cell) -> tuple[str, str, str]:
        url = sides.rows_url(part, cell.where) if cell.where and cell.rows else ""
        return number_text(cell.value), url, share(int(cell.value or 0), counts[part])

    lines = [
        (line.name, [told(part, cell) for pair in line.cells for part, cell in zip("ab", pair, strict=True)])
        for line in chart.lines[:LINES_SHOWN]
    ]
    said = urlencode(sides.pairs())
    kinds = ("png", "svg", "xlsx") if chart.drawing else ("xlsx",)
    files = [(kind, f"{reverse('search:compare_file', args=[chart.name, kind])}?{said}") for kind in kinds]
    return Panel(chart, lines, len(chart.lines) - len(lines), files)


@page(SEARCH_PATENTS)
def rows(request: HttpRequest) -> HttpResponse:
    """The patents of a part, or those of it that a condition finds."""
    actor, part = actor_in(request), request.GET.get("part", "both")
    if part not in PARTS:
        raise NotFound(_("没有这个部分。"))
    sides = _sides(request.GET, actor)
    pair = sides.pair(actor)

    def found(line: str, after: int | None) -> Rows:
        node = pair.node(part)
        wanted = And((node, read_query(line, pair.collection))) if line.strip() else node
        return rows_in(Seen(pair.searcher, pair.scope), wanted, pair.collection, pair.teller(actor), after)

    back = f"{reverse('search:compare')}?{urlencode(sides.pairs())}"
    context = {"sides": sides, "part": PART_NAMES[part], "back": back}
    said = {**dict(sides.pairs()), "part": part}
    return rows_page(request, "search/compare/rows.html", context, found, said)


@page(SEARCH_PATENTS)
def chart_file(request: HttpRequest, name: str, file_format: str) -> HttpResponseBase:
    """One chart of both sets as a picture, or its figures as a table."""
    actor = actor_in(request)
    sides = _sides(request.GET, actor)
    pair = sides.pair(actor)
    chart = next((one for one in compared(pair, sides.options, NAMES) if one.name == name), None)
    if chart is None or file_format not in (*FORMATS, "xlsx"):
        raise NotFound(_("没有这种分析图。"))
    if file_format == "xlsx":
        return _sheet(chart, sides, _notes(sides, pair, actor))
    if chart.drawing is None:
        raise NotFound(_("没有可以画的数。"))
    draw: Callable[..., bytes] = png_of if file_format == "png" else svg_of
    answer = HttpResponse(draw(chart.drawing), content_type=FORMATS[file_format])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return answer


def _sheet(chart: Compared, sides: Sides, notes: Sequence[str]) -> HttpResponseBase:
    both = (f"A {sides.a.name}", f"B {sides.b.name}")
    headings = [Heading(chart.title, "@", 30)]
    headings += [Heading(f"{column} {name}"[:60]) for column in chart.columns for name in both]
    figures = [[line.name, *(cell.value for pair in line.cells for cell in pair)] for line in chart.lines]
    title = _("对照 %(title)s") % {"title": chart.title}
    return export_rows(title, headings, figures, file_format="xlsx", notes=notes)


def _notes(sides: Sides, pair: Pair, actor: Actor) -> list[str]:
    """What a file is of: both sets, what they share, how it was counted, of which state, who and when."""
    collection, notes = found_collection(COLLECTION), []
    for part, one in (("a", sides.a), ("b", sides.b)):
        notes.append(f"{PART_NAMES[part]}：{one.name}，{_counted(pair, part)}")
        notes += query_notes(one.line, chosen_words(one.chosen, collection)) if one.line else []
    notes.append(f"{PART_NAMES['both']}：{_counted(pair, 'both')}")
    known = {"on": day_text(sides.known_on), "snapshot": pair.searcher.snapshot}
    then, of_now = _("按索引在 %(on)s 终了时所知，快照 %(snapshot)s"), _("按索引现在所知，快照 %(snapshot)s")
    at = (then if sides.known_on else of_now) % known
    return [*notes, ways_counted(sides.options), at, *use_notes(who=actor.name, at=now())]


def _counted(pair: Pair, part: str) -> str:
    patents = _("%(n)s 件") % {"n": f"{pair.patents(part):,}"}
    return f"{_('%(n)s 族') % {'n': f'{pair.count(part):,}'}} {patents}" if pair.is_by_family else patents
