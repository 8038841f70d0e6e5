"""Two versions of a plan, item by item (版本比较): what stayed, changed, came and went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from zhichan.rooms.plan.item_values import box_of, instrument_of, money_rule_of, target_of, task_of
from zhichan.rooms.plan.item_words import Words, title_of, words_of
from zhichan.rooms.plan.ledger import ledger_of
from zhichan.rooms.plan.matching import SAME_NAME, SAME_WORDS, Promised, pairs_of
from zhichan.rooms.plan.models import ExtractedItem, PlanVersion
from zhichan.rooms.plan.queries.items import items_of
from zhichan.rooms.plan.wording import Piece, changes_between

Kind = ExtractedItem.Kind
Status = Literal["same", "changed", "new", "gone"]
KINDS = (Kind.TARGET, Kind.TASK, Kind.BOX, Kind.MONEY_RULE, Kind.INSTRUMENT)


@dataclass(frozen=True)
class Part:
    """A part of an item whose words differ: its label and the pieces to mark."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Difference:
    """One item of either version. ``parts``: what differs where it changed, all of it where it is alone."""

    kind: str
    status: Status
    title: tuple[Piece, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Comparison:
    old: PlanVersion
    new: PlanVersion
    differences: tuple[Difference, ...]

    def counts(self, kind: str = "") -> dict[Status, int]:
        found = Counter(one.status for one in self.differences if kind in ("", one.kind))
        return {status: found[status] for status in ("same", "changed", "new", "gone")}


def compare(old: PlanVersion, new: PlanVersion) -> Comparison:
    """What the items of ``new`` are beside those of ``old``: in the order of ``new``, the gone ones last
    of their kind. Two queries; cost grows with the items that resemble each other."""
    before, after = _standing(old), _standing(new)
    found = [one for kind in KINDS for one in _compare_kind(kind, before[kind], after[kind])]
    return Comparison(old, new, tuple(found))


def _standing(version: PlanVersion) -> dict[str, list[ExtractedItem]]:
    ledger = ledger_of(items_of(version))
    return {
        Kind.TARGET: [item for item, _ in ledger.targets],
        Kind.TASK: [item for item, _ in ledger.tasks],
        Kind.BOX: [item for item, _ in ledger.boxes],
        Kind.MONEY_RULE: [item for item, _ in ledger.money_rules],
        Kind.INSTRUMENT: [item for item, _ in ledger.instruments],
    }


def _compare_kind(
    kind: str, before: Sequence[ExtractedItem], after: Sequence[ExtractedItem]
) -> Iterator[Difference]:
    least = SAME_NAME if kind == Kind.TARGET else SAME_WORDS
    pairs = pairs_of(_promised(before), _promised(after), least=least)
    old_of = {pair.new: before[pair.old] for pair in pairs}
    for place, item in enumerate(after):
        if place in old_of:
            yield _both(old_of[place], item)
        else:
            yield _alone(item, "new")
    paired = {pair.old for pair in pairs}
    yield from (_alone(item, "gone") for place, item in enumerate(before) if place not in paired)


def _promised(items: Sequence[ExtractedItem]) -> list[Promised[int]]:
    return [Promised(place, *_known_by(item)) for place, item in enumerate(items)]


def _known_by(item: ExtractedItem) -> tuple[str, str]:
    """The number and the words by which an item is found again."""
    match item.kind:
        case Kind.TARGET:
            return "", target_of(item.value).name
        case Kind.TASK:
            task = task_of(item.value)
            return task.number, task.text
        case Kind.BOX:
            box = box_of(item.value)
            return box.number, box.title + "".join(text for _, text in box.items)
        case Kind.MONEY_RULE:
            rule = money_rule_of(item.value)
            return "", rule.object + rule.kind + rule.condition
        case _:
            return "", instrument_of(item.value).title


def _alone(item: ExtractedItem, status: Literal["new", "gone"]) -> Difference:
    change: Literal["inserted", "deleted"] = "inserted" if status == "new" else "deleted"
    parts = tuple(
        Part(words.label, (Piece(change, words.text),)) for words in words_of(item.kind, item.value)
    )
    return Difference(item.kind, status, (Piece(change, title_of(item.kind, item.value)),), parts)


def _both(old: ExtractedItem, new: ExtractedItem) -> Difference:
    title = changes_between(title_of(old.kind, old.value), title_of(new.kind, new.value))
    parts = tuple(_differing(words_of(old.kind, old.value), words_of(new.kind, new.value)))
    changed = bool(parts) or any(piece.change != "same" for piece in title)
    return Difference(new.kind, "changed" if changed else "same", title, parts)


def _differing(old: Sequence[Words], new: Sequence[Words]) -> Iterator[Part]:
    """The parts whose words differ, in the new order, those only the old one has last."""
    before, after = ({words.label: words.text for words in side} for side in (old, new))
    for label in dict.fromkeys([*after, *before]):
        if before.get(label, "") != after.get(label, ""):
            yield Part(label, changes_between(before.get(label, ""), after.get(label, "")))
