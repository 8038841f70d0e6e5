"""Measures resolving many invented names against many known parties.

    PYTHONPATH=src python tools/bench_resolution.py [--names 200000] [--known 100000]

``measure`` is what tools/bench.py may call. Of the names, half repeat a known name in another print, a fifth
vary it (short form, other form of company, other wording), the rest are of firms nobody has seen.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / "src")]

from zhichan.rooms.registry.resolution import KnownName, KnownParty, NewName, Outcome  # noqa: E402
from zhichan.rooms.registry.resolution.resolving import resolve  # noqa: E402

_FIRST = "云晨清星海天金华宏瑞鑫恒盛嘉德安泰康博远达永丰隆昌荣利信诚和顺通联创智新科维凯美佳"
_SECOND = "岭光河源润宇泽阳峰辉林涛明杰诺斯特尔邦迪翔腾跃飞龙凤鹏程锦绣卓越优良信义仁德"
_THIRD = ["", "", "", "达", "泰", "源", "佳", "鼎", "川", "维", "铭", "森", "悦", "彤", "骏"]
_REGIONS = [
    "天津",
    "北京",
    "上海",
    "深圳市",
    "广州",
    "杭州",
    "苏州",
    "南京",
    "武汉",
    "成都",
    "西安",
    "青岛",
    "包头",
    "佛山",
    "东莞",
    "宁波",
    "无锡",
    "长沙",
    "郑州",
    "合肥",
]
_TRADES = [
    "科技",
    "新材料",
    "电子科技",
    "网络科技",
    "信息技术",
    "生物科技",
    "医疗器械",
    "机械制造",
    "环保科技",
    "食品",
    "服饰",
    "贸易",
    "建筑工程",
    "智能装备",
    "汽车部件",
    "文化传媒",
    "化工",
    "钢管",
    "稀土材料",
    "教育咨询",
]
_FORMS = ["有限公司", "有限公司", "有限公司", "股份有限公司", "有限责任公司"]


@dataclass(frozen=True)
class Measured:
    names: int
    known: int
    seconds: float
    cpu_seconds: float
    peak_mb: float
    outcomes: dict[str, int]


def measure(names: int = 200_000, known: int = 100_000) -> Measured:
    """Wall and CPU seconds of one resolution, and the highest memory of the process."""
    chance = random.Random(20)
    firms = [_firm(chance) for _ in range(known)]
    parties = [KnownParty(str(at), (KnownName("".join(firm)),)) for at, firm in enumerate(firms)]
    new = [NewName(f"n{at}", _printed(chance, firms)) for at in range(names)]
    started, cpu = time.monotonic(), time.process_time()
    decisions = resolve(new, parties).decisions
    seconds, cpu = time.monotonic() - started, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    counts = {outcome.value: sum(d.outcome == outcome for d in decisions) for outcome in Outcome}
    return Measured(names, known, seconds, cpu, peak, counts)


def _firm(chance: random.Random) -> tuple[str, str, str, str]:
    stem = chance.choice(_FIRST) + chance.choice(_SECOND) + chance.choice(_THIRD)
    return chance.choice(_REGIONS), stem, chance.choice(_TRADES), chance.choice(_FORMS)


def _printed(chance: random.Random, firms: list[tuple[str, str, str, str]]) -> str:
    at = chance.random()
    if at > 0.7:
        return "".join(_firm(chance))
    region, stem, trade, form = chance.choice(firms)
    if at < 0.5:
        return chance.choice(
            [
                region + stem + trade + form,
                f"{region} {stem}{trade}{form}",
                f"{stem}{trade}（{region}）{form}",
            ]
        )
    return chance.choice(
        [
            stem + trade,
            region + stem + trade + "集团" + form,
            region + stem + form,
            region + stem + "技术" + form,
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=200_000)
    parser.add_argument("--known", type=int, default=100_000)
    chosen = parser.parse_args()
    found = measure(chosen.names, chosen.known)
    print(
        f"{found.names} names, {found.known} parties: {found.seconds:.1f} s, CPU {found.cpu_seconds:.1f} s, ",
        end="",
    )
    print(f"peak {found.peak_mb:.0f} MB, {found.outcomes}")


if __name__ == "__main__":
    main()
