"""Leaving out known names that cannot matter changes no decision."""

from __future__ import annotations

import random

import pytest

from zhichan.rooms.registry.joining.near import Nearness
from zhichan.rooms.registry.names import parse_name
from zhichan.rooms.registry.naming import party_key
from zhichan.rooms.registry.resolution import KnownName, KnownParty, NewName, Outcome
from zhichan.rooms.registry.resolution.resolving import resolve

_STEMS = [
    "海晨",
    "星源",
    "宏泰达",
    "瑞丰",
    "云岭",
    "海源",
    "星晨光",
    "泰宏",
    "凯瑞",
    "嘉德",
    "安泰",
    "华腾飞",
]
_PLACES = ["天津", "上海市", "深圳", "杭州", ""]
_TRADES = ["智能装备", "生物科技", "新材料", "科技", "食品", "钢管制造", ""]
_FORMS = ["有限公司", "股份有限公司", "集团有限公司", "", "厂"]
_LATIN = ["Haichen", "Xingyuan Star", "Hongtai", "Kairui", "Alpha Go", "Huateng", "Jiade", "Antai North"]
_LINES = ["Technology", "Biotech", "New Materials", "Foods", "of Tianjin"]
_ENDS = ["Co., Ltd.", "Inc.", "Group", ""]


def invented(chance: random.Random) -> str:
    at = chance.random()
    if at < 0.25:
        place = chance.choice(["Tianjin ", "Shanghai ", ""])
        return f"{place}{chance.choice(_LATIN)} {chance.choice(_LINES)} {chance.choice(_ENDS)}".strip()
    stem, place = chance.choice(_STEMS), chance.choice(_PLACES)
    trade, form = chance.choice(_TRADES), chance.choice(_FORMS)
    if at < 0.4:
        return f"{stem}（{place or '北京'}）{trade}{form}"
    name = f"{place}{stem}{trade}{form}"
    return f"{name}（曾用名：{chance.choice(_STEMS)}{trade}有限公司）" if at > 0.95 else name


@pytest.mark.parametrize("seed", range(12))
def test_decisions_are_the_same_without_the_names_left_out(seed):
    chance = random.Random(seed)
    names = list(dict.fromkeys(invented(chance) for _ in range(160)))
    new = [NewName(f"n{at}", name) for at, name in enumerate(names[:4])]
    known = [KnownParty(str(at), (KnownName(name),)) for at, name in enumerate(names[4:])]
    near = Nearness(parse_name(one.printed) for one in new)
    kept = [
        party for party in known if near.is_near(party_key(party.names[0].printed), party.names[0].printed)
    ]
    assert resolve(new, kept).decisions == resolve(new, known).decisions


def test_much_is_left_out_and_much_is_asked():
    chance = random.Random(1)
    names = list(dict.fromkeys(invented(chance) for _ in range(2_000)))
    near = Nearness([parse_name("天津海晨智能装备有限公司")])
    kept = [name for name in names if near.is_near(party_key(name), name)]
    assert 10 < len(kept) < len(names) / 3
    decided = resolve(
        [NewName("n", "海晨智能装备")], [KnownParty("1", (KnownName("天津海晨智能装备有限公司"),))]
    )
    assert decided.decisions[0].outcome == Outcome.QUEUED
