"""From a file to everything read from it: the steps of the reader in order."""

from __future__ import annotations

from collections.abc import Collection

from zhichan.rooms.plan.reading.boxes import boxes_of
from zhichan.rooms.plan.reading.conflicts import conflicts_of
from zhichan.rooms.plan.reading.facts import document_lints_of, facts_of
from zhichan.rooms.plan.reading.furniture import furniture_of
from zhichan.rooms.plan.reading.instruments import instruments_of
from zhichan.rooms.plan.reading.lints import lints_of
from zhichan.rooms.plan.reading.model import PlanReading
from zhichan.rooms.plan.reading.money import money_rules_of
from zhichan.rooms.plan.reading.source import Progress, source_text
from zhichan.rooms.plan.reading.structure import outline_of
from zhichan.rooms.plan.reading.targets import targets_of
from zhichan.rooms.plan.reading.tasks import tasks_of


def read_plan(
    data: bytes,
    name: str,
    *,
    progress: Progress | None = None,
    known_units: Collection[str] | None = None,
) -> PlanReading:
    """Everything the document promises, with the places it was read from.

    ``name`` is only for messages; ``progress`` hears (pages done, pages in all) of a long PDF;
    ``known_units`` are names and aliases of the register, without which no unit is called unknown.
    Raises InvalidInput for a file that cannot be read. The same bytes give an equal reading.
    """
    source = source_text(data, name, progress=progress)
    furniture = furniture_of(source)
    facts = facts_of(source, furniture)
    outline = outline_of(source, furniture)
    targets = targets_of(outline)
    tasks = tasks_of(outline, facts)
    boxes = boxes_of(outline)
    conflicts = conflicts_of(outline, targets, tasks, boxes, facts)
    return PlanReading(
        source=source,
        document=facts,
        targets=targets,
        tasks=tasks,
        boxes=boxes,
        money_rules=money_rules_of(outline),
        instruments=instruments_of(outline),
        conflicts=conflicts,
        lints=(
            *source.lints,
            *document_lints_of(source, furniture),
            *lints_of(outline, targets, tasks, conflicts, facts, known_units),
        ),
    )
