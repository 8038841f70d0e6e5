"""How long the dashboard takes over many rights and many matters, and how long its figures are computed.

    python tools/bench_dashboard.py [--rights N] [--live N] [--closed N] [--json] [--keep FOLDER]

1,000,000 rights and 100,000 live matters by default, beside the plan of the demo district, all in one
installation: 2 GB on disk. The data are made in the folder to keep when they are not there yet.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools"), str(ROOT)]

from bench import cpu_ms  # noqa: E402  the path first

Row = tuple[str, float, float, str]
TOWNS = 19


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rights", type=int, default=1_000_000)
    parser.add_argument("--live", type=int, default=100_000)
    parser.add_argument("--closed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    folder = chosen.keep or Path(tempfile.mkdtemp(prefix="zhichan-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        ZHICHAN_DATA_DIR=str(folder),
        ZHICHAN_HOSTS="testserver",
        DJANGO_SETTINGS_MODULE="zhichan.config.settings",
    )
    os.environ.pop("ZHICHAN_DATABASE_URL", None)
    try:
        with redirect_stdout(sys.stderr if chosen.json else sys.stdout):
            rows = list(_measured(chosen, folder))
    finally:
        if chosen.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    if chosen.json:
        print(json.dumps(rows))


def _measured(chosen: argparse.Namespace, folder: Path) -> Iterator[Row]:
    import django

    django.setup()
    if not (folder / "filled").exists():
        begun = time.monotonic()
        _fill(chosen.rights, chosen.live, chosen.closed)
        (folder / "filled").touch()
        print(f"the data were made in {time.monotonic() - begun:.0f} s", flush=True)
    what = f"{chosen.rights:,} rights, {chosen.live:,} live matters"
    for row in (*_computing(what, chosen.rights / 1_000_000), *_pages(what)):
        print("%s: %.2f %s, %.2f promised" % (row[0], row[1], row[3], row[2]), flush=True)  # noqa: UP031
        yield row


def _fill(rights: int, live: int, closed: int) -> None:
    """The demo district, and beside it the rights and the matters of the other benches."""
    import bench_matters_data
    import bench_measures
    from django.utils import timezone

    from zhichan.config.commands import prepare

    prepare(demo=True, without=["registry.rights"])  # the bench makes its own
    now = timezone.now()
    people = bench_matters_data.make_people(now)
    bench_matters_data.make_matters(live, closed, people, now)
    bench_measures._fill(rights)
    _towns()


def _towns() -> None:
    """The towns of the first district of the rights, as they are on the map."""
    from django.utils import timezone

    from zhichan.core.access.actor import system_actor
    from zhichan.core.registers.actions import Entry, record_row
    from zhichan.rooms.registry.models.region import REGIONS

    by, at = system_actor("bench"), timezone.now()
    for number in range(1, TOWNS + 1):
        values = {"code": f"1201011{number:02d}", "name": f"示例{number}镇"}
        record_row(REGIONS, Entry(values, date(2000, 1, 1), "bench"), by=by, at=at)


def _computing(what: str, scale: float) -> Iterator[Row]:
    """What the clock does once a day: every figure on show, for three days and for each town."""
    from django.utils import timezone

    from zhichan.core.access.actor import system_actor
    from zhichan.core.measures.actions.refresh_board import refresh_board

    begun = time.process_time()
    count = refresh_board(by=system_actor("bench"), at=timezone.now())
    spent = time.process_time() - begun
    yield (f"{count} figures of the dashboard computed, {what}", spent, 60 * max(scale, 0.1), "s CPU")


def _pages(what: str) -> Iterator[Row]:
    """The whole request of a leader over all units: again, and after somebody wrote."""
    import bench_matters_data
    from bench_matters import _signed_in
    from django.db import connection
    from django.db.models import F
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from zhichan.core.people.models import Person
    from zhichan.rooms.plan.models import Indicator, Task

    client = _signed_in(bench_matters_data.make_people(timezone.now()).leader)

    def visit(address: str = "/") -> None:
        found = client.get(address)
        assert found.status_code == 200
        assert Indicator.objects.count() == 0 or "ov-tiles" in found.content.decode()

    def write() -> None:
        Person.objects.filter(username="guihua").update(text_size="normal")

    def touch() -> None:
        Task.objects.filter(pk=task).update(percent=(F("percent") + 1) % 100)

    task = Task.objects.order_by("sort_on", "pk").first().pk
    yield (f"dashboard, {what}", cpu_ms(visit), 60, "ms CPU")
    yield (
        f"dashboard after a row of it changed, {what}",
        cpu_ms(visit, times=9, before_each=touch),
        60,
        "ms CPU",
    )
    yield (f"dashboard after a write, {what}", cpu_ms(visit, before_each=write), 60, "ms CPU")
    yield (
        f"dashboard compared with last year, {what}",
        cpu_ms(lambda: visit("/?compare=year")),
        60,
        "ms CPU",
    )
    write()
    with CaptureQueriesContext(connection) as queries:
        visit()
    yield ("dashboard: queries", len(queries), 32, "")


if __name__ == "__main__":
    main()
