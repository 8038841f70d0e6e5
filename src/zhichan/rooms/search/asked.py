"""What a search is asked (检索条件): the line, the values chosen from facets, the order; one small value.

It stands in the address of the result page, in an export, and in links of other pages to the same result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from zhichan.core.access.actor import Actor
from zhichan.core.search.asking import Question
from zhichan.core.search.collection import Collection, Sort
from zhichan.core.search.index import Order
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.synonyms import NO_SYNONYMS, Synonyms
from zhichan.core.search.tree import And, Node, OneOf, Or, Range
from zhichan.core.search.tree_text import tree_of
from zhichan.rooms.search.actions.long_lines import fits_address, key_of
from zhichan.rooms.search.queries.history import sets_in
from zhichan.rooms.search.queries.kinds import PATENT
from zhichan.rooms.search.queries.long_lines import long_line
from zhichan.rooms.search.queries.synonyms import synonyms_of

MOST_CHOSEN = 60
YEARS = "-"
FAMILY, APPLICATION = "family", "application"
MERGED = (FAMILY, APPLICATION)


@dataclass(frozen=True)
class Asked:
    """``order``: a field, with ``-`` in front when falling; empty for the usual one. ``chosen``: field and
    value, of a day a year or the first and the last of several: ``2019-2021``. ``key``: stands for a line
    that is too long for an address. ``merged``: one of each family, or of each application, is listed.
    ``is_step``: a click on a page narrowed another search to this; no part of what is asked."""

    line: str = ""
    order: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    key: str = ""
    merged: str = ""
    is_step: bool = False

    def pairs(self) -> list[tuple[str, str]]:
        """As names and values of an address or of hidden fields of a form."""
        order = [("sort", self.order)] if self.order else []
        line = ("s", self.key) if self.key else ("q", self.line)
        merged = [("merge", self.merged)] if self.merged else []
        return [line, *order, *merged, *(("f", f"{name}:{value}") for name, value in self.chosen)]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What goes on with another line: order, merging, chosen values."""
        return self.pairs()[1:]

    def url(self, name: str = "search:home", **more: Any) -> str:
        """The address of a page for this result; without anything more the result page."""
        pairs = self.pairs() + [(key, str(value)) for key, value in more.items() if value is not None]
        pairs += [("step", "1")] if self.is_step else []
        return f"{page_address(name)}?{urlencode(pairs)}"

    def turned(self, field: str, value: str) -> Asked:
        """With this value chosen, or without it where it was."""
        one = (field, value)
        chosen = (
            tuple(other for other in self.chosen if other != one)
            if one in self.chosen
            else (*self.chosen, one)
        )
        return replace(self, chosen=chosen, is_step=True)

    def ordered(self, order: str) -> Asked:
        return replace(self, order=order)


@cache
def page_address(name: str) -> str:
    """Where a page stands: one of results has some sixty links to pages of this room."""
    return reverse(name)


def asked_in(sent: QueryDict, actor: Actor) -> Asked:
    """What an address or a form asks. Raises NotFound for a key of no line of the actor's."""
    chosen = [part.partition(":") for part in sent.getlist("f")[:MOST_CHOSEN] if ":" in part]
    key = sent.get("s", "")
    return Asked(
        long_line(key, actor) if key else sent.get("q", ""),
        sent.get("sort", "")[:40],
        tuple((name, value) for name, _colon, value in chosen),
        key,
        _merged(sent.get("merge", "")),
        is_step="step" in sent,
    )


def _merged(said: str) -> str:
    return said if said in MERGED else ""


def asked_again(line: str, chosen: tuple[tuple[str, str], ...]) -> Asked:
    """A search that was asked before: a line too long for an address has its key since then."""
    return Asked(line, chosen=chosen, key="" if fits_address(line) else key_of(line))


def asked_from(values: Mapping[str, Any]) -> Asked:
    """From what was kept with ``values_of``."""
    chosen = tuple((str(name), str(value)) for name, value in values.get("chosen", ()))
    line, order, key = (str(values.get(name, "")) for name in ("line", "order", "key"))
    return Asked(line, order, chosen, key, _merged(str(values.get("merged", ""))))


def values_of(asked: Asked) -> dict[str, Any]:
    """As it can be kept as JSON."""
    chosen = [list(one) for one in asked.chosen]
    return {
        "line": asked.line,
        "order": asked.order,
        "chosen": chosen,
        "key": asked.key,
        "merged": asked.merged,
    }


def question_of(asked: Asked, collection: Collection, actor: Actor, **more: Any) -> Question:
    """The question to put to the index: with the set numbers and the synonyms of who asks, which are for
    patents."""
    return Question(
        collection.name,
        asked.line,
        order_of(asked.order, collection),
        sets=sets_in(asked.line, actor, collection.name),
        narrowed=narrowing(asked.chosen, collection),
        merged=asked.merged,
        synonyms=synonyms_of(actor) if collection.name == PATENT else NO_SYNONYMS,
        **more,
    )


def asks_another(asked: Asked, kept: Any, collection: Collection, actor: Actor, synonyms: Synonyms) -> bool:
    """Whether an address asks today something else than was kept as a tree: a list of synonyms was deleted,
    changed or switched since, or a set number stands for another search. ``synonyms``: those of the actor."""
    question = Question(
        collection.name,
        asked.line,
        sets=sets_in(asked.line, actor, collection.name),
        narrowed=narrowing(asked.chosen, collection),
        synonyms=synonyms if collection.name == PATENT else NO_SYNONYMS,
    )
    try:
        return question.nodes(collection)[1] != tree_of(kept)
    except QueryError:
        return True


def number_in(text: str) -> int | None:
    """A key or a record's id; None for what no database could hold."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 and int(text) < 2**63 else None


def order_of(said: str, collection: Collection) -> Order | None:
    name = said.removeprefix("-")
    return Order(name, is_rising=not said.startswith("-")) if name in collection.orders else None


def narrowing(chosen: Sequence[tuple[str, str]], collection: Collection) -> Node | None:
    """The chosen values as conditions: of one field any, of several fields all."""
    conditions: list[Node] = []
    for field in collection.fields:
        values = [value for name, value in chosen if name == field.name and field.facet]
        if not values:
            continue
        if field.sort is Sort.DAY:
            parts: list[Node] = [
                Range(field.name, low * 10_000, high * 10_000 + 9_999)
                for low, high in filter(None, map(years_of, values))
            ]
            conditions.append(parts[0] if len(parts) == 1 else Or(tuple(parts)))
        else:
            conditions.append(OneOf(field.name, tuple(values)))
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else And(tuple(conditions))


def years_of(value: str) -> tuple[int, int] | None:
    """The first and the last year a value of a day's facet means; None for what is no year."""
    first, _dash, last = value.partition(YEARS)
    years = [int(one) for one in (first, last or first) if one.isascii() and one.isdigit() and len(one) == 4]
    return (min(years), max(years)) if len(years) == 2 else None
