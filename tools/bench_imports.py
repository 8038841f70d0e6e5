"""How long an import of many patents takes: taken in, taken in again, undone; as csv and as xlsx.

python tools/bench_imports.py [ROWS] [XLSX_ROWS] [--json]   # 100,000 and 20,000 by default; 0 leaves one out

Promised: 1,000,000 rows in 300 s and 2,000 MB, the same again in 60 s; 100,000 rows of xlsx in 60 s; 50,000
rows checked in a second. Wall time counts both processes of an import, CPU adds them up. The bare inserts are
the same rows of the same tables with the same indexes, without reading, checking, comparing or replaying.
With ZHICHAN_DATABASE_URL set, on that PostgreSQL: on an empty database of its own.
"""

from __future__ import annotations

import csv
import itertools
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout, suppress
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

SECONDS_A_ROW = {"taken in": 300e-6, "again": 60e-6, "xlsx": 600e-6, "checked": 20e-6}
PROMISED_MB = 2_000
CHUNK = 5_000
HEADINGS = ("专利名称", "申请号", "申请人", "申请日", "授权公告日", "主分类号", "法律状态")


@dataclass(frozen=True)
class Took:
    """What one step took: seconds of wall, of CPU of both processes and of the second one alone; the
    most memory that both held at one time."""

    wall: float
    cpu: float
    beside: float = 0.0
    peak_mb: int = 0


def main() -> None:
    sizes = [int(text) for text in sys.argv[1:] if text != "--json"]
    count, xlsx_count = (*sizes, *(100_000, 20_000)[len(sizes) :])
    is_json = "--json" in sys.argv
    with redirect_stdout(sys.stderr if is_json else sys.stdout):
        found = _measured(count, xlsx_count)
    if is_json:
        print(json.dumps(found))


def _measured(count: int, xlsx_count: int) -> dict[str, dict[str, float]]:
    """By step what it took; ``pages``: milliseconds of CPU of pages of the list while it is long."""
    found: dict[str, dict[str, float]] = {}
    folder = Path(tempfile.mkdtemp(prefix="zhichan-bench-"))
    os.environ.update(ZHICHAN_DATA_DIR=str(folder), ZHICHAN_HOSTS="testserver")
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhichan.config.settings"
    try:
        import django

        django.setup()
        from zhichan.config.commands import prepare

        prepare(demo=True)
        if count:
            pages: dict[str, float] = {}
            steps = measure_csv(folder, count, lambda: pages.update(_list_pages(f"{count:,} patents")))
            found = {what: asdict(took) for what, took in steps.items()} | {"pages": pages}
            _list_pages("after the undo")
        if xlsx_count:
            found["xlsx"] = asdict(measure_xlsx(folder, xlsx_count))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return found


def measure_csv(folder: Path, count: int, between: Callable[[], None]) -> dict[str, Took]:
    """A csv file taken in, taken in again, undone, and its rows inserted bare. ``between``: what is measured
    while the rows are in the register."""
    from django.utils import timezone

    from zhichan.core.access.actor import system_actor
    from zhichan.core.registers.actions.undo import undo_batch

    by, path = system_actor("bench"), folder / "patents.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *_rows(count, 5)])
    found = {"checked": told("checked alone", count, lambda: _checked(path), "checked")[1]}
    first, found["taken in"] = told("taken in", count, lambda: _taken_in(path, by), "taken in")
    print(f"  peak memory {found['taken in'].peak_mb} MB of both; promised {PROMISED_MB} MB", flush=True)
    found["bare"] = _inserted(first)
    ratios = [found["taken in"].wall / found["bare"].wall, found["taken in"].cpu / found["bare"].cpu]
    print(f"the same rows inserted bare: {found['bare'].wall:.1f} s, CPU {found['bare'].cpu:.1f} s")
    print(f"  taken in / inserted bare: {ratios[0]:.1f} in wall time, {ratios[1]:.1f} in CPU", flush=True)
    _batch, found["again"] = told("the same file again", count, lambda: _taken_in(path, by), "again")
    between()
    _done, found["undone"] = told("undone", count, lambda: undo_batch(first, by=by, at=timezone.now()))
    return found


def measure_xlsx(folder: Path, count: int) -> Took:
    """A workbook taken in."""
    import xlsxwriter

    from zhichan.core.access.actor import system_actor

    path = folder / "patents.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate([HEADINGS, *_rows(count, 6, first=20_000_000)]):
            sheet.write_row(line, 0, cells)
    by = system_actor("bench")
    return told("xlsx taken in", count, lambda: _taken_in(path, by), "xlsx")[1]


def _rows(count: int, seed: int, first: int = 0) -> Iterator[tuple[str, ...]]:
    """Invented patents: days, kinds and classes differ from row to row, ten have one holder."""
    from tests.rooms.registry.files import number

    drawn, firms = Random(seed), max(count // 10, 1)
    for n in range(count):
        year, kind = 2005 + n % 19, 1 + drawn.randrange(3)
        filed = date(year, 1, 1) + timedelta(days=drawn.randrange(365))
        granted = str(filed + timedelta(days=200 + drawn.randrange(900))) if drawn.random() < 0.8 else ""
        yield (
            f"第 {n} 号示例装置",
            number((first + n) // 19 - 9_000_000 + seed * 100_000, year, kind),
            f"云川示例{drawn.randrange(firms)}号机械有限公司",
            str(filed),
            granted,
            f"{'ABCDEFGH'[n % 8]}{n % 90 + 10:02d}K{n % 100 + 1}/{n % 80 + 10:02d}",
            "有权" if granted and drawn.random() < 0.6 else "",
        )


def told(what: str, count: int, work: Callable[[], Any], promise: str = "") -> tuple[Any, Took]:
    """Do the work and print its time, rows a second, and the ratio to what is promised."""
    before, cpu_before, beside = time.monotonic(), _cpu(), _cpu(resource.RUSAGE_CHILDREN)
    memory = _Memory()
    result = work()
    spent = _cpu() - cpu_before, _cpu(resource.RUSAGE_CHILDREN) - beside
    took = Took(time.monotonic() - before, *spent, memory.end())
    promised = SECONDS_A_ROW.get(promise, 0) * count
    against = f"; promised {promised:.1f} s, ratio {took.wall / promised:.2f}" if promised else ""
    rate = f"{count / took.wall:,.0f} rows/s"
    cpu = f"CPU {took.cpu:.1f} s, {took.beside:.1f} of it in the second process"
    print(f"{what}, {count:,} rows: {took.wall:.1f} s, {cpu}; {rate}{against}", flush=True)
    return result, took


class _Memory(Thread):
    """Looks twice a second how much this process and those it started hold; ``most_kb``: the most so far.

    What the system keeps of an ended process begins with the size of the one that started it: no use here.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most_kb, self._ended = 0, Event()
        self.start()

    def run(self) -> None:
        while not self._ended.wait(0.5):
            pids = [str(os.getpid())]
            for task in Path("/proc/self/task").iterdir():
                with suppress(OSError):
                    pids += (task / "children").read_text().split()
            self.most_kb = max(self.most_kb, sum(map(_resident_kb, pids)))

    def end(self) -> int:
        """Megabytes at the most."""
        self._ended.set()
        return self.most_kb // 1024


def _resident_kb(pid: str) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    return 0


def _cpu(*who: int) -> float:
    used = [resource.getrusage(one) for one in who or (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _taken_in(path: Path, by: Any) -> int:
    from django.utils import timezone

    from zhichan.core.registers.actions.batches import Incoming, begin_batch, stage_batch
    from zhichan.core.registers.actions.commit import commit_batch
    from zhichan.core.registers.importing.intake import intake_of
    from zhichan.rooms.registry.formats import media_type_of, recognise

    at, layout, before = timezone.now(), recognise(path).format, (time.monotonic(), _cpu())
    with path.open("rb") as content:
        incoming = Incoming(content, path.name, layout.name, media_type_of(path), None)
        batch = begin_batch(intake_of(layout.kind, layout.label), incoming, by=by, at=at)
        list(stage_batch(batch, layout.read(path), by=by, at=at))
    print(f"  checked and compared {time.monotonic() - before[0]:.1f} s, CPU {_cpu() - before[1]:.1f} s")
    list(commit_batch(batch.pk, by=by, at=timezone.now()))
    batch.refresh_from_db()
    counts = (batch.new_count, batch.changed_count, batch.same_count, batch.refused_count)
    print("  new {:,}, changed {:,}, same {:,}, refused {:,}".format(*counts), flush=True)
    return batch.pk


def _checked(path: Path) -> None:
    from zhichan.core.registers.collecting import rarely_collected
    from zhichan.core.registers.importing.intake import intake_of
    from zhichan.rooms.registry.formats import recognise

    layout = recognise(path).format
    sample = [row.values for row, _n in zip(layout.read(path), range(CHUNK), strict=False)]
    check = intake_of(layout.kind, layout.label).checker(sample)
    with rarely_collected():
        for row in layout.read(path):
            check(row.number, row.place, row.values)


def _inserted(batch: int) -> Took:
    """The rows, events and periods of the batch, into tables like theirs with the same indexes.

    Reading them is not counted.
    """
    from django.db import connection, transaction

    from zhichan.rooms.registry.models import Patent, PatentEvent, PatentPeriod

    tables = [model._meta.db_table for model in (Patent, PatentEvent, PatentPeriod)]
    owners = ["id", "subject_id", "subject_id"]
    wall = cpu = 0.0
    last = 0
    with connection.cursor() as cursor:
        _make_bare(cursor, tables)
        while ids := _ids(cursor, tables[0], batch, last):
            found = []
            for table, owner in zip(tables, owners, strict=True):
                between = f"WHERE {owner} > {last:d} AND {owner} <= {ids[-1]:d}"
                cursor.execute(f"SELECT * FROM {table} {between}")
                found.append(cursor.fetchall())
            last = ids[-1]
            before = time.monotonic(), _cpu()
            with transaction.atomic():
                for table, rows in zip(tables, found, strict=True):
                    _write_bare(cursor, table, rows)
            wall, cpu = wall + time.monotonic() - before[0], cpu + _cpu() - before[1]
        for table in tables:
            cursor.execute(f"DROP TABLE bare_{table}")
    return Took(wall, cpu)


def _ids(cursor: Any, table: str, batch: int, last: int) -> list[int]:
    cursor.execute(
        f"SELECT id FROM {table} WHERE batch_id = {batch:d} AND id > {last:d} ORDER BY id LIMIT {CHUNK}"
    )
    return [pk for (pk,) in cursor.fetchall()]


def _make_bare(cursor: Any, tables: list[str]) -> None:
    from django.db import connection

    for table in tables:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
            continue
        cursor.execute(f"CREATE TABLE bare_{table} AS SELECT * FROM {table} LIMIT 0")
        wanted = "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql > ''"
        cursor.execute(wanted, [table])
        for number, (made,) in enumerate(cursor.fetchall()):
            rest = made[made.index("(") :]
            cursor.execute(f"CREATE INDEX bare_{table}_{number} ON bare_{table} {rest}")


def _write_bare(cursor: Any, table: str, rows: list[Any]) -> None:
    from django.db import connection

    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY bare_{table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row([json.dumps(one) if isinstance(one, dict) else one for one in row])
    elif rows:
        marks = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f"INSERT INTO bare_{table} VALUES ({marks})", rows)


def _list_pages(what: str) -> dict[str, float]:
    """Milliseconds of CPU of the first page of the list: opened again while nothing was written, after a
    write elsewhere, and after a row that it shows has changed; and of the counts of its facets."""
    from bench import cpu_ms
    from django.test import Client

    from zhichan.core.people.models import Person
    from zhichan.rooms.registry.models import Patent

    client = Client()
    officer = Person.objects.get(username="guihua")
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")

    def visit(query: str = "") -> None:
        assert client.get(f"/registry/registers/patent/{query}").status_code == 200

    def write() -> None:
        Person.objects.filter(pk=officer.pk).update(text_size="normal")

    def touch() -> None:
        """As if somebody had corrected the first row of the page."""
        first = Patent.objects.filter(is_shown=True).order_by("-pk").values_list("pk", flat=True)[:1]
        Patent.objects.filter(pk__in=list(first)).update(title=f"第 {next(corrections)} 次更正")

    corrections, chosen = itertools.count(1), "kind=design&public_class=in_force"
    counts, chosen_counts = partial(visit, "?facets=counted"), partial(visit, f"?facets=counted&{chosen}")
    of_chosen = partial(visit, f"?{chosen}")
    found = {
        "list page again": cpu_ms(visit),
        "list page after a write": cpu_ms(visit, before_each=write),
        "list page after a row of it changed": cpu_ms(visit, before_each=touch),
        "list page, two facets chosen, after a write": cpu_ms(of_chosen, before_each=write),
        "counts of facets after a write": cpu_ms(counts, before_each=write),
        "counts of facets after a row changed": cpu_ms(counts, before_each=touch),
        "counts of facets, two chosen, after a row changed": cpu_ms(chosen_counts, before_each=touch),
    }
    for step, spent in found.items():
        print(f"{what}, {step}: {spent:.1f} ms CPU", flush=True)
    return found


if __name__ == "__main__":
    main()
