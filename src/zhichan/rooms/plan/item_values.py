"""What an extracted item says (条目内容): the JSON of schema zhichan-plan/1 becomes values here.

The JSON is the reader's output, or a person's correction of it; both have the same keys. A confirmed
target may say in addition how it is counted (``counting``), a task which units were assigned to it
(``assigned``) and a conflict which reading was chosen (``chosen``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

Json = Mapping[str, Any]
UnitRole = Literal["lead", "joint", "participant"]
Span = tuple[int, int]

# In these modes every named unit answers alike (共同负责).
_JOINT_MODES = frozenset({"joint", "joint-plain"})
_LONGEST_TITLE = 80


@dataclass(frozen=True)
class TargetValue:
    name: str
    unit: str
    op: str
    value: Decimal | None
    value_min: Decimal | None
    value_max: Decimal | None
    year: int | None
    baseline: Decimal | None
    baseline_year: int | None
    growth_rate_pct: Decimal | None
    nature: str
    counting: str
    same_as: str | None
    is_table_row: bool
    evidence: str


@dataclass(frozen=True)
class PrintedUnit:
    """A unit as the plan prints it beside a task, and what it is to do there."""

    name: str
    role: UnitRole


@dataclass(frozen=True)
class AssignedUnit:
    """A unit that the office put in charge because the plan names none."""

    unit_id: int
    role: UnitRole


@dataclass(frozen=True)
class TaskValue:
    kind: str
    number: str
    title: str
    text: str
    chapter: str
    mode: str
    unit_text: str
    printed: tuple[PrintedUnit, ...]
    assigned: tuple[AssignedUnit, ...]
    deadline_kind: str  # by-date | ongoing | none
    deadline_on: date | None
    deadline_text: str


@dataclass(frozen=True)
class BoxValue:
    number: str
    title: str
    items: tuple[tuple[str, str], ...]  # marker, text


@dataclass(frozen=True)
class MoneyRuleValue:
    amount: Decimal | None
    amount_min: Decimal | None
    amount_max: Decimal | None
    unit: str
    per: str
    kind: str
    object: str
    condition: str


@dataclass(frozen=True)
class InstrumentValue:
    title: str
    verb: str


@dataclass(frozen=True)
class ConflictValue:
    """``sources``: ids of items or spans that disagree. ``chosen``: the place of the one that stands,
    None where all stand side by side or nobody has decided yet."""

    what: str
    reading: str
    sources: tuple[str | Span, ...]
    chosen: int | None


def target_of(item: Json) -> TargetValue:
    goal: Json = item.get("target") or {}
    baseline: Json = item.get("baseline") or {}
    return TargetValue(
        name=_words(item.get("name")),
        unit=_words(item.get("unit")),
        op=_words(goal.get("op")),
        value=_figure(goal.get("value")),
        value_min=_figure(goal.get("value_min")),
        value_max=_figure(goal.get("value_max")),
        year=goal.get("year"),
        baseline=_figure(baseline.get("value")),
        baseline_year=baseline.get("year"),
        growth_rate_pct=_figure(item.get("growth_rate_pct")),
        nature=_words(item.get("nature")),
        counting=_words(item.get("counting")) or "undecided",
        same_as=item.get("same_as") or None,
        is_table_row=item.get("source") == "table",
        evidence=_words(item.get("evidence")),
    )


def task_of(item: Json) -> TaskValue:
    deadline: Json = item.get("deadline") or {}
    path = item.get("path") or [""]
    text = _words(item.get("text"))
    return TaskValue(
        kind=_words(item.get("kind")) or "task",
        number=_words(item.get("number")),
        title=_words(item.get("title")) or _first_sentence(text),
        text=text,
        chapter=_words(path[-1]),
        mode=_words(item.get("mode")),
        unit_text=_words(item.get("unit_text")),
        printed=_printed_units(item),
        assigned=tuple(AssignedUnit(unit["unit"], unit["role"]) for unit in item.get("assigned") or ()),
        deadline_kind=_words(deadline.get("kind")) or "none",
        deadline_on=date.fromisoformat(deadline["date"]) if deadline.get("date") else None,
        deadline_text=_words(deadline.get("text")),
    )


def box_of(item: Json) -> BoxValue:
    items = tuple((_words(one.get("marker")), _words(one.get("text"))) for one in item.get("items") or ())
    return BoxValue(_words(item.get("number")), _words(item.get("title")), items)


def money_rule_of(item: Json) -> MoneyRuleValue:
    return MoneyRuleValue(
        amount=_figure(item.get("amount")),
        amount_min=_figure(item.get("amount_min")),
        amount_max=_figure(item.get("amount_max")),
        unit=_words(item.get("unit")),
        per=_words(item.get("per")),
        kind=_words(item.get("kind")),
        object=_words(item.get("object")),
        condition=_words(item.get("condition")),
    )


def instrument_of(item: Json) -> InstrumentValue:
    return InstrumentValue(_words(item.get("title")), _words(item.get("verb")))


def conflict_of(item: Json) -> ConflictValue:
    return ConflictValue(
        what=_words(item.get("what")),
        reading=_words(item.get("reading")),
        sources=tuple(
            source if isinstance(source, str) else (source[0], source[1])
            for source in item.get("items") or ()
        ),
        chosen=item.get("chosen"),
    )


def _printed_units(item: Json) -> tuple[PrintedUnit, ...]:
    lead, participants = item.get("lead") or (), item.get("participants") or ()
    if item.get("mode") in _JOINT_MODES or not lead:
        return tuple(PrintedUnit(name, "joint") for name in (*lead, *participants))
    return (
        *(PrintedUnit(name, "lead") for name in lead),
        *(PrintedUnit(name, "participant") for name in participants),
    )


def _first_sentence(text: str) -> str:
    """A title for a task that has none: its first sentence, cut where it is long."""
    sentence = " ".join(text.split("。", 1)[0].split())
    return sentence if len(sentence) <= _LONGEST_TITLE else sentence[: _LONGEST_TITLE - 1] + "…"


def _words(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _figure(value: object) -> Decimal | None:
    """A JSON number exactly as it is written; a correction keeps it as text."""
    return None if value is None or value == "" else Decimal(str(value))
