"""The data of a report as they were asked once (快照), with a digest; asking again is the same function."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation

from zhichan.core.measures.computing import MANY
from zhichan.core.measures.declaration import Shared
from zhichan.core.registers.bulk import large_reads
from zhichan.core.registers.moments import Moment as MeasureMoment
from zhichan.core.reports.declaration import Asked, Moment, query_named
from zhichan.core.reports.facts import Facts, Figure, facts_of, kept
from zhichan.core.reports.outline import Block, Outline

Progress = Callable[[int, int], None]
REPORT = "report"
"""The block of every report that holds its own days."""


@dataclass(frozen=True)
class Snapshot:
    """The facts of each query block by its key."""

    moment: Moment
    facts: Mapping[str, Facts]

    def figures(self) -> dict[str, Figure]:
        """Every figure that texts can name, by the name they use."""
        found = {f"{REPORT}.{one.name}": one for one in _own_figures(self.moment)}
        for key, facts in self.facts.items():
            found |= {f"{key}.{one.name}": one for one in facts.figures}
        return found


def take(outline: Outline, moment: Moment, told: Progress = lambda _done, _of: None) -> Snapshot:
    """Ask every query of an outline. ``told``: how many are done, and of how many.

    Reads only; parameters were checked when they were chosen. Raises NotFound for a query there is no more.
    """
    blocks, facts = outline.queries, dict[str, Facts]()
    shared = _shared(blocks, moment)
    with translation.override("zh-hans"), large_reads():
        for done, block in enumerate(blocks):
            told(done, len(blocks))
            facts[block.key] = query_named(block.query).facts(Asked(moment, block.parameters, shared))
    told(len(blocks), len(blocks))
    return Snapshot(moment, facts)


def _shared(blocks: Sequence[Block], moment: Moment) -> Shared:
    """What the queries share: the days of all figures of measures are known before the first is computed."""
    days = [day for one in blocks for day in query_named(one.query).days(Asked(moment, one.parameters))]
    together = (MeasureMoment(day, moment.known_at) for day in days)
    return Shared(is_for_many=max(len(blocks), len(days)) >= MANY, moments=together)


def snapshot_values(snapshot: Snapshot) -> dict[str, Any]:
    moment = snapshot.moment
    return {
        "since": moment.since.isoformat(),
        "as_of": moment.as_of.isoformat(),
        "known_at": moment.known_at.isoformat(),
        "facts": {key: kept(facts) for key, facts in snapshot.facts.items()},
    }


def snapshot_of(values: Mapping[str, Any]) -> Snapshot:
    moment = Moment(
        date.fromisoformat(values["since"]),
        date.fromisoformat(values["as_of"]),
        datetime.fromisoformat(values["known_at"]),
    )
    return Snapshot(moment, {key: facts_of(one) for key, one in values["facts"].items()})


def digest_of(values: Mapping[str, Any]) -> str:
    """SHA-256 of the values in their one way of writing."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _own_figures(moment: Moment) -> tuple[Figure, ...]:
    known = timezone.localtime(moment.known_at)
    year = Decimal(moment.as_of.year)
    return (
        Figure("since", "统计起日", day_words(moment.since)),
        Figure("as_of", "数据截至", day_words(moment.as_of)),
        Figure("known_at", "获知时间", f"{day_words(known.date())}{known:%H:%M}"),
        Figure("year", "所属年份", f"{year}年"),
    )


def day_words(day: date) -> str:
    """``2026年1月5日``: as documents write days (GB/T 9704-2012, 7.3.5.3)."""
    return f"{day.year}年{day.month}月{day.day}日"
