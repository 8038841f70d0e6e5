"""Global search (全局搜索) over what exists: the collections, and what rooms register besides.

    register_source(Source("plan.indicator", _("指标"), find_indicators))

A source is asked with the actor and narrows by ``visible_to`` itself; the shell only puts the answers
one below the other. It returns at most ``limit`` hits and needs few queries: one is best.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

from zhichan.core.access.actor import Actor
from zhichan.core.by_name import ByName
from zhichan.core.search.collection import Collection, collections
from zhichan.core.search.finding import find_in
from zhichan.core.search.index import IndexMissing

PER_COLLECTION = 5
PER_SOURCE = 10
LONGEST = 100


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, a line about it, and its page."""

    title: str
    url: str
    about: str = ""
    is_sample: bool = False


Find = Callable[[Actor, str, int], Sequence[Hit]]


@dataclass(frozen=True)
class Source:
    """``find(actor, words, limit)`` gives what the actor may see and the words fit, best first."""

    name: str
    label: str | Promise
    find: Find


@dataclass(frozen=True)
class Found:
    """The hits of one kind. ``count``: how many there are in all, where that is known; ``url``: the page of
    all; ``has_more`` when there are more than are shown."""

    label: str | Promise
    hits: Sequence[Hit]
    has_more: bool
    count: int | None = None
    url: str = ""


@dataclass(frozen=True)
class Everywhere:
    """``found``: by kind, first the kinds in which something is called exactly so. ``missing``: the kinds
    whose index is being built, of which nothing can be said."""

    found: list[Found] = field(default_factory=list)
    missing: list[str | Promise] = field(default_factory=list)


_SOURCES: ByName[Source] = ByName("search source")


def register_source(source: Source) -> None:
    """Add a source; the same name again stops the start."""
    _SOURCES.add(source.name, source)


def find_everywhere(actor: Actor, words: str) -> Everywhere:
    """What the actor may see that fits the words, by kind; nothing for empty words."""
    words = words.strip()[:LONGEST]
    if not words:
        return Everywhere()
    called: list[Found] = []
    others: list[Found] = []
    missing: list[str | Promise] = []
    for collection in collections():
        try:
            _look(collection, words, actor, called, others)
        except IndexMissing:
            missing.append(collection.label)
    for source in _SOURCES.values():
        hits = source.find(actor, words, PER_SOURCE + 1)
        if hits:
            others.append(Found(source.label, hits[:PER_SOURCE], len(hits) > PER_SOURCE))
    return Everywhere([*called, *others], missing)


def _look(collection: Collection, words: str, actor: Actor, called: list[Found], others: list[Found]) -> None:
    found = find_in(collection, words, actor, PER_COLLECTION)
    if found is None or not found.count:
        return
    hits = [Hit(one.title, one.url, one.about, one.is_sample) for one in found.hits]
    url = f"{reverse('search:in', args=[collection.name])}?{urlencode({'q': found.line})}"
    shown = Found(collection.label, hits, found.count > len(hits), found.count, url)
    (called if found.is_called else others).append(shown)
