"""How long it takes to find the marks like one among many, without a class; and whether none is missed.

python tools/bench_marks.py [MARKS] [--asked N] [--walked N] [--json] [--keep FOLDER]     # 200,000 by default

Rows are written in bulk into a new folder and indexed, then names are asked. For some of them every mark is
scored one by one: the answer must be the same. The data of a folder to keep are used again.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import shutil
import sys
import tempfile
import time
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from mark_corpus import mark_texts

KNOWN = datetime(2026, 2, 10, 4, tzinfo=UTC)
STATES = (("REGISTERED", "in_force"), ("FILED", "pending"), ("EXPIRED", "ended"))
CHUNK = 50_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("marks", type=int, nargs="?", default=200_000)
    parser.add_argument("--asked", type=int, default=300)
    parser.add_argument("--walked", type=int, default=6)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    folder = chosen.keep or Path(tempfile.mkdtemp(prefix="zhichan-bench-"))
    os.environ.update(ZHICHAN_DATA_DIR=str(folder), DJANGO_SETTINGS_MODULE="zhichan.config.settings")
    try:
        with redirect_stdout(sys.stderr if chosen.json else sys.stdout):
            found = _run(chosen.marks, chosen.asked, chosen.walked)
    finally:
        if chosen.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    if chosen.json:
        print(json.dumps(found))


def _run(count: int, asked: int, walked: int) -> dict[str, float]:
    import django

    django.setup()
    from django.core.management import call_command

    from zhichan.core.search.indexing import build, is_current, turn_to_index
    from zhichan.rooms.registry.collections import TRADEMARK_COLLECTION
    from zhichan.rooms.registry.models import TrademarkItem

    call_command("migrate", verbosity=0, interactive=False)
    titles = mark_texts(count)
    if not TrademarkItem.objects.exists():
        _told(f"{count:,} rows written", lambda: _fill(titles))
    if not is_current(TRADEMARK_COLLECTION):
        with turn_to_index(wait=True):
            _told("index built", lambda: [None for _ in build(TRADEMARK_COLLECTION, "bench")])
    return _measure(Random(3).sample(titles, min(asked, count))) | _walked(titles, walked)


def _fill(titles: list[str]) -> None:
    from django.db import transaction

    from zhichan.core.registers.bulk import insert_rows
    from zhichan.rooms.registry.models import TrademarkItem

    chance = Random(11)
    for first in range(0, len(titles), CHUNK):
        with transaction.atomic():
            insert_rows(
                TrademarkItem, _COLUMNS, (_row(number, titles[number], chance)
                for number in range(first, min(first + CHUNK, len(titles)))),
            )  # fmt: skip


_COLUMNS = (
    "id", "number", "office", "nice_class", "title", "groups", "status", "public_class", "known_at",
    "is_shown", "is_sample", "holder_ids", "region", "mark_type", "international_number", "agency", "address",
    "priorities", "goods", "source",
)  # fmt: skip


def _row(number: int, title: str, chance: Random) -> tuple[Any, ...]:
    nice = f"{chance.randrange(1, 46):02d}"
    group = f"{nice}{chance.randrange(1, 9):02d}"
    return (
        number + 1, f"{10_000_000 + number}-{nice}", "CN", nice, title, group, *chance.choice(STATES), KNOWN,
        True, False, *[""] * 9,
    )  # fmt: skip


def _measure(names: list[str]) -> dict[str, float]:
    """CPU milliseconds of the first question of a process, and of the others."""
    from zhichan.core.access.actor import system_actor
    from zhichan.rooms.search.queries.marks import MarkQuestion, marks_like

    gc.collect()
    gc.freeze()  # as a process of the web server does
    actor, spent = system_actor("bench"), []
    for name in names:
        before = time.process_time()
        answer = marks_like(MarkQuestion(name), actor)
        took = (time.process_time() - before) * 1000
        spent.append((took, name, answer.found, answer.compared, len(answer.marks)))
    first, *others = spent
    others.sort()
    for took, *told in [*others[:: max(1, len(others) // 10)], *others[-5:]]:
        print(f"{took:8.1f} ms", *told)
    times = [one[0] for one in others]
    found = {"first": first[0], "p50": times[len(times) // 2], "p95": times[len(times) * 95 // 100]}
    print({what: round(value, 1) for what, value in found.items()})
    return found


def _walked(titles: list[str], walked: int) -> dict[str, float]:
    """How many of all marks that score enough an answer lacks, or has too many."""
    from zhichan.core.access.actor import system_actor
    from zhichan.core.marks.scoring import compare
    from zhichan.rooms.search.queries.marks import USUAL_LEAST, MarkQuestion, marks_like, office_words

    words = office_words()
    actor, wrong, alike = system_actor("bench"), 0, 0
    for name in Random(5).sample(titles, walked):
        told = {hit.mark.title for hit in marks_like(MarkQuestion(name), actor).marks}
        expected = {title for title in titles if compare(name, title, words).score >= USUAL_LEAST}
        wrong, alike = wrong + len(told ^ expected), alike + len(expected)
        print(f"{name}: {len(expected)} of {len(titles):,} alike, differing {sorted(told ^ expected)[:5]}")
    return {"walked": walked, "alike": alike, "wrong": wrong}


def _told(what: str, work: Any) -> None:
    before, cpu = time.monotonic(), time.process_time()
    work()
    print(f"{what}: {time.monotonic() - before:.1f} s wall, {time.process_time() - cpu:.1f} s CPU")


if __name__ == "__main__":
    main()
