"""How long matters take among many: rows are written in bulk as the engine stores them, then worked with.

    python tools/bench_matters.py [--live N] [--closed N] [--json] [--keep FOLDER]
                                  [--writers N] [--seconds S] [--only sqlite|postgresql]

100,000 live and 1,000,000 closed matters by default: 3 GB on disk. The data are made in the folder to keep
when it is not there yet, and used again when it is. Moves by several writers at once are measured on a
PostgreSQL of the bench's own, on 127.0.0.1, which waits for the disk as in earnest and stops with the bench.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import timedelta
from itertools import count, cycle
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

from bench import cpu_ms  # noqa: E402  the path first

Row = tuple[str, float, float, str]
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
    parser.add_argument("--writer", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.writer is not None:
        _write(chosen.writer, chosen.writers, chosen.seconds)
        return
    with redirect_stdout(sys.stderr if chosen.json else sys.stdout):
        rows = list(_measured(chosen))
    if chosen.json:
        print(json.dumps(rows))


def _measured(chosen: argparse.Namespace) -> Iterator[Row]:
    if chosen.only != "postgresql":
        with _folder(chosen.keep) as is_there:
            yield from _told(_on_sqlite(chosen.live, chosen.closed, is_there))
    if chosen.only != "sqlite":
        yield from _told(_by_many_writers(chosen))


def _told(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        print("%s: %.2f %s, %.2f promised" % (row[0], row[1], row[3], row[2]), flush=True)  # noqa: UP031
        yield row


@contextmanager
def _folder(keep: Path | None) -> Iterator[bool]:
    """A data folder, and whether it is filled already; Django is set up for it."""
    folder = keep or Path(tempfile.mkdtemp(prefix="zhichan-bench-"))
    is_there = keep is not None and (folder / "filled").exists()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        ZHICHAN_DATA_DIR=str(folder),
        ZHICHAN_HOSTS="testserver",
        DJANGO_SETTINGS_MODULE="zhichan.config.settings",
    )
    os.environ.pop("ZHICHAN_DATABASE_URL", None)
    try:
        yield is_there
        (folder / "filled").touch()
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def _prepared() -> None:
    import django

    django.setup()
    from zhichan.config.commands import prepare

    prepare(demo=False)


def _on_sqlite(live: int, closed: int, is_there: bool) -> Iterator[Row]:
    _prepared()
    import bench_matters_data
    from django.utils import timezone

    now = timezone.now()
    people = bench_matters_data.make_people(now)
    if not is_there:
        begun = time.monotonic()
        bench_matters_data.make_matters(live, closed, people, now)
        print(f"{live:,} and {closed:,} matters written in {time.monotonic() - begun:.0f} s", flush=True)
    many = f"{live:,} live and {closed:,} closed matters"
    yield from _pages(people, many)
    yield from _overdue(people, many)
    yield from _repeats(people, many)
    yield from _moves(people, many)
    yield from _sweeps(many)


def _pages(people: Any, many: str) -> Iterator[Row]:
    """The queue of an officer and of the leader: again, after a write, after a row of it changed; and the
    pages of matters never opened before."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from zhichan.core.matters.models import Matter, TeamMember
    from zhichan.core.people.models import Person

    def write() -> None:
        Person.objects.filter(username="bench-leader").update(text_size="normal")

    for who, actor, address in (
        ("queue of an officer", people.officers[0], "/matters/"),
        ("queue of the unit of an officer", people.officers[0], "/matters/?of=unit"),
        ("queue of the office", people.leader, "/matters/?of=unit"),
        ("overdue of the office", people.leader, "/matters/?of=unit&tab=overdue"),
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
    client = _signed_in(people.officers[0])
    places = TeamMember.objects.filter(person_id=people.officers[0].id, is_live=True, until=None)
    keys = iter(list(places.order_by("matter_id").values_list("matter_id", flat=True)[10 : PAGES + 10]))

    def open_another() -> None:
        assert client.get(f"/matters/{next(keys)}/").status_code == 200

    yield f"page of a matter not opened before, {many}", cpu_ms(open_another, PAGES - 2), 25, "ms CPU"


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
    from django.utils import timezone

    from zhichan.core.matters.actions.take_move import take_move
    from zhichan.core.matters.models import TeamMember

    officer = people.officers[0]
    places = TeamMember.objects.filter(
        person_id=officer.id or 0, is_live=True, until=None, matter__state__in=list(_STEPS)
    )
    waiting = list(places.order_by("-pk").values_list("matter_id", "matter__state")[: MOVES + 2])
    steps = iter([(pk, _step_of(state, people)) for pk, state in waiting])

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
        ("first sweep", at),
        ("sweep again", at + timedelta(minutes=5)),
        ("sweep of the next day", at + timedelta(days=1)),
    ):
        before = time.process_time()
        found = run_sweep(moment, names=names)
        spent = time.process_time() - before
        print(f"{label}: {[(one.name, one.count, one.error) for one in found]}", flush=True)
        assert not any(one.error for one in found)
        yield f"{label} over {running:,} running limits, {many}", spent, 5, "s CPU"


_STEPS = {"registered": "assign", "verifying": "propose", "received": "accept", "accepted": "mediate"}
"""The next step of a lead or a complaint in each of these states."""


def _step_of(state: str, people: Any) -> Any:
    from bench_matters_data import filled
    from django.utils import timezone

    from zhichan.core.matters.actions.take_move import Step
    from zhichan.core.matters.loading import procedure_on

    now = timezone.now()
    procedure = procedure_on(
        "lead" if state in ("registered", "verifying") else "complaint_mediation", now.date()
    )
    name = _STEPS[state]
    ids = [one.id for one in people.officers[:2]]
    return Step(name, filled(procedure.move(name).form, now, ids))


def _by_many_writers(chosen: argparse.Namespace) -> Iterator[Row]:
    """Moves a second by several processes on PostgreSQL, and that each is there afterwards."""
    import postgres

    if postgres.binaries() is None:
        print("跳过：没有 PostgreSQL，不测多个进程同时办理。", flush=True)
        return
    with (
        postgres.running(durable=True) as url,
        tempfile.TemporaryDirectory(prefix="zhichan-bench-") as folder,
    ):
        environment = {
            **os.environ,
            "ZHICHAN_DATABASE_URL": url,
            "ZHICHAN_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "zhichan.config.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tools")]),
        }
        live, closed = str(chosen.live), str(chosen.closed // 10)
        _run([sys.executable, "-c", _FILL, live, closed], environment)
        told = _written(chosen, environment)
        kept = json.loads(_run([sys.executable, "-c", _COUNT], environment))
    moves, spent = sum(one["moves"] for one in told), max(one["seconds"] for one in told)
    processor = sum(one["cpu"] for one in told) * 1000 / moves
    assert kept == {"moved": moves, "gaps": 0}, f"{moves} were acknowledged, of them there are {kept}"
    refused = sum(one["refused"] for one in told)
    print(
        f"{moves} moves in {spent:.1f} s, {processor:.1f} ms CPU of the writers each, {refused} refused",
        flush=True,
    )
    what = f"moves by {chosen.writers} writers on PostgreSQL, {chosen.live:,} live matters"
    yield f"{what} (promise over measured)", 200, moves / spent, "1/s wall"


def _written(chosen: argparse.Namespace, environment: dict[str, str]) -> list[dict[str, Any]]:
    command = [sys.executable, str(Path(__file__).resolve()), "--writers", str(chosen.writers)]
    command += ["--seconds", str(chosen.seconds)]
    writers = [
        subprocess.Popen(
            [*command, "--writer", str(n)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(chosen.writers)
    ]
    try:
        for one in writers:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        limit = chosen.seconds + 120
        return [json.loads(one.communicate(timeout=limit)[0]) for one in _all_told(writers)]
    finally:
        for one in writers:
            one.kill()
            one.wait()


def _all_told(writers: list[subprocess.Popen[str]]) -> list[subprocess.Popen[str]]:
    """All begin at once."""
    for one in writers:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    return writers


def _run(command: list[str], environment: dict[str, str]) -> str:
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


_FILL = """
import sys, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from django.utils import timezone
import bench_matters_data
now = timezone.now()
bench_matters_data.make_matters(int(sys.argv[1]), int(sys.argv[2]), bench_matters_data.make_people(now), now)
"""
_COUNT = """
import json, django
django.setup()
from django.db.models import Count, F
from zhichan.core.matters.models import Matter, MatterEvent
moved = MatterEvent.objects.filter(note="bench").count()
gaps = Matter.objects.annotate(n=Count("events")).exclude(n=F("revision")).count()
print(json.dumps({"moved": moved, "gaps": gaps}))
"""


def _write(number: int, writers: int, seconds: float) -> None:
    """One writer: takes step after step in matters of the first unit that no other writer touches."""
    from dataclasses import replace

    import django

    django.setup()
    import bench_matters_data
    from django.utils import timezone

    from zhichan.core.errors import ZhichanError
    from zhichan.core.matters.actions.take_move import take_move
    from zhichan.core.matters.models import TeamMember

    people = bench_matters_data.make_people(timezone.now())
    places = TeamMember.objects.filter(is_live=True, until=None, matter__state__in=list(_STEPS))
    own = places.filter(person_id=people.officers[0].id or 0).order_by("matter_id")
    keys = [pk for pk in own.values_list("matter_id", flat=True) if pk % writers == number]
    states = dict(own.filter(matter_id__in=keys).values_list("matter_id", "matter__state"))
    steps = {state: replace(_step_of(state, people), note="bench") for state in _STEPS}
    after = {
        "registered": "verifying",
        "verifying": "verifying",
        "received": "accepted",
        "accepted": "accepted",
    }
    print("ready", flush=True)
    sys.stdin.readline()
    begun, processor = time.monotonic(), time.process_time()
    moves = refused = 0
    for n in count():
        if time.monotonic() - begun > seconds:
            break
        pk = keys[n % len(keys)]
        try:
            take_move(pk, steps[states[pk]], by=people.officers[0], at=timezone.now())
        except ZhichanError:
            refused += 1
        else:
            moves += 1
            states[pk] = after[states[pk]]
    spent = {"seconds": time.monotonic() - begun, "cpu": time.process_time() - processor}
    print(json.dumps({"moves": moves, "refused": refused, **spent}), flush=True)


if __name__ == "__main__":
    main()
