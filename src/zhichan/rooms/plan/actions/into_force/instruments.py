"""The instruments a version promises: rows carried over with what became of them, or made anew."""

from __future__ import annotations

from collections.abc import Sequence

from zhichan.rooms.plan.item_values import InstrumentValue
from zhichan.rooms.plan.matching import SAME_NAME, Promised, pairs_of
from zhichan.rooms.plan.models import ExtractedItem, PlanVersion, PromisedInstrument, Task

Standing = Sequence[tuple[ExtractedItem, InstrumentValue]]
_DERIVED = ("version", "title", "verb", "task", "basis", "start", "end", "source")


def write_instruments(version: PlanVersion, standing: Standing) -> None:
    """Give every standing instrument its row, with the task whose words promise it. Five queries.

    An earlier instrument of nearly the same title keeps its state, unit and due day, and a task a person
    chose where the new text shows none. One added by hand goes on under the new version, and becomes one the
    plan names where it does.
    """
    earlier = {row.pk: row for row in PromisedInstrument.objects.filter(plan=version.plan)}
    pairs = pairs_of(
        [Promised(pk, "", row.title) for pk, row in earlier.items()],
        [Promised(place, "", value.title) for place, (_, value) in enumerate(standing)],
        least=SAME_NAME,
    )
    old_of = {pair.new: earlier[pair.old] for pair in pairs}
    tasks = list(Task.objects.filter(version=version, start__isnull=False, end__isnull=False))
    rows = []
    for place, (item, value) in enumerate(standing):
        row = old_of.get(place) or PromisedInstrument(plan=version.plan)
        row.version, row.title, row.verb, row.basis = version, value.title, value.verb, ""
        row.start, row.end = item.start or 0, item.end or 0
        row.task = _promising(item, tasks) or row.task
        row.source = f"plan.extracteditem:{item.pk}"
        rows.append(row)
    PromisedInstrument.objects.bulk_update([row for row in rows if row.pk is not None], _DERIVED)
    PromisedInstrument.objects.bulk_create([row for row in rows if row.pk is None])
    PromisedInstrument.objects.filter(plan=version.plan).exclude(basis="").update(version=version)


def _promising(item: ExtractedItem, tasks: Sequence[Task]) -> Task | None:
    """The task whose words hold the instrument; of several the shortest."""
    if item.start is None:
        return None
    around = [task for task in tasks if (task.start or 0) <= item.start < (task.end or 0)]
    return min(around, key=lambda task: (task.end or 0) - (task.start or 0), default=None)
