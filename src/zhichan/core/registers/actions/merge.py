"""What the lines of a batch add to rows that the register has already (补齐、并存)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.importing.intake import Intake
from zhichan.core.registers.importing.lines import Line, day_of, line_of
from zhichan.core.registers.importing.staging import StagedRow, Staging
from zhichan.core.registers.importing.stored import Difference, differences, known_keys, with_parties
from zhichan.core.registers.models import Disagreement

FILLED = "filled"


@dataclass(frozen=True)
class Commit:
    """One commit under way. ``known_at``: from when on its facts count as known."""

    intake: Intake
    batch: ImportBatch
    staging: Staging
    resolved: Mapping[str, int]
    known_at: datetime
    at: datetime


def lines_of(chunk: Sequence[StagedRow]) -> list[Line]:
    return [line_of(row.number, row.place, row.key or "", row.payload) for row in chunk]


def merge_rows(running: Commit, chunk: Sequence[StagedRow]) -> tuple[int, set[int]]:
    """Fill what was empty, add facts, keep disagreements. Every key of the chunk is in the register.

    Returns how many lines said something new, and the rows of the register that they speak of. A row that
    stands in the file several times is taken again and again in the file's order.
    """
    changed, touched = 0, set[int]()
    waiting = lines_of(chunk)
    digests = {row.number: row.digest for row in chunk}
    while waiting:
        keys = known_keys(running.intake, [line.key for line in waiting])
        round_: dict[int, Line] = {}
        left: list[Line] = []
        for line in waiting:
            pk = keys[line.key][0]
            left.append(line) if pk in round_ else round_.setdefault(pk, line)
        changed += _merge_round(running, round_, digests)
        touched |= round_.keys()
        waiting = left
    return changed, touched


def _merge_round(running: Commit, lines: Mapping[int, Line], digests: Mapping[int, int | None]) -> int:
    """What lines of different rows add: events and disagreements at once, one update for each row."""
    register = running.intake.register
    rows: Any = register.model._default_manager
    list(rows.select_for_update().filter(pk__in=list(lines)).order_by("pk").values_list("pk"))
    more = running.intake.adds(lines) if running.intake.adds else set()
    found = differences(running.intake, lines, running.resolved)
    register.event_model._default_manager.bulk_create(
        event for pk, difference in found.items() for event in _new_events(running, pk, lines[pk], difference)
    )
    for pk, difference in found.items():
        values = {name: register.by_name[name].value(text) for name, text in difference.sets.items()}
        rows.filter(pk=pk).update(**values, content_digest=digests[lines[pk].number])
    Disagreement.objects.bulk_create(
        Disagreement(
            register=register.name,
            subject_id=pk,
            field=name,
            stored=stored,
            offered=offered,
            batch=running.batch,
            row_number=lines[pk].number,
            known_at=running.known_at,
        )
        for pk, difference in found.items()
        for name, (stored, offered) in difference.at_odds.items()
    )
    if running.intake.write_more:
        running.intake.write_more(lines, running.batch)
    return sum(1 for pk, difference in found.items() if difference or pk in more)


def _new_events(running: Commit, pk: int, line: Line, difference: Difference) -> list[Any]:
    known_on = timezone.localdate(running.known_at)
    facts = [line.facts[place] for place in difference.facts]
    events = [
        _event(
            running, pk, line, fact.code,
            with_parties(running.intake.register, fact.values, line, running.resolved),
            day_of(fact, known_on),
        )
        for fact in facts
    ]  # fmt: skip
    if difference.fills:
        events.append(_event(running, pk, line, FILLED, dict(difference.fills), known_on))
    return events


def _event(
    running: Commit, pk: int, line: Line, code: str, values: Mapping[str, Any], effective_on: date
) -> Any:
    return running.intake.register.event_model(
        subject_id=pk,  # type: ignore[misc]
        code=code,
        values=dict(values),
        effective_on=effective_on,
        known_at=running.known_at,
        batch=running.batch,
        row_number=line.number,
    )
