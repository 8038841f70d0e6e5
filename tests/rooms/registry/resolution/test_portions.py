"""A batch in two portions ends like the same batch in one."""

from __future__ import annotations

import random

import pytest

from zhichan.rooms.registry.resolution import KnownName, KnownParty, NewName, Outcome
from zhichan.rooms.registry.resolution.resolving import resolve

REGIONS = ["天津", "北京", "天津市静海区", "深圳市", ""]
STEMS = ["云岭", "云岭晨光", "晨光", "清河", "华阳", "鑫源", "华源"]
TRADES = ["科技", "新材料科技", "电子", "钢管", "信息技术", ""]
FORMS = ["有限公司", "股份有限公司", "集团有限公司", ""]
ENGLISH = [
    "Tianjin Yunling Technology Co., Ltd.",
    "Yunling Chenguang Electronics Inc",
    "Beijing Huayang Steel Pipe Ltd",
]


def batch(seed: int, size: int = 60) -> list[NewName]:
    chance = random.Random(seed)
    made = []
    for at in range(size):
        parts = (chance.choice(words) for words in (REGIONS, STEMS, TRADES, FORMS))
        printed = "".join(parts) if chance.random() < 0.9 else chance.choice(ENGLISH)
        made.append(
            NewName(f"n{at}", printed, region=chance.choice(["", "", "天津市", "北京市"]), person=False)
        )
    return made


def parties_after(names: list[NewName], decisions) -> list[KnownParty]:
    members: dict[str, list[NewName]] = {}
    for name, decision in zip(names, decisions, strict=True):
        if decision.party:
            members.setdefault(decision.party, []).append(name)
    return [
        KnownParty(party, tuple(KnownName(n.printed, n.region, person=n.person) for n in found))
        for party, found in members.items()
    ]


@pytest.mark.parametrize("seed", range(4))
def test_two_portions_join_what_one_joins(seed):
    names = batch(seed)
    whole = resolve(names).decisions
    first = resolve(names[:30]).decisions
    second = resolve(names[30:], parties_after(names[:30], first)).decisions
    pairs = list(zip(whole, first + second, strict=True))
    assert any(one.outcome == Outcome.JOINED for one, _other in pairs)
    for one, other in pairs:
        assert one.party == other.party or Outcome.QUEUED in (one.outcome, other.outcome), (one, other)


def test_same_batch_twice_adds_no_party():
    names = batch(9)
    once = resolve(names).decisions
    again = resolve(names, parties_after(names, once)).decisions
    placed = [(one, two) for one, two in zip(once, again, strict=True) if one.party]
    assert all(two.party in (one.party, "") for one, two in placed)
    assert not any(two.outcome == Outcome.NEW for one, two in placed)
