"""Who answers for a task (责任单位): clauses found in its words and taken apart.

``parse_units`` reads one clause, ``unit_clauses`` finds all of an item's clauses in order,
``together`` makes one answer of several.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.model import Mode, Span
from zhichan.rooms.plan.reading.units.clauses import clause_of_heading, clauses_in
from zhichan.rooms.plan.reading.units.grammar import Parsed, mode_of, parse_clause
from zhichan.rooms.plan.reading.units.names import expanded, looks_like_unit

__all__ = [
    "UnitClause",
    "expanded",
    "heading_clause",
    "looks_like_unit",
    "parse_units",
    "together",
    "unit_clauses",
]

_BROKEN = re.compile(r"(?<=[\u3400-\u9fff（(）)])\s+(?=[\u3400-\u9fff（(）)])")
_EDGES = " ,;，；。、"


@dataclass(frozen=True)
class UnitClause:
    """One clause: names as printed; ``span`` and ``deadline`` are stretches of the text it was read from."""

    mode: Mode | None
    lead: tuple[str, ...]
    participants: tuple[str, ...]
    unit_text: str | None
    span: Span
    deadline: Span | None = None

    @property
    def units(self) -> tuple[str, ...]:
        return self.lead + self.participants


def parse_units(text: str) -> UnitClause:
    """Read ``text`` as one clause on units, with or without its brackets."""
    folded = fold(text)
    start, end = 0, len(folded)
    inner = folded.strip()
    if inner.startswith("(") and inner.endswith(")") and _is_one_bracket(inner):
        start, end = folded.index("(") + 1, folded.rindex(")")
    return _clause(text, (start, end), parse_clause(folded, start, end))


def unit_clauses(text: str, folded: str) -> list[UnitClause]:
    """Every clause in the words of an item, in order; a clause may state a deadline only."""
    return [_clause(text, span, parsed) for span, parsed in clauses_in(folded)]


def heading_clause(text: str, folded: str) -> UnitClause | None:
    """Who answers for all that stands under a heading, where the heading says no more than that."""
    span = clause_of_heading(folded)
    if span is None:
        return None
    clause = _clause(text, span, parse_clause(folded, *span))
    return clause if clause.units and all(map(looks_like_unit, clause.units)) else None


def together(clauses: list[UnitClause]) -> UnitClause | None:
    """One answer from all clauses of an item: their union in order, leading units not named twice."""
    naming = [clause for clause in clauses if clause.units]
    if not naming:
        return None
    if len(naming) == 1:
        return naming[0]
    lead = tuple(dict.fromkeys(unit for clause in naming for unit in clause.lead))
    others = tuple(
        dict.fromkeys(unit for clause in naming for unit in clause.participants if unit not in lead)
    )
    text = ";".join(clause.unit_text or "" for clause in naming)
    return UnitClause(_joint_mode(naming, lead, others), lead, others, text, naming[0].span)


def _joint_mode(clauses: list[UnitClause], lead: tuple[str, ...], others: tuple[str, ...]) -> Mode | None:
    modes = {clause.mode for clause in clauses}
    if modes == {"single"} and len(lead) > 1:
        return "irregular"
    if len(modes) == 1:
        mode = modes.pop()
        return "joint-lead+participants" if mode == "lead+participants" and len(lead) > 1 else mode
    if modes <= {"lead", "lead+participants", "joint-lead+participants"}:
        return (
            "lead+participants"
            if len(lead) == 1 and others
            else "joint-lead+participants"
            if others
            else "lead"
        )
    return "irregular"


def _clause(text: str, span: Span, parsed: Parsed) -> UnitClause:
    mode, lead, participants = mode_of(parsed.groups)
    printed = text[slice(*parsed.ends)].strip(_EDGES) if parsed.groups else ""
    return UnitClause(
        mode,
        tuple(_name(text, unit) for unit in lead),
        tuple(_name(text, unit) for unit in participants),
        printed or None,
        span,
        parsed.deadline,
    )


def _name(text: str, unit: Span) -> str:
    """A name as printed, without the blanks that line ends left in it."""
    return _BROKEN.sub("", text[slice(*unit)])


def _is_one_bracket(inner: str) -> bool:
    depth = 0
    for position, sign in enumerate(inner):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return position == len(inner) - 1
    return False
