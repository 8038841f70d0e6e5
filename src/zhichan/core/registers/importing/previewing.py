"""What the changed rows of a preview would add, as people read it (变更预览)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from zhichan.core.registers.declaration import Register
from zhichan.core.registers.importing.intake import Said, intake_for
from zhichan.core.registers.importing.lines import UNDATED, Fact, Line, line_of
from zhichan.core.registers.importing.staging import StagedRow
from zhichan.core.registers.importing.stored import Difference, differences, names_of
from zhichan.core.registers.showing import event_label, text_shown
from zhichan.core.tables.declaration import Label


@dataclass(frozen=True)
class Change:
    """``before`` empty: nothing stood there. ``is_at_odds``: both values are kept until a person decides."""

    label: Label
    before: str
    after: str
    is_at_odds: bool = False


def changes_of(register: Register, rows: Sequence[StagedRow]) -> dict[int, list[Change]]:
    """The changes of each row by its number in the file, against the register as it stands now.

    Of several rows about one thing only the first is told: the others depend on it. Three queries, and
    those of the intake for what it keeps besides.
    """
    lines: dict[int, Line] = {}
    for row in rows:
        if row.record_id is not None and row.record_id not in lines:
            lines[row.record_id] = line_of(row.number, row.place, row.key or "", row.payload)
    intake = intake_for(register.name)
    found = differences(intake, lines, None)
    said = intake.says(lines) if intake.says else {}
    return {
        lines[pk].number: [*_changes(register, lines[pk], one), *_besides(said.get(pk, ()))]
        for pk, one in found.items()
    }


def _besides(said: Sequence[Said]) -> Iterator[Change]:
    return (Change(*one) for one in said)


def _changes(register: Register, line: Line, found: Difference) -> Iterator[Change]:
    for name, (stored, offered) in found.at_odds.items():
        field = register.by_name[name]
        yield Change(
            field.label,
            text_shown(field, stored),
            _value_words(register, line, name, offered),
            is_at_odds=True,
        )
    for name, text in found.fills.items():
        field = register.by_name[name]
        yield Change(field.label, "", text_shown(field, text))
    for place in found.facts:
        fact = line.facts[place]
        yield Change(event_label(register, fact.code), "", _fact_words(register, line, fact))


def _fact_words(register: Register, line: Line, fact: Fact) -> str:
    day = "" if fact.effective_on == UNDATED else fact.effective_on
    values = [_value_words(register, line, name, value) for name, value in fact.values.items()]
    return " ".join(part for part in (day, *values) if part)


def _value_words(register: Register, line: Line, name: str, value: Any) -> str:
    """A value of a fact; the names of parties where it refers to them by their place in the line."""
    if name in register.names_parties:
        return "、".join(names_of(value, line))
    field = register.by_name.get(name)
    return text_shown(field, value) if field is not None else str(value)
