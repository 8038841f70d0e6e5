"""The tabs of the search room in its templates, and what stands on its pages by the dozen.

That is written here: as templates marks, values and options cost more than all else of a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhichan.core.access.requests import actor_in
from zhichan.core.marks.rules import BY_ID
from zhichan.core.marks.scoring import Fired, Likeness
from zhichan.core.matters.wording import MARKS
from zhichan.core.rules.sources import Mark
from zhichan.core.search.collection import Collection
from zhichan.core.search.marking import Piece
from zhichan.core.tables.text import number_text
from zhichan.rooms.search.asked import Asked, page_address
from zhichan.rooms.search.models import SearchRun
from zhichan.rooms.search.pages import builder
from zhichan.rooms.search.pages.showing import Value
from zhichan.rooms.search.tabs import KEEP_QUERY, ROOM_TABS
from zhichan.rooms.search.uses import uses_of
from zhichan.web.tabs import Tab, tabs_shown

register = template.Library()


@register.inclusion_tag("search/marks/bars.html")
def likeness_bars(likeness: Likeness) -> dict[str, Any]:
    """Form, sound and meaning as bars: ``{% likeness_bars line.hit.likeness %}``."""
    bars = ((_("形"), likeness.shape), (_("音"), likeness.sound), (_("义"), likeness.meaning))
    return {"bars": bars}


@register.filter
def rule_condition(fired: Fired) -> str:
    """What a rule of likeness is about."""
    return str(BY_ID[fired.rule_id].condition)


@register.filter
def rule_number(fired: Fired) -> int:
    """By which number the list of rules names it."""
    return BY_ID[fired.rule_id].number


@register.filter
def checked_words(mark: str) -> str:
    """How far something was checked against its text, by its mark."""
    return str(MARKS[Mark(mark)][1])


@register.inclusion_tag("search/result/uses.html", takes_context=True)
def result_uses(context: dict[str, Any], asked: Asked, run: SearchRun | None) -> dict[str, Any]:
    """What the result can be used for: ``{% result_uses asked run %}``."""
    actor = actor_in(context["request"])
    return {"uses": uses_of(asked, run or None, actor)}


@register.inclusion_tag("shell/tabs.html", takes_context=True)
def search_tabs(context: dict[str, Any], current: str) -> dict[str, Any]:
    """The tabs the actor may open, if they are several: ``{% search_tabs "search" %}``."""
    sent = context["request"].GET
    pairs = [(name, value) for name in ("q", "s", "f", "sort", "step") for value in sent.getlist(name)]
    query = f"?{urlencode(pairs)}" if pairs else ""

    def address(tab: Tab) -> str:
        return page_address(tab.url_name) + (query if tab.name in KEEP_QUERY else "")

    return tabs_shown(ROOM_TABS, current, actor_in(context["request"]), address)


@register.filter
def in_colours(pieces: Sequence[Piece]) -> SafeString:
    """A text with what was searched for in its colours: ``{{ one.title|in_colours }}``."""
    made = [
        f'<mark class="m{piece.colour}">{escape(piece.text)}</mark>' if piece.colour else escape(piece.text)
        for piece in pieces
    ]
    return mark_safe("".join(made))  # noqa: S308  every text is escaped, colours are numbers


@register.simple_tag
def facet_values(values: Sequence[Value], are_whole: bool = False) -> SafeString:
    """The values of a facet, each with how many and the page that chooses it: ``{% facet_values values %}``.

    ``are_whole``: however long they are.
    """
    made, text = [], "<span>" if are_whole else '<span class="trunc">'
    for value in values:
        css, current = (" on", ' aria-current="true"') if value.is_chosen else ("", "")
        made.append(
            f'<a href="{escape(value.url)}" class="fv{css}"{current}><span class="fb" aria-hidden="true">'
            f"</span>{text}{escape(value.label)}</span>"
            f"<span>{number_text(value.count)}</span></a>"
        )
    return mark_safe("".join(made))  # noqa: S308  addresses and labels are escaped


@register.simple_tag
def options(choices: Iterable[tuple[str, str | Promise]], chosen: str) -> SafeString:
    """The options of a list, one of them chosen: ``{% options fields row.field %}``."""
    made = [
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
        for value, label in choices
    ]
    return mark_safe("".join(made))  # noqa: S308  every value and label is escaped


@register.simple_tag
def how_options(row: builder.Row, collection: Collection) -> SafeString:
    """What the field of a row can be asked: ``{% how_options row collection %}``.

    Of an empty row, whose field is still to be chosen, of every sort of field under its name.
    """
    if row.text:
        return options(builder.HOWS[builder.sort_of(row.field, collection)], row.how)
    made = [
        f'<optgroup label="{escape(builder.SORT_LABELS[sort])}" data-sort="{sort.value}">'
        f"{options(choices, row.how)}</optgroup>"
        for sort, choices in builder.HOWS.items()
        if any(one.sort is sort for one in collection.fields)
    ]
    return mark_safe("".join(made))  # noqa: S308  labels and choices are escaped
