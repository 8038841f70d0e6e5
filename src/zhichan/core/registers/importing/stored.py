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
from zhichan.core.registers.importing.lines import UNDATED, Line
from zhichan.core.registers.models import Disagreement

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
    register: Register, lines: Mapping[int, Line], resolved: Mapping[str, int] | None
) -> dict[int, Difference]:
    """What each line adds to its row. Facts that name parties are compared by party once those are known.

    A value at odds that an earlier batch offered already is nothing new. ``lines`` by row id. Three queries
    for each 900 rows.
    """
    ids = list(lines)
    found: dict[int, Difference] = {}
    for first in range(0, len(ids), _AT_ONCE):
        chunk = ids[first : first + _AT_ONCE]
        rows = register.model._default_manager.select_related("batch").in_bulk(chunk)
        facts = _facts_of(register, chunk)
        offered = _offered(register, chunk)
        for pk in chunk:
            found[pk] = _difference(register, rows[pk], facts[pk], lines[pk], resolved, offered)
    return found


def _offered(register: Register, ids: Sequence[int]) -> set[tuple[int, str, str]]:
    """The values at odds that are kept already: row, field, value; those of an undone batch count no more.

    A value that a person decided against is one of them.
    """
    kept = Disagreement.objects.filter(register=register.name, subject_id__in=ids, batch__undone_at=None)
    set_aside = kept.filter(takes_offered=True).values_list("subject_id", "field", "stored")
    return {*kept.values_list("subject_id", "field", "offered"), *set_aside}


def _facts_of(register: Register, ids: Iterable[int]) -> dict[int, list[tuple[str, str, Mapping[str, Any]]]]:
    """The facts that count of each row: code, day, values."""
    found: dict[int, list[tuple[str, str, Mapping[str, Any]]]] = defaultdict(list)
    events: Any = register.event_model._default_manager.filter(subject_id__in=list(ids))  # type: ignore[misc]
    withdrawn = set(events.exclude(withdraws=None).values_list("withdraws_id", flat=True))
    for event in events.filter(withdraws=None).select_related("batch"):
        is_undone = event.batch is not None and event.batch.undone_at is not None
        if event.pk not in withdrawn and counts(event) and not is_undone:
            found[event.subject_id].append((event.code, event.effective_on.isoformat(), event.values))
    return found


def _difference(
    register: Register,
    row: Any,
    facts: Sequence[tuple[str, str, Mapping[str, Any]]],
    line: Line,
    resolved: Mapping[str, int] | None,
    offered: set[tuple[int, str, str]],
) -> Difference:
    fills: dict[str, str] = {}
    at_odds: dict[str, tuple[str, str]] = {}
    void = _void_fields(register, row, facts)
    for name, text in line.settled.items():
        field_ = register.by_name[name]
        stored = None if name in void else field_.text(getattr(row, name))
        if stored is None:
            fills[name] = text
        elif stored != field_.text(field_.value(text)) and (row.pk, name, text) not in offered:
            at_odds[name] = (stored, text)
    unknown = [place for place, fact in enumerate(line.facts) if not _is_known(fact, facts, line, resolved)]
    empties = [name for name in sorted(void - fills.keys()) if not register.by_name[name].is_required]
    return Difference(fills, unknown, at_odds, empties)


def _void_fields(
    register: Register, row: Any, facts: Sequence[tuple[str, str, Mapping[str, Any]]]
) -> frozenset[str]:
    """The settled fields of a row out of the register that only the undone batch that brought it in told."""
    if row.is_shown or row.batch is None or row.batch.undone_at is None:
        return frozenset()
    settled = {one.name for one in register.fields if not (one.is_tracked or one.is_derived)}
    return frozenset(settled - {name for _code, _day, values in facts for name in values})


def _is_known(
    fact: Any,
    facts: Sequence[tuple[str, str, Mapping[str, Any]]],
    line: Line,
    resolved: Mapping[str, int] | None,
) -> bool:
    """Whether the register has the fact: the same code and day, with at least the same values."""
    wanted = with_parties(fact.values, line, resolved)
    return any(
        code == fact.code
        and fact.effective_on in (day, UNDATED)
        and all(name in values and _same(values[name], value) for name, value in wanted.items())
        for code, day, values in facts
    )


def _same(stored: Any, wanted: Any) -> bool:
    return wanted is UNRESOLVED or stored == wanted


UNRESOLVED = object()


def with_parties(values: Mapping[str, Any], line: Line, resolved: Mapping[str, int] | None) -> dict[str, Any]:
    """The values of a fact with the keys of parties instead of ``#0`` and ``#0、#1``.

    Before names are resolved such a value is ``UNRESOLVED`` and equals anything.
    """
    if not values:
        return {}
    return {name: _with_parties(value, line, resolved) for name, value in values.items()}


def _with_parties(value: Any, line: Line, resolved: Mapping[str, int] | None) -> Any:
    if not isinstance(value, str) or not value.startswith("#"):
        return value
    if resolved is None:
        return UNRESOLVED
    names = [line.names[int(place)] for place in value[1:].split("、#")]
    return "、".join(str(resolved[name]) for name in dict.fromkeys(names))
