"""A template as plain values and back, so that the office can keep its own in the database."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from zhichan.rooms.plan.plan_templates.definition import (
    IndicatorPattern,
    Limit,
    Owner,
    PlanTemplate,
    Spread,
    TaskPattern,
    Term,
)


def as_body(template: PlanTemplate) -> dict[str, Any]:
    """The template for JSON: figures as text, so that none is rounded. ``from_body`` gives it back."""
    body = asdict(template)
    for indicator in body["indicators"]:
        indicator["value"] = None if indicator["value"] is None else str(indicator["value"])
    return body


def from_body(body: dict[str, Any]) -> PlanTemplate:
    plain = {key: body[key] for key in ("name", "label", "note", "genre", "title", "days")}
    return PlanTemplate(
        **plain,
        spread=Spread(body["spread"]),
        tasks=tuple(_task(one) for one in body["tasks"]),
        indicators=tuple(_indicator(one) for one in body["indicators"]),
    )


def _task(one: dict[str, Any]) -> TaskPattern:
    helpers = Owner(one["helpers"]) if one["helpers"] else None
    limit = Limit(Term(one["limit"]["term"]), one["limit"]["days"])
    return TaskPattern(**{**one, "owner": Owner(one["owner"]), "helpers": helpers, "limit": limit})


def _indicator(one: dict[str, Any]) -> IndicatorPattern:
    return IndicatorPattern(**{**one, "value": None if one["value"] is None else Decimal(one["value"])})
