"""A query asked on somebody's behalf (检索): read, counted, its page told, its facets counted."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput
from zhichan.core.search.collection import Collection, Hit, Scope, SearchField, collection_of
from zhichan.core.search.index import Facet, Order, Page, Searcher
from zhichan.core.search.indexing import searcher_in, state_of
from zhichan.core.search.language.notes import Note
from zhichan.core.search.language.reading import LineRead, read_line
from zhichan.core.search.language.spelling import field_named
from zhichan.core.search.models import SearchState
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.synonyms import NO_SYNONYMS, Group, Synonyms, expanded, groups_used
from zhichan.core.search.tree import And, Node

PER_PAGE = 20
MOST_PER_PAGE = 1_000
VALUES_PER_FACET = 10


@dataclass(frozen=True)
class Question:
    """``after``: the key a former page gave, ``before``: the one that leads back from a page; ``facets``: how
    many values of each field are wanted; ``most_counted``: facets of fields with ``many_values`` are left out
    of an answer with more hits; ``merged``: a field, of whose values one record each is exported.

    ``narrowed``: what must hold besides the line, as the values chosen from facets. ``synonyms``: what
    terms of the line stand for besides themselves. ``within``: what alone is searched, as the records of a
    theme; all of it without a line.
    """

    collection: str
    line: str
    order: Order | None = None
    after: int | None = None
    limit: int = PER_PAGE
    facets: Mapping[str, int] | None = None
    most_counted: int | None = None
    sets: Mapping[int, Node] | None = None
    narrowed: Node | None = None
    synonyms: Synonyms = NO_SYNONYMS
    before: int | None = None
    merged: str = ""
    within: Node | None = None

    def nodes(self, collection: Collection) -> tuple[Node, Node]:
        """What the line says as it was typed, and what is asked: synonyms and chosen values with it.

        Raises QueryError.
        """
        read = self.read(collection)
        return read.node, self.wanted(read.node)

    def read(self, collection: Collection) -> LineRead:
        """The line as it was typed. Raises QueryError."""
        if self.within is not None and not self.line.strip():
            return LineRead(self.within)
        return read_line(self.line, collection, self.sets)

    def wanted(self, said: Node) -> Node:
        """What is asked for what was said."""
        if said is self.within:
            return said
        wanted = expanded(said, self.synonyms)
        others = tuple(one for one in (self.within, self.narrowed) if one is not None)
        return And((wanted, *others)) if others else wanted


@dataclass(frozen=True)
class Answer:
    """All of one state of the index. ``node``: what the line said; ``wanted``: what was looked for, with the
    synonyms and the chosen values; ``groups``: the synonyms that took part.

    ``hits`` may be fewer than the page has ids: a record that left since. ``next_key`` leads to the next page
    as ``after``, ``previous_key`` to the one before as ``before``; none where there is none. ``uncounted``:
    the names of the facets that were left out. ``notes``: what is told of how the line was read.
    """

    node: Node
    count: int
    hits: Sequence[Hit]
    next_key: int | None
    facets: Sequence[Facet]
    snapshot: str
    took_ms: float
    order: Order
    wanted: Node
    groups: Sequence[Group] = ()
    previous_key: int | None = None
    uncounted: Sequence[str] = ()
    notes: Sequence[Note] = ()


@dataclass(frozen=True)
class Asking:
    """A question made ready: of one state of the index, within what one asker may see."""

    collection: Collection
    node: Node
    wanted: Node
    order: Order
    scope: Scope
    searcher: Searcher
    actor: Actor
    state: SearchState | None
    merged: str = ""
    notes: Sequence[Note] = ()

    def count(self) -> int:
        return self.searcher.count(self.wanted, self.scope)

    def hits(self, at_once: int) -> Iterator[Sequence[Hit]]:
        """Every hit in the order of the list, so many at once; those that left the register are left out."""
        after: int | None = None
        while True:
            page = self.searcher.page(self.wanted, self.scope, self.order, at_once, after)
            yield self.collection.tell(page.ids, self.actor)
            if page.next_key is None:
                return
            after = page.next_key


def asking_of(question: Question, actor: Actor) -> Asking:
    """Raises QueryError, IndexMissing, and InvalidInput for what is not there to be asked."""
    collection = found_collection(question.collection)
    read = question.read(collection)
    node, wanted = read.node, question.wanted(read.node)
    order = question.order or Order(collection.orders[0])
    if order.by not in collection.orders:
        raise InvalidInput(_no_such(order.by, collection.orders))
    scope, state = scope_now(collection, actor), state_of(collection)
    searcher = searcher_in(collection, state)
    merged, notes = question.merged, read.notes
    return Asking(collection, node, wanted, order, scope, searcher, actor, state, merged, notes)


def ask(question: Question, actor: Actor) -> Answer:
    """Raises QueryError, TooExpensive, IndexMissing, InvalidInput for what is not there to be asked."""
    return answer_to(question, asking_of(question, actor))


def answer_to(question: Question, asking: Asking) -> Answer:
    """The answer to a question that was made ready. Raises TooExpensive."""
    begun = time.perf_counter()
    collection, searcher, scope = asking.collection, asking.searcher, asking.scope
    limit = min(question.limit, MOST_PER_PAGE)
    page, previous = _page(asking, limit, question)
    count = asking.count()
    asked = facets_asked(collection, question.facets)
    has_most = question.most_counted is not None and count > question.most_counted
    uncounted = [name for name in asked if has_most and collection.by_name[name].many_values]
    counted = {name: most for name, most in asked.items() if name not in uncounted}
    facets = searcher.facets(asking.wanted, scope, counted)
    took = (time.perf_counter() - begun) * 1000
    hits = collection.tell(page.ids, asking.actor)
    return Answer(
        node=asking.node,
        count=count,
        hits=hits,
        next_key=page.next_key,
        facets=facets,
        snapshot=searcher.snapshot,
        took_ms=round(took, 2),
        order=asking.order,
        wanted=asking.wanted,
        groups=groups_used(asking.node, question.synonyms),
        previous_key=previous,
        uncounted=uncounted,
        notes=asking.notes,
    )


def _page(asking: Asking, limit: int, question: Question) -> tuple[Page, int | None]:
    """The page asked for, and the key that leads to the one before. Backwards is forwards in the other
    order."""
    if question.before is None:
        page = asking.searcher.page(asking.wanted, asking.scope, asking.order, limit, question.after)
        return page, page.first_key if question.after is not None else None
    turned = replace(asking.order, is_rising=not asking.order.is_rising)
    found = asking.searcher.page(asking.wanted, asking.scope, turned, limit, question.before)
    return Page(list(reversed(found.ids)), found.first_key), found.next_key


def count_of(question: Question, actor: Actor) -> tuple[int, str]:
    """How many match, exactly, and of which state of the index."""
    asking = asking_of(question, actor)
    return asking.count(), asking.searcher.snapshot


def facets_asked(collection: Collection, asked: Mapping[str, int] | None) -> Mapping[str, int]:
    """Those asked for, under any of their names; without any all that can be counted."""
    if asked is None:
        return dict.fromkeys((one.name for one in collection.facets), VALUES_PER_FACET)
    found: dict[str, int] = {}
    for wanted, most in asked.items():
        name = _facet_named(wanted, collection)
        if not name:
            raise InvalidInput(
                gettext("“%(name)s”不能统计，可以统计的有：%(able)s。")
                % {
                    "name": wanted[:60],
                    "able": "、".join(f"{one.code} {one.label}" for one in collection.facets),
                }
            )
        found[name] = most
    return found


def _facet_named(wanted: str, collection: Collection) -> str:
    """The facet of this name, or the one that is headed by the name of the field; empty for none."""
    field = collection.by_name.get(wanted) or field_named(wanted, collection)
    if not isinstance(field, SearchField):
        return ""
    if field.facet:
        return field.name
    return next((one.name for one in collection.facets if one.head == str(field.label)), "")


def found_collection(name: str) -> Collection:
    try:
        return collection_of(name)
    except KeyError:
        raise InvalidInput(gettext("没有这个检索库：%(name)s。") % {"name": name[:60]}) from None


def _no_such(wanted: str, able: Sequence[str]) -> str:
    return gettext("没有“%(wanted)s”，可用的有：%(able)s。") % {
        "wanted": wanted[:60],
        "able": "、".join(able),
    }
