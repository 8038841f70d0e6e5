"""A procedure in the words that the console and the API share."""

from __future__ import annotations

from typing import Any

from zhichan.core.matters.limits import Limit
from zhichan.core.matters.procedure import Duty, Field, Move, Procedure, Source
from zhichan.core.matters.roads import roads_of
from zhichan.core.matters.wording import limit_text


def head_values(procedure: Procedure) -> dict[str, Any]:
    """What stands in a list of procedures."""
    return {
        "name": procedure.name,
        "label": str(procedure.label),
        "version": procedure.version,
        "in_force_from": procedure.in_force_from.isoformat(),
        "is_public": procedure.is_public,
        "is_child": procedure.is_child,
        "states": len(procedure.states),
        "moves": len(procedure.moves),
        "marks": marks_of(procedure),
    }


def marks_of(procedure: Procedure) -> dict[str, int]:
    """How many of the sources of its moves and limits bear each mark."""
    sources = [move.basis for move in procedure.moves]
    sources += [duty.within.basis for duty in procedure.duties]
    sources += [one.basis for duty in procedure.duties for one in duty.within.extensions]
    marks = [source.mark.value for source in sources]
    return {mark: marks.count(mark) for mark in sorted(set(marks))}


def whole_values(procedure: Procedure) -> dict[str, Any]:
    """Everything: plain values, labels in the active language."""
    return {
        **head_values(procedure),
        "number_word": procedure.number_word,
        "advice": list(procedure.advice),
        "retention_years": procedure.retention_years,
        "note": str(procedure.note),
        "basis": [_source(one) for one in procedure.basis],
        "main_road": list(roads_of(procedure).main),
        "seats": [
            {
                "name": seat.name,
                "label": str(seat.label),
                "part": seat.part,
                "is_required": seat.is_required,
                "is_secret": seat.is_secret,
            }
            for seat in procedure.seats
        ],
        "opening": [_field(one) for one in procedure.opening],
        "states": [
            {
                "name": state.name,
                "label": str(state.label),
                "public": str(state.public or state.label),
                "is_final": state.is_final,
                "stops": state.stops,
            }
            for state in procedure.states
        ],
        "moves": [_move(procedure, one) for one in procedure.moves],
        "limits": [_limit(procedure, one) for one in procedure.duties],
    }


def _source(source: Source) -> dict[str, str]:
    return {"title": source.title, "article": source.article, "mark": source.mark.value}


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": str(field.label),
        "kind": field.kind.value,
        "is_required": field.is_required,
        "is_public": field.is_public,
        "is_personal": field.is_personal,
        "choices": [{"value": value, "label": str(words)} for value, words in field.choices],
    }


def _move(procedure: Procedure, move: Move) -> dict[str, Any]:
    """``leaves``: every state it may be taken in. ``to`` None: it stays where it was taken."""
    return {
        "name": move.name,
        "label": str(move.label),
        "leaves": list(procedure.leaving(move)),
        "to": move.to or None,
        "by": list(move.by),
        "basis": _source(move.basis),
        "form": [_field(one) for one in move.form],
        "limits": [within.name for within in move.within],
        "guards": list(move.guards),
        "after": list(move.after),
        "issues": list(move.issues),
        "starts": move.starts,
        "advice": list(move.advice),
    }


def _limit(procedure: Procedure, duty: Duty) -> dict[str, Any]:
    within = duty.within
    extensions = [
        {
            "move": one.move,
            "times": one.times,
            "limit": _amount(one.limit),
            "until": one.until,
            "basis": _source(one.basis),
        }
        for one in within.extensions
    ]
    return {
        "name": within.name,
        "text": limit_text(procedure, within),
        "limit": _amount(within.limit),
        "since": within.since,
        "excludes": list(within.excludes),
        "extensions": extensions,
        "promised": _amount(within.promised),
        "bars": within.bars,
        "when": "=".join(within.when) if within.when else "",
        "moves": [move.name for move in duty.moves],
        "basis": _source(within.basis),
    }


def _amount(limit: Limit | None) -> dict[str, Any] | None:
    if limit is None:
        return None
    return {
        "amount": limit.amount,
        "unit": limit.unit.value,
        "roll": limit.roll.value,
        "backwards": limit.backwards,
    }
