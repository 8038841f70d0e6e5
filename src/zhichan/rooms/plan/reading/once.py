"""Steps that several others need of one source, done once for as long as the source is in use."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from zhichan.rooms.plan.reading.model import SourceText, Span

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
