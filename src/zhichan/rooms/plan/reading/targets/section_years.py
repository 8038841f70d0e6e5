"""The goal year a lead sentence sets for the passages under the same headings (年份语境)."""

from __future__ import annotations

from collections.abc import Sequence

from zhichan.rooms.plan.reading.targets.frame import Frame
from zhichan.rooms.plan.reading.targets.passages import Passage
from zhichan.rooms.plan.reading.targets.tense import Mark


class SectionYears:
    """Remembers, while a document is read in order, the last goal year said under each heading."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._years: dict[tuple[str, ...], int] = {}

    def note(self, passage: Passage, marks: Sequence[Mark]) -> None:
        """Keep the last goal year of a passage; years beyond the plan are visions, not its goals.

        The year of one work item or row is its own: the next does not share it.
        """
        if passage.zone == "work" and passage.block.kind in ("item", "table"):
            return
        end = self._frame.end
        years = [mark.year for mark in marks if mark.tense == "goal" and mark.year is not None]
        near = [year for year in years if end is None or year <= end]
        if passage.section and near:
            self._years[passage.section] = near[-1]

    def year_for(self, passage: Passage) -> int | None:
        """The year for a passage that names none: of the nearest heading with one, else the plan's last."""
        section = passage.section
        while section:
            if section in self._years:
                return self._years[section]
            section = section[:-1]
        return self._frame.end
