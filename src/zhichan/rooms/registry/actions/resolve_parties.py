"""Resolving every party that is not resolved yet (归并未归并的主体)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.audit.subjects import SubjectKey
from zhichan.rooms.registry.joining.settling import settle_next, unresolved
from zhichan.rooms.registry.resolution import Outcome
from zhichan.rooms.registry.resolution.model import stored_model
from zhichan.rooms.registry.rights import JOIN_DECIDE

PORTION = 20_000


@dataclass(frozen=True)
class Progress:
    """How many parties have been resolved so far, of how many, and what became of them."""

    done: int
    total: int
    joined: int = 0
    queued: int = 0
    new: int = 0


def resolve_parties(*, by: Actor, at: datetime) -> Iterator[Progress]:
    """Resolve what is not resolved, portion by portion, while the caller iterates. Raises NotAllowed at once.

    Each portion counts by itself: cut off, the next call goes on. A second call finds nothing to do.
    """
    require(by, JOIN_DECIDE)
    return _resolved(by, at)


def _resolved(by: Actor, at: datetime) -> Iterator[Progress]:
    total, found = unresolved().count(), Counter[Outcome]()
    yield Progress(0, total)
    while portion := settle_next(PORTION, at=at):
        found += portion
        yield _progress(found, total)
    if found:
        version = stored_model().version
        details = {"model": version} | {outcome.value: found[outcome] for outcome in Outcome}
        record(
            "registry.parties.resolved",
            subject=SubjectKey("registry.resolution", version),
            by=by,
            at=at,
            details=details,
        )


def _progress(found: Counter[Outcome], total: int) -> Progress:
    done = found.total()
    return Progress(done, max(total, done), found[Outcome.JOINED], found[Outcome.QUEUED], found[Outcome.NEW])
