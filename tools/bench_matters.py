"""How long matters take among many: rows are written in bulk as the engine stores them, then worked with.

    python tools/bench_matters.py [--live N] [--closed N] [--json] [--keep FOLDER]
                                  [--writers N] [--seconds S] [--only sqlite|postgresql]

100,000 live and 1,000,000 closed matters by default: 3 GB on disk. With a folder to keep, the data are made
in it when they are not there yet; what is measured is a copy, so that every run begins from the same rows.
Moves by several writers at once on PostgreSQL are measured by ``bench_writers.py``.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

from bench import cpu_ms  # noqa: E402  the path first
from bench_writers import FILL, PATHS, Row, by_many_writers, run  # noqa: E402

MOVES = 200
PAGES = 40


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--live", type=int, default=100_000)
    parser.add_argument("--closed", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    chosen = parser.parse_args()
    with redirect_stdout(sys.stderr if chosen.json else sys.stdout):
        rows = list(_measured(chosen))
    if chosen.json:
        print(json.dumps(rows))


def _measured(chosen: argparse.Namespace) -> Iterator[Row]:
    if chosen.only != "postgresql":
        with _folder(chosen):
            yield from _told(_on_sqlite(chosen.live, chosen.closed))
    if chosen.only != "sqlite":
        yield from _told(by_many_writers(chosen.live, chosen.closed // 10, chosen.writers, chosen.seconds))


def _told(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        print("%s: %.2f %s, %.2f promised" % (row[0], row[1], row[3], row[2]), flush=True)  # noqa: UP031
        yield row


@contextmanager
def _folder(chosen: argparse.Namespace) -> Iterator[None]:
    """A filled data folder of this run's own; Django is set up for it."""
    folder = Path(tempfile.mkdtemp(prefix="zhichan-bench-"))
    environment = {
        "ZHICHAN_DATA_DIR": str(folder),
        "ZHICHAN_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "zhichan.config.settings",
    }
    os.environ.pop("ZHICHAN_DATABASE_URL", None)
    try:
        made = chosen.keep or folder
        if not (made / "filled").exists():
            begun = time.monotonic()
            filling = {**os.environ, **environment, "ZHICHAN_DATA_DIR": str(made), "PYTHONPATH": PATHS}
            run([sys.executable, "-c", FILL, str(chosen.live), str(chosen.closed)], filling)
            (made / "filled").touch()
            print(f"the data were made in {time.monotonic() - begun:.0f} s", flush=True)
        if made != folder:
            shutil.copytree(made, folder, dirs_exist_ok=True)
        os.environ.update(environment)
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _on_sqlite(live: int, closed: int) -> Iterator[Row]:
    import django

    django.setup()
    import bench_matters_data
    from django.utils import timezone

    people = bench_matters_data.make_people(timezone.now())
    many = f"{live:,} live and {closed:,} closed matters"
    yield from _pages(people, many)
    yield from _workspaces(people, many)
    yield from _overdue(people, many)
    yield from _repeats(people, many)
    yield from _moves(people, many)
    yield from _sweeps(many)


def _pages(people: Any, many: str) -> Iterator[Row]:
    """The queue of an officer and of the leader: again, after a write, after a row of it changed."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from zhichan.core.matters.models import Matter
    from zhichan.core.people.models import Person

    def write() -> None:
        Person.objects.filter(username="bench-leader").update(text_size="normal")

    for who, actor, address in (
        ("queue of an officer", people.officers[0], "/matters/"),
        ("queue of the unit of an officer", people.officers[0], "/matters/?of=unit"),
        ("queue of the office", people.leader, "/matters/?of=unit"),
        ("overdue of the office", people.leader, "/matters/?of=unit&tab=overdue"),
        ("list of all matters", people.leader, "/matters/list/"),
    ):
        client = _signed_in(actor)
        changes = cycle("甲乙")

        def visit(client: Any = client, address: str = address) -> None:
            assert client.get(address).status_code == 200

        def touch(client: Any = client, address: str = address, changes: Any = changes) -> None:
            [first] = client.get(address).content.decode().split('class="ttl"', 1)[1:]
            pk = int(first.split("/matters/", 1)[1].split("/", 1)[0])
            Matter.objects.filter(pk=pk).update(title=f"示例商行涉嫌侵权{next(changes)}")

        yield f"{who}, {many}", cpu_ms(visit), 10, "ms CPU"
        yield f"{who}, after a write", cpu_ms(visit, before_each=write), 10, "ms CPU"
        yield f"{who}, after a row of it changed", cpu_ms(visit, before_each=touch), 10, "ms CPU"
        write()
        with CaptureQueriesContext(connection) as queries:
            visit()
        yield f"{who}, after a write: queries", len(queries), 12, ""


def _workspaces(people: Any, many: str) -> Iterator[Row]:
    """The pages of matters never opened before, for who works on them and for who sees all."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from zhichan.core.matters.models import TeamMember

    places = TeamMember.objects.filter(person_id=people.officers[0].id, is_live=True, until=None)
    found = iter(list(places.order_by("matter_id").values_list("matter_id", flat=True)[10 : 3 * PAGES + 10]))
    for who, actor in (("an officer", people.officers[0]), ("the leader", people.leader)):
        client = _signed_in(actor)

        def open_another(client: Any = client) -> None:
            assert client.get(f"/matters/{next(found)}/").status_code == 200

        label = f"page of a matter not opened before, {who}"
        yield f"{label}, {many}", cpu_ms(open_another, PAGES), 25, "ms CPU"
        with CaptureQueriesContext(connection) as queries:
            open_another()
        yield f"{label}: queries", len(queries), 20, ""


def _signed_in(actor: Any) -> Any:
    from django.test import Client

    from zhichan.core.people.models import Person

    client = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(Person.objects.get(pk=actor.id), backend=backend)
    return client


def _overdue(people: Any, many: str) -> Iterator[Row]:
    from django.utils import timezone

    from zhichan.core.calendar.queries import Calendar
    from zhichan.core.matters.horizon import horizon_at
    from zhichan.core.matters.pages.queue.table import drawn
    from zhichan.core.matters.work import Scope, Tab, work_of

    horizon = horizon_at(timezone.now(), Calendar().day)
    for who, actor, scope in (
        ("one's own", people.officers[0], Scope.MINE),
        ("all of the office", people.leader, Scope.UNIT),
    ):

        def ask(actor: Any = actor, scope: Scope = scope) -> None:
            rows = drawn(work_of(actor, scope, Tab.OVERDUE, horizon))
            assert list(rows.order_by("next_due_at", "pk")[:51])

        yield f"first 50 that are overdue, {who}, {many}", cpu_ms(ask), 5, "ms CPU"


def _repeats(people: Any, many: str) -> Iterator[Row]:
    """What a new lead may repeat: of a party that most matters name, and of a place that few do."""
    from django.db import connection
    from django.utils import timezone

    from zhichan.core.matters.likely import likely_repeats, newest_statement
    from zhichan.core.matters.likeness import traits_of
    from zhichan.core.matters.loading import procedure_on
    from zhichan.core.matters.models import MatterKey
    from zhichan.core.matters.writing.seats import NewParticipant

    now = timezone.now()
    lead = procedure_on("lead", now.date())
    values = {"place": "示例路 1 号", "shop": "example.com/item?id=1", "right_number": "12345678"}
    traits = list(traits_of(lead, values, [NewParticipant("party", "示例商行", identifier="91000000")]))

    def ask() -> None:
        assert likely_repeats(lead, traits, people.leader, at=now)

    asked = ["party_name:示例商行", "place:示例路1号"]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {newest_statement(2)}", asked)
        print("\n".join(str(row[-1]) for row in cursor.fetchall()), flush=True)
    keys = MatterKey.objects.filter(key="party_name:示例商行").count()
    yield f"likely repeats of a lead of a party that {keys:,} name, {many}", cpu_ms(ask), 5, "ms CPU"


def _moves(people: Any, many: str) -> Iterator[Row]:
    """Steps in as many different matters."""
    from bench_matters_data import STEPS, step_of
    from django.utils import timezone

    from zhichan.core.matters.actions.take_move import take_move
    from zhichan.core.matters.models import TeamMember

    officer = people.officers[0]
    places = TeamMember.objects.filter(
        person_id=officer.id or 0, is_live=True, until=None, matter__state__in=list(STEPS)
    )
    waiting = list(places.order_by("-pk").values_list("matter_id", "matter__state")[: MOVES + 2])
    steps = iter([(pk, step_of(state, people)) for pk, state in waiting])

    def move() -> None:
        pk, step = next(steps)
        take_move(pk, step, by=officer, at=timezone.now())

    yield f"a move, {many}", cpu_ms(move, len(waiting) - 2), 15, "ms CPU"


def _sweeps(many: str) -> Iterator[Row]:
    """All sweepers of matters: the first time of all, when everything near is told, and again."""
    from django.utils import timezone

    from zhichan.core.jobs.sweep import all_sweepers, run_sweep
    from zhichan.core.matters.models import Obligation

    names = frozenset(one.name for one in all_sweepers() if one.name.startswith("matters."))
    at = timezone.now()
    running = Obligation.objects.filter(is_open=True).count()
    for label, moment in (
        ("first sweep of the day", at),
        ("sweep again", at + timedelta(minutes=5)),
        ("sweep of the next day", at + timedelta(days=1)),
    ):
        before = time.process_time()
        found = run_sweep(moment, names=names)
        spent = time.process_time() - before
        print(f"{label}: {[(one.name, one.count, one.error) for one in found]}", flush=True)
        assert not any(one.error for one in found)
        yield f"{label} over {running:,} running limits, {many}", spent, 5, "s CPU"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield "pages, moves and sweeps, peak memory", peak, 1000, "MB"


if __name__ == "__main__":
    main()
