"""What a person enters for an item (录入), written into the item's JSON beside what the reader gave.

Keys a person cannot enter (span, confidence, repairs, path of headings above the chapter) stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhichan.rooms.plan.item_values import Json, target_of, task_of

_SEPARATORS = re.compile(r"[、,，;；\n]+")


@dataclass(frozen=True)
class TargetEntry:
    name: str
    unit: str = ""
    op: str = ""
    value: Decimal | None = None
    value_min: Decimal | None = None
    value_max: Decimal | None = None
    year: int | None = None
    baseline: Decimal | None = None
    baseline_year: int | None = None
    growth_rate_pct: Decimal | None = None
    nature: str = ""
    counting: str = "undecided"
    same_as: str = ""

    def onto(self, item: Json) -> dict[str, Any]:
        """The item's JSON with this content."""
        if self.op == "range":
            figures = {"value_min": number(self.value_min), "value_max": number(self.value_max)}
        else:
            figures = {"value": number(self.value)}
        baseline = {"value": number(self.baseline), "year": self.baseline_year}
        return {
            "source": "text",
            **item,
            "name": self.name.strip(),
            "unit": self.unit.strip() or None,
            "target": {"op": self.op, "year": self.year, **figures},
            "baseline": None if self.baseline is None else baseline,
            "growth_rate_pct": number(self.growth_rate_pct),
            "nature": self.nature or None,
            "counting": self.counting,
            "same_as": self.same_as or None,
        }


def target_entry(item: Json) -> TargetEntry:
    """The item as a person would enter it: ``target_entry(item).onto(item)`` says the same as ``item``."""
    target = target_of(item)
    return TargetEntry(
        name=target.name,
        unit=target.unit,
        op=target.op,
        value=target.value,
        value_min=target.value_min,
        value_max=target.value_max,
        year=target.year,
        baseline=target.baseline,
        baseline_year=target.baseline_year,
        growth_rate_pct=target.growth_rate_pct,
        nature=target.nature,
        counting=target.counting,
        same_as=target.same_as or "",
    )


@dataclass(frozen=True)
class TaskEntry:
    """``joint``: units that all answer alike; a plan names either them or a lead with participants."""

    text: str
    kind: str = "task"
    number: str = ""
    title: str = ""
    chapter: str = ""
    lead: tuple[str, ...] = ()
    joint: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    deadline_kind: str = "none"
    deadline_on: date | None = None

    def onto(self, item: Json) -> dict[str, Any]:
        """The item's JSON with this content."""
        path = [*(item.get("path") or [""])[:-1], self.chapter.strip()]
        return {
            **item,
            "kind": self.kind,
            "number": self.number.strip() or None,
            "title": self.title.strip() or None,
            "text": self.text.strip(),
            "path": path,
            "mode": self._mode(item),
            "lead": list(self.lead),
            "participants": list(self.joint or self.participants),
            "deadline": self._deadline(item),
        }

    def _mode(self, item: Json) -> str | None:
        """The mode the plan prints, unless the units were changed to another one."""
        printed: str | None = item.get("mode")
        if self.joint:
            return printed if printed in {"joint", "joint-plain"} else "joint"
        if not self.lead:
            return None
        if printed and printed not in {"joint", "joint-plain"}:
            return printed
        return "lead+participants" if self.participants else "single"

    def _deadline(self, item: Json) -> dict[str, Any] | None:
        if self.deadline_kind == "none":
            return None
        day = self.deadline_on.isoformat() if self.deadline_on else None
        text = (item.get("deadline") or {}).get("text") or day or ""
        return {"text": text, "kind": self.deadline_kind, "date": day}


def task_entry(item: Json) -> TaskEntry:
    """The item as a person would enter it."""
    task = task_of(item)
    by_role: dict[str, list[str]] = {"lead": [], "joint": [], "participant": []}
    for unit in task.printed:
        by_role[unit.role].append(unit.name)
    return TaskEntry(
        text=task.text,
        kind=task.kind,
        number=task.number,
        title=item.get("title") or "",
        chapter=task.chapter,
        lead=tuple(by_role["lead"]),
        joint=tuple(by_role["joint"]),
        participants=tuple(by_role["participant"]),
        deadline_kind=task.deadline_kind,
        deadline_on=task.deadline_on,
    )


def names_in(text: str) -> tuple[str, ...]:
    """Unit names a person wrote one after the other, divided by 、 or a comma, semicolon or line."""
    found = (" ".join(part.split()) for part in _SEPARATORS.split(text))
    return tuple(dict.fromkeys(name for name in found if name))


def number(value: Decimal | None) -> int | float | str | None:
    """A figure as JSON: a number where JSON keeps it exactly, else its digits as text."""
    if value is None:
        return None
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(str(float(value))) == value else str(value)
