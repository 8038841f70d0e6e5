"""What a register already holds of the rows of a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhichan.core.registers.bulk import rows_with_keys
from zhichan.core.registers.declaration import Register
from zhichan.core.registers.events import counts
from zhichan.core.registers.importing.intake import Intake
from zhichan.core.registers.importing.lines import UNDATED, Fact, Line
from zhichan.core.registers.models import Disagreement

Stored = tuple[str, str, Mapping[str, Any]]
"""A fact that is stored: code, day, values."""

_AT_ONCE = 900  # SQLite takes so many values in one condition without harm


@dataclass(frozen=True)
class Difference:
    """What a line adds to a stored row: fields that were empty, facts that were not known, values at odds.

    ``empties``: fields of which only an undone batch said something; they hold nothing from now on.
    """

    fills: Mapping[str, str] = field(default_factory=dict)
    facts: Sequence[int] = ()
    at_odds: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    empties: Sequence[str] = ()

    @property
    def sets(self) -> dict[str, str | None]:
        """The settled fields that get another text, None for nothing."""
        return {**dict.fromkeys(self.empties), **self.fills}

    def __bool__(self) -> bool:
        return bool(self.fills or self.facts or self.at_odds)


def known_keys(intake: Intake, keys: Sequence[str]) -> dict[str, tuple[int, int | None, bool]]:
    """Row id, digest of the content last given, and whether it is shown, by key. One query."""
    if intake.known is not None:
        return dict(intake.known(keys))
    rows = rows_with_keys(
        intake.register.model, intake.key, keys, (intake.key, "id", "content_digest", "is_shown")
    )
    return {key: (pk, digest, bool(is_shown)) for key, pk, digest, is_shown in rows}


def differences(
    intake: Intake, lines: Mapping[int, Line], resolved: Mapping[str, int] | None
) -> dict[int, Difference]:
    """What each line adds to its row. Before names are resolved their parties are looked up.

    A value at odds that an earlier batch offered already is nothing new. ``lines`` by row id. Three queries
    for each 900 rows, more where names differ.
    """
    register = intake.register
    if resolved is None:
        names = {name for line in lines.values() for name in line.names}
        resolved = intake.parties.find(names) if intake.parties and names else {}
    ids = list(lines)
    found: dict[int, Difference] = {}
    for first in range(0, len(ids), _AT_ONCE):
        chunk = ids[first : first + _AT_ONCE]
        rows = register.model._default_manager.select_related("batch").in_bulk(chunk)
        facts = _facts_of(register, chunk)
        offered = _offered(register, chunk)
        told = _told_by_parties(intake, chunk, facts, lines, resolved)
        for pk in chunk:
            comparing = Comparing(register, lines[pk], facts[pk], resolved, told)
            found[pk] = _difference(comparing, rows[pk], offered)
    return found


def _offered(register: Register, ids: Sequence[int]) -> set[tuple[int, str, str]]:
    """The values at odds that are kept already: row, field, value; those of an undone batch count no more.

    A value that a person decided against is one of them.
    """
    kept = Disagreement.objects.filter(register=register.name, subject_id__in=ids, batch__undone_at=None)
    set_aside = kept.filter(takes_offered=True).values_list("subject_id", "field", "stored")
    return {*kept.values_list("subject_id", "field", "offered"), *set_aside}


def _facts_of(register: Register, ids: Iterable[int]) -> dict[int, list[Stored]]:
    """The facts that count of each row, in the order they were added."""
    found: dict[int, list[Stored]] = defaultdict(list)
    events: Any = register.event_model._default_manager.filter(subject_id__in=list(ids))  # type: ignore[misc]
    withdrawn = set(events.exclude(withdraws=None).values_list("withdraws_id", flat=True))
    for event in events.filter(withdraws=None).select_related("batch").order_by("pk"):
        is_undone = event.batch is not None and event.batch.undone_at is not None
        if event.pk not in withdrawn and counts(event) and not is_undone:
            found[event.subject_id].append((event.code, event.effective_on.isoformat(), event.values))
    return found


@dataclass(frozen=True)
class Comparing:
    """One line and what its row holds. ``told``: how lists of parties compare (``Parties.told``)."""

    register: Register
    line: Line
    facts: Sequence[Stored]
    resolved: Mapping[str, int]
    told: Mapping[tuple[str, str], bool | None]

    def wanted(self, fact: Fact) -> dict[str, Any]:
        return with_parties(self.register, fact.values, self.line, self.resolved)

    def is_known(self, fact: Fact) -> bool:
        """Whether the register has the fact: the same code and day, with at least the same values."""
        wanted = self.wanted(fact)
        return any(
            all(name in values and self._is_same(name, values[name], value) for name, value in wanted.items())
            for values in _of_the_day(fact, self.facts)
        )

    def _is_same(self, name: str, stored: Any, wanted: Any) -> bool:
        is_told = name in self.register.names_parties and self.told.get((stored, wanted)) is True
        return stored == wanted or is_told

    def at_odds(self, fact: Fact) -> dict[str, tuple[str, str]]:
        """The values of a fact that contradict what the register has of its day, where both are kept."""
        found = {}
        for name, value in self.wanted(fact).items():
            if not self.register.by_name[name].keeps_both:
                continue
            stored = [values[name] for values in _of_the_day(fact, self.facts) if values.get(name)]
            if stored and all(self.told.get((one, value), True) is None for one in stored):
                found[name] = (stored[-1], value)
        return found


def _told_by_parties(
    intake: Intake,
    ids: Sequence[int],
    facts: Mapping[int, Sequence[Stored]],
    lines: Mapping[int, Line],
    resolved: Mapping[str, int],
) -> Mapping[tuple[str, str], bool | None]:
    """How the lists of parties of the lines compare with those of their rows, where the texts differ."""
    if intake.parties is None:
        return {}
    register = intake.register
    pairs = {
        (values[name], wanted)
        for pk in ids
        for fact in lines[pk].facts
        for name in fact.values.keys() & register.names_parties
        for wanted in (with_parties(register, {name: fact.values[name]}, lines[pk], resolved)[name],)
        for values in _of_the_day(fact, facts[pk])
        if values.get(name) and values[name] != wanted
    }
    return intake.parties.told(pairs) if pairs else {}


def _of_the_day(fact: Fact, facts: Sequence[Stored]) -> list[Mapping[str, Any]]:
    """The values of the stored facts that may be this one."""
    return [
        values for code, day, values in facts if code == fact.code and fact.effective_on in (day, UNDATED)
    ]


def _difference(comparing: Comparing, row: Any, offered: set[tuple[int, str, str]]) -> Difference:
    register, line = comparing.register, comparing.line
    fills: dict[str, str] = {}
    at_odds: dict[str, tuple[str, str]] = {}
    void = _void_fields(register, row, comparing.facts)
    for name, text in line.settled.items():
        field_ = register.by_name[name]
        stored = None if name in void else field_.text(getattr(row, name))
        if stored is None:
            fills[name] = text
        elif stored != field_.text(field_.value(text)):
            at_odds[name] = (stored, text)
    unknown = []
    for place, fact in enumerate(line.facts):
        if not comparing.is_known(fact):
            contradicts = comparing.at_odds(fact)
            at_odds |= contradicts
            if not contradicts:
                unknown.append(place)
    at_odds = {name: both for name, both in at_odds.items() if (row.pk, name, both[1]) not in offered}
    empties = [name for name in sorted(void - fills.keys()) if not register.by_name[name].is_required]
    return Difference(fills, unknown, at_odds, empties)


def _void_fields(register: Register, row: Any, facts: Sequence[Stored]) -> frozenset[str]:
    """The settled fields of a row out of the register that only the undone batch that brought it in told."""
    if row.is_shown or row.batch is None or row.batch.undone_at is None:
        return frozenset()
    settled = {one.name for one in register.fields if not (one.is_tracked or one.is_derived)}
    return frozenset(settled - {name for _code, _day, values in facts for name in values})


def with_parties(
    register: Register, values: Mapping[str, Any], line: Line, resolved: Mapping[str, int]
) -> dict[str, Any]:
    """The values of a fact with the keys of parties instead of ``#0、#1``; of an unknown party its name."""
    if register.names_parties.isdisjoint(values):
        return dict(values)
    keys = register.names_parties
    return {
        name: _keys_of(value, line, resolved) if name in keys else value for name, value in values.items()
    }


def _keys_of(value: str, line: Line, resolved: Mapping[str, int]) -> str:
    names = names_of(value, line)
    return "、".join(str(resolved.get(name, name)) for name in dict.fromkeys(names))


def names_of(value: str, line: Line) -> list[str]:
    """The names of a line that a value refers to; itself where it is no reference."""
    if not value.startswith("#"):
        return [value]
    return [line.names[int(place)] for place in value[1:].split("、#")]
