"""JSON Schema (2020-12) of ``zhichan-plan/1``: what ``zhichan plan read --json`` prints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

SCHEMA_NAME = "zhichan-plan/1"

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_NUMBER: Schema = {"type": "number"}
_NUMBER_OR_NULL: Schema = {"type": ["number", "null"]}
_YEAR_OR_NULL: Schema = {"type": ["integer", "null"], "minimum": 1900, "maximum": 2200}
_SPAN: Schema = {
    "type": "array",
    "prefixItems": [{"type": "integer", "minimum": 0}, {"type": "integer", "minimum": 0}],
    "items": False,
    "minItems": 2,
}


def _record(properties: Schema, *, optional: Iterable[str] = ()) -> Schema:
    left_out = frozenset(optional)
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in left_out],
        "additionalProperties": False,
    }


def _item(properties: Schema, *, optional: Iterable[str] = ()) -> Schema:
    """A record that was read from the text: it ends with span, confidence and, if any, repairs."""
    place: Schema = {
        "span": _SPAN,
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "repairs": {**_TEXTS, "minItems": 1},
    }
    return _record(properties | place, optional=(*optional, "repairs"))


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(*values: str | None) -> Schema:
    return {"enum": list(values)}


_DATE: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}(-\d{2})?$"}
_DAY: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}

_DOCUMENT = _record(
    {
        "title": _TEXT_OR_NULL,
        "title_hans": _TEXT_OR_NULL,
        "container_title": _TEXT_OR_NULL,
        "issuer": _TEXT_OR_NULL,
        "issuers": _TEXTS,
        "doc_number": _TEXT_OR_NULL,
        "doc_number_normal": {"type": ["string", "null"], "pattern": r"^\S+〔\d{4}〕\d+号$"},
        "dates": {
            "type": "array",
            "items": _record(
                {"role": _one_of("adopted", "issued", "posted", "page-banner"), "text": _TEXT, "date": _DATE}
            ),
        },
        "region": _TEXTS,
        "period": _or_null(_record({"from": {"type": "integer"}, "to": {"type": "integer"}, "text": _TEXT})),
        "script": _one_of("hans", "hant"),
        "genre": _one_of(
            "five-year-plan", "work-plan", "task-assignment", "annual-points", "measures", "other"
        ),
        "basis": _TEXTS,
    }
)

_GOAL = _record(
    {
        "value": _NUMBER,
        "value_min": _NUMBER_OR_NULL,
        "value_max": _NUMBER_OR_NULL,
        "year": _YEAR_OR_NULL,
        "op": _one_of("=", ">=", ">", "+=", "~", "range"),
    },
    optional=("value", "value_min", "value_max"),
)

_TARGET = _item(
    {
        "id": _TEXT,
        "name": {"type": "string", "minLength": 1},
        "unit": _TEXT_OR_NULL,
        "baseline": _or_null(_record({"value": _NUMBER, "year": _YEAR_OR_NULL})),
        "target": _or_null(_GOAL),
        "nature": _one_of("预期性", "约束性", None),
        "source": _one_of("table", "text"),
        "same_as": _TEXT_OR_NULL,
        "growth_rate_pct": _NUMBER_OR_NULL,
        "box": _TEXT_OR_NULL,
        "evidence": _TEXT,
    }
)

_MODES = (
    "single",
    "lead",
    "lead+participants",
    "joint-lead+participants",
    "joint",
    "joint-plain",
    "table-column",
    "irregular",
)

_TASK = _item(
    {
        "id": _TEXT,
        "kind": _one_of("task", "project", "safeguard", "paragraph"),
        "path": _TEXTS,
        "number": _TEXT_OR_NULL,
        "title": _TEXT_OR_NULL,
        "text": _TEXT,
        "mode": _one_of(*_MODES, None),
        "lead": _TEXTS,
        "participants": _TEXTS,
        "unit_text": _TEXT_OR_NULL,
        "deadline": _or_null(_record({"text": _TEXT, "kind": _one_of("by-date", "ongoing"), "date": _DAY})),
    }
)

_BOX = _item(
    {
        "number": _TEXT,
        "title": _TEXT,
        "items": {"type": "array", "items": _record({"marker": _TEXT, "text": _TEXT})},
        "item_count": {"type": "integer", "minimum": 0},
    }
)

_MONEY_RULE = _item(
    {
        "amount": _NUMBER_OR_NULL,
        "amount_min": _NUMBER_OR_NULL,
        "amount_max": _NUMBER_OR_NULL,
        "unit": _one_of("元", "万元", None),
        "per": _TEXT_OR_NULL,
        "kind": _TEXT_OR_NULL,
        "object": _TEXT_OR_NULL,
        "condition": _TEXT_OR_NULL,
        "box": _TEXT_OR_NULL,
        "item": _TEXT_OR_NULL,
    },
    optional=("amount", "amount_min", "amount_max"),
)

_CONFLICT = _record(
    {
        "items": {"type": "array", "minItems": 1, "items": {"anyOf": [_TEXT, _SPAN]}},
        "what": _TEXT,
        "reading": _TEXT,
    }
)

_LINT = _record(
    {
        "code": {"type": "string", "pattern": r"^[a-z][a-z-]*$"},
        "severity": _one_of("error", "warn", "info"),
        "message": _TEXT,
        "span": _or_null(_SPAN),
    }
)


def _list_of(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": SCHEMA_NAME,
    **_record(
        {
            "schema": {"const": SCHEMA_NAME},
            "document": _DOCUMENT,
            "targets": _list_of(_TARGET),
            "tasks": _list_of(_TASK),
            "boxes": _list_of(_BOX),
            "money_rules": _list_of(_MONEY_RULE),
            "instruments": _list_of(_item({"title": _TEXT, "verb": _TEXT})),
            "conflicts": _list_of(_CONFLICT),
            "lints": _list_of(_LINT),
            "text": _TEXT,
        },
        optional=("text",),
    ),
}
"""The whole output as a JSON Schema."""
