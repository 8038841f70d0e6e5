"""Every row names its source; where a person gives none, the person is the source."""

from __future__ import annotations

from zhichan.core.access.actor import Actor


def source_or_actor(source: str, by: Actor) -> str:
    """The given source, else who acts: ``person:12``, ``system:console``."""
    return source.strip() or by.as_source
