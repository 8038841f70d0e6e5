"""How a table fares when it is read by a mapping (试读): counted, nothing is compared or written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from zhichan.core.registers.importing.intake import Intake, intake_of
from zhichan.core.registers.importing.lines import Refused
from zhichan.core.registers.importing.stage import judged_chunks
from zhichan.rooms.registry.formats.fields import label_of
from zhichan.rooms.registry.formats.mapping.definition import TableMapping
from zhichan.rooms.registry.formats.mapping.reading import tried
from zhichan.rooms.registry.formats.mapping.samples import SheetSample
from zhichan.rooms.registry.formats.records import Entry

MOST_WORDS = 100
MOST_REASONS = 500
LONGEST_WORD = 120
_SHOWN_REASONS = 5


@dataclass
class Trial:
    """``rows``: input rows of the table; ``taken`` and ``refused``: the things they speak of, which are more
    where one row speaks of several. By field: ``filled`` how many say something, ``unread`` how many of
    those cannot be read, ``examples`` the first of them as place, value and reason, ``words`` what is not
    known among closed words and how often.
    """

    rows: int = 0
    taken: int = 0
    refused: int = 0
    filled: dict[str, int] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    examples: dict[str, Sequence[str]] = field(default_factory=dict)
    words: dict[str, dict[str, int]] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)

    @property
    def reasons(self) -> list[tuple[str, str, int]]:
        """The commonest reasons with the label of their field and how many rows they refuse."""
        found = Counter(self.counted).most_common(_SHOWN_REASONS)
        return [(label_of(name), reason, n) for key, n in found for name, _, reason in [key.partition("\n")]]


def kept_trial(trial: Trial) -> dict[str, Any]:
    """The trial as it is kept (JSON)."""
    return asdict(trial)


def trial_of(content: Mapping[str, Any]) -> Trial:
    """The trial that ``content`` was made of."""
    return Trial(**content)


def trials(mapping: TableMapping, entries: Iterable[Entry]) -> Iterator[Trial]:
    """The same trial again and again as it grows, so that whoever waits can be told. O(rows); what is kept
    of words and reasons is bounded."""
    trial = Trial()
    intake = intake_of(mapping.kind, mapping.kind)
    for rows, judged in judged_chunks(intake, _counted(entries, trial)):
        for row, one in zip(rows, judged, strict=True):
            values = getattr(row, "values", {})
            for name in values:
                _add(trial.filled, name)
            checked = one.checked if one.key is None else None
            if isinstance(checked, Refused):
                trial.refused += 1
                _note(trial, intake, checked, values)
            else:
                trial.taken += 1
        yield trial
    yield trial


def try_rows(mapping: TableMapping, samples: Sequence[SheetSample]) -> Trial:
    """How the first rows fare."""
    *_before, last = trials(mapping, tried(mapping, samples) if mapping.columns else [])
    return last


def _counted(entries: Iterable[Entry], trial: Trial) -> Iterator[Entry]:
    for entry in entries:
        trial.rows += 1
        yield entry


def _note(trial: Trial, intake: Intake, refused: Refused, values: Mapping[str, Any]) -> None:
    """Each field once for a row, whatever is wrong with it."""
    for problem in {one.field: one for one in reversed(refused.problems)}.values():
        name, value = problem.field, str(values.get(problem.field, ""))
        _add(trial.counted, f"{name}\n{problem.reason}")
        if name not in values:
            continue
        _add(trial.unread, name)
        trial.examples.setdefault(name, (refused.place, problem.value, problem.reason))
        if name in intake.words and len(value) <= LONGEST_WORD and not intake.words[name].is_known(value):
            _add(trial.words.setdefault(name, {}), value, MOST_WORDS)


def _add(counts: dict[str, int], key: str, most: int = MOST_REASONS) -> None:
    if key in counts or len(counts) < most:
        counts[key] = counts.get(key, 0) + 1
