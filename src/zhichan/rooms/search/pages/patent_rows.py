"""Tables of patents, and pages of those that a line finds within a set (清单): themes, data sets, parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import actor_in
from zhichan.core.search.collection import Hit
from zhichan.core.search.index import IndexMissing, TooExpensive
from zhichan.core.search.language.errors import QueryError
from zhichan.rooms.search.asked import number_in
from zhichan.rooms.search.models import ThemeEdit
from zhichan.rooms.search.pages.notes import notes_told
from zhichan.rooms.search.pages.showing import TONES
from zhichan.rooms.search.queries.line_notes import notes_on
from zhichan.rooms.search.queries.theme_rows import Rows


@dataclass(frozen=True)
class RowShown:
    """One record, and the decision of a person that put it into a theme or took it out."""

    hit: Hit
    tone: str
    edit: ThemeEdit | None


def rows_shown(rows: Rows, said: Mapping[str, str], edits: Mapping[int, ThemeEdit]) -> dict[str, Any]:
    """What the table needs; ``said``: what else the address of its next page says."""
    kept = {name: value for name, value in {**said, "after": str(rows.next_key or "")}.items() if value}
    return {
        "rows": [_row(hit, edits.get(hit.id)) for hit in rows.hits],
        "row_count": rows.count,
        "next_url": f"?{urlencode(kept)}" if rows.next_key is not None else "",
    }


def _row(hit: Hit, edit: ThemeEdit | None) -> RowShown:
    is_back = edit is not None and edit.change == ThemeEdit.Change.BACK
    return RowShown(hit, TONES.get(hit.facts.get("class", ""), "idle"), None if is_back else edit)


def rows_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    found: Callable[[str, int | None], Rows],
    said: Mapping[str, str],
) -> HttpResponse:
    """``q``: a line within the set, ``after``: the key of a page before; ``found`` gives the rows of both.

    ``said``: what else the address says of the set. ``found`` may tell the page more through ``context``.
    """
    line = request.GET.get("q", "")
    context |= {"line": line, "said": said.items()}
    try:
        rows = found(line, number_in(request.GET.get("after", "")))
    except QueryError as refused:
        return render(request, template, context | {"refused": refused}, status=422)
    except (IndexMissing, TooExpensive) as refused:
        return render(request, template, context | {"problem": refused}, status=refused.status)
    context |= notes_within(line, said, actor_in(request))
    return render(request, template, context | rows_shown(rows, {**said, "q": line}, {}))


def notes_within(line: str, said: Mapping[str, str], actor: Actor) -> dict[str, Any]:
    """How a line within a set was read; ``said``: what else the address says of the set."""

    def url_of(meant: str) -> str:
        return f"?{urlencode({**said, 'q': meant})}"

    return {"notes_within": notes_told(notes_on(line, actor), url_of) if line.strip() else []}
