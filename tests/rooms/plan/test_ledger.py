"""Which items of a version stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rooms.plan.documents import document, target
from zhichan.rooms.plan.ledger import ledger_of, repeated_names
from zhichan.rooms.plan.models import ExtractedItem

Kind, State = ExtractedItem.Kind, ExtractedItem.State
WORDS = "有效发明专利拥有量达到1600件"


def _target(key: str, **changes) -> ExtractedItem:
    value = target(key, changes.pop("name", key), WORDS, **changes)
    return ExtractedItem(kind=Kind.TARGET, key=key, position=int(key[1:]), reading=value, value=value)


def _conflict(sources: list[object], chosen: int | None) -> ExtractedItem:
    reading = {"items": sources, "what": "不一", "reading": ""}
    value = {**reading, "chosen": chosen}
    return ExtractedItem(kind=Kind.CONFLICT, key="c1", position=1, reading=reading, value=value)


def _standing(*items: ExtractedItem) -> list[str]:
    return [item.key for item, _ in ledger_of(items).targets]


def test_a_repeated_target_does_not_stand_beside_its_row():
    row, text = _target("t1", source="table"), _target("t2", same_as="t1")
    assert _standing(row, text) == ["t1"]
    assert ledger_of([row, text]).stood_for == {"t2": "t1"}


def test_a_repeated_target_stands_when_its_row_was_rejected():
    row, text = _target("t1"), _target("t2", same_as="t1")
    row.state = State.REJECTED
    assert _standing(row, text) == ["t2"]


def test_the_chosen_reading_stands_for_the_others():
    items = [_target("t1", source="table"), _target("t2"), _target("t3")]
    assert _standing(*items, _conflict(["t1", "t2"], 1)) == ["t2", "t3"]
    assert _standing(*items, _conflict(["t1", "t2"], None)) == ["t1", "t2", "t3"]


def test_the_chosen_text_stands_even_for_the_row_it_repeats():
    row, text = _target("t1", source="table"), _target("t2", same_as="t1")
    assert _standing(row, text, _conflict(["t1", "t2"], 1)) == ["t2"]


def test_choosing_a_place_of_the_text_ties_no_items():
    assert _standing(_target("t1"), _target("t2"), _conflict([[3, 9], "t1", "t2"], 0)) == ["t1", "t2"]


def test_rejected_items_of_every_kind_do_not_stand():
    found = document()
    names = {
        "tasks": Kind.TASK,
        "boxes": Kind.BOX,
        "money_rules": Kind.MONEY_RULE,
        "instruments": Kind.INSTRUMENT,
    }
    items = [
        ExtractedItem(kind=kind, key=f"{name}{place}", position=place, reading=item, value=item)
        for name, kind in names.items()
        for place, item in enumerate(found[name])
    ]
    ledger = ledger_of(items)
    assert (len(ledger.tasks), len(ledger.boxes), len(ledger.money_rules), len(ledger.instruments)) == (
        4,
        1,
        1,
        1,
    )
    for item in items:
        item.state = State.REJECTED
    empty = ledger_of(items)
    assert empty.tasks == empty.boxes == empty.money_rules == empty.instruments == ()


def test_names_that_two_targets_share_are_found():
    items = [_target("t1", name="甲"), _target("t2", name="甲"), _target("t3", name="乙")]
    assert {
        name: [item.key for item in found] for name, found in repeated_names(ledger_of(items)).items()
    } == {"甲": ["t1", "t2"]}


keys = st.integers(1, 6).map(lambda at: f"t{at}")


@pytest.mark.filterwarnings("error")
@given(
    st.dictionaries(keys, st.none() | keys, max_size=6),
    st.lists(st.tuples(st.lists(keys, min_size=1, max_size=4), st.integers(0, 3)), max_size=3),
)
def test_every_promise_is_stood_for_by_exactly_one(same_as, choices):
    targets = [_target(key, same_as=other) for key, other in sorted(same_as.items())]
    conflicts = [_conflict(list(sources), chosen % len(sources)) for sources, chosen in choices]
    ledger = ledger_of([*targets, *conflicts])
    standing = {item.key for item, _ in ledger.targets}
    assert standing | ledger.stood_for.keys() == same_as.keys()
    assert standing.isdisjoint(ledger.stood_for)
    assert set(ledger.stood_for.values()) <= standing
    assert standing or not same_as
