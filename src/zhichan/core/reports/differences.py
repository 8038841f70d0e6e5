"""What a new snapshot changes in a report (数据变动影响的句子): facts and lines that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhichan.core.reports.snapshot import Snapshot
from zhichan.core.reports.wording import Line


@dataclass(frozen=True)
class Change:
    """A line before and after; one of them is empty for a line that is new or gone."""

    key: str
    before: str
    after: str

    @property
    def shown(self) -> tuple[str, str]:
        """Before and after, the cells of a row apart."""
        return self.before.replace("\t", " │ "), self.after.replace("\t", " │ ")


def changed_lines(before: Sequence[Line], after: Sequence[Line]) -> tuple[Change, ...]:
    """The lines that read otherwise, in the order of the new text; those that are gone come last."""
    old, new = {line.key: line for line in before}, {line.key: line for line in after}
    found = [
        Change(key, old[key].text if key in old else "", line.text)
        for key, line in new.items()
        if key not in old or old[key].text != line.text
    ]
    return (*found, *(Change(key, line.text, "") for key, line in old.items() if key not in new))


def changed_facts(before: Snapshot, after: Snapshot) -> frozenset[str]:
    """The names of the facts that read otherwise, as lines say which they touch."""
    old, new = dict(_facts(before)), dict(_facts(after))
    return frozenset(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def _facts(snapshot: Snapshot) -> Iterator[tuple[str, object]]:
    for name, figure in snapshot.figures().items():
        yield name, figure.text
    for key, facts in snapshot.facts.items():
        if facts.table:
            yield f"{key}#", bool(facts.table.rows)
        for row in facts.table.rows if facts.table else ():
            yield f"{key}#{row.key}", row.texts
        for one in facts.chart.series if facts.chart else ():
            yield f"{key}~{one.name}", (facts.chart and facts.chart.categories, one.label, one.values)
        for nth, note in enumerate(facts.notes):
            yield f"{key}.note.{nth}", note
