"""Global search (全局搜索) over what exists: each room registers what it lets people find.

    register_source(Source("plan.task", _("任务"), find_tasks))

A source is asked with the actor and narrows by ``visible_to`` itself; the shell only puts the answers
one below the other. It returns at most ``limit`` hits and needs few queries: one is best.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from zhichan.core.access.actor import Actor
from zhichan.core.by_name import ByName

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
    """The hits of one source; ``has_more`` when it had more than were asked for."""

    source: Source
    hits: Sequence[Hit]
    has_more: bool


_SOURCES: ByName[Source] = ByName("search source")


def register_source(source: Source) -> None:
    """Add a source; the same name again stops the start."""
    _SOURCES.add(source.name, source)


def find_everywhere(actor: Actor, words: str) -> list[Found]:
    """What the actor may see that fits the words, by source; nothing for empty words."""
    words = words.strip()[:LONGEST]
    if not words:
        return []
    found = []
    for source in _SOURCES.values():
        hits = source.find(actor, words, PER_SOURCE + 1)
        if hits:
            found.append(Found(source, hits[:PER_SOURCE], len(hits) > PER_SOURCE))
    return found
