"""The targets of a plan (指标与目标): table rows first, then those stated in text and boxes."""

from __future__ import annotations

from dataclasses import replace

from zhichan.rooms.plan.reading.model import Outline, Target
from zhichan.rooms.plan.reading.table_targets import table_targets_of
from zhichan.rooms.plan.reading.targets.frame import frame_of
from zhichan.rooms.plan.reading.targets.linking import linked
from zhichan.rooms.plan.reading.targets.text_targets import text_targets_of

__all__ = ["targets_of"]


def targets_of(outline: Outline) -> tuple[Target, ...]:
    """Every promised figure of the document, table rows first, numbered ``target-1`` on.

    A promise of the text that states the same as a table row names it in ``same_as``.
    """
    frame = frame_of(outline)
    found = [*table_targets_of(outline, frame), *text_targets_of(outline, frame)]
    numbered = [replace(target, id=f"target-{n}") for n, target in enumerate(found, 1)]
    return linked(numbered)
