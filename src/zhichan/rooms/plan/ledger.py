"""What a version promises once its items are decided (台账): which of them stand, and which do not.

An item stands unless it was rejected. Of targets that speak of one promise, one stands for all: those
tied by ``same_as``, and those of a decided conflict. The chosen one stands, else the table row, else
the first; the words of the others are kept with their items.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhichan.rooms.plan.item_values import (
    BoxValue,
    InstrumentValue,
    MoneyRuleValue,
    TargetValue,
    TaskValue,
    box_of,
    conflict_of,
    instrument_of,
    money_rule_of,
    target_of,
    task_of,
)
from zhichan.rooms.plan.models import ExtractedItem

Kind = ExtractedItem.Kind


@dataclass(frozen=True)
class Ledger:
    """The standing items with their values, in the order of the document.

    ``stood_for``: the key of each target that does not stand itself, with the key of the one that does.
    """

    targets: tuple[tuple[ExtractedItem, TargetValue], ...]
    tasks: tuple[tuple[ExtractedItem, TaskValue], ...]
    boxes: tuple[tuple[ExtractedItem, BoxValue], ...]
    money_rules: tuple[tuple[ExtractedItem, MoneyRuleValue], ...]
    instruments: tuple[tuple[ExtractedItem, InstrumentValue], ...]
    stood_for: dict[str, str]


def ledger_of(items: Iterable[ExtractedItem]) -> Ledger:
    """The standing items among those of one version; undecided ones count as standing."""
    kept = sorted(
        (item for item in items if item.state != ExtractedItem.State.REJECTED), key=lambda item: item.position
    )
    targets = {item.key: (item, target_of(item.value)) for item in kept if item.kind == Kind.TARGET}
    stood_for = _stood_for({key: target for key, (_, target) in targets.items()}, _choices(kept))
    return Ledger(
        targets=tuple(pair for key, pair in targets.items() if key not in stood_for),
        tasks=tuple((item, task_of(item.value)) for item in kept if item.kind == Kind.TASK),
        boxes=tuple((item, box_of(item.value)) for item in kept if item.kind == Kind.BOX),
        money_rules=tuple((item, money_rule_of(item.value)) for item in kept if item.kind == Kind.MONEY_RULE),
        instruments=tuple((item, instrument_of(item.value)) for item in kept if item.kind == Kind.INSTRUMENT),
        stood_for=stood_for,
    )


def repeated_names(ledger: Ledger) -> dict[str, list[ExtractedItem]]:
    """Names that several standing targets share: an indicator's name is its own within the plan."""
    by_name: dict[str, list[ExtractedItem]] = {}
    for item, target in ledger.targets:
        by_name.setdefault(target.name, []).append(item)
    return {name: items for name, items in by_name.items() if len(items) > 1}


@dataclass(frozen=True)
class _Choice:
    chosen: str
    among: tuple[str, ...]


def _choices(items: Iterable[ExtractedItem]) -> Iterator[_Choice]:
    """The decisions for one item over others; a choice of a mere place in the text ties no items."""
    for item in items:
        if item.kind != Kind.CONFLICT:
            continue
        conflict = conflict_of(item.value)
        chosen = None if conflict.chosen is None else conflict.sources[conflict.chosen]
        if isinstance(chosen, str):
            yield _Choice(chosen, tuple(key for key in conflict.sources if isinstance(key, str)))


def _stood_for(targets: dict[str, TargetValue], choices: Iterable[_Choice]) -> dict[str, str]:
    """For each target that does not stand itself, the one that stands for it. ``targets`` in order."""
    group = {key: {key} for key in targets}
    chosen: set[str] = set()
    for key, target in targets.items():
        if target.same_as in targets:
            _join(group, key, target.same_as)
    for choice in choices:
        if choice.chosen in targets:
            chosen.add(choice.chosen)
            for key in choice.among:
                if key in targets:
                    _join(group, choice.chosen, key)
    found: dict[str, str] = {}
    for key in targets:
        standing = _standing(group[key], targets, chosen)
        if standing != key:
            found[key] = standing
    return found


def _join(group: dict[str, set[str]], one: str, other: str) -> None:
    joined = group[one] | group[other]
    for key in joined:
        group[key] = joined


def _standing(keys: set[str], targets: dict[str, TargetValue], chosen: set[str]) -> str:
    ordered = [key for key in targets if key in keys]
    wanted = [key for key in ordered if key in chosen]
    rows = [key for key in ordered if targets[key].is_table_row]
    alone = [key for key in ordered if targets[key].same_as not in keys]
    return (wanted or rows or alone or ordered)[0]
