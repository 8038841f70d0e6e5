"""What the result page shows of an answer (检索结果): marked hits, facets, chips, the words in colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import Any
from urllib.parse import urlencode

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import now, today
from zhichan.core.errors import NotFound
from zhichan.core.registers.moments import Moment
from zhichan.core.search.asking import Answer
from zhichan.core.search.collection import Collection, Hit, HitColumn, SearchField
from zhichan.core.search.index import Facet
from zhichan.core.search.language.writing import write_query
from zhichan.core.search.marking import COLOURS, Piece, marked, positive_leaves, shortened
from zhichan.core.search.tree import Near, Node, Pattern, Term
from zhichan.rooms.registry.face import patent_card
from zhichan.rooms.search.asked import Asked
from zhichan.rooms.search.chosen_words import chosen_value
from zhichan.rooms.search.pages import builder
from zhichan.rooms.search.pages.told_rows import rows_of
from zhichan.rooms.search.queries.citations import citations_of

VALUES_SHOWN = 8
ABSTRACT_SHOWN = 160
MOST_LEGEND = 12
TONES = {"in_force": "ok", "pending": "info", "ended": "idle", "unknown": "idle"}


@dataclass(frozen=True)
class Value:
    """One value of a facet: its words, how many, whether it is chosen, and the page that turns that round."""

    label: str
    count: int
    is_chosen: bool
    url: str


@dataclass(frozen=True)
class FacetShown:
    """``more_url``: the page of all its values; ``is_years``: its values are years, a range can be had."""

    label: str
    name: str
    values: Sequence[Value]
    more_url: str
    is_years: bool


@dataclass(frozen=True)
class CellShown:
    """What a cell of the table says, with what was searched for in it marked."""

    text: str
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class HitShown:
    """``cells``: of the table; ``open_url``: the list with this hit opened beside it; ``others``: how many
    more of its family or application it stands for, all of them at ``group_url``; ``marks``, ``note``: the
    reader's own, the star apart."""

    hit: Hit
    title: Sequence[Piece]
    applicants: Sequence[Piece]
    abstract: Sequence[Piece]
    tone: str
    open_url: str
    cells: Sequence[CellShown]
    others: int = 0
    group_url: str = ""
    is_starred: bool = False
    marks: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True)
class Word:
    """One condition of the query with the colour its words are marked in."""

    text: str
    colour: int


@dataclass(frozen=True)
class Place:
    """Where one stands in a list: what of the address goes on into links of the same page."""

    after: int | None = None
    before: int | None = None
    opened: int | None = None

    def url(self, asked: Asked, **changed: Any) -> str:
        return asked.url(**{"after": self.after, "before": self.before, **changed})


def shown(
    answer: Answer, asked: Asked, place: Place, collection: Collection, columns: Sequence[HitColumn]
) -> dict[str, Any]:
    rows = rows_of(asked.line, answer.node, collection)
    orders = [(said, name) for name in collection.orders for said in (f"-{name}", name)]
    back = asked.url(before=answer.previous_key) if answer.previous_key is not None else ""
    here = place.url(asked)
    return {
        "answer": answer,
        "rows": rows or (),
        "is_told_by_rows": rows is not None,
        "told": asked.line if rows else "",
        "rows_line": builder.line_of(rows or (), collection),
        "hits": [_hit(hit, answer.wanted, here, columns) for hit in answer.hits],
        **facets_told(answer, asked, collection),
        "chips": chips(asked, collection),
        "legend": legend(answer.wanted, collection),
        "first_url": asked.url() if back or place.after is not None else "",
        "previous_url": back,
        "next_url": asked.url(after=answer.next_key) if answer.next_key is not None else "",
        "orders": [(said, collection.by_name[name].label, not said.startswith("-")) for said, name in orders],
        "current_order": f"-{answer.order.by}" if not answer.order.is_rising else answer.order.by,
        "columns": columns,
    }


def _hit(hit: Hit, node: Node, here: str, columns: Sequence[HitColumn]) -> HitShown:
    return HitShown(
        hit,
        marked(hit.title, "title", node),
        marked(hit.texts.get("applicants", ""), "applicants", node),
        shortened(marked(hit.texts.get("abstract", ""), "abstract", node), ABSTRACT_SHOWN),
        TONES.get(hit.facts.get("class", ""), "idle"),
        f"{here}&open={hit.id}",
        [_cell(column, hit, node) for column in columns],
    )


def _cell(column: HitColumn, hit: Hit, node: Node) -> CellShown:
    value = column.value(hit)
    text = "—" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return CellShown(text, shortened(marked(text, column.name, node), ABSTRACT_SHOWN))


def facet_shown(facet: Facet, asked: Asked, collection: Collection, most: int) -> FacetShown:
    field = collection.by_name[facet.field]
    chosen = {value for name, value in asked.chosen if name == field.name}
    shown_counts, here = facet.counts[:most], replace(asked, is_step=True).url()
    words = words_of(field, [one.value for one in shown_counts])
    values = [
        Value(
            words.get(one.value, one.value),
            one.count,
            one.value in chosen,
            asked.turned(field.name, one.value).url()
            if one.value in chosen
            else f"{here}&{urlencode({'f': f'{field.name}:{one.value}'})}",
        )
        for one in shown_counts
    ]
    more = facet.has_more or len(facet.counts) > most
    more_url = asked.url("search:facet", field=field.name) if more else ""
    return FacetShown(field.head, field.name, values, more_url, field.sort.name == "DAY")


def facets_told(answer: Answer, asked: Asked, collection: Collection) -> dict[str, Any]:
    """The facets, of which those stand in ``later_facets`` that come behind the ``uncounted``.

    Those come by themselves after the page: of each its label and the page of all its values, which also
    leads there where nothing is loaded.
    """
    left_out = answer.uncounted
    before = list(takewhile(lambda name: name not in left_out, (one.name for one in collection.facets)))
    told = [facet_shown(one, asked, collection, VALUES_SHOWN) for one in answer.facets if one.counts]
    return {
        "facets": [one for one in told if one.name in before],
        "later_facets": [one for one in told if one.name not in before],
        "uncounted": [
            (collection.by_name[name].head, asked.url("search:facet", field=name)) for name in left_out
        ],
        "uncounted_url": asked.url("search:facets"),
    }


def words_of(field: SearchField, values: Sequence[str]) -> dict[str, str]:
    return dict(field.words(values)) if field.words else {}


def chips(asked: Asked, collection: Collection) -> list[tuple[str, str, str]]:
    """Of each chosen value its field, its words, and the page without it."""
    told = ((one, chosen_value(*one, collection)) for one in asked.chosen)
    return [(*words, asked.turned(*one).url()) for one, words in told if words is not None]


def legend(node: Node, collection: Collection) -> list[Word]:
    """The conditions whose words are marked, each with its colour, as ``marking`` counts them."""
    leaves = [leaf for leaf in positive_leaves(node) if isinstance(leaf, Term | Pattern | Near)]
    return [
        Word(write_query(leaf, collection), index % COLOURS + 1)
        for index, leaf in enumerate(leaves[:MOST_LEGEND])
    ]


def opened(place: Place, actor: Actor) -> dict[str, Any]:
    """The patent that is opened beside the list; nothing where none is, or none the actor may see."""
    if place.opened is None:
        return {}
    try:
        card = patent_card(place.opened, actor, Moment(today(), now()))
        return {"card": card, "citations": citations_of(place.opened, actor)}
    except NotFound:
        return {"card_is_missing": True}
