"""Steps that several others need of one source or outline, done once for as long as it is in use."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from zhichan.rooms.plan.reading.model import Outline, SourceText, Span

T = TypeVar("T")
Step = Callable[[SourceText, tuple[Span, ...]], T]


def once_a_source(step: Step[T]) -> Step[T]:
    """``step`` of a source and its furniture, its result kept until the source is let go."""
    kept: WeakKeyDictionary[SourceText, dict[tuple[Span, ...], T]] = WeakKeyDictionary()

    @wraps(step)
    def kept_or_done(source: SourceText, furniture: tuple[Span, ...]) -> T:
        results = kept.setdefault(source, {})
        if furniture not in results:
            results[furniture] = step(source, furniture)
        return results[furniture]

    return kept_or_done


def once_an_outline(step: Callable[[Outline], T]) -> Callable[[Outline], T]:
    """``step`` of an outline, its result kept until the outline is let go."""
    kept: WeakKeyDictionary[Outline, T] = WeakKeyDictionary()

    @wraps(step)
    def kept_or_done(outline: Outline) -> T:
        if outline not in kept:
            kept[outline] = step(outline)
        return kept[outline]

    return kept_or_done
