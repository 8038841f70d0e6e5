"""How long an import of many patents takes: taken in, taken in again, undone; and the list over what came.

python tools/bench_imports.py [ROWS]      # 100,000 by default; 1,000,000 are promised in 300 s

Wall time counts both processes of an import. The bare inserts are the same rows of the same tables, without
reading, checking, comparing or replaying.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    folder = Path(tempfile.mkdtemp(prefix="zhichan-bench-"))
    os.environ.update(ZHICHAN_DATA_DIR=str(folder), ZHICHAN_HOSTS="testserver")
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhichan.config.settings"
    try:
        import django

        django.setup()
        from zhichan.config.commands import prepare

        prepare(demo=True)
        _run(_written(folder, count), count)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _written(folder: Path, count: int) -> Path:
    from tests.rooms.registry.files import csv_of, row

    drawn, path = Random(5), folder / "patents.csv"
    firms = max(count // 10, 1)
    rows = [
        row(n, 申请人=f"云川示例{drawn.randrange(firms)}号机械有限公司", 法律状态="有权" if n % 3 else "")
        for n in range(count)
    ]
    path.write_bytes(csv_of(rows))
    return path


def _run(path: Path, count: int) -> None:
    from django.utils import timezone

    from zhichan.core.access.actor import system_actor
    from zhichan.core.registers.actions.undo import undo_batch

    by = system_actor("bench")
    told("checking alone", count, lambda: _checked(path))
    first = told("taken in", count, lambda: _taken_in(path, by), promised=count * 3e-4)
    told("the same rows inserted bare", count, lambda: _inserted(first))
    told("the same file again", count, lambda: _taken_in(path, by), promised=count * 6e-5)
    _list_page()
    told("undone", count, lambda: undo_batch(first, by=by, at=timezone.now()))
    own, other = (resource.getrusage(who).ru_maxrss // 1024 for who in (0, resource.RUSAGE_CHILDREN))
    print(f"peak memory: {own} MB, the second process {other} MB; promised 2,000 MB")


def told(what: str, count: int, work: Callable[[], Any], promised: float = 0.0) -> Any:
    """Do the work and print its wall time, rows a second, and the ratio to what is promised."""
    before = time.monotonic()
    result = work()
    took = time.monotonic() - before
    against = f", promised {promised:.0f} s, ratio {took / promised:.2f}" if promised else ""
    print(f"{what}: {took:.1f} s, {count / took:,.0f} rows/s{against}")
    return result


def _taken_in(path: Path, by: Any) -> int:
    from django.utils import timezone

    from zhichan.core.registers.actions.batches import Incoming, begin_batch, stage_batch
    from zhichan.core.registers.actions.commit import commit_batch
    from zhichan.core.registers.importing.intake import intake_of
    from zhichan.rooms.registry.formats import media_type_of, recognise

    at, layout = timezone.now(), recognise(path).format
    with path.open("rb") as content:
        incoming = Incoming(content, path.name, layout.name, media_type_of(path), None)
        batch = begin_batch(intake_of(layout.kind, layout.label), incoming, by=by, at=at)
        list(stage_batch(batch, layout.read(path), by=by, at=at))
        list(commit_batch(batch.pk, by=by, at=timezone.now()))
    batch.refresh_from_db()
    print(f"  new {batch.new_count:,}, changed {batch.changed_count:,}, same {batch.same_count:,}")
    return batch.pk


def _checked(path: Path) -> None:
    from zhichan.core.registers.importing.intake import intake_of
    from zhichan.rooms.registry.formats import recognise

    layout = recognise(path).format
    rows = list(layout.read(path))
    check = intake_of(layout.kind, layout.label).checker([row.values for row in rows[:2_000]])
    for row in rows:
        check(row.number, row.place, row.values)


def _inserted(batch: int) -> None:
    """The rows, events and periods of the batch, into tables like theirs with the same indexes."""
    from django.db import connection, transaction

    from zhichan.rooms.registry.models import Patent, PatentEvent, PatentPeriod

    with connection.cursor() as cursor, transaction.atomic():
        for model, its in ((Patent, "batch_id"), (PatentEvent, "batch_id"), (PatentPeriod, None)):
            table = model._meta.db_table
            condition = f"WHERE {its} = {batch:d}" if its else ""
            cursor.execute(f"SELECT * FROM {table} {condition}")
            rows = cursor.fetchall()
            cursor.execute(f"CREATE TEMPORARY TABLE bare_{table} AS SELECT * FROM {table} LIMIT 0")
            wanted = "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql > ''"
            cursor.execute(wanted, [table])
            for number, (made,) in enumerate(cursor.fetchall()):
                columns = made[made.index("(") :]
                cursor.execute(f"CREATE INDEX temp.bare_{table}_{number} ON bare_{table} {columns}")
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO bare_{table} VALUES ({marks})", rows)


def _list_page() -> None:
    from bench import cpu_ms
    from django.test import Client

    from zhichan.core.people.models import Person

    client = Client()
    officer = Person.objects.get(username="guihua")
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")

    def visit(query: str = "") -> None:
        assert client.get(f"/registry/registers/patent/{query}").status_code == 200

    def write() -> None:
        Person.objects.filter(pk=officer.pk).update(text_size="normal")

    print(f"list page again: {cpu_ms(visit):.1f} ms CPU, promised 10")
    print(f"list page after a write: {cpu_ms(visit, before_each=write):.1f} ms CPU")
    counts = partial(visit, "?facets=counted")
    print(f"counts of its facets again: {cpu_ms(counts):.1f} ms CPU, promised 10")
    print(f"counts of its facets after a write: {cpu_ms(counts, before_each=write):.0f} ms CPU")


if __name__ == "__main__":
    main()
