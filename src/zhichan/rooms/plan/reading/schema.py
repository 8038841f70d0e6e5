"""A reading as JSON, schema ``zhichan-plan/1``: the same reading always gives the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, TypeVar

from zhichan.rooms.plan.reading.json_schema import SCHEMA, SCHEMA_NAME
from zhichan.rooms.plan.reading.model import (
    Box,
    Conflict,
    Deadline,
    DocumentFacts,
    Goal,
    Instrument,
    Lint,
    MoneyRule,
    PlanReading,
    Repairable,
    Target,
    Task,
)

__all__ = ["SCHEMA", "SCHEMA_NAME", "as_json", "json_text"]

_CHINESE = "[\u3000-\u9fff\uff00-\uffef“”‘’—…]"
_BREAK_IN_CHINESE = re.compile(rf"(?<={_CHINESE})[^\S\n]*\n\s*(?={_CHINESE})")
_BLANKS = re.compile(r"\s+")

Json = dict[str, Any]
T = TypeVar("T")


def as_json(reading: PlanReading, with_text: bool = False) -> Json:
    """The reading as plain values in the order of the schema; ``text`` comes last, when it is asked for."""
    document: Json = {
        "schema": SCHEMA_NAME,
        "document": _document(reading.document),
        "targets": [_target(target) for target in reading.targets],
        "tasks": [_task(task) for task in reading.tasks],
        "boxes": [_box(box) for box in reading.boxes],
        "money_rules": [_money_rule(rule) for rule in reading.money_rules],
        "instruments": [_instrument(instrument) for instrument in reading.instruments],
        "conflicts": [_conflict(conflict) for conflict in reading.conflicts],
        "lints": [_lint(lint) for lint in reading.lints],
    }
    return document | {"text": reading.source.text} if with_text else document


def json_text(value: Json) -> str:
    """JSON of two-space indent with Chinese as it is, ended by a line feed."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _document(facts: DocumentFacts) -> Json:
    period = facts.period
    return {
        "title": _folded(facts.title),
        "title_hans": _folded(facts.title_hans),
        "container_title": _folded(facts.container_title),
        "issuer": _folded(facts.issuer),
        "issuers": _all_folded(facts.issuers),
        "doc_number": _folded(facts.doc_number),
        "doc_number_normal": facts.doc_number_normal,
        "dates": [{"role": one.role, "text": _folded(one.text), "date": one.date} for one in facts.dates],
        "region": list(facts.region),
        "period": {"from": period.start, "to": period.end, "text": _folded(period.text)} if period else None,
        "script": facts.script,
        "genre": facts.genre,
        "basis": list(facts.basis),
    }


def _target(target: Target) -> Json:
    baseline = target.baseline
    return {
        "id": target.id,
        "name": _folded(target.name),
        "unit": _folded(target.unit),
        "baseline": {"value": _number(baseline.value), "year": baseline.year} if baseline else None,
        "target": _optional(target.target, _goal),
        "nature": target.nature,
        "source": target.source,
        "same_as": target.same_as,
        "growth_rate_pct": _optional(target.growth_rate_pct, _number),
        "box": target.box,
        "evidence": _folded(target.evidence),
        **_place(target),
    }


def _goal(goal: Goal) -> Json:
    if goal.value is not None:
        values: Json = {"value": _number(goal.value)}
    else:
        values = {
            "value_min": _optional(goal.value_min, _number),
            "value_max": _optional(goal.value_max, _number),
        }
    return {**values, "year": goal.year, "op": goal.op}


def _task(task: Task) -> Json:
    return {
        "id": task.id,
        "kind": task.kind,
        "path": _all_folded(task.path),
        "number": task.number,
        "title": _folded(task.title),
        "text": _folded(task.text),
        "mode": task.mode,
        "lead": _all_folded(task.lead),
        "participants": _all_folded(task.participants),
        "unit_text": _folded(task.unit_text),
        "deadline": _optional(task.deadline, _deadline),
        **_place(task),
    }


def _deadline(deadline: Deadline) -> Json:
    return {
        "text": _folded(deadline.text),
        "kind": deadline.kind,
        "date": deadline.date.isoformat() if deadline.date else None,
    }


def _box(box: Box) -> Json:
    return {
        "number": box.number,
        "title": _folded(box.title),
        "items": [{"marker": item.marker, "text": _folded(item.text)} for item in box.items],
        "item_count": len(box.items),
        **_place(box),
    }


def _money_rule(rule: MoneyRule) -> Json:
    if rule.amount is not None:
        amounts: Json = {"amount": _number(rule.amount)}
    elif rule.amount_min is not None or rule.amount_max is not None:
        amounts = {
            "amount_min": _optional(rule.amount_min, _number),
            "amount_max": _optional(rule.amount_max, _number),
        }
    else:
        amounts = {"amount": None}
    return {
        **amounts,
        "unit": rule.unit,
        "per": rule.per,
        "kind": rule.kind,
        "object": _folded(rule.object),
        "condition": _folded(rule.condition),
        "box": rule.box,
        "item": rule.item,
        **_place(rule),
    }


def _instrument(instrument: Instrument) -> Json:
    return {"title": _folded(instrument.title), "verb": instrument.verb, **_place(instrument)}


def _conflict(conflict: Conflict) -> Json:
    items = [item if isinstance(item, str) else list(item) for item in conflict.items]
    return {"items": items, "what": _folded(conflict.what), "reading": _folded(conflict.reading)}


def _lint(lint: Lint) -> Json:
    return {
        "code": lint.code,
        "severity": lint.severity,
        "message": lint.message,
        "span": _optional(lint.span, list),
    }


def _place(item: Repairable) -> Json:
    """Span and confidence, which every item ends with, and its repairs where there were any."""
    place: Json = {"span": list(item.span), "confidence": item.confidence}
    return place | {"repairs": list(item.repairs)} if item.repairs else place


def _number(value: Decimal) -> int | float:
    """As a JSON number: whole figures without a point, others with the fewest digits that mean the same."""
    return int(value) if value == value.to_integral_value() else float(value)


def _optional(value: T | None, printed: Callable[[T], Any]) -> Any:
    return None if value is None else printed(value)


def _folded(text: str | None) -> str | None:
    """``text`` on one line: a line end inside Chinese leaves nothing, any other run of blanks one blank."""
    return None if text is None else _BLANKS.sub(" ", _BREAK_IN_CHINESE.sub("", text)).strip()


def _all_folded(texts: Iterable[str]) -> list[str | None]:
    return [_folded(text) for text in texts]
