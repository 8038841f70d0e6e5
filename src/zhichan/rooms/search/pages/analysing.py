"""The analysis of a result (专利分析): charts of what a query finds, each with its figures and their rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.access.rights import may
from zhichan.core.charts.drawing import png_of, svg_of
from zhichan.core.errors import NotFound
from zhichan.core.exports.responses import export_rows
from zhichan.core.exports.sheets import Heading
from zhichan.core.search.asking import found_collection
from zhichan.core.search.exporting import notes_of
from zhichan.core.search.index import IndexMissing, TooExpensive
from zhichan.core.search.indexing import state_of
from zhichan.core.search.language.errors import QueryError
from zhichan.core.tables.text import number_text
from zhichan.rooms.search.actions.long_lines import fits_address
from zhichan.rooms.search.analysis.asking import analysis_charts, drawn_chart, found_of
from zhichan.rooms.search.analysis.choosing import WITHIN, options_of, said_of
from zhichan.rooms.search.analysis.class_levels import class_above
from zhichan.rooms.search.analysis.conditions import in_words, narrowed
from zhichan.rooms.search.analysis.declaration import DAYS, Cell, ChartResult, Options
from zhichan.rooms.search.analysis.found import COLLECTION, Found
from zhichan.rooms.search.analysis.term_sets import TermError
from zhichan.rooms.search.asked import Asked, asked_in, question_of
from zhichan.rooms.search.chosen_words import chosen_words
from zhichan.rooms.search.pages.notes import notes_told
from zhichan.rooms.search.rights import NAVIGATION_KEEP, SEARCH_PATENTS

LINES_SHOWN = 60
FORMATS = {"svg": "image/svg+xml", "png": "image/png"}


@dataclass(frozen=True)
class CellShown:
    value: Any
    rows: int | None
    url: str
    text: str
    rank: int | None = None


@dataclass(frozen=True)
class LineShown:
    name: str
    cells: Sequence[CellShown]
    within_url: str


@dataclass(frozen=True)
class Panel:
    """A chart as the page shows it."""

    result: ChartResult
    width: int
    lines: Sequence[LineShown]
    left: int
    files: Sequence[tuple[str, str]]
    up_url: str = ""
    report_url: str = ""


@page(SEARCH_PATENTS)
def analysing(request: HttpRequest) -> HttpResponse:
    """All charts of a query; ``by``, ``family``, ``names``, ``within`` choose how it is counted."""
    actor, collection = actor_in(request), found_collection(COLLECTION)
    asked, options = asked_in(request.GET, actor), options_in(request.GET)
    context: dict[str, Any] = {
        "asked": asked,
        "options": options,
        "days": DAYS.items(),
        "state": state_of(collection),
    }
    if not asked.line.strip():
        return render(request, "search/analysis/analysis.html", context)
    try:
        found = found_of(question_of(asked, collection, actor), actor)
        shown = _shown(found, asked, options, actor)
    except QueryError as refused:
        return render(
            request, "search/analysis/analysis.html", {**context, "problem": refused.problem}, status=422
        )
    except (IndexMissing, TooExpensive) as refused:
        return render(
            request,
            "search/analysis/analysis.html",
            {**context, "problem": refused.message},
            status=refused.status,
        )
    status = 422 if shown["wrong_terms"] else 200
    return render(request, "search/analysis/analysis.html", {**context, **shown}, status=status)


@page(SEARCH_PATENTS)
def chart_file(request: HttpRequest, name: str, file_format: str) -> HttpResponseBase:
    """One chart as a picture (png, svg) or its figures as a table (xlsx, csv)."""
    actor, collection = actor_in(request), found_collection(COLLECTION)
    asked, options = asked_in(request.GET, actor), options_in(request.GET)
    found = found_of(question_of(asked, collection, actor), actor)
    result = drawn_chart(name, found, options)
    if file_format in FORMATS:
        if result.drawing is None:
            raise NotFound(_("没有可以画的数。"))
        content = png_of(result.drawing) if file_format == "png" else svg_of(result.drawing)
        answer = HttpResponse(content, content_type=FORMATS[file_format])
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
        return answer
    if file_format not in ("xlsx", "csv"):
        raise NotFound(_("没有这种文件格式。"))
    narrowed = chosen_words(asked.chosen, collection)
    said = notes_of(asked.line, found.count, found.snapshot, who=actor.name, at=now(), narrowed=narrowed)
    notes = [*said[:-1], ways_counted(options), said[-1]]
    return figures_file(result, "xlsx" if file_format == "xlsx" else "csv", notes)


def ways_counted(options: Options) -> str:
    """How the figures were counted, in the words of the page."""
    family = _("同族合并") if options.is_by_family else _("逐件计数")
    names = _("权利人：归一后") if options.has_owners else _("权利人：按原名")
    return " · ".join([str(DAYS[options.by]), family, names])


def figures_file(result: ChartResult, file_format: Any, notes: Sequence[str]) -> HttpResponseBase:
    """Every figure of a chart, as numbers, with its place where they are ranked, and the condition that finds
    its rows; ``notes``: what it is of, above them."""
    columns = list(map(str, result.columns[1:]))
    are_ranked = any(cell.rank for line in result.lines for cell in line.cells)
    collection = found_collection(COLLECTION)
    headings = [Heading(str(result.columns[0]), "@", 30)]
    for column in columns:
        headings += [Heading(column), *([Heading(_("%(of)s 名次") % {"of": column})] if are_ranked else [])]
    headings += [Heading(_condition_head(column, len(columns)), "@", 40) for column in columns]
    rows = [
        [
            line.name,
            *(one for cell in line.cells for one in [cell.value, cell.rank][: 1 + are_ranked]),
            *(in_words(cell.where, collection) for cell in line.cells),
        ]
        for line in result.lines
    ]
    return export_rows(result.title, headings, rows, file_format=file_format, notes=notes)


def _condition_head(column: str, count: int) -> str:
    return _("检索条件") if count == 1 else _("检索条件：%(of)s") % {"of": column}


def options_in(sent: QueryDict) -> Options:
    return options_of(sent, today())


def opener(asked: Asked) -> Callable[[str], str]:
    """The address of the rows of a condition: of the line with it, which is kept once it is asked for where
    it is too long for an address."""

    def address(where: str) -> str:
        if not where:
            return ""
        step = replace(asked, is_step=True)
        line = narrowed(asked.line, where)
        if asked.key or not fits_address(line):
            return step.url(where=where)
        return replace(step, line=line).url()

    return address


def _shown(found: Found, asked: Asked, options: Options, actor: Actor) -> dict[str, Any]:
    address = opener(asked)
    panels, refused = [], None
    for declared in analysis_charts():
        try:
            result = drawn_chart(declared.name, found, options)
        except TermError as wrong:
            refused = wrong
        else:
            panels.append(_panel(result, declared.width, asked, options, address))
    by_name = {one.result.name: one.result for one in panels}

    def of_line(line: str) -> str:
        return replace(asked, line=line, key="").url("search:analysis", **dict(said_of(options)))

    return {
        "found": found,
        "notes": notes_told(found.notes, of_line),
        "panels": [one for one in panels if one.lines],
        "bare": [one for one in panels if not one.lines],
        "address": address,
        "total": found.total(options),
        "result_url": asked.url(),
        "compare_url": _compare_url(asked),
        "lead": _lead(by_name, address),
        "pairs": asked.pairs(),
        "may_write_reports": may(actor, NAVIGATION_KEEP),
        "kept": [
            *asked.pairs(),
            *(one for one in said_of(options) if one[0] not in ("means", "effects")),
        ],
        "means": "\n".join(options.techniques),
        "effects": "\n".join(options.effects),
        "wrong_terms": _wrong_terms(options, refused),
    }


@dataclass(frozen=True)
class WrongTerm:
    """A term that cannot be read. ``field``: in which list, ``row``: in which line of it; ``before``,
    ``place``, ``rest``: the term around what is wrong."""

    field: str
    row: int
    problem: str
    before: str
    place: str
    rest: str


def _wrong_terms(options: Options, refused: TermError | None) -> list[WrongTerm]:
    """The same term may stand in both lists."""
    if refused is None:
        return []
    lists = {"means": options.techniques, "effects": options.effects}
    return [
        WrongTerm(name, terms.index(refused.term) + 1, refused.message, *refused.marked(refused.term))
        for name, terms in lists.items()
        if refused.term in terms
    ]


def _compare_url(asked: Asked) -> str:
    """The comparison of the line with another set; chosen values are conditions of the page alone."""
    key = f"s:{asked.key}" if asked.key else f"q:{asked.line}"
    return f"{reverse('search:compare')}?{urlencode({'a': key})}"


def _panel(
    result: ChartResult, width: int, asked: Asked, options: Options, address: Callable[[str], str]
) -> Panel:
    said = urlencode([*asked.pairs(), *said_of(options)])
    files = [
        (kind, f"{reverse('search:analysis_file', args=[result.name, kind])}?{said}")
        for kind in (("png", "svg") if result.drawing else ())
    ]
    files.append(("xlsx", f"{reverse('search:analysis_file', args=[result.name, 'xlsx'])}?{said}"))
    within = dict(said_of(options)).get(WITHIN.get(result.name, ""), "")

    def inside(part: str) -> str:
        """The analysis of the same set with another class looked into."""
        kept = [one for one in said_of(options) if one[0] != WITHIN[result.name]]
        more = [(WITHIN[result.name], part)] if part else []
        return f"{reverse('search:analysis')}?{urlencode([*asked.pairs(), *kept, *more])}#{result.name}"

    lines = [
        LineShown(
            line.name,
            [_cell(one, address) for one in line.cells],
            inside(line.within) if line.within else "",
        )
        for line in result.lines[:LINES_SHOWN]
    ]
    return Panel(
        result,
        width,
        lines,
        len(result.lines) - len(lines),
        files,
        inside(class_above(within)) if within else "",
        f"{reverse('search:analysis_report', args=[result.name])}?{said}",
    )


def _cell(one: Cell, address: Callable[[str], str]) -> CellShown:
    text = one.text or number_text(one.value)
    return CellShown(one.value, one.rows, address(one.where) if one.rows else "", text, one.rank)


def _lead(by_name: dict[str, ChartResult], address: Callable[[str], str]) -> list[tuple[str, str]]:
    """The sentences of the charts that say most, each with the rows of its first figure."""
    said = []
    for name in ("trend", "applicants", "classes"):
        if (result := by_name.get(name)) and result.lines:
            best = max((line.cells[0] for line in result.lines), key=lambda cell: int(cell.value or 0))
            said.append((result.sentence, address(best.where)))
    return said
