"""A machine that is not whole stops the start, with the reason."""

from __future__ import annotations

import re

import pytest

from zhichan.core.errors import InvalidInput
from zhichan.rooms.registry.status import Mark, patents, read_machine, trademarks
from zhichan.rooms.registry.status.machine_file import package_text

WHOLE = """
name = "lamp"
start = "OFF"
kinds = ["lamp"]
state = [
  { id = "OFF", label = "关", public = "pending" },
  { id = "ON", label = "开", public = "in_force" },
  { id = "BROKEN", label = "坏", public = "ended", final = true },
]
event = [{ code = "LIT", label = "点亮" }, { code = "BROKE", label = "损坏" }]
note = []
overlay = []
[[transition]]
from = "OFF"
to = "ON"
event = "LIT"
basis = ["灯法 第一条 [memory]"]
[[transition]]
from = ["OFF", "ON"]
to = "BROKEN"
event = "BROKE"
basis = ["灯法 第二条 [verified]"]
[term_rule]
counted_from = "filing"
runs = ["ON"]
after = "BROKEN"
basis = ["灯法 第三条 [verified]"]
[[term]]
kind = "lamp"
years = 1
basis = ["灯法 第三条 [verified]"]
"""


def test_whole_machine_is_read() -> None:
    machine = read_machine(WHOLE)
    assert machine.tables["lamp"]["OFF"]["LIT"].to == "ON"
    assert machine.transitions[0].basis[0].mark is Mark.MEMORY


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('to = "ON"', 'to = "GLOWING"', "unknown state GLOWING"),
        ('start = "OFF"', 'start = "DARK"', "unknown state DARK"),
        ('from = "OFF"', 'from = "ON"', "ON cannot be reached"),
        (", final = true", "", "BROKEN is a dead end"),
        ('public = "in_force" }', 'public = "in_force", final = true }', "ON is final but left"),
        ('event = "BROKE"', 'event = "LIT"', "two ways from OFF by LIT"),
        ('basis = ["灯法 第一条 [memory]"]', "basis = []", "no basis: LIT from OFF"),
        ('event = "LIT"', 'event = "KINDLED"', "unknown event KINDLED"),
        ('{ code = "LIT"', '{ code = "IDLE", label = "闲" }, { code = "LIT"', "event IDLE moves nothing"),
        ('to = "ON"', 'to = "@undo"', "undo must name what it undoes"),
        ('kind = "lamp"', 'kind = "torch"', "no term for lamp"),
        ('runs = ["ON"]', 'runs = ["GLOWING"]', "unknown state GLOWING in the term rule"),
        ('counted_from = "filing"', 'counted_from = "birth"', "not from birth"),
        ('to = "BROKEN"\n', 'to = "@return"\n', "returns to a state nobody remembers"),
    ],
)
def test_machine_that_is_not_whole_is_refused(old: str, new: str, reason: str) -> None:
    assert old in WHOLE
    text = WHOLE.replace(old, new)
    if "@return" in new:
        text = re.sub(r"  { id = .BROKEN.*\n", "", text).replace('after = "BROKEN"', 'after = "ON"')
    with pytest.raises(InvalidInput, match=re.escape(reason)):
        read_machine(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("灯法 第一条 [memory]", "灯法 第一条"),
        ("灯法 第一条 [memory]", "灯法 第一条 [stated]"),
        ('public = "pending"', 'public = "glowing"'),
        ('start = "OFF"', ""),
        ('id = "ON"', 'id = "OFF"'),
    ],
)
def test_file_that_cannot_be_read_is_refused(old: str, new: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_machine(WHOLE.replace(old, new))
    assert caught.value.specific_code == "machine_unreadable"


@pytest.mark.parametrize("name", ["patents", "trademarks"])
def test_shipped_machines_are_whole_and_their_events_have_chinese_labels(name: str) -> None:
    machine = read_machine(package_text(f"{name}.toml"))
    assert machine.name == name
    assert all(re.search("[一-鿿]", label) for label in machine.labels.values())


def test_every_end_of_a_right_can_be_invalidated() -> None:
    for machine, kind in ((patents(), "invention"), (trademarks(), "trademark")):
        ended_rights = {"LAPSED_FEE", "EXPIRED", "SURRENDERED", "LAPSED", "REVOKED"} & set(machine.states)
        for state in machine.in_force | ended_rights:
            assert machine.tables[kind][state]["INVALIDATED"].to == "INVALID"
