"""How long it takes to tell many subscribers of many new records, in a new folder.

python tools/bench_subscriptions.py [--subscriptions N] [--there N] [--new N] [--json]
    # 1,000 subscriptions, 20,000 patents that are there, 10,000 new ones by default

CPU seconds of one round of the sweep after the new records are in the index: of the digests, and of the
warnings of 100 watches. Eight subscriptions in ten are queries of all kinds, one is a party's, the tenth a
right's or a theme's. Titles are put together from 60 words, of 2,000 firms. Bringing the records in and
indexing them is measured elsewhere.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, date, datetime
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
PEOPLE, FIRMS, WATCHES, THEMES = 50, 2_000, 100, 10
WORDS = (
    "焊接", "钢管", "电池", "隔膜", "机器人", "传感器", "阀门", "轴承", "稀土", "永磁", "电机", "控制",
    "方法", "装置", "系统", "检测", "图像", "识别", "数据", "加密", "通信", "天线", "芯片", "封装",
    "薄膜", "涂层", "陶瓷", "复合", "材料", "纤维", "催化", "制备", "提取", "分离", "过滤", "净化",
    "废水", "烟气", "除尘", "储能", "光伏", "组件", "逆变", "变压器", "断路器", "电缆", "连接", "夹具",
    "输送", "分拣", "包装", "发酵", "食醋", "饲料", "种子", "播种", "收割", "灌溉", "温室", "冷链",
)  # fmt: skip
CLASSES = ("B23K37/00", "H01M10/05", "G06F17/30", "C02F1/00", "H02S20/00", "A01B1/00")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscriptions", type=int, default=1_000)
    parser.add_argument("--there", type=int, default=20_000)
    parser.add_argument("--new", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="zhichan-bench-")
    os.environ.update(ZHICHAN_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="zhichan.config.settings")
    try:
        with redirect_stdout(sys.stderr if chosen.json else sys.stdout):
            found = _run(chosen.subscriptions, chosen.there, chosen.new)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if chosen.json:
        print(json.dumps(found))


def _run(subscriptions: int, there: int, new: int) -> dict[str, float]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.urls import reverse

    call_command("migrate", verbosity=0, interactive=False)
    from zhichan.core.access.actor import system_actor
    from zhichan.rooms.search.actions.alerts import find_alerts
    from zhichan.rooms.search.actions.digests import make_digests
    from zhichan.rooms.search.models import AlertCard, NewHit

    chance = Random(20261201)
    _told(f"{there:,} patents taken in", lambda: _taken_in(there, 0, chance))
    _told(f"{subscriptions:,} subscriptions", lambda: _subscribed(subscriptions, chance))
    _told(f"{WATCHES} watches", lambda: _watched(chance))
    _told(f"{new:,} patents taken in", lambda: _taken_in(new, there, chance))
    by = system_actor("search")
    reverse("search:alerts")  # a worker has the addresses of all pages already
    found = {
        "digests": _told("digests made", lambda: make_digests(by=by, at=AT)),
        "warnings": _told("warnings found", lambda: find_alerts(by=by, at=AT)),
    }
    print(f"{NewHit.objects.count():,} news told, {AlertCard.objects.count():,} cards")
    return found


def _told(what: str, work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    spent = time.process_time() - before
    print(f"{what}: {spent:.1f} s CPU")
    return spent


def _taken_in(count: int, first: int, chance: Random) -> None:
    from bench_imports import HEADINGS

    from tests.rooms.registry.files import csv_of
    from tests.rooms.registry.taking import take_in
    from zhichan.core.access.actor import system_actor
    from zhichan.core.search.indexing import bring_up_to_date

    take_in(csv_of(list(_rows(count, first, chance)), HEADINGS), system_actor("bench"), AT)
    bring_up_to_date(wait=True)


def _rows(count: int, first: int, chance: Random) -> Iterator[dict[str, str]]:
    from tests.rooms.registry.files import number

    for serial in range(first, first + count):
        holders = [f"示例企业{chance.randrange(FIRMS)}有限公司" for _n in range(1 + (chance.random() < 0.1))]
        yield {
            "专利名称": "".join(chance.sample(WORDS, 5)),
            "申请号": number(serial),
            "申请人": "；".join(holders),
            "申请日": f"2021-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}",
            "主分类号": chance.choice(CLASSES),
            "法律状态": chance.choice(("", "授权", "未缴年费", "质押", "转让")),
        }


def _subscribed(count: int, chance: Random) -> None:
    from zhichan.core.people.queries import actor_of
    from zhichan.core.search.asking import Question
    from zhichan.rooms.registry.collections import PATENT_COLLECTION
    from zhichan.rooms.registry.models import Party, Patent
    from zhichan.rooms.search.actions.subscriptions import NewSubscription, follow, subscribe
    from zhichan.rooms.search.following.kinds import subject_of

    actors = [actor_of(one, AT.date()) for one in _people()]
    parties = list(Party.objects.order_by("pk").values_list("pk", flat=True))
    patents = list(Patent.objects.order_by("pk").values_list("pk", flat=True))
    themes = _themes(actors[0])
    subjects: list[Callable[[int], Any]] = [
        lambda n: subject_of("party", parties[n % len(parties)]),
        lambda n: subject_of("patent", patents[n % len(patents)]),
    ]
    for nth, (by, line) in enumerate(zip(cycle(actors), _lines(count, chance), strict=False)):
        if nth % 10 < 8:
            _said, asked = Question("patent", line).nodes(PATENT_COLLECTION)
            subscribe(NewSubscription(f"{nth}", "patent", line, (), asked), by=by, at=AT)
        elif nth < len(themes) * 10 and nth % 10 == 9:
            follow(subject_of("theme", themes[nth // 10]), is_mailed=False, by=actors[0], at=AT)
        else:
            follow(subjects[nth % 2](nth), is_mailed=False, by=by, at=AT)


def _people() -> list[Any]:
    from zhichan.core.access.roles import Role
    from zhichan.core.people.models import Person, Post

    people = Person.objects.bulk_create(
        Person(username=f"bench{n}", name=f"示例人员{n}", created_at=AT, source="bench")
        for n in range(PEOPLE)
    )
    Post.objects.bulk_create(
        Post(person=one, role=Role.PLAN_OFFICER, from_on=date(2020, 1, 1), source="bench") for one in people
    )
    return people


def _themes(by: Any) -> list[int]:
    from zhichan.rooms.search.actions.themes import NewTheme, make_theme

    return [
        make_theme(NewTheme(f"示例专题{n}", f"TI={word}"), by=by, at=AT).theme_id
        for n, word in enumerate(WORDS[:THEMES])
    ]


def _lines(count: int, chance: Random) -> Iterator[str]:
    """Words, phrases, truncation, neighbours, classes, days, applicants, with AND, OR and NOT."""
    shapes = (
        "TI={a} AND TI={b}", "TI={a} NOT TI={b}", "TI=({a} OR {b}) AND IPC=B23K", "TI=({a} 5W {b})",
        "TI={a}*{b}", "TX={a} AND AD>=2021-06-01", 'TI="{a}{b}"', "PA=示例企业{n} OR TI=({a} AND {b})",
    )  # fmt: skip
    for nth in range(count):
        a, b = chance.sample(WORDS, 2)
        yield shapes[nth % len(shapes)].format(a=a, b=b, n=chance.randrange(FIRMS))


def _watched(chance: Random) -> None:
    from zhichan.core.access.actor import system_actor
    from zhichan.rooms.registry.models import Party
    from zhichan.rooms.search.actions.alerts import NewWatch, set_watch

    by, kinds = system_actor("bench"), cycle(("lapse", "transfer", "pledge", "opposition", "filing"))
    parties = chance.sample(list(Party.objects.order_by("pk").values_list("pk", flat=True)), WATCHES)
    for kind, party in zip(kinds, parties, strict=False):
        set_watch(NewWatch(kind, "party", party, date(2000, 1, 1)), by=by, at=AT)


if __name__ == "__main__":
    main()
